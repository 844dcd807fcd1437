package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A running contract is changed: the next version is in force once the CRM, delivery and the ERP have it, and until then what it adds is held with its price. */
@ExtendWith(SharedHub.class)
class ChangeOrderIT {

  private static final String ERP_REFUSES = "[{\"vendor\":\"netsuite\",\"operation\":\"salesOrder.update\",\"kind\":\"500\",\"status\":400}]";

  @AfterEach
  void everybodyIsWellAgain(HubFixture hub) {
    hub.sandbox().delete("control/faults");
  }

  @Test
  void isInForceOnceEverySystemHasItAndWorkOnItIsHeldWithItsPriceUntilThen(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Growing", terms -> terms.put("contractingEntity", "TL-FR")).awaitOpening("done");
    deal.awaitQuiet();
    deal.approveTime("2026-09-20", 120, true);
    deal.awaitMinutes(120);
    hub.sandbox().put("control/faults", ERP_REFUSES);
    var change = Change.won(hub, deal, "prospective").await("held");

    change.approveTime(1, "2026-10-06", 90);
    deal.approveTime("2026-10-05", 60, true);
    deal.awaitMinutes(270);

    assertThat(held(hub, deal)).as("what the change adds waits, with its price").containsExactly("CO_PENDING 90 180.00");
    assertThat(hub.text("select rate::numeric(9, 2)::text from time_entry where work_date = '2026-10-05' and thread_id = '" + deal.thread() + "'")).as("what was sold goes on at its price").isEqualTo("150.00");
    assertThat(hub.texts("select code || ' ' || amount::numeric(9, 2) || ' ' || currency from exception_item where state = 'open' and subject = 'change-order' and thread_id = '" + deal.thread() + "'")).containsExactly("CO_PENDING 270.00 EUR");
    assertThat(hub.text("select value::numeric(9, 2)::text from engagement where thread_id = '" + deal.thread() + "'")).isEqualTo("42000.00");
    assertThat(opportunity(hub, deal).get("Hub_Contract_Status__c").asText()).startsWith("pending ");
    assertThat(versions(hub, deal)).containsExactly("1 in-force 42000.00", "2 pending 64200.00");
    deal.bill("2026-09-30");
    deal.awaitPosted(1);

    hub.sandbox().delete("control/faults");
    change.resume("sales-ops");
    change.await("done");

    assertThat(versions(hub, deal)).containsExactly("1 in-force 42000.00", "2 in-force 64200.00");
    assertThat(held(hub, deal)).isEmpty();
    assertThat(hub.texts("select work_date || ' ' || rate::numeric(9, 2) from time_entry where current and thread_id = '" + deal.thread() + "' order by 1")).containsExactly("2026-09-20 150.00", "2026-10-05 160.00", "2026-10-06 180.00");
    assertThat(hub.number("select count(*) from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'")).isZero();
    deal.bill("2026-10-31");
    deal.awaitPosted(2 + 1); // a bill of each purchase order
    assertThat(hub.texts("select net::numeric(9, 2)::text from document where thread_id = '" + deal.thread() + "' order by 1")).containsExactly("160.00", "270.00", "300.00");

    assertThat(hub.text("select value::numeric(9, 2)::text from engagement where thread_id = '" + deal.thread() + "'")).isEqualTo("64200.00");
    var told = opportunity(hub, deal);
    assertThat(told.get("Hub_Contract_Status__c").asText()).startsWith("in force ");
    assertThat(told.get("Hub_Contract_Version__c").asInt()).isEqualTo(2);
    assertThat(told.get("Hub_Contract_Value__c").asText()).isEqualTo("64200.00 EUR");
    assertThat(project(hub, deal).get("price_in_cents").asLong()).isEqualTo(6_420_000);
    assertThat(order(hub, deal).at("/item/items")).hasSize(4);
    assertThat(row(hub, "netsuite", "billingSchedule", "id = '" + order(hub, deal).at("/billingSchedule/id").asText() + "'").at("/milestone/items")).hasSize(2);
    var october = hub.as("auditor").get("/api/process/v1/entities/TL-FR/months/2026-10/replay");
    assertThat(october.json().get("identical").asBoolean()).as(october.body()).isTrue();
    Holds.everyProof(hub);
  }

  /** A page that was read by the terms of before, and is not written yet, when a change comes into force. */
  @Test
  void pricesTimeThatIsReadWhileItComesIntoForce(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Overtaken").awaitOpening("done");
    deal.approveTime("2026-10-05", 60, true);
    deal.awaitMinutes(60);
    hub.sandbox().put("control/faults", ERP_REFUSES);
    var change = Change.won(hub, deal, "prospective").await("held");
    hub.sandbox().delete("control/faults");
    deal.whileTimeWaits("E-" + deal.thread(), "2026-10-06", 90, other -> {
      change.resume("sales-ops");
      await("the change waits for the page, or is in force without it").atMost(Deal.SOON).until(() ->
          hub.number("select (select count(*) from pg_locks where locktype = 'advisory' and not granted) + (select count(*) from contract_version where version = 2 and state = 'in-force' and thread_id = '" + deal.thread() + "')") >= 1);
      other.rollback();
    });
    change.await("done");
    deal.awaitMinutes(150);

    assertThat(hub.texts("select work_date || ' ' || rate::numeric(9, 2) from time_entry where current and thread_id = '" + deal.thread() + "' order by 1")).containsExactly("2026-10-05 160.00", "2026-10-06 160.00");
    Holds.everyProof(hub);
  }

