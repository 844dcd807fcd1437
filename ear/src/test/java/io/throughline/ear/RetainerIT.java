package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A monthly fee of 600.00 that includes ten hours: what is beyond costs 120.00 an hour, and what is not used rolls over for a month. */
@ExtendWith(SharedHub.class)
class RetainerIT {

  private static Deal won(HubFixture hub, String name) {
    var deal = Deal.won(hub, name, terms -> {
      terms.put("startOn", "2026-09-01").put("endOn", "2026-12-31");
      support(terms.withArray("lines").addObject(), "600.00", "2400.00", 10);
    }).awaitOpening("done");
    deal.awaitQuiet();
    return deal;
  }

  private static void support(ObjectNode line, String month, String total, int hours) {
    line.put("billing", "subscription").put("description", "Support").put("workstream", "support").put("ratePerHour", total).put("amount", total).put("purchaseOrder", "PO-9");
    line.putObject("periods").put("every", "month").put("amount", month).put("inAdvance", false).put("calendar", true).put("includedHours", hours).put("overageRate", "120.00")
        .putObject("rollover").put("periods", 1).put("order", "oldest-first");
  }

  private static String support(HubFixture hub, Deal deal) {
    return hub.text("select line ->> 'lineId' from engagement, jsonb_array_elements(terms -> 'lines') line where line ->> 'billing' = 'subscription' and thread_id = '" + deal.thread() + "'");
  }

  /** The lines that bill or credit time, in the order in which they were made. */
  private static List<String> beyond(HubFixture hub, Deal deal) {
    return hub.texts("select d.type || ' ' || l.minutes || ' ' || l.amount::numeric(9, 2) from document d join document_line l on l.document_id = d.id where l.minutes is not null and d.state <> 'discarded' and d.thread_id = '" + deal.thread() + "' order by d.created_at, d.type");
  }

  private static JsonNode seen(HubFixture hub, Deal deal) {
    return hub.as("finance").get("/api/experience/v1/finance/engagements/" + deal.thread()).json();
  }

  /** Where the minutes are: covered, invoiced, unbilled. */
  private static String minutes(HubFixture hub, Deal deal) {
    var minutes = seen(hub, deal).get("minutes");
    return minutes.get("covered") + " " + minutes.get("invoiced") + " " + minutes.get("unbilled");
  }

  private static List<String> periods(HubFixture hub, Deal deal) {
    return StreamSupport.stream(seen(hub, deal).get("retainerPeriods").spliterator(), false)
        .map(one -> one.get("from").asText() + " " + one.get("included") + "+" + one.get("rolledIn") + " used " + one.get("used") + " beyond " + one.get("beyond") + " out " + one.get("rolledOut") + " expired " + one.get("expired")).toList();
  }

  private static void posted(HubFixture hub, Deal deal, int documents, String... months) {
    deal.awaitPosted(documents);
    deal.awaitQuiet();
    for (var month : months) Holds.replayed(hub, deal, month);
    Holds.everyProof(hub);
  }

  @Test
  void billsWhatIsBeyondAndGivesItBackWhenItComesToBeIncluded(HubFixture hub) {
    var deal = won(hub, "Retained");
    var line = support(hub, deal);
    var first = deal.approveTimeOn(line, "2026-09-03", 500);
    deal.approveTimeOn(line, "2026-09-20", 300);
    deal.awaitMinutes(800);
    assertThat(minutes(hub, deal)).as("before any run").isEqualTo("600 0 200");
    Holds.everyProof(hub);

    var bill = deal.bill("2026-09-30");
    posted(hub, deal, 1, "2026-09");
    assertThat(beyond(hub, deal)).containsExactly("invoice 200 400.00");
    assertThat(hub.text("select net::numeric(9, 2) from document where id = '" + bill.get(0) + "'")).as("with the fee").isEqualTo("1000.00");
    assertThat(minutes(hub, deal)).isEqualTo("600 200 0");

    deal.changeTime(first, 450);
    deal.awaitMinutes(750);
    assertThat(minutes(hub, deal)).as("fifty more are included once the run gives them back").isEqualTo("550 200 0");
    Holds.everyProof(hub);
    assertThat(deal.bill("2026-09-30")).hasSize(1);
    posted(hub, deal, 2, "2026-09", "2026-10");
    assertThat(beyond(hub, deal)).containsExactly("invoice 200 400.00", "credit-note -50 -100.00");
    assertThat(minutes(hub, deal)).isEqualTo("600 150 0");

    deal.approveTimeOn(line, "2026-09-05", 100);
    deal.awaitMinutes(850);
    assertThat(minutes(hub, deal)).as("an earlier day that comes late: more is beyond").isEqualTo("600 150 100");
    assertThat(deal.bill("2026-09-30")).hasSize(1);
    posted(hub, deal, 3, "2026-09", "2026-10");
    assertThat(beyond(hub, deal)).containsExactly("invoice 200 400.00", "credit-note -50 -100.00", "invoice 100 200.00");
    assertThat(periods(hub, deal)).startsWith("2026-09-01 600+0 used 850 beyond 250 out 0 expired 0");
    assertThat(deal.bill("2026-09-30")).isEmpty();
  }

