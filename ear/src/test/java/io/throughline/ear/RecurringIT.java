package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A support fee beside sold hours: each period is billed once it is due, for what the terms make it worth on each of its days. */
@ExtendWith(SharedHub.class)
class RecurringIT {

  /** From 15 September, sixteen days of thirty in the first month: 320.00, then three months. */
  private static Deal won(HubFixture hub, String name, boolean inAdvance) {
    return won(hub, name, "2026-12-31", "2120.00", inAdvance);
  }

  private static Deal won(HubFixture hub, String name, String endOn, String total, boolean inAdvance) {
    return Deal.won(hub, name, terms -> {
      terms.put("startOn", "2026-09-15").put("endOn", endOn);
      support(terms.withArray("lines").addObject(), "600.00", total, inAdvance);
    }).awaitOpening("done");
  }

  private static ObjectNode support(ObjectNode line, String month, String total, boolean inAdvance) {
    line.put("billing", "subscription").put("description", "Support").put("workstream", "support").put("ratePerHour", total).put("amount", total).put("purchaseOrder", "PO-9");
    line.putObject("periods").put("every", "month").put("amount", month).put("inAdvance", inAdvance).put("calendar", true);
    return line;
  }

  private static String support(HubFixture hub, Deal deal) {
    return hub.text("select line ->> 'lineId' from engagement, jsonb_array_elements(terms -> 'lines') line where line ->> 'billing' = 'subscription' and thread_id = '" + deal.thread() + "'");
  }

  private static List<String> billed(HubFixture hub, Deal deal) {
    return hub.texts(
        "select d.invoiced_on || ' ' || d.type || ' ' || l.amount::numeric(9, 2) from document d join document_line l on l.document_id = d.id join billing_event b on b.id = l.billing_event_id"
            + " where b.period_from is not null and d.state <> 'discarded' and d.thread_id = '" + deal.thread() + "' order by d.invoiced_on, d.type, b.period_from, l.amount");
  }

  /** From a day on support costs another price, or ends. */
  private static void change(HubFixture hub, Deal deal, String name, String from, String endOn, String month, String total) throws Exception {
    Change.won(hub, deal, name, terms -> {
      terms.put("startOn", from).put("endOn", endOn);
      Change.first(terms, 0);
      support(terms.withArray("lines").addObject(), month, total, false).put("amends", support(hub, deal));
    }).await("done");
    deal.awaitQuiet();
  }

  @Test
  void billsEachPeriodOnceAndWhatANewPriceAddsBesides(HubFixture hub) throws Exception {
    var deal = won(hub, "Supported", false);
    deal.awaitQuiet();
    deal.approveTime("2026-09-20", 60, true);
    deal.awaitMinutes(60);
    var first = deal.bill("2026-09-30");
    deal.awaitPosted(1 + 1); // the hours and the fee are of two orders

    assertThat(first).hasSize(2);
    assertThat(billed(hub, deal)).containsExactly("2026-09-30 invoice 320.00");
    assertThat(deal.bill("2026-09-30")).isEmpty();
    deal.bill("2026-11-29");
    deal.awaitPosted(3);
    deal.awaitQuiet();
    assertThat(billed(hub, deal)).containsExactly("2026-09-30 invoice 320.00", "2026-11-29 invoice 600.00");
    assertThat(hub.texts("select distinct plan from journey where thread_id = '" + deal.thread() + "' and plan like '%-to-%' order by 1")).containsExactly("recurring-to-invoice", "time-to-invoice");
    Holds.everyProof(hub);

    change(hub, deal, "Dearer support", "2026-10-16", "2026-12-31", "900.00", "2874.84");
    var more = deal.bill("2026-11-30");
    deal.awaitPosted(4);
    deal.awaitQuiet();
    assertThat(more).hasSize(1);
    assertThat(billed(hub, deal)).as("sixteen of the 31 days of October cost half as much again").containsExactly("2026-09-30 invoice 320.00", "2026-11-29 invoice 600.00", "2026-11-30 invoice 154.84", "2026-11-30 invoice 900.00");
    var besides = hub.text("select l.document_id || ' ' || l.line_no from document_line l where l.amount = 154.84 and l.document_id = '" + more.get(0) + "'").split(" ");
    var explained = hub.as("finance").get("/api/experience/v1/finance/invoices/" + besides[0]).json().get("lines").get(Integer.parseInt(besides[1]) - 1).get("period");
    assertThat(explained.toString()).isEqualTo("{\"from\":\"2026-10-01\",\"worth\":\"754.84\",\"shares\":[{\"days\":15,\"of\":31,\"price\":\"600.00\"},{\"days\":16,\"of\":31,\"price\":\"900.00\"}]}");
    for (var month : List.of("2026-09", "2026-11")) Holds.replayed(hub, deal, month);
    Holds.everyProof(hub);
  }

