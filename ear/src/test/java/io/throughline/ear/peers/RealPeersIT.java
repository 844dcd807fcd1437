package io.throughline.ear.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.ear.Deal;
import io.throughline.ear.Holds;
import io.throughline.ear.HubFixture;
import java.net.URI;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole thread on systems that nobody here plays: won and invoiced in a real Tryton, worked on in a real Redmine. */
@Tag("real-peers")
class RealPeersIT {

  private static final Random RANDOM = new Random(); // each test has a client of its own

  private static Redmine redmine;
  private static Tryton tryton;
  private static Between toRedmine;
  private static Between toErp;
  private static HubFixture hub;

  private final String vat = vat();
  private final String name = "Client " + vat;

  @BeforeAll
  static void start() {
    redmine = new Redmine();
    tryton = new Tryton();
    toRedmine = new Between(URI.create(redmine.says.get("URL")));
    toErp = new Between(URI.create(tryton.says.get("URL")));
    Map<String, String> settings = new HashMap<>(Map.of(
        "THROUGHLINE_ROLE_CRM", "tryton-crm", "THROUGHLINE_ROLE_DELIVERY", "redmine", "THROUGHLINE_ROLE_ERP", "tryton",
        "THROUGHLINE_CALL_DEADLINE", "PT8S", "THROUGHLINE_CALL_SETTLE", "PT6S"));
    redmine.configure(settings, toRedmine.address());
    tryton.configure(settings, toErp.address(), tryton.says.get("CRM_URL"));
    hub = HubFixture.start("real-peers", settings);
  }

  @AfterAll
  static void stop() {
    try (var lines = toRedmine; var more = toErp; var last = hub) {
      tryton.script.run("stop");
      redmine.script.run("stop");
      new Script("postgres").run("stop");
    }
  }

  @AfterEach
  void wellAgain() {
    redmine.script.run("start");
    tryton.script.run("start");
  }

  @Test
  void carriesADealFromTheOpportunityToThePayment() {
    var deal = won();
    deal.awaitOpening("done");

    var project = redmine.project(deal.thread());
    assertThat(redmine.milestones(project)).hasSize(1);
    var work = redmine.issues(project).get(0);
    redmine.staff(project);
    var entry = redmine.enterTime(work, day(3), "1:35");
    redmine.enterTime(work, day(2), "0.5");
    deal.awaitMinutes(125);
    redmine.correctTime(entry, "2.5");
    deal.awaitMinutes(180);
    redmine.accept(redmine.milestones(project).get(0), "ACC-1");
    deal.awaitPosted(1);
    invoice(deal);
    deal.awaitPosted(2);

    var invoices = tryton.invoices(deal.thread());
    assertThat(invoices).extracting(invoice -> amount(invoice, "untaxed_amount")).containsExactlyInAnyOrder("30000.00", "450.00");
    tryton.pay(invoices.get(0).get("id").asText(), "100.00");
    var part = tryton.text("select max(id) from account_move_line where credit = 100 and write_date is null");
    await("a part is paid, by a row that was never changed").atMost(Deal.SOON).until(() -> hub.number("select count(*) from payment where system = 'tryton' and payment_id = '" + part + "'") == 1);
    for (var invoice : invoices) tryton.pay(invoice.get("id").asText(), null);
    deal.awaitPaid(2);
    deal.awaitQuiet();

    assertThat(tryton.parties(vat)).isEqualTo(1);
    assertThat(tryton.comment(deal.id)).contains("Throughline Project: ", "Throughline Invoice: ", "Throughline Payment: paid");
    assertThat(redmine.field(redmine.project(deal.thread()), "CF_PROJECT_PAYMENT")).startsWith("paid INV-");
    Holds.everyProof(hub);
  }

