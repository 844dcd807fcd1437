package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A house that approves each change order itself, and an ERP whose contracts people write: both are asked at the desk. The months of this hub are closed. */
class ChangeOrderDeskIT {

  private static final Path FOLDERS = HubFixture.path("throughline.home").resolve("change-order-folders");
  private static final Path SHIPPED = Path.of("../integration/src/main/resources/connectors/netsuite/connector.yaml");
  private static final String MONTHS = "/api/process/v1/entities/TL-DE/months/";

  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    var shipped = Files.readString(SHIPPED);
    var from = shipped.indexOf("  amendContract:");
    Files.createDirectories(FOLDERS.resolve("netsuite"));
    Files.writeString(FOLDERS.resolve("netsuite/connector.yaml"), shipped.substring(0, from) + "  amendContract:\n    summary: The lines of the sales order\n    lacks: billing writes them\n" + shipped.substring(shipped.indexOf("  closeContract:")));
    hub = HubFixture.start("change-order-desk", Map.of("THROUGHLINE_CHANGE_ORDERS_APPROVAL", "true", "THROUGHLINE_CONNECTORS_DIR", FOLDERS.toString(), "THROUGHLINE_CALL_SETTLE", "PT6S", "THROUGHLINE_DEALS_SINCE", "2026-08-15"));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  @Test
  void aDealOfBeforeTheHubIsLeftAloneAndItsChangeIsForAPerson() throws Exception {
    var old = Deal.won(hub, "Of the old world", terms -> terms.put("wonOn", "2026-08-14"));
    var amended = Change.won(hub, old, "Of the old world, more", terms -> Deal.client(terms).put("name", "Of the old world"));
    Deal.won(hub, "Of the first day", terms -> terms.put("wonOn", "2026-08-15")).awaitOpening("done");

    await("it was told").atMost(Deal.SOON).until(() -> hub.number("select count(*) from audit where action = 'leave-deal' and subject = 'deal:salesforce:" + old.id + "'") == 1);
    assertThat(hub.number("select count(*) from engagement where deal_id = '" + old.id + "'")).isZero();
    assertThat(hub.number("select count(*) from fact where kind = 'won-deal' and fact_key = '" + old.id + "'")).as("kept").isEqualTo(1);
    await("nobody knows what it amends").atMost(Deal.SOON).until(() -> hub.texts("select code from exception_item where state = 'open' and subject_id like '%" + amended.id + "%'"), List.of("AMENDED_DEAL_UNKNOWN")::equals);
  }

  @Test
  void isApprovedAndConfirmedByThePeopleWhoAreAskedAndWhatWasBilledBeforeKeepsItsPrice() throws Exception {
    var deal = Deal.won(hub, "Backdated").awaitOpening("done");
    var entry = deal.approveTime("2026-09-20", 120, true).get("entryId").asText();
    deal.approveTime("2026-10-05", 60, true);
    deal.awaitMinutes(180);
    deal.bill("2026-10-31");
    deal.awaitPosted(1);
    deal.awaitQuiet();

    var change = Change.won(hub, deal, "Backdated, dearer", terms -> {
      terms.put("startOn", "2026-09-15");
      Change.first(terms, 1);
    }).await("held");
    assertThat(change.heldAs("CHANGE_NEEDS_APPROVAL")).contains("49200.00 instead of 42000.00");
    assertThat(change.told()).as("told before it is approved").isZero();
    change.resume("finance");
    assertThat(change.heldAs("CONFIRM_BY_HAND")).contains("amend-contract: billing writes them");
    assertThat(Change.versions(hub, deal.thread())).containsExactly("1 in-force 42000.00", "2 pending 49200.00");
    deal.approveTime("2026-09-21", 60, true);
    deal.awaitMinutes(240);
    assertThat(rates(deal)).as("nothing is dearer yet").containsExactly("2026-09-20 150.00", "2026-09-21 150.00", "2026-10-05 150.00");
    change.resume("finance");
    change.await("done");

    assertThat(said(change, "begin-version").get("approvedBy").asText()).isEqualTo("finance");
    assertThat(said(change, "come-into-force").get("confirmedBy").asText()).isEqualTo("finance");
    assertThat(rates(deal)).as("what a document holds keeps its price").containsExactly("2026-09-20 150.00", "2026-09-21 160.00", "2026-10-05 150.00");
    deal.approveTime("2026-10-06", 60, true);
    deal.awaitMinutes(300);
    deal.bill("2026-10-31");
    deal.awaitPosted(2);
    assertThat(hub.texts("select net::numeric(9, 2)::text from document where thread_id = '" + deal.thread() + "' order by 1")).containsExactly("320.00", "450.00");
    deal.awaitQuiet();

    assertThat(hub.texts("select distinct d.net::numeric(9, 2) || ' ' || p.posted_on from document d join posting p on p.source_id = d.id where d.thread_id = '" + deal.thread() + "' order by 1"))
        .as("a day has one version of the terms").containsExactly("320.00 2026-11-01", "450.00 2026-10-31");
    for (var month : List.of("2026-09", "2026-10", "2026-11")) replays(month);
    var closed = hub.as("finance").post(MONTHS + "2026-10/close", "");
    assertThat(closed.status()).as(closed.body()).isEqualTo(200);
    deal.changeTime(entry, 90);
    await("it is corrected").atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where current and minutes = 90 and thread_id = '" + deal.thread() + "'") == 1);
    deal.bill("2026-10-31");
    deal.awaitPosted(4);
    deal.awaitQuiet();
    assertThat(hub.texts("select type || ' ' || net::numeric(9, 2) from document where thread_id = '" + deal.thread() + "' order by 1")).containsExactly("credit-note -300.00", "invoice 240.00", "invoice 320.00", "invoice 450.00");
    for (var month : List.of("2026-09", "2026-10", "2026-11")) replays(month);
    Holds.everyProof(hub);
  }

  @Test
  void leavesNoTraceInAnySystemWhereItIsNotApproved() throws Exception {
    var deal = Deal.won(hub, "Not approved").awaitOpening("done");
    var change = Change.won(hub, deal, "separate").await("held");
    change.heldAs("CHANGE_NEEDS_APPROVAL");

    change.undo("finance", "too little margin");
    change.await("undone");

    assertThat(change.told()).isZero();
    assertThat(Change.versions(hub, deal.thread())).containsExactly("1 in-force 42000.00", "2 withdrawn ");
    Holds.everyProof(hub);
  }

  private static void replays(String month) {
    var replay = hub.as("auditor").get(MONTHS + month + "/replay").json();
    assertThat(replay.get("identical").asBoolean()).as(month + ": " + replay.toPrettyString()).isTrue();
    var facts = hub.as("finance").get(MONTHS + month + "/facts").body();
    var asked = hub.as("finance").post(MONTHS + month + "/differences", facts);
    assertThat(asked.status()).as(asked.body()).isEqualTo(200);
    assertThat(asked.json().get("differences")).as(month).isEmpty();
  }

  private static List<String> rates(Deal deal) {
    return hub.texts("select work_date || ' ' || rate::numeric(9, 2) from time_entry where current and thread_id = '" + deal.thread() + "' order by 1");
  }

  private static JsonNode said(Change change, String step) {
    var answers = hub.texts("select a.answer from journey_answer a join journey j on j.id = a.journey_id where a.step = '" + step + "' and j.business_key like 'change-order:salesforce:" + change.id + "%'");
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(answers.get(0));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
