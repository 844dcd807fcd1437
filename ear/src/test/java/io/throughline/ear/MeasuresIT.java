package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The figures that a firm runs by, of a deal whose days are known, on a hub of its own: a month that somebody else closes would move what is billed of it. */
class MeasuresIT {

  private static final String MEASURES = "/api/experience/v1/measures?";

  private static HubFixture hub;
  private static Deal deal;

  /** An hour that was approved ten days before its invoice and two that were approved three days before it, at 150.00; a milestone of 30,000.00. */
  @BeforeAll
  static void firm() {
    hub = HubFixture.start("measures", Map.of());
    deal = Deal.won(hub, "Measured", terms -> Deal.client(terms.put("contractingEntity", "TL-US").put("currency", "GBP")).put("currency", "GBP")).awaitOpening("done");
    var of = " where thread_id = '" + deal.thread() + "'";
    hub.tamper("engagement", "update engagement set won_at = '2025-03-01T00:00:00Z', activated_at = '2025-03-01T02:00:00Z'" + of);
    hub.tamper("contract_version", "update contract_version set in_force_at = '2026-08-01T00:00:00Z'" + of);
    deal.approveTime("2026-09-10", 60, true);
    deal.approveTime("2026-09-11", 120, true);
    deal.awaitMinutes(180);
    hub.tamper("time_entry", "update time_entry set received_at = case minutes when 60 then timestamptz '2026-09-20T12:00:00Z' else '2026-09-27T12:00:00Z' end" + of);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.completeMilestone("ACC-MEASURED");
    deal.awaitPosted(2);
    deal.awaitQuiet();
    var milestone = hub.text("select erp_id from document" + of + " and origin = 'milestone'");
    Deal.pay(hub, milestone);
    deal.awaitPaid(1);
    deal.awaitQuiet();
    hub.tamper("payment", "update payment p set received_on = '2025-03-07' from cash_application c where c.system = p.system and c.payment_id = p.payment_id and c.thread_id = '" + deal.thread() + "'");
    hub.tamper("cash_application", "update cash_application set at = '2025-03-10T12:00:00Z'" + of);
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  @Test
  void saysHowLongThingsTook() {
    var spring = measures("finance", "from=2025-03&to=2025-03&entity=TL-US");

    assertThat(figure(spring, "won-to-project")).containsExactly("2025-03 1 7200 7200");
    assertThat(figure(spring, "cash-to-applied")).containsExactly("2025-03 1 3 3");
    assertThat(figure(measures("finance", "from=2025-03&to=2025-03&entity=TL-FR"), "won-to-project")).as("another entity's").isEmpty();
    assertThat(figure(measures("finance", "from=2025-04&to=2025-05"), "won-to-project")).as("nothing is not nought").isEmpty();
  }

  @Test
  void weighsDaysByWhatWaited() {
    var autumn = measures("finance", "from=2026-08&to=2026-10&entity=TL-US&currency=GBP");

    assertThat(figure(autumn, "days-to-invoice")).as("150 waited ten days, 300 three").containsExactly("2026-09 1 5.33");
    assertThat(figure(autumn, "milestone-to-invoice")).as("it is invoiced of the day it was completed").containsExactly("2026-10 1 0.00");
  }

  @Test
  void comparesWhatIsOpenAndWhatIsToCome() {
    var autumn = measures("finance", "from=2026-08&to=2026-10&entity=TL-US&currency=GBP");

    assertThat(figure(autumn, "days-sales-outstanding")).as("nothing was paid by then").containsExactly("2026-09 90.00", "2026-10 90.00");
    assertThat(figure(autumn, "backlog-conversion")).as("450 of 42,000, then 30,000 of 41,550").containsExactly("2026-09 1.07", "2026-10 72.20");
  }

  @Test
  void countsWhatWentThroughByItself() {
    var held = Deal.won(hub, "Measured and held", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");
    var item = hub.text("select id from exception_item where state = 'open' and thread_id = '" + held.thread() + "'");
    assertThat(hub.as("operator").post("/api/experience/v1/operations/exceptions/" + item + "/undo", "{\"reason\":\"the client withdrew\"}").status()).isEqualTo(202);
    held.awaitOpening("undone");
    held.awaitQuiet();
    var of = " where thread_id in ('" + held.thread() + "', '" + deal.thread() + "')";
    hub.tamper("journey", "update journey set changed_at = '2025-05-02T00:00:00Z' where plan = 'engagement-opening' and thread_id in ('" + held.thread() + "', '" + deal.thread() + "')");
    hub.tamper("exception_item", "update exception_item set raised_at = '2025-05-02T00:00:00Z', resolved_at = '2025-05-02T01:00:00Z' where thread_id = '" + held.thread() + "'");

    var spring = measures("operator", "from=2025-05&to=2025-05");

    assertThat(figure(spring, "journeys-never-held")).containsExactly("2025-05 2 50.00");
    assertThat(figure(spring, "held-to-resolved")).containsExactly("2025-05 1 3600 3600");
  }

  @Test
  void showsEachRoleItsOwn() {
    assertThat(figures("sales-ops")).contains("won-to-project", "backlog-conversion").doesNotContain("days-to-invoice", "days-sales-outstanding", "written-off", "touches");
    assertThat(figures("delivery")).contains("won-to-project", "days-to-invoice").doesNotContain("backlog-conversion", "days-sales-outstanding", "written-off", "touches");
    assertThat(figures("finance")).contains("days-sales-outstanding", "written-off").doesNotContain("journeys-never-held", "touches");
    assertThat(figures("auditor")).contains("won-to-project", "days-sales-outstanding", "journeys-never-held", "touches");
  }

  @Test
  void isOfTwoYearsAtMost() {
    var finance = hub.as("finance");
    assertThat(finance.get(MEASURES + "from=2024-12&to=2026-11").status()).isEqualTo(200);
    assertThat(finance.get(MEASURES + "from=2024-11&to=2026-11").json().get("code").asText()).isEqualTo("BAD_PARAMETER");
    assertThat(finance.get(MEASURES + "from=2026-12&to=2026-11").json().get("code").asText()).isEqualTo("BAD_PARAMETER");
    assertThat(finance.get(MEASURES + "from=2026-13").json().get("code").asText()).isEqualTo("BAD_PARAMETER");
  }

  private static JsonNode measures(String who, String query) {
    var found = hub.as(who).get(MEASURES + query);
    assertThat(found.status()).as(found.body()).isEqualTo(200);
    return found.json();
  }

  private static List<String> figures(String who) {
    return items(measures(who, "")).stream().map(one -> one.get("figure").asText()).toList();
  }

  /** Month, count, and what it is. */
  private static List<String> figure(JsonNode measures, String name) {
    var months = new ArrayList<String>();
    for (var one : items(measures)) {
      if (!one.get("figure").asText().equals(name)) continue;
      for (var month : one.get("months")) {
        var text = new StringBuilder();
        for (var field : List.of("month", "count", "value", "p50", "p90")) if (month.has(field)) text.append(month.get(field).asText()).append(' ');
        months.add(text.toString().trim());
      }
    }
    return months;
  }

  private static List<JsonNode> items(JsonNode measures) {
    return StreamSupport.stream(measures.get("items").spliterator(), false).toList();
  }
}