  @Test
  void givesBackAPeriodThatIsWorthLessAndBillsWhatItIsWorth(HubFixture hub) throws Exception {
    var deal = won(hub, "Ended support", true);
    deal.awaitQuiet();
    deal.bill("2026-11-01");
    deal.awaitPosted(1);
    assertThat(billed(hub, deal)).containsExactly("2026-11-01 invoice 320.00", "2026-11-01 invoice 600.00", "2026-11-01 invoice 600.00");

    change(hub, deal, "No more support", "2026-11-16", "2026-12-31", "600.00", "0.00");
    deal.bill("2026-12-31");
    deal.awaitPosted(3);
    deal.awaitQuiet();

    assertThat(billed(hub, deal)).as("fifteen days of November, and no December").containsExactly(
        "2026-11-01 invoice 320.00", "2026-11-01 invoice 600.00", "2026-11-01 invoice 600.00", "2026-12-31 credit-note -600.00", "2026-12-31 invoice 300.00");
    assertThat(deal.bill("2026-12-31")).isEmpty();
    for (var month : List.of("2026-11", "2026-12")) Holds.replayed(hub, deal, month);
    Holds.everyProof(hub);
  }

  @Test
  void billsNothingOfAChangeOrderThatIsNotInForce(HubFixture hub) throws Exception {
    var deal = won(hub, "Support to come", false);
    deal.awaitQuiet();
    hub.sandbox().put("control/faults", "[{\"vendor\":\"netsuite\",\"operation\":\"salesOrder.update\",\"kind\":\"500\",\"status\":400}]");
    Change change;
    try {
      change = Change.won(hub, deal, "More support to come", terms -> {
        terms.put("startOn", "2026-10-01").put("endOn", "2026-12-31");
        Change.first(terms, 0);
        support(terms.withArray("lines").addObject(), "100.00", "300.00", false);
      }).await("held");
      deal.bill("2026-10-31");
      deal.awaitPosted(1);
    } finally {
      hub.sandbox().delete("control/faults");
    }

    assertThat(billed(hub, deal)).containsExactly("2026-10-31 invoice 320.00", "2026-10-31 invoice 600.00");
    change.resume("sales-ops");
    change.await("done");
    deal.bill("2026-10-31");
    deal.awaitPosted(2);
    deal.awaitQuiet();
    assertThat(billed(hub, deal)).containsExactlyInAnyOrder("2026-10-31 invoice 320.00", "2026-10-31 invoice 600.00", "2026-10-31 invoice 100.00");
    Holds.everyProof(hub);
  }

  @Test
  void isCompletedByAPersonWhereTheCrmDoesNotSayHowOften(HubFixture hub) {
    var deal = Deal.won(hub, "Support said by hand", terms -> {
      terms.put("startOn", "2026-09-15").put("endOn", "2026-12-14");
      support(terms.withArray("lines").addObject(), "600.00", "1800.00", false).remove("periods");
    }).awaitOpening("held");
    var item = hub.text("select id from exception_item where code = 'TERMS_INCOMPLETE' and state = 'open' and journey_id = '" + deal.journey() + "'");
    var repaired = hub.as("sales-ops").post("/api/experience/v1/operations/exceptions/" + item + "/repair", "{\"corrections\": {\"/lines/2/periods/every\": \"month\", \"/lines/2/periods/amount\": \"600.00\"}}");
    assertThat(repaired.status()).as(repaired.body()).isEqualTo(202);
    deal.awaitOpening("done");
    deal.awaitQuiet();

    deal.bill("2026-10-14");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    assertThat(billed(hub, deal)).containsExactly("2026-10-14 invoice 600.00");
    Holds.everyProof(hub);
  }

  @Test
  void goesOnFromTheDayOnWhichItHadEnded(HubFixture hub) throws Exception {
    var deal = won(hub, "Renewed support", "2026-12-14", "1790.97", false);
    deal.awaitQuiet();
    deal.bill("2026-12-14");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    assertThat(billed(hub, deal)).as("fourteen days of December").containsExactly("2026-12-14 invoice 320.00", "2026-12-14 invoice 600.00", "2026-12-14 invoice 600.00", "2026-12-14 invoice 270.97");

    change(hub, deal, "Renewal of support", "2027-01-01", "2027-01-31", "900.00", "3020.00");
    deal.bill("2027-01-31");
    deal.awaitPosted(2);
    deal.awaitQuiet();

    assertThat(billed(hub, deal)).as("the rest of December at the price that stood").endsWith("2027-01-31 invoice 329.03", "2027-01-31 invoice 900.00");
    for (var month : List.of("2026-12", "2027-01")) Holds.replayed(hub, deal, month);
    Holds.everyProof(hub);
  }

