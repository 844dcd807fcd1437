package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.math.BigDecimal;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The exception desk: in which order, and everything that can be done there beside repair and undo. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class DeskIT {

  @Test
  void amountsOfTwoCurrenciesAreNeverComparedNorShownAsOneList(HubFixture hub) {
    Deal.won(hub, "Tundra", terms -> dollars(terms)).awaitOpening("held");
    Deal.won(hub, "Taiga", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");

    var items = hub.as("operator").get("/api/experience/v1/operations/exceptions?limit=200").json().get("items");
    var order = new ArrayList<String>();
    JsonNode before = null;
    for (var item : items) {
      var currency = item.path("amountAtRisk").isMissingNode() ? "none" : item.get("currency").asText();
      if (order.isEmpty() || !order.get(order.size() - 1).equals(currency)) order.add(currency);
      else if (!currency.equals("none")) assertThat(amount(item)).as("%s after %s", item, before).isLessThanOrEqualTo(amount(before));
      before = item;
    }
    assertThat(order).as("each currency once").doesNotHaveDuplicates().contains("EUR", "USD");
    assertThat(order.indexOf("none")).as("what has no amount comes last").isIn(-1, order.size() - 1);

    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("exceptions");
      operator.see("//tr[contains(@class, 'group')][contains(., 'At risk in EUR')]");
      operator.see("//tr[contains(@class, 'group')][contains(., 'At risk in USD')]");
      operator.open("exceptions?currency=USD");
      operator.see("//tr[contains(., 'Tundra')]");
      assertThat(operator.page()).doesNotContain("€");
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void deliveryClosesAnEngagementAndOpensItAgain(HubFixture hub) {
    var deal = Deal.won(hub, "Breakwater").awaitOpening("done");
    try (var delivery = Browser.signedIn(hub, "delivery")) {
      delivery.open("engagements/" + deal.thread()).press("Close to new time…");
      delivery.see(By.name("reason")).sendKeys("handed over");
      delivery.press("Close");
      delivery.see("//p[@class='lead']/*[normalize-space()='Closed']");
      assertThat(hub.text("select state from engagement where thread_id = '" + deal.thread() + "'")).isEqualTo("closed");

      delivery.press("Open again…");
      delivery.see(By.name("reason")).sendKeys("a last day");
      delivery.press("Open again");
      delivery.see("//p[@class='lead']/*[normalize-space()='Active']");
      assertThat(hub.texts("select detail ->> 'reason' from audit where subject = 'engagement:" + deal.thread() + "' and action in ('closed', 'reopened') order by id")).containsExactly("handed over", "a last day");
      assertThat(delivery.complaints()).isEmpty();
    }
  }

  @Test
  void resumingWhatIsStillWrongSaysSo(HubFixture hub) {
    var entry = "{\"entryId\":\"still-1\",\"version\":\"1\",\"projectId\":\"P-still\",\"taskId\":\"t\",\"personId\":\"u\",\"workDate\":\"2026-09-10\",\"minutes\":10,\"billable\":true}";
    assertThat(hub.as("delivery").post("/api/process/v1/intake/time-entry?source=kantata", entry).status()).isEqualTo(202);
    var item = "from exception_item where code = 'PROJECT_UNKNOWN' and subject_id = 'kantata:P-still'";
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) " + item) == 1);
    try (var delivery = Browser.signedIn(hub, "delivery")) {
      delivery.open("exceptions/" + hub.number("select id " + item)).press("Resume…");
      delivery.press("Resume");
      delivery.see("//*[@role='alert'][contains(., 'what is wrong is still so')]");
      assertThat(delivery.complaints()).isEmpty();
    }
  }

  @Test
  void anItemIsTalkedAboutAssignedResumedAndKeptInTheAudit(HubFixture hub) {
    var deal = Deal.won(hub, "Wharf", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("exceptions");
      operator.click(By.xpath("//tr[contains(., 'Wharf')]//a"));

      operator.see(By.name("text")).sendKeys("asked the client for it");
      operator.press("Say it");
      operator.sees("Comments", "asked the client for it");
      operator.press("Assign…");
      assertThat(operator.script("return document.querySelector('input[name=to]').list.options[0].textContent")).isEqualTo("Me (operator)");
      operator.see(By.name("to")).sendKeys("somebody.new@firm.example");
      operator.press("Assign");
      operator.sees("At risk", "assigned to somebody.new@firm.example");
      operator.press("Resume…");
      operator.press("Resume");
      operator.see("//h2[.='Decided']");
      operator.sees("What was done", "Resume");
      operator.see("//section[@aria-label='What was done']//a[.='Audit']");

      deal.awaitOpening("held"); // the source was not put right: it is held again, as a new item
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void severalItemsAreAssignedAndTalkedAboutAtOnceEachWithItsOwnTrace(HubFixture hub) {
    var first = Deal.won(hub, "Pontoon one", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");
    var second = Deal.won(hub, "Pontoon two", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");
    hub.as("finance").post("/api/experience/v1/operations/exceptions/" + open(hub, first) + "/comments", "{\"text\":\"seen\"}");
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("exceptions?like=pontoon");
      operator.see("//*[@role='status'][.='0 chosen']");
      operator.click(By.xpath("//tr[contains(., 'Pontoon one')]//button[@role='checkbox']"));
      operator.see("//*[@role='status'][.='1 chosen']");
      operator.press("Choose all shown");
      operator.see("//*[@role='status'][.='2 chosen']");
      operator.press("Comment…");
      operator.see(By.name("text")).sendKeys("asked both clients");
      operator.press("Say it");
      operator.see("//*[@role='status'][.='0 chosen']");

      operator.press("Choose all shown");
      operator.press("Assign…");
      assertThat(operator.script("return [...document.querySelector('input[name=to]').list.options].map(one => one.value).join()")).asString().contains("finance");
      operator.see(By.name("to")).sendKeys("finance");
      operator.press("Assign");
      for (var deal : new Deal[] {first, second}) {
        operator.see("//tr[contains(., '" + hub.text("select client from engagement where thread_id = '" + deal.thread() + "'") + "')][contains(., 'assigned to finance')]");
        assertThat(hub.texts("select actor || ' ' || action || ' ' || coalesce(detail ->> 'to', '') from audit where subject = 'exception:" + open(hub, deal) + "' and actor = 'operator' order by id")).containsExactly("operator comment ", "operator assign finance");
        assertThat(hub.texts("select said from exception_comment where exception_id = " + open(hub, deal) + " and actor = 'operator'")).containsExactly("asked both clients");
      }
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void ofSeveralThatCannotAllBeAssignedNoneIs(HubFixture hub) {
    var finances = Deal.won(hub, "Jetty", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");
    var sales = Deal.won(hub, "Slipway", terms -> terms.put("approval", "pending")).awaitOpening("held");

    var first = open(hub, finances);
    var last = open(hub, sales);
    var assigned = "select count(*) from exception_item where assigned_to is not null and id in (" + first + "," + last + ")";
    var answer = hub.as("finance").post("/api/experience/v1/operations/exceptions/assign", "{\"exceptionIds\":[" + first + "," + last + "],\"to\":\"finance\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(hub.number(assigned)).isZero();

    hub.as("operator").post("/api/experience/v1/operations/exceptions/" + last + "/undo", "{\"reason\":\"withdrawn\"}");
    sales.awaitOpening("undone");
    var late = hub.as("operator").post("/api/experience/v1/operations/exceptions/assign", "{\"exceptionIds\":[" + first + "," + last + "],\"to\":\"finance\"}");

    assertThat(late.status()).as(late.body()).isEqualTo(409);
    assertThat(hub.number(assigned)).as("the one before it was given back").isZero();
    assertThat(hub.as("finance").post("/api/experience/v1/operations/exceptions/assign", "{\"exceptionIds\":[],\"to\":\"finance\"}").status()).isEqualTo(422);
  }

  private static String open(HubFixture hub, Deal deal) {
    return hub.text("select id from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'");
  }

  @Test
  void whatOnlyItsSourceCanMendOffersNoResumingAndCanBeClosed(HubFixture hub) {
    var deal = Deal.won(hub, "Quay").awaitOpening("done");
    deal.changeMilestone("31000.00");
    var told = "select id from exception_item where state = 'open' and code = 'DEAL_CHANGED' and thread_id = '" + deal.thread() + "'";
    await("it is told").atMost(Deal.SOON).until(() -> hub.text(told) != null);
    hub.number("with sent as (insert into notice (told_to, told_by, items, title, text, made_at) select 'sales-ops', 'mail, slack', 1, 'told', 'told', now() - n * interval '1 day' from generate_series(1, 5) n returning id), named as (insert into notice_item (item_id, told_to, notice_id) select (" + told + "), 'sales-ops', id from sent returning 1) select count(*) from named");
    try (var sales = Browser.signedIn(hub, "sales-ops")) {
      sales.open("exceptions/" + hub.text(told));
      assertThat(sales.text("Decide")).contains("The CRM says other terms than were sold", "What to do Win a change order in the CRM, or put the deal back there", "30000.00 was sold, the deal says 31000.00 now").doesNotContain("Resume", "Undo");
      assertThat(sales.text("At risk")).as("the last three times at once").containsPattern("(?s)(sales-ops, [^\n]+, by mail, slack\n){3}2 earlier");
      sales.press("Close…");
      sales.see(By.name("reason")).sendKeys("agreed by mail");
      sales.press("Close");
      sales.see("//h2[.='Decided']");
      assertThat(sales.text("Decided")).contains("agreed by mail", "sales-ops");
      assertThat(sales.complaints()).isEmpty();
    }
  }

  private static BigDecimal amount(JsonNode item) {
    return new BigDecimal(item.get("amountAtRisk").asText());
  }

  /** Twice as much as anything else, in another currency, and without a purchase order. */
  private static void dollars(ObjectNode terms) {
    terms.put("currency", "USD").put("contractingEntity", "TL-US");
    Deal.client(terms).put("currency", "USD").put("country", "US");
    ((ObjectNode) terms.get("lines").get(1)).put("amount", "90000.00").put("ratePerHour", "90000.00").remove("purchaseOrder");
  }
}
