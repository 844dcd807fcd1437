package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People are told by mail and in a chat what waits for them. */
class NoticesIT {

  private static GreenMail server;
  private static HubFixture hub;

  @BeforeAll
  static void start() {
    server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    server.start();
    hub = HubFixture.start("notices", Map.of(
        "THROUGHLINE_ROLE_NOTICES", "mail, slack", "THROUGHLINE_MAIL_URL", "smtp://127.0.0.1:" + server.getSmtp().getPort(), "THROUGHLINE_PUBLIC_URL", "https://hub.example/",
        "THROUGHLINE_NOTICES_TO", "{\"delivery\": [\"delivery@firm.example\", \"slack:C0OPERATIONS\"], \"finance\": [\"no address\", \"slack:C0FINANCE\"], \"operator\": [\"ops@firm.example\"], \"ada\": [\"ada@firm.example\"]}", "THROUGHLINE_NOTICES_AFTER", "PT1S", "THROUGHLINE_NOTICES_EVERY", "PT1S"));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
    server.stop();
  }

  @Test
  void ownersAreToldOnceOfWhatWaitsForThem() throws Exception {
    var first = unknown("E-1");
    var told = mail("delivery@firm.example", 1);
    assertThat(told.getSubject()).isEqualTo("An exception waits for delivery");
    assertThat(told.getContent().toString()).contains("PROJECT_UNKNOWN: Work or an expense came for a project that belongs to no open engagement.", "exception " + first + ": https://hub.example/#/exceptions/" + first);

    await("both are told by the chat").atMost(Deal.SOON).until(() -> chat("C0OPERATIONS").size() == 1);
    assertThat(chat("C0OPERATIONS").get(0).at("/said").findValuesAsText("url")).containsExactly("https://hub.example/#/exceptions/" + first);

    hub.as("operator").post("/api/experience/v1/operations/systems/mail/pause", "{}");
    var second = unknown("E-2");
    var third = unknown("E-3");
    await("the message waits").atMost(Deal.SOON).until(() -> hub.number("select count(*) from notice_item where item_id in (" + second + ", " + third + ")") == 2);
    hub.as("operator").post("/api/experience/v1/operations/systems/mail/resume", "{}");
    await("both are told").atMost(Deal.SOON).until(() -> texts("delivery@firm.example").stream().anyMatch(text -> text.contains("exception " + second)) && texts("delivery@firm.example").stream().anyMatch(text -> text.contains("exception " + third)));
    assertThat(texts("delivery@firm.example").stream().filter(text -> text.contains("exception " + first))).as("told once").hasSize(1);

    var deal = Deal.won(hub, "At risk", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");
    await("the address is refused").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item i join journey j on j.id = i.journey_id where j.plan = 'notice' and i.state = 'open' and i.code = '553' and i.owner = 'operator'") == 1);
    assertThat(hub.text("select title from notice where told_to = 'finance'")).isEqualTo("An exception waits for finance: EUR 42000.00 at risk");
    assertThat(hub.text("select text from notice where told_to = 'finance'")).startsWith(deal.client() + ", Advice for At risk\nAt risk: EUR 42000.00 by ").contains("\nTAX_PROFILE_INCOMPLETE: ");

    await("what one address refuses is nothing to the other").atMost(Deal.SOON).until(() -> chat("C0FINANCE").size() == 1);
    assertThat(chat("C0FINANCE").get(0).get("title").asText()).isEqualTo("An exception waits for finance: EUR 42000.00 at risk");

    var item = hub.text("select id::text from exception_item where code = 'TAX_PROFILE_INCOMPLETE' and state = 'open'");
    assertThat(hub.as("finance").post("/api/experience/v1/operations/exceptions/" + item + "/assign", "{\"to\":\"ada\"}").status()).isLessThan(300);
    assertThat(mail("ada@firm.example", 1).getSubject()).isEqualTo("An exception waits for ada");
    assertThat(texts("ada@firm.example").get(0)).as("who ada is, the hub does not know").startsWith(deal.client() + ", Advice for At risk\r\nAt risk: by ").doesNotContain("EUR", "42000");
    assertThat(hub.as("finance").get("/api/experience/v1/operations/exceptions/" + item).json().get("told").findValuesAsText("to")).containsExactly("finance", "ada");

    assertThat(texts("ops@firm.example")).as("what mail cannot tell is not told by mail").isEmpty();
    assertThat(hub.number("select count(*) from notice where told_to = 'operator'")).isZero();
    Holds.everyProof(hub);
  }

  /** Work of a project that nobody knows; answers the item. */
  private static long unknown(String entry) {
    var told = hub.as("delivery").post("/api/process/v1/intake/time-entry?source=kantata", "{\"entryId\":\"" + entry + "\",\"version\":\"1\",\"projectId\":\"nobody-knows-" + entry + "\",\"taskId\":\"1\",\"personId\":\"1\",\"workDate\":\"2026-09-18\",\"minutes\":20,\"billable\":true}");
    assertThat(told.status()).as(told.body()).isEqualTo(202);
    await("it is nobody's").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where code = 'PROJECT_UNKNOWN' and subject_id like '%" + entry + "%'") == 1);
    return hub.number("select id from exception_item where code = 'PROJECT_UNKNOWN' and subject_id like '%" + entry + "%'");
  }

  private static MimeMessage mail(String to, int number) {
    await("mail for " + to).atMost(Deal.SOON).until(() -> received(to).size() >= number);
    return received(to).get(number - 1);
  }

  private static List<MimeMessage> received(String to) {
    return Arrays.stream(server.getReceivedMessages()).filter(mail -> recipients(mail).contains(to)).toList();
  }

  private static List<JsonNode> chat(String channel) {
    var told = new ArrayList<JsonNode>();
    hub.sandbox().get("control/observe/told-people?system=slack&to=" + channel).json().forEach(told::add);
    return told;
  }

  private static List<String> texts(String to) {
    return received(to).stream().map(NoticesIT::text).toList();
  }

  private static String text(MimeMessage mail) {
    try {
      return mail.getContent().toString();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String recipients(MimeMessage mail) {
    try {
      return Arrays.toString(mail.getAllRecipients());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