  @Test
  void isUnbilledFromTheDayOnWhichItIsDue(HubFixture hub) {
    var deal = won(hub, "Due support", false);
    deal.awaitQuiet();
    var today = LocalDate.now(ZoneOffset.UTC);
    var due = Map.of("2026-09-30", 320, "2026-10-31", 600, "2026-11-30", 600, "2026-12-31", 600).entrySet().stream().filter(each -> !LocalDate.parse(each.getKey()).isAfter(today)).mapToInt(Map.Entry::getValue).sum();

    assertThat(told(hub, deal, "unbilled", "amount")).as("through " + today).isEqualByComparingTo(due + ".00");
    assertThat(told(hub, deal, "earned", "earned")).isEqualByComparingTo(due + ".00");
    assertThat(hub.text("select count(*) || ' ' || sum(amount)::numeric(9, 2) from unbilled_period where thread_id = '" + deal.thread() + "'")).as("and what is to come").isEqualTo("4 2120.00");

    var draft = deal.draft("2026-10-31").get(0);
    assertThat(told(hub, deal, "unbilled", "amount")).isEqualByComparingTo(due - 920 + ".00");
    var undo = hub.as("operator").post("/api/experience/v1/operations/journeys/" + hub.text("select journey_id from document where id = '" + draft + "'") + "/undo", "{\"reason\":\"too early\"}");
    assertThat(undo.status()).as(undo.body()).isEqualTo(202);
    deal.awaitQuiet();
    assertThat(told(hub, deal, "unbilled", "amount")).isEqualByComparingTo(due + ".00");
    var seen = hub.as("finance").get("/api/experience/v1/finance/engagements/" + deal.thread()).json().get("milestones");
    assertThat(seen).anySatisfy(one -> assertThat(one.get("periodFrom").asText() + " " + one.get("amount").asText() + " " + one.has("documentId")).isEqualTo("2026-10-01 600.00 false"));
  }

  @Test
  void isEarnedByItsDays(HubFixture hub) {
    var deal = Deal.won(hub, "Support by the quarter", terms -> {
      terms.put("startOn", "2026-09-15").put("endOn", "2026-12-14");
      ((ObjectNode) support(terms.withArray("lines").addObject(), "1820.00", "1820.00", true).get("periods")).put("every", "quarter").put("calendar", false);
    }).awaitOpening("done");
    deal.awaitQuiet();
    deal.bill("2026-09-15");
    deal.awaitPosted(1);
    deal.awaitQuiet();

    assertThat(deal.revenue("2026-09")).as("sixteen of 91 days").isEqualTo("0.00 + 320.00 - 1820.00 = 0.00 - 1500.00");
    assertThat(deal.revenue("2026-10")).isEqualTo("-1500.00 + 620.00 - 0.00 = 0.00 - 880.00");
    assertThat(hub.as("auditor").get("/api/experience/v1/finance/months").json()).anySatisfy(month -> assertThat(month.get("month").asText() + month.get("entity").asText() + month.has("closedAt")).isEqualTo("2026-09TL-DEfalse"));
    assertThat(hub.as("finance").get("/api/experience/v1/finance/months/TL-DE/2026-9").status()).isEqualTo(400);
  }

  /** What the rows of a list of finance's come to that are of it. */
  private static BigDecimal told(HubFixture hub, Deal deal, String list, String field) {
    var told = BigDecimal.ZERO;
    var next = "";
    do {
      var page = hub.as("finance").get("/api/experience/v1/finance/" + list + "?limit=200" + next).json();
      for (var item : page.get("items")) if (deal.thread().equals(item.get("threadId").asText())) told = told.add(new BigDecimal(item.get(field).asText()));
      next = page.hasNonNull("next") ? "&cursor=" + page.get("next").asText() : "";
    } while (!next.isEmpty());
    return told;
  }

  @Test
  void billsAnewWhatFinanceTookBack(HubFixture hub) {
    var deal = won(hub, "Support taken back", true);
    deal.awaitQuiet();
    var draft = deal.draft("2026-09-15").get(0);
    var undo = hub.as("operator").post("/api/experience/v1/operations/journeys/" + hub.text("select journey_id from document where id = '" + draft + "'") + "/undo", "{\"reason\":\"too early\"}");
    assertThat(undo.status()).as(undo.body()).isEqualTo(202);
    deal.awaitQuiet();
    assertThat(billed(hub, deal)).isEmpty();
    Holds.everyProof(hub);

    deal.bill("2026-09-15");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    assertThat(billed(hub, deal)).containsExactly("2026-09-15 invoice 320.00");
    Holds.everyProof(hub);
  }

  @Test
  void playsTheScenario(HubFixture hub) {
    var begun = hub.sandbox().post("control/plays", "{\"scenario\": \"managed-service\"}");
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    var place = "control/plays/" + begun.json().get("id").asText();

    var play = await("the end of the play").atMost(Deal.SOON.multipliedBy(2)).until(() -> hub.sandbox().get(place).json(), each -> each.has("finishedAt"));

    assertThat(play.get("state").asText()).as(play.toPrettyString()).isEqualTo("passed");
  }
}
