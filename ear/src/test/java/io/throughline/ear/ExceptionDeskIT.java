package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person must decide: held before anything is created, repaired, resumed or undone through the API. */
@ExtendWith(SharedHub.class)
class ExceptionDeskIT {

  @Test
  void aClientWithoutATaxIdIsHeldForFinanceAndGoesOnWhenRepaired(HubFixture hub) {
    var deal = Deal.won(hub, "Untaxed", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");

    assertThat(held(hub, deal)).containsExactly("TAX_PROFILE_INCOMPLETE|finance|Untaxed");
    assertThat(created(hub, deal)).isZero();
    assertThat(hub.as("finance").post("/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/repair", "{\"corrections\":{\"/client/taxId\":\"DE987654321\",\"/lines/0/ratePerHour\":\"1.00\"}}").status()).as("a price that nobody found wrong").isEqualTo(422);
    var repair = hub.as("finance").post("/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/repair", "{\"corrections\":{\"/client/taxId\":\"DE987654321\"}}");

    assertThat(repair.status()).as(repair.body()).isLessThan(300);
    deal.awaitOpening("done");
    assertThat(hub.number("select count(*) from audit where action = 'repair' and subject = 'journey:" + deal.journey() + "'")).isEqualTo(1);
    Holds.everyProof(hub);
  }

  @Test
  void whatAPersonSaysOfTheTermsIsWhatTheEngagementIs(HubFixture hub) {
    var deal = Deal.won(hub, "Nobody's", terms -> terms.remove("contractingEntity")).awaitOpening("held");

    var repair = hub.as("sales-ops").post("/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/repair", "{\"corrections\":{\"/contractingEntity\":\"TL-FR\"}}");

    assertThat(repair.status()).as(repair.body()).isLessThan(300);
    deal.awaitOpening("done");
    assertThat(hub.text("select contracting_entity || ' ' || (terms ->> 'contractingEntity') from engagement where deal_id = '" + deal.id + "'")).isEqualTo("TL-FR TL-FR");
    Holds.everyProof(hub);
  }

  @Test
  void anEngagementOfBeforeThatIsMadeSoByAnUpgrade(HubFixture hub) throws IOException, SQLException {
    var deal = Deal.won(hub, "Opened by an older hub").awaitOpening("done");
    var migration = Files.readString(Path.of("../integration/src/main/resources/db/migration/V0064__corrected_terms.sql"));
    try (var database = hub.database(); var statement = database.createStatement()) {
      statement.executeUpdate("update engagement set value = 1, contracting_entity = null, currency = null, zone = null, client = null where deal_id = '" + deal.id + "'");
      statement.executeUpdate(migration.substring(0, migration.indexOf(';')));
    }

    assertThat(hub.text("select concat_ws(' ', trim_scale(value), contracting_entity, currency, zone, client) from engagement where deal_id = '" + deal.id + "'")).isEqualTo("42000 TL-DE EUR Europe/Berlin Opened by an older hub");
    Holds.everyProof(hub);
  }

  /** Its journey is held for something else by now, which another role decides. */
  @Test
  void nothingIsDoneThroughAnItemThatIsResolved(HubFixture hub) {
    var deal = Deal.won(hub, "Twice held", terms -> {
      Deal.client(terms).remove("taxId");
      ((ObjectNode) terms.get("lines").get(1)).remove("purchaseOrder");
    }).awaitOpening("held");
    var path = "/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/";
    var repair = "{\"corrections\":{\"/client/taxId\":\"DE987654321\"}}";
    assertThat(hub.as("finance").post(path + "repair", repair).status()).isEqualTo(202);
    await("its order is missing").atMost(Deal.SOON).until(() -> held(hub, deal).equals(List.of("PURCHASE_ORDER_MISSING|sales-ops|Twice held")));

    assertThat(hub.as("finance").post(path + "repair", repair).status()).isEqualTo(409);
    assertThat(hub.as("finance").post(path + "resume", "{}").status()).isEqualTo(409);
    assertThat(hub.as("finance").post(path + "undo", "{\"reason\":\"no\"}").json().get("detail").asText()).isEqualTo("it is resolved already");

    assertThat(deal.stateOfOpening()).isEqualTo("held");
    hub.as("operator").post("/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/undo", "{\"reason\":\"the client withdrew\"}");
    deal.awaitOpening("undone");
  }

  @Test
  void aFieldWithoutAPointerAsksForNothing(HubFixture hub) {
    var deal = Deal.won(hub, "Asked for nothing", terms -> terms.put("approval", "pending")).awaitOpening("held");
    hub.number("update exception_item set fields = '[{\"pointer\":\"\",\"code\":\"CONFIRM_BY_HAND\",\"message\":\"look there\"}]' where id = " + item(hub, deal) + " returning id");

    assertThat(hub.as("sales-ops").post("/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/repair", "{\"corrections\":{\"/approval/state\":\"approved\"}}").status()).isEqualTo(422);

    hub.as("operator").post("/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/undo", "{\"reason\":\"the client withdrew\"}");
    deal.awaitOpening("undone");
  }

  @Test
  void aRepairedTaxIdFindsTheCustomerThatHasIt(HubFixture hub) {
    var known = Deal.won(hub, "Known").awaitOpening("done");
    var taxId = hub.text("select terms #>> '{client,taxId}' from engagement where deal_id = '" + known.id + "'");
    var deal = Deal.won(hub, "Known too", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");

    hub.as("finance").post("/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/repair", "{\"corrections\":{\"/client/taxId\":\"" + taxId + "\"}}");

    deal.awaitOpening("done");
    assertThat(hub.number("select count(distinct customer_id) from engagement where deal_id in ('" + known.id + "', '" + deal.id + "')")).isEqualTo(1);
    Holds.everyProof(hub);
  }

  @Test
  void aPendingApprovalHealsWhenTheDealIsApproved(HubFixture hub) {
    var deal = Deal.won(hub, "Pending", terms -> terms.put("approval", "pending")).awaitOpening("held");

    var bypass = hub.as("sales-ops").post("/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/repair", "{\"corrections\":{\"/approval/state\":\"approved\"}}");
    assertThat(bypass.status() + " " + bypass.json().get("errors")).isEqualTo("422 [{\"pointer\":\"/corrections/~1approval~1state\",\"code\":\"NOT_ASKED\",\"message\":\"the item does not ask for it\"}]");
    assertThat(hub.sandbox().post("control/drive/approve-deal", "{\"dealId\":\"" + deal.id + "\"}").status()).isEqualTo(200);

    deal.awaitOpening("done");
    Holds.everyProof(hub);
  }

  @Test
  void aMissingPurchaseOrderIsUndoneAndNothingStaysBehind(HubFixture hub) {
    var deal = Deal.won(hub, "Orderless", terms -> ((ObjectNode) terms.get("lines").get(1)).remove("purchaseOrder")).awaitOpening("held");
    assertThat(held(hub, deal)).containsExactly("PURCHASE_ORDER_MISSING|sales-ops|Orderless");

    var undo = hub.as("operator").post("/api/experience/v1/operations/exceptions/" + item(hub, deal) + "/undo", "{\"reason\":\"the client withdrew\"}");

    assertThat(undo.status()).as(undo.body()).isLessThan(300);
    deal.awaitOpening("undone");
    assertThat(hub.text("select state from engagement where deal_id = '" + deal.id + "'")).isEqualTo("undone");
    assertThat(hub.texts("select substring(step from 6) from journey_answer where step like 'undo:%' and journey_id = '" + deal.journey() + "' order by at"))
        .containsExactly("create-project", "open-contract", "schedule-billing", "open-erp-project", "create-customer");
    Holds.everyProof(hub);
  }

  @Test
  void nobodyUndoesWhatIsBehindThePivot(HubFixture hub) {
    var deal = Deal.won(hub, "Binding").awaitOpening("done");

    var undo = hub.as("operator").post("/api/experience/v1/operations/journeys/" + deal.journey() + "/undo", "{\"reason\":\"too late\"}");

    assertThat(undo.status()).isEqualTo(409);
    assertThat(undo.json().get("code").asText()).isEqualTo("BEHIND_THE_PIVOT");
  }

  @Test
  void aMilestoneWithoutAcceptanceIsHeldAndBilledOnceItIsAccepted(HubFixture hub) {
    var deal = Deal.won(hub, "Unaccepted").awaitOpening("done");

    deal.completeMilestone(null);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where code = 'ACCEPTANCE_MISSING' and state = 'open' and thread_id = '" + deal.thread() + "'") == 1);
    deal.completeMilestone("ACC-9");

    deal.awaitPosted(1);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'") == 0);
    Holds.everyProof(hub);
  }

  private static List<String> held(HubFixture hub, Deal deal) {
    return hub.texts("select code || '|' || owner || '|' || customer from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'");
  }

  private static long item(HubFixture hub, Deal deal) {
    return hub.number("select id from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'");
  }

  private static long created(HubFixture hub, Deal deal) {
    return hub.number("select count(*) from attempt where operation like 'create%' and thread_id = '" + deal.thread() + "'");
  }
}