  @Test
  void changesTheContractInEverySystemAndBillsWhatItAdds() {
    var deal = won();
    deal.awaitOpening("done");
    var project = redmine.project(deal.thread());
    redmine.staff(project);
    var work = redmine.issues(project).get(0);

    var change = tryton.amend(deal.id, LocalDate.now().minusDays(2));
    await("the change order is in force").atMost(Deal.SOON).until(() -> hub.number("select count(*) from journey where plan = 'change-order' and state = 'done' and thread_id = '" + deal.thread() + "'") == 1);

    assertThat(tryton.comment(deal.id)).contains("Throughline Contract: version 2 63300.00 EUR in force " + change);
    assertThat(redmine.project(deal.thread()).get("description").asText()).contains("contract: version 2, 63300.00 EUR");
    var revised = redmine.issues(project).get(0);
    assertThat(revised.get("id")).isEqualTo(work.get("id"));
    assertThat(revised.get("estimated_hours").asInt()).isEqualTo(120);
    assertThat(redmine.milestones(project)).extracting(milestone -> milestone.get("name").asText()).containsExactlyInAnyOrder("Concept", "Rollout");
    var contract = tryton.contract(deal.thread());
    assertThat(contract.get("state").asText()).isEqualTo("quotation");
    assertThat(contract.get("description").asText()).startsWith(deal.thread() + " | version 2 | from ");
    assertThat(amount(contract, "untaxed_amount")).isEqualTo("63300.00");
    assertThat(contract.get("lines")).hasSize(3);

    redmine.enterTime(work, day(3), "1");
    redmine.enterTime(work, day(1), "1.5");
    deal.awaitMinutes(150);
    for (var milestone : redmine.milestones(project)) if (milestone.get("name").asText().equals("Rollout")) redmine.accept(milestone, "ACC-6");
    deal.awaitPosted(1);
    invoice(deal);
    deal.awaitPosted(2);
    deal.awaitQuiet();
    assertThat(tryton.invoices(deal.thread())).extracting(invoice -> amount(invoice, "untaxed_amount")).as("an hour at 150.00, one and a half at 160.00").containsExactlyInAnyOrder("14100.00", "390.00");
    Holds.everyProof(hub);

    tryton.quoteAgain(change);
    await("sales is asked about the change order").atMost(Deal.SOON).until(() -> asked("won-deal:tryton-crm:" + change) == 1);
  }

  @Test
  void asksAboutADealThatIsNotWonAnyMore() {
    var deal = won();
    deal.awaitOpening("done");
    deal.awaitQuiet();

    var quotation = tryton.quoteAgain(deal.id);
    await("sales is asked").atMost(Deal.SOON).until(() -> asked("won-deal:tryton-crm:" + deal.id + ":terms") == 1);
    tryton.cancel(quotation);
    await("it is won again").atMost(Deal.SOON).until(() -> asked("won-deal:tryton-crm:" + deal.id + ":terms") == 0);

    Holds.everyProof(hub);
  }

  private static long asked(String subject) {
    return hub.number("select count(*) from exception_item where state = 'open' and code = 'DEAL_LOST' and subject_id = '" + subject + "'");
  }

  @Test
  void goesOnByItselfWhenASystemThatStoppedIsBack() {
    redmine.script.run("stop");
    var deal = won();
    awaitWaiting(deal, "redmine", "");
    assertThat(hub.number("select count(*) from waiting where system <> 'redmine'")).isZero();
    redmine.script.run("start");
    deal.awaitOpening("done");

    redmine.accept(milestone(deal), "ACC-2");
    tryton.script.run("kill");
    awaitWaiting(deal, "tryton", "");
    tryton.script.run("start");
    deal.awaitPosted(1);
    deal.awaitQuiet();

    assertThat(tryton.invoices(deal.thread())).hasSize(1);
    Holds.everyProof(hub);
  }

