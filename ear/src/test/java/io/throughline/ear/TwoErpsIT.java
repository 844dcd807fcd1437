package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group whose American company keeps its books elsewhere than the others, and whose French one delivers elsewhere. */
class TwoErpsIT {

  private static final Path ENTITIES = HubFixture.path("throughline.home").resolve("erps.json");
  private static final Path DELIVERIES = HubFixture.path("throughline.home").resolve("deliveries.json");
  private static final String INTACCT = "{\"TL-US\": \"sage-intacct\"}";
  private static final String NEITHER = "{\"TL-US\": \"oracle-fusion\"}";

  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    said(INTACCT);
    hub =
        HubFixture.start(
            "two-erps",
            Map.of(
                "THROUGHLINE_ROLE_ERP", "netsuite,sage-intacct", "THROUGHLINE_ROLE_ERP_ENTITIES", "file:" + ENTITIES, "THROUGHLINE_ROLE_DELIVERY", "kantata,certinia", "THROUGHLINE_ROLE_DELIVERY_ENTITIES", "file:" + DELIVERIES,
                "THROUGHLINE_CALL_SETTLE", "PT6S", "THROUGHLINE_LEDGER_POSTED", "{\"TL-US\": \"2026-09\"}"));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  @BeforeEach
  void said() throws IOException {
    said(INTACCT);
  }

  private static void said(String entities) throws IOException {
    Files.createDirectories(ENTITIES.getParent());
    Files.writeString(ENTITIES, entities);
    Files.writeString(DELIVERIES, "{\"TL-FR\": \"certinia\"}");
  }

  @Test
  void carriesADealOfEachFromWonToPaid() {
    var german = Deal.won(hub, "Books in Berlin").awaitOpening("done");
    var american = american("Books in Boston").awaitOpening("done");
    for (var deal : List.of(german, american)) deal.billAnHourAndAMilestone();
    for (var deal : List.of(german, american)) {
      deal.pay();
      deal.awaitPaid(2);
      deal.awaitQuiet();
    }

    assertThat(asked(german)).containsExactly("kantata", "netsuite", "salesforce");
    assertThat(asked(american)).containsExactly("kantata", "sage-intacct", "salesforce");
    assertThat(hub.texts("select distinct system from cash_application where document_id in (select id from document where thread_id = '" + american.thread() + "')")).containsExactly("sage-intacct");
    assertThat(hub.as("operator").get("/api/experience/v1/operations/systems").json().findValuesAsText("system")).contains("netsuite", "sage-intacct");
    assertThat(hub.as("finance").get("/api/experience/v1/finance/engagements/" + american.thread()).json().at("/engagement/erpSystem").asText()).isEqualTo("sage-intacct");
    Holds.everyProof(hub);
  }

  @Test
  void keepsAnEngagementWhereItWasOpenedWhenItsEntityMoves() throws Exception {
    var before = american("Moving").awaitOpening("done");
    before.billAnHourAndAMilestone();

    said("{}");
    var after = american("Moved", terms -> Deal.client(terms).put("name", "Moving").put("legalName", "Moving GmbH").put("taxId", taxId(before))).awaitOpening("done");
    Change.won(hub, before, "Moving, dearer", terms -> Change.first(terms, 1)).await("done");
    before.approveTime("2026-09-11", 30, true);
    before.awaitMinutes(90);
    before.bill("2026-09-30");
    before.awaitPosted(3);
    after.billAnHourAndAMilestone();
    for (var deal : List.of(before, after)) {
      deal.pay();
      deal.awaitPaid(deal == before ? 3 : 2);
      deal.awaitQuiet();
    }
    var closed = hub.as("finance").post("/api/process/v1/entities/TL-US/months/2026-09/close", "");
    assertThat(closed.status()).as(closed.body()).isEqualTo(200);
    await("the journals of both are posted").atMost(Deal.SOON).until(() -> journals(before).equals(List.of("sage-intacct")) && journals(after).equals(List.of("netsuite")));
    before.awaitQuiet();
    after.awaitQuiet();

    assertThat(asked(before)).containsExactly("kantata", "sage-intacct", "salesforce");
    assertThat(asked(after)).containsExactly("kantata", "netsuite", "salesforce");
    changesAreWrittenToBoth(before, after);
    Holds.everyProof(hub);
  }

  /** It is one client, with a billing account in each. */
  private static void changesAreWrittenToBoth(Deal before, Deal after) {
    var account = hub.text("select terms -> 'client' ->> 'accountId' from engagement where thread_id = '" + before.thread() + "'");
    var told = hub.sandbox().post("control/drive/change-account", "{\"accountId\":\"" + account + "\",\"city\":\"Ulm\"}");
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    await("both are written").atMost(Deal.SOON).until(() ->
        hub.texts("select distinct r.system from receipt r where r.operation = 'updateCustomer' and r.thread_id in ('" + before.thread() + "', '" + after.thread() + "') order by 1").equals(List.of("netsuite", "sage-intacct")));
  }

  @Test
  void opensEachCountryInItsOwn() {
    var deal = Deal.won(hub, "Two countries, two books", terms -> ((ObjectNode) terms.get("lines").get(1)).put("contractingEntity", "TL-US"));

    await("both are open").atMost(Deal.SOON).until(() -> hub.number("select count(*) from engagement where state = 'active' and deal_id like '" + deal.id + "/%'") == 2);

    assertThat(hub.texts("select contracting_entity || ' ' || erp_system || ' ' || (select string_agg(distinct system, ' ') from crosswalk c where c.thread_id = e.thread_id and c.kind = 'openContract') from engagement e where deal_id like '" + deal.id + "/%' order by 1"))
        .containsExactly("TL-DE netsuite netsuite", "TL-US sage-intacct sage-intacct");
    Holds.everyProof(hub);
  }