  @Test
  void rollsOverWhatIsNotUsedAndCountsAnewWhatAChangeOrderIncludes(HubFixture hub) throws Exception {
    var deal = won(hub, "Rolled over");
    var line = support(hub, deal);
    var september = deal.approveTimeOn(line, "2026-09-03", 400);
    deal.approveTimeOn(line, "2026-10-06", 750);
    deal.awaitMinutes(1150);
    deal.bill("2026-10-31");
    posted(hub, deal, 1, "2026-10");
    assertThat(beyond(hub, deal)).isEmpty();
    assertThat(periods(hub, deal)).startsWith("2026-09-01 600+0 used 400 beyond 0 out 200 expired 0", "2026-10-01 600+200 used 750 beyond 0 out 50 expired 0");

    deal.changeTime(september, 500);
    deal.awaitMinutes(1250);
    deal.bill("2026-10-31");
    posted(hub, deal, 2, "2026-10", "2026-11");
    assertThat(beyond(hub, deal)).containsExactly("invoice 50 100.00");

    Change.won(hub, deal, "More support included", terms -> {
      terms.put("startOn", "2026-10-01").put("endOn", "2026-12-31");
      Change.first(terms, 0);
      support(terms.withArray("lines").addObject(), "700.00", "2700.00", 12);
      Change.line(terms, 0).put("amends", line);
    }).await("done");
    deal.awaitQuiet();
    deal.bill("2026-10-31");
    posted(hub, deal, 4, "2026-10", "2026-11");
    assertThat(beyond(hub, deal)).containsExactly("invoice 50 100.00", "credit-note -50 -100.00");
    assertThat(minutes(hub, deal)).isEqualTo("1250 0 0");
    assertThat(periods(hub, deal)).startsWith("2026-09-01 600+0 used 500 beyond 0 out 100 expired 0", "2026-10-01 720+100 used 750 beyond 0 out 70 expired 0");
  }

  @Test
  void billsAnewWhatFinanceTookBack(HubFixture hub) {
    var deal = won(hub, "Retainer taken back");
    var entry = deal.approveTimeOn(support(hub, deal), "2026-09-03", 500);
    deal.approveTimeOn(support(hub, deal), "2026-09-20", 200);
    deal.awaitMinutes(700);
    undo(hub, deal, deal.draft("2026-09-30").get(0));
    assertThat(minutes(hub, deal)).isEqualTo("600 0 100");
    Holds.everyProof(hub);

    deal.bill("2026-09-30");
    posted(hub, deal, 1, "2026-09");
    assertThat(beyond(hub, deal)).containsExactly("invoice 100 200.00");

    deal.changeTime(entry, 450);
    deal.awaitMinutes(650);
    undo(hub, deal, deal.draft("2026-09-30").get(0));
    assertThat(minutes(hub, deal)).as("what was to be given back is on its invoice again").isEqualTo("550 100 0");
    Holds.everyProof(hub);
    deal.bill("2026-09-30");
    posted(hub, deal, 2, "2026-09", "2026-10");
    assertThat(beyond(hub, deal)).containsExactly("invoice 100 200.00", "credit-note -50 -100.00");
    assertThat(minutes(hub, deal)).isEqualTo("600 50 0");
  }

  private static void undo(HubFixture hub, Deal deal, String draft) {
    var undo = hub.as("operator").post("/api/experience/v1/operations/journeys/" + hub.text("select journey_id from document where id = '" + draft + "'") + "/undo", "{\"reason\":\"too early\"}");
    assertThat(undo.status()).as(undo.body()).isEqualTo(202);
    deal.awaitQuiet();
  }

  @Test
  void isCompletedByAPersonWhereTheCrmDoesNotSayWhatIsBeyond(HubFixture hub) {
    var deal = Deal.won(hub, "Retainer said by hand", terms -> {
      terms.put("startOn", "2026-09-01").put("endOn", "2026-12-31");
      support(terms.withArray("lines").addObject(), "600.00", "2400.00", 10);
      ((ObjectNode) terms.get("lines").get(2).get("periods")).remove("overageRate");
    }).awaitOpening("held");
    var item = hub.text("select id from exception_item where code = 'TERMS_INCOMPLETE' and state = 'open' and journey_id = '" + deal.journey() + "'");
    var repaired = hub.as("sales-ops").post("/api/experience/v1/operations/exceptions/" + item + "/repair", "{\"corrections\": {\"/lines/2/ratePerHour\": \"90.00\"}}");
    assertThat(repaired.status()).as(repaired.body()).isEqualTo(202);
    deal.awaitOpening("done");
    deal.awaitQuiet();

    deal.approveTimeOn(support(hub, deal), "2026-09-03", 660);
    deal.awaitMinutes(660);
    deal.bill("2026-09-30");
    posted(hub, deal, 1, "2026-09");
    assertThat(beyond(hub, deal)).containsExactly("invoice 60 90.00");
  }
}
