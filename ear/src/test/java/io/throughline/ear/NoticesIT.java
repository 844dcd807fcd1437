package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People are told by mail and in a chat what waits for them. */
class NoticesIT {

  private static GreenMail server;
  private static HubFixture hub;

  private static final String RAISED = "with raised as (insert into exception_item (subject, subject_id, code, reason, owner, state, amount, currency, at_risk_on, raised_at) values ('deal', '%2$s', 'NO_SYSTEM', 'because', '%1$s', 'open', 100, 'EUR', %3$s, %4$s) returning id)";

  /** Items raised and told of five days ago, whose day was two days ago, and a message about another one since, as another hub left them: in one statement, so that no round sees half of it. */
  private static final String TOLD_BEFORE =
      "with raised as (insert into exception_item (subject, subject_id, code, reason, owner, state, amount, currency, at_risk_on, raised_at) select 'deal', 'long-open-' || n, 'NO_SYSTEM', 'because', '%1$s', 'open', 100, 'EUR', current_date - 2, now() - interval '5 days' from generate_series(1, %2$d) n returning id),"
          + " told as (insert into notice (told_to, items, title, text, made_at) values ('%1$s', %2$d, 'told', 'told', now() - interval '5 days') returning id),"
          + " later as (insert into notice (told_to, items, title, text, made_at) values ('%1$s', 1, 'told', 'told', now() - interval '1 day')),"
          + " remembered as (insert into notice_item (item_id, told_to, notice_id) select raised.id, '%1$s', told.id from raised, told returning item_id)";

  @BeforeAll
  static void start() {
    server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    server.start();
    var noon = ZoneOffset.ofHours(12 - Instant.now().atZone(ZoneOffset.UTC).getHour()); // somewhere it is between twelve and one, and it stays today
    hub = HubFixture.start("notices", Map.of(
        "THROUGHLINE_NOTICES_REMIND", "11:00", "THROUGHLINE_NOTICES_REMIND_ZONE", noon.getId(), "THROUGHLINE_NOTICES_REMIND_DAYS", String.join(",", Stream.of(DayOfWeek.values()).map(DayOfWeek::name).toList()),
        "THROUGHLINE_ROLE_NOTICES", "mail, slack", "THROUGHLINE_MAIL_URL", "smtp://127.0.0.1:" + server.getSmtp().getPort(), "THROUGHLINE_PUBLIC_URL", "https://hub.example/",
        "THROUGHLINE_NOTICES_TO", "{\"delivery\": [\"delivery@firm.example\", \"slack:C0OPERATIONS\"], \"finance\": [\"no address\", \"slack:C0FINANCE\"], \"operator\": [\"ops@firm.example\"], \"sales-ops\": [\"sales@firm.example\", \"slack:C0OPERATIONS\"], \"ada\": [\"ada@firm.example\"]}", "THROUGHLINE_NOTICES_AFTER", "PT1S", "THROUGHLINE_NOTICES_EVERY", "PT1S"));
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

    await("both are told by the chat").atMost(Deal.SOON).until(() -> chat("C0OPERATIONS").stream().anyMatch(message -> message.get("said").findValuesAsText("url").contains("https://hub.example/#/exceptions/" + first)));

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
    assertThat(hub.as("finance").get("/api/experience/v1/operations/exceptions/" + item).json().get("told").findValuesAsText("to")).as("the last first").containsExactly("ada", "finance");

    assertThat(texts("ops@firm.example")).as("what mail cannot tell is not told by mail").isEmpty();
    assertThat(hub.number("select count(*) from notice where told_to = 'operator'")).isZero();
    Holds.everyProof(hub);
  }

  /** Told of days ago, by a hub that was away since: once this morning, with what is new, and not again. */
  @Test
  void whatStaysOpenIsRemindedOfOnceADay() throws Exception {
    hub.number(TOLD_BEFORE.formatted("sales-ops", 12) + " select count(*) from remembered");

    var reminder = mail("sales@firm.example", 1);
    assertThat(reminder.getSubject()).isEqualTo("12 exceptions still wait for sales-ops: EUR 1200.00 at risk");
    assertThat(text(reminder)).startsWith("12 have become overdue since ").contains("\r\nThe oldest waits since ", "At risk: EUR 100.00 by ", "and 2 more: https://hub.example/#/exceptions").doesNotContain("(new)");
    await("the chat reminds as well").atMost(Deal.SOON).until(() -> chat("C0OPERATIONS").stream().anyMatch(message -> message.get("title").asText().equals(title(reminder))));
    assertThat(hub.number("select count(*) from notice_item where told_to = 'sales-ops' and notice_id = (select id from notice where told_to = 'sales-ops' and reminder)")).as("those that it describes").isEqualTo(10);
    var item = hub.text("select item_id::text from notice_item where told_to = 'sales-ops' group by item_id having count(*) = 2 limit 1");
    assertThat(hub.as("sales-ops").get("/api/experience/v1/operations/exceptions/" + item).json().get("told").get(0).get("by").asText()).isEqualTo("mail, slack");

    hub.number(RAISED.formatted("sales-ops", "new-one", "current_date + 30", "now() - interval '2 seconds'") + " select count(*) from raised");
    assertThat(mail("sales@firm.example", 2).getSubject()).as("what is new is told alone, and nothing is reminded of twice").isEqualTo("An exception waits for sales-ops: EUR 100.00 at risk");
    assertThat(hub.number("select count(*) from notice where told_to = 'sales-ops' and reminder")).isEqualTo(1);
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

  private static String title(MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
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
    } catch (IOException | MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String recipients(MimeMessage mail) {
    try {
      return Arrays.toString(mail.getAllRecipients());
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