  @Test
  void deliversWhereTheEntityDelivers() {
    var deal = Deal.won(hub, "Delivered elsewhere", terms -> terms.put("contractingEntity", "TL-FR")).awaitOpening("done");
    var told = hub.sandbox().post("control/drive/approve-time?system=certinia", "{\"story\":\"" + deal.hours() + "\",\"date\":\"2026-09-10\",\"minutes\":60,\"user\":{\"email\":\"ann@firm.example\",\"name\":\"ann\"}}");
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    deal.awaitMinutes(60);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();

    assertThat(asked(deal)).containsExactly("certinia", "netsuite", "salesforce");
    assertThat(hub.text("select project_system from engagement where thread_id = '" + deal.thread() + "'")).isEqualTo("certinia");
    Holds.everyProof(hub);
  }

  @Test
  void opensAnewWhereItsEntityIsByThen() throws IOException {
    said("{}");
    operate("kantata", "pause");
    var deal = american("Wrongly at first");
    await("its contract is there, its project waits").atMost(Deal.SOON).until(() -> hub.number("select count(*) from waiting where system = 'kantata' and thread_id = '" + deal.thread() + "'") == 1);
    assertThat(erp(deal)).isEqualTo("netsuite");
    assertThat(hub.as("operator").post("/api/experience/v1/operations/journeys/" + deal.journey() + "/undo", "{\"reason\":\"the wrong ERP\"}").status()).isEqualTo(202);
    operate("kantata", "resume");
    deal.awaitOpening("undone");

    said(INTACCT);
    assertThat(hub.as("operator").post("/api/experience/v1/operations/journeys/" + deal.journey() + "/resume", "{}").status()).isEqualTo(202);
    deal.awaitOpening("done");

    assertThat(erp(deal)).isEqualTo("sage-intacct");
    assertThat(hub.text("select system || ' ' || theirs from crosswalk where kind = 'openContract' and thread_id = '" + deal.thread() + "' order by recorded_at desc limit 1")).isEqualTo("sage-intacct " + hub.text("select contract_id from engagement where thread_id = '" + deal.thread() + "'"));
    Holds.everyProof(hub);
  }

  @Test
  void holdsWhatIsToBeAskedOfASystemThatPlaysNoErp() throws IOException {
    said(NEITHER);
    var deal = american("Nowhere").awaitOpening("held");
    assertThat(hub.text("select code || ': ' || reason from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'")).isEqualTo("NO_SYSTEM: oracle-fusion has to be asked, and throughline.role.erp does not name it");

    said(INTACCT);
    desk(deal, "resume", "{}");
    deal.awaitOpening("done");

    assertThat(asked(deal)).containsExactly("kantata", "sage-intacct", "salesforce");
  }

  @Test
  void deliversWhereItsEntityDoesOnceAWrongNameIsPutRight() throws IOException {
    Files.writeString(DELIVERIES, "{\"TL-FR\": \"certinai\"}");
    var deal = Deal.won(hub, "Misspelt", terms -> terms.put("contractingEntity", "TL-FR")).awaitOpening("held");
    assertThat(hub.text("select code || ': ' || reason from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'")).isEqualTo("NO_SYSTEM: certinai has to be asked, and throughline.role.delivery does not name it");

    said(INTACCT);
    desk(deal, "resume", "{}");
    deal.awaitOpening("done");

    assertThat(asked(deal)).containsExactly("certinia", "netsuite", "salesforce");
    assertThat(hub.text("select project_system from engagement where thread_id = '" + deal.thread() + "'")).isEqualTo("certinia");
  }

  @Test
  void factsOfARoleThatSeveralPlaySayWhose() {
    var posted = hub.as("finance").post("/api/process/v1/intake/invoice-status", "{\"invoiceId\":\"1\",\"version\":\"1\",\"status\":\"paid\"}");

    assertThat(posted.status() + " " + posted.json().get("detail").asText()).isEqualTo("400 source: several systems play erp, say which");
  }

  private static Deal american(String name) {
    return american(name, terms -> {});
  }

  private static Deal american(String name, Consumer<ObjectNode> changed) {
    return Deal.won(hub, name, terms -> {
      terms.put("contractingEntity", "TL-US");
      changed.accept(terms);
    });
  }

  private static void operate(String system, String verb) {
    assertThat(hub.as("operator").post("/api/experience/v1/operations/systems/" + system + "/" + verb, "{}").status()).isEqualTo(200);
  }

  /** What a person does about the open item of the deal. */
  private static void desk(Deal deal, String verb, String body) {
    var item = hub.number("select id from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'");
    var done = hub.as("admin").post("/api/experience/v1/operations/exceptions/" + item + "/" + verb, body);
    assertThat(done.status()).as(done.body()).isEqualTo(202);
  }

  private static String erp(Deal deal) {
    return hub.text("select erp_system from engagement where thread_id = '" + deal.thread() + "'");
  }

  private static String taxId(Deal deal) {
    return hub.text("select terms -> 'client' ->> 'taxId' from engagement where thread_id = '" + deal.thread() + "'");
  }

  /** Every system that did anything for it. */
  private static List<String> asked(Deal deal) {
    return hub.texts("select distinct system from attempt where thread_id = '" + deal.thread() + "' order by 1");
  }

  private static List<String> journals(Deal deal) {
    return hub.texts("select distinct system from receipt where operation = 'postJournal' and thread_id = '" + deal.thread() + "'");
  }
}