  @Test
  void createsOnceWhatLostItsAnswer() {
    toErp.loseTheAnswerTo("party.party.create");
    toErp.loseTheAnswerTo("project.work.create");
    toErp.loseTheAnswerTo("sale.sale.create");
    toErp.loseTheAnswerTo("account.invoice.create");
    toRedmine.loseTheAnswerTo("POST /projects.json");
    toRedmine.loseTheAnswerTo("POST /issues.json");
    toRedmine.loseTheAnswerTo("POST /issues.json");
    toRedmine.loseTheAnswerTo("{\"version\":");

    var deal = won();
    deal.awaitOpening("done");
    redmine.accept(milestone(deal), "ACC-3");
    deal.awaitPosted(1);
    deal.awaitQuiet();

    assertThat(toErp.hasLostThemAll() && toRedmine.hasLostThemAll()).isTrue();
    assertThat(tryton.parties(vat)).isEqualTo(1);
    assertThat(tryton.invoices(deal.thread())).hasSize(1);
    var project = redmine.project(deal.thread());
    assertThat(redmine.issues(project)).extracting(issue -> redmine.field(issue, "CF_ISSUE_EXTERNAL")).doesNotHaveDuplicates().hasSize(2); // the work, and the request for somebody to do it
    assertThat(redmine.milestones(project)).hasSize(1);
    Holds.everyProof(hub);
  }

  @Test
  void postsOnceTheMonthIsOpenAgain() {
    var deal = won();
    deal.awaitOpening("done");
    tryton.month("close"); // a refusal inside a success
    try {
      redmine.accept(milestone(deal), "ACC-4");
      awaitWaiting(deal, "tryton", "UserError");
    } finally {
      tryton.month("reopen");
    }
    deal.awaitPosted(1);

    assertThat(tryton.invoices(deal.thread())).hasSize(1);
    Holds.everyProof(hub);
  }

  @Test
  void waitsOutALockAndSignsInAgain() throws SQLException {
    var deal = won();
    deal.awaitOpening("done");
    try (var other = tryton.database(); var statement = other.createStatement()) {
      statement.execute("delete from ir_session");
      other.setAutoCommit(false);
      statement.execute("select id from ir_sequence_strict for update"); // somebody else posts, and takes his time
      redmine.accept(milestone(deal), "ACC-5");
      awaitWaiting(deal, "tryton", "busy");
      other.rollback();
    }

    deal.awaitPosted(1);
    assertThat(tryton.invoices(deal.thread())).hasSize(1);
    Holds.everyProof(hub);
  }

  private static JsonNode milestone(Deal deal) {
    return redmine.milestones(redmine.project(deal.thread())).get(0);
  }

  private static void awaitWaiting(Deal deal, String system, String code) {
    await("waits for " + system).atMost(Deal.SOON)
        .until(() -> hub.number("select count(*) from waiting where system = '" + system + "' and thread_id = '" + deal.thread() + "' and code || ' ' || coalesce(reason, '') like '%" + code + "%'") > 0);
  }

  private Deal won() {
    var deal = Deal.known(hub, tryton.sell(name, vat));
    await(name + " is won").atMost(Deal.SOON).until(() -> deal.journey() != null);
    return deal;
  }

  /** Finance bills the time and releases the bill. */
  private static void invoice(Deal deal) {
    var run = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"" + LocalDate.now() + "\",\"threadId\":\"" + deal.thread() + "\"}");
    assertThat(run.json().get("documents")).as(run.body()).isNotEmpty();
    run.json().get("documents").forEach(id -> hub.as("finance").post("/api/experience/v1/finance/invoices/" + id.asText() + "/release", "{}"));
  }

  private static String amount(JsonNode invoice, String field) {
    return invoice.get(field).get("decimal").asText();
  }

  private static String day(int ago) {
    return LocalDate.now().minusDays(ago).toString();
  }

  /** A German VAT number that nobody has here, with its check digit (ISO 7064, modulus 11 and 10). */
  private static String vat() {
    var digits = String.valueOf(10_000_000 + RANDOM.nextInt(90_000_000));
    int product = 10;
    for (char digit : digits.toCharArray()) {
      int sum = (Character.getNumericValue(digit) + product) % 10;
      product = 2 * (sum == 0 ? 10 : sum) % 11;
    }
    return "DE" + digits + (11 - product) % 10;
  }
}