  @Test
  void isTakenBackEverywhereAndItsWorkStaysHeld(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Shrinking back").awaitOpening("done");
    deal.awaitQuiet();
    hub.sandbox().put("control/faults", ERP_REFUSES);
    var change = Change.won(hub, deal, "separate").await("held");
    change.approveTime(1, "2026-10-06", 90);
    deal.awaitMinutes(90);
    hub.sandbox().delete("control/faults");

    change.undo("sales-ops", "the client changed its mind");
    change.await("undone");

    assertThat(versions(hub, deal)).containsExactly("1 in-force 42000.00", "2 withdrawn 64200.00");
    assertThat(held(hub, deal)).as("work that nobody sold").containsExactly("OUTSIDE_SCOPE 90 ");
    assertThat(project(hub, deal).get("price_in_cents").asLong()).isEqualTo(4_200_000);
    assertThat(opportunity(hub, deal).get("Hub_Contract_Version__c").asInt()).isEqualTo(1);
    assertThat(row(hub, "kantata", "stories", "external_reference LIKE '%" + change.line(1) + "'").get("archived").asBoolean()).isTrue();
    assertThat(order(hub, deal).at("/item/items")).hasSize(2);
    assertThat(hub.number("select count(*) from exception_item where state = 'open' and subject = 'change-order' and thread_id = '" + deal.thread() + "'")).isZero();

    change.tellAgain();
    await("it is told anew").atMost(Deal.SOON).until(() -> versions(hub, deal).equals(List.of("1 in-force 42000.00", "2 withdrawn 64200.00", "3 in-force 64200.00")));
    deal.awaitQuiet();
    assertThat(held(hub, deal)).as("what was worked on the earlier piece of work is of the same line").isEmpty();
    deal.bill("2026-10-31");
    deal.awaitPosted(1);
    assertThat(hub.texts("select net::numeric(9, 2)::text from document where thread_id = '" + deal.thread() + "'")).containsExactly("270.00");
    var schedule = row(hub, "netsuite", "billingSchedule", "id = '" + order(hub, deal).at("/billingSchedule/id").asText() + "'");
    assertThat(schedule.at("/milestone/items")).hasSize(2);
    assertThat(schedule.path("isInactive").asBoolean()).isFalse();
    Holds.everyProof(hub);
  }

  @Test
  void isHeldWhereItsTermsAreNotTheContracts(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Mistaken").awaitOpening("done");
    deal.awaitQuiet();
    var change = Change.won(hub, deal, "Mistaken, changed", terms -> Change.line(terms, 0).put("billing", "milestone")).await("held");

    assertThat(hub.text("select fields::text from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'")).contains("BILLING_DIFFERS");
    assertThat(hub.number("select count(*) from engagement where deal_id = '" + change.id + "'")).as("it opens nothing").isZero();
    assertThat(change.told()).as("no system was told").isZero();
  }

  /** The shipped scenario, on a hub that others use too: what it expects is what grew by its own deal. */
  @Test
  void theShippedScenarioComesToWhatItSays(HubFixture hub) {
    var begun = hub.sandbox().post("control/plays", "{\"scenario\":\"change-order\"}");
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    var place = "control/plays/" + begun.json().get("id").asText();

    var play = await("the end of the play").atMost(Deal.SOON).until(() -> hub.sandbox().get(place).json(), each -> each.has("finishedAt"));

    assertThat(play.get("state").asText()).as(play.toPrettyString()).isEqualTo("passed");
  }

  private static List<String> held(HubFixture hub, Deal deal) {
    return hub.texts("select hold_code || ' ' || minutes || ' ' || coalesce(rate::numeric(9, 2)::text, '') from time_entry where current and state = 'held' and thread_id = '" + deal.thread() + "'");
  }

  private static List<String> versions(HubFixture hub, Deal deal) {
    return Change.versions(hub, deal.thread());
  }

  private static JsonNode opportunity(HubFixture hub, Deal deal) {
    return row(hub, "salesforce", "Opportunity", "Id = '" + deal.id + "'");
  }

  private static JsonNode project(HubFixture hub, Deal deal) {
    return row(hub, "kantata", "workspaces", "id = '" + hub.text("select project_id from engagement where thread_id = '" + deal.thread() + "'") + "'");
  }

  private static JsonNode order(HubFixture hub, Deal deal) {
    return row(hub, "netsuite", "salesOrder", "id = '" + hub.text("select contract_id from engagement where thread_id = '" + deal.thread() + "'") + "'");
  }

  private static JsonNode row(HubFixture hub, String vendor, String collection, String where) {
    var rows = hub.sandbox().get("control/" + vendor + "/" + collection + "?where=" + java.net.URLEncoder.encode(where, java.nio.charset.StandardCharsets.UTF_8)).json();
    return (rows.isArray() ? rows : rows.path("rows")).path(0);
  }
}
