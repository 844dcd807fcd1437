package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A deal won in the played CRM, and what its people then do in the played systems. 80 hours at 150.00 and a milestone of 30,000.00. */
public final class Deal {

  /** A bound for a loaded machine, not an expectation: a dozen lost calls in a row are each waited for and settled first. */
  public static final Duration SOON = Duration.ofSeconds(240);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HubFixture hub;
  public final String id;
  private final String hours;
  private final String milestone;

  private Deal(HubFixture hub, String id, String hours, String milestone) {
    this.hub = hub;
    this.id = id;
    this.hours = hours;
    this.milestone = milestone;
  }

  /** A deal that was won elsewhere than in the played CRM: the hub's side of it. */
  public static Deal known(HubFixture hub, String id) {
    return new Deal(hub, id, null, null);
  }

  public static Deal won(HubFixture hub, String name) {
    return won(hub, name, terms -> {});
  }

  public static Deal won(HubFixture hub, String name, Consumer<ObjectNode> changed) {
    var terms = terms(name);
    changed.accept(terms);
    var won = done(hub, "win-deal", terms);
    return new Deal(hub, won.get("dealId").asText(), won.get("lines").get(0).get("lineId").asText(), won.get("lines").get(1).get("lineId").asText());
  }

  public static ObjectNode client(ObjectNode terms) {
    return (ObjectNode) terms.get("client");
  }

  /** Expenses are billed too: with 10 % on top, up to 500.00. */
  public static void withExpenses(ObjectNode terms, String purchaseOrder) {
    terms.withArray("lines").addObject().put("billing", "expenses").put("description", "Travel").put("workstream", "advice").put("ratePerHour", "400.00").put("amount", "400.00").put("capAmount", "500.00")
        .put("markupPercent", "10").put("purchaseOrder", purchaseOrder);
  }

  public String thread() {
    return hub.text("select thread_id from engagement where deal_id = '" + id + "'");
  }

  /** The line of sold hours. */
  String hours() {
    return hours;
  }

  /** The line of the milestone. */
  String milestone() {
    return milestone;
  }

  /** As the hub calls the client. */
  public String client() {
    return hub.text("select client from engagement where deal_id = '" + id + "' or master_deal = '" + id + "' limit 1");
  }

  public String journey() {
    return hub.text("select j.id from journey j join engagement e using (thread_id) where j.plan = 'engagement-opening' and e.deal_id = '" + id + "'");
  }

  String stateOfOpening() {
    return hub.text("select j.state from journey j join engagement e using (thread_id) where j.plan = 'engagement-opening' and e.deal_id = '" + id + "'");
  }

  public Deal awaitOpening(String state) {
    await("opening of " + id + " is " + state).atMost(SOON).until(() -> state.equals(stateOfOpening()));
    return this;
  }

  /** Approves time on the sold hours. */
  public JsonNode approveTime(String day, int minutes, boolean billable) {
    return approveTime(day, minutes, billable, "ann@firm.example");
  }

  JsonNode approveTime(String day, int minutes, boolean billable, String email) {
    return approveTime(hours, day, minutes, billable, email);
  }

  /** Approves time on any sold line; the entry. */
  String approveTimeOn(String line, String day, int minutes) {
    return approveTime(line, day, minutes, true, "ann@firm.example").get("entryId").asText();
  }

  private JsonNode approveTime(String line, String day, int minutes, boolean billable, String email) {
    var entry = JSON.createObjectNode().put("story", line).put("date", day).put("minutes", minutes).put("billable", billable);
    entry.putObject("user").put("email", email).put("name", email.substring(0, email.indexOf('@')));
    return done(hub, "approve-time", entry);
  }

  /** What happens while a page waits for another session's transaction; ends that transaction. */
  interface Meanwhile {
    void happens(Connection other) throws SQLException;
  }

  /** Another session has written the first version of an entry like the deal's own, and not committed it: the page that tells the second one waits. */
  void whileTimeWaits(String entryId, String day, int minutes, Meanwhile meanwhile) throws SQLException {
    try (var other = hub.database(); var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.executeUpdate("insert into time_entry select (jsonb_populate_record(t, jsonb_build_object('entry_id', '" + entryId + "', 'version', '9999-1'))).* from time_entry t where thread_id = '" + thread() + "' limit 1");
      tellTime(entryId, "9999-2", day, minutes);
      await("its page waits").atMost(SOON).until(() -> hub.number("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into time_entry %'") == 1);
      meanwhile.happens(other);
    }
  }

  /** Tells time of the project, on the task of the deal's own; versions "9999-1" and on are newer than any of the sandbox. */
  void tellTime(String entryId, String version, String day, int minutes) {
    tellTime(entryId, version, hub.texts("select task_id from time_entry where thread_id = '" + thread() + "' and line_id is not null").get(0), day, minutes);
  }

  void tellTime(String entryId, String version, String task, String day, int minutes) {
    var like = hub.texts("select source || '|' || project_id || '|' || person_id from time_entry where thread_id = '" + thread() + "'").get(0).split("\\|");
    var told = hub.as("delivery").post("/api/process/v1/intake/time-entry?source=" + like[0],
        "{\"entryId\":\"%s\",\"version\":\"%s\",\"projectId\":\"%s\",\"taskId\":\"%s\",\"personId\":\"%s\",\"workDate\":\"%s\",\"minutes\":%d,\"billable\":true}".formatted(entryId, version, like[1], task, like[2], day, minutes));
    assertThat(told.status()).as(told.body()).isEqualTo(202);
  }

  /** Time that the delivery system took at a rate of its own, in minor units; the entry. */
  String approveTimeAt(String day, int minutes, int rate) {
    return done(hub, "approve-time", JSON.createObjectNode().put("story", hours).put("date", day).put("minutes", minutes).put("rateInCents", rate)).get("entryId").asText();
  }

  void changeRate(String entryId, int rate) {
    done(hub, "change-time", JSON.createObjectNode().put("entryId", entryId).put("rateInCents", rate));
  }

  void changeTime(String entryId, int minutes) {
    done(hub, "change-time", JSON.createObjectNode().put("entryId", entryId).put("minutes", minutes));
  }

  /** Approves an expense of the project, in minor units. */
  public JsonNode approveExpense(String day, String category, int cents, String currency, boolean billable) {
    var expense = JSON.createObjectNode().put("story", hours).put("date", day).put("category", category).put("cents", cents).put("currency", currency).put("billable", billable).put("receipt", "R-" + day);
    expense.putObject("user").put("email", "ann@firm.example").put("name", "ann");
    return done(hub, "approve-expense", expense);
  }

  void changeExpense(String expenseId, int cents, boolean billable) {
    done(hub, "change-expense", JSON.createObjectNode().put("expenseId", expenseId).put("cents", cents).put("billable", billable));
  }

  void withdrawExpense(String expenseId) {
    done(hub, "change-expense", JSON.createObjectNode().put("expenseId", expenseId).put("approved", false));
  }

  public void awaitExpenses(int expenses) {
    await(expenses + " expenses arrived").atMost(SOON).until(() -> hub.number("select count(*) from expense where current and thread_id = '" + thread() + "'") == expenses);
  }

  void awaitSpent(String expenseId, String amount) {
    await(expenseId + " is " + amount).atMost(SOON).until(() -> amount.equals(hub.text("select trim_scale(amount) from expense where current and expense_id = '" + expenseId + "' and thread_id = '" + thread() + "'")));
  }

  /** The CRM says another price of the milestone. */
  public void changeMilestone(String amount) {
    done(hub, "change-deal-line", JSON.createObjectNode().put("lineId", milestone).put("amount", amount));
  }

  /** The CRM says {@code won} or {@code lost}. */
  void stage(String stage) {
    done(hub, "stage-deal", JSON.createObjectNode().put("dealId", id).put("stage", stage));
  }

  public void completeMilestone(String acceptance) {
    var body = JSON.createObjectNode().put("story", milestone).put("completedAt", "2026-10-15T10:00:00Z");
    if (acceptance != null) body.put("acceptanceReference", acceptance);
    done(hub, "complete-milestone", body);
  }

  public void awaitMinutes(long minutes) {
    await(minutes + " minutes arrived").atMost(SOON).until(() -> hub.number("select coalesce(sum(minutes), 0) from time_entry where current and thread_id = '" + thread() + "'") == minutes);
  }

  /** An hour of September and a milestone, each on a posted invoice. */
  void billAnHourAndAMilestone() {
    approveTime("2026-09-10", 60, true);
    awaitMinutes(60);
    bill("2026-09-30");
    completeMilestone("ACC-1");
    awaitPosted(2);
    awaitQuiet();
  }

  /** An hour and a half is billed, perhaps paid, and becomes an hour: a credit note and another invoice. */
  public void billedAndCorrected(boolean paid) {
    var entry = approveTime("2026-09-10", 90, true).get("entryId").asText();
    awaitMinutes(90);
    bill("2026-12-31");
    awaitPosted(1);
    if (paid) {
      pay();
      awaitPaid(1);
    }
    changeTime(entry, 60);
    awaitMinutes(60);
    bill("2026-12-31");
    awaitPosted(3);
    awaitQuiet();
  }

  public void awaitPosted(int documents) {
    await(documents + " documents posted and numbered").atMost(SOON)
        .until(() -> hub.number("select count(*) from document where state in ('posted', 'paid') and number is not null and thread_id = '" + thread() + "'") == documents);
  }

  public void awaitPaid(int documents) {
    await(documents + " documents paid").atMost(SOON).until(() -> hub.number("select count(*) from document where state = 'paid' and paid > 0 and thread_id = '" + thread() + "'") == documents);
  }

  public void awaitQuiet() {
    await("every journey of " + id + " is done").atMost(SOON)
        .until(() -> hub.number("select count(*) from journey where state not in ('done', 'undone') and thread_id = '" + thread() + "'") == 0);
  }

  /** What a month of TL-DE earned of it: opening + earned - invoiced = contract asset - contract liability. */
  public String revenue(String month) {
    var found = hub.as("finance").get("/api/experience/v1/finance/months/TL-DE/" + month);
    assertThat(found.status()).as(found.body()).isEqualTo(200);
    for (var one : found.json().get("revenue")) {
      if (one.get("threadId").asText().equals(thread())) {
        return one.get("opening").asText() + " + " + one.get("earned").asText() + " - " + one.get("invoiced").asText() + " = " + one.get("contractAsset").asText() + " - " + one.get("contractLiability").asText();
      }
    }
    return "not there";
  }

  /** Drafts and releases what is due; the documents. */
  public List<String> bill(String through) {
    var documents = draft(through);
    documents.forEach(this::release);
    return documents;
  }

  /** Drafts what is due, which is what the preview of the run said; the documents. */
  public List<String> draft(String through) {
    var previewed = new ArrayList<String>();
    invoices("-runs/preview", through).get("due").forEach(due -> previewed.add("%s %s %s %s".formatted(due.get("type").asText(), due.get("net").asText(), due.get("currency").asText(), due.get("minutes"))));
    var documents = new ArrayList<String>();
    invoices("-runs", through).get("documents").forEach(draft -> documents.add(draft.asText()));
    assertThat(documents.stream().map(id -> hub.text("select type || ' ' || net::numeric(20, 2) || ' ' || currency || ' ' || (select coalesce(sum(minutes), 0) from document_line where document_id = d.id) from document d where id = '" + id + "'")).toList())
        .as("what the preview said").containsExactlyInAnyOrderElementsOf(previewed);
    return documents;
  }

  private JsonNode invoices(String what, String through) {
    var run = hub.as("finance").post("/api/process/v1/invoice" + what, "{\"through\":\"" + through + "\",\"threadId\":\"" + thread() + "\"}");
    if (run.status() != 200) throw new IllegalStateException("invoice run: " + run);
    return run.json();
  }

  void release(String draft) {
    var released = hub.as("finance").post("/api/experience/v1/finance/invoices/" + draft + "/release", "{}");
    if (released.status() != 202) throw new IllegalStateException("release of " + draft + ": " + released);
  }

  /** The client pays every invoice, in the ERP that has it. */
  void pay() {
    hub.texts("select erp_system || ' ' || erp_id from document where thread_id = '" + thread() + "'").forEach(invoice -> {
      var there = invoice.split(" ");
      done(hub, "pay-invoice?system=" + there[0], JSON.createObjectNode().put("invoice", there[1]));
    });
  }

  public static void pay(HubFixture hub, String erpId) {
    done(hub, "pay-invoice", JSON.createObjectNode().put("invoice", erpId));
  }

  static void pay(HubFixture hub, String erpId, String amount, String receivedOn) {
    done(hub, "pay-invoice", JSON.createObjectNode().put("invoice", erpId).put("amount", amount).put("receivedOn", receivedOn));
  }

  private static JsonNode done(HubFixture hub, String verb, JsonNode body) {
    var answer = hub.sandbox().post("control/drive/" + verb, body.toString());
    if (answer.status() != 200) throw new IllegalStateException(verb + ": " + answer);
    return answer.json();
  }

  private static ObjectNode terms(String name) {
    var terms = JSON.createObjectNode().put("key", name).put("name", "Advice for " + name).put("wonOn", "2026-09-01").put("currency", "EUR").put("contractingEntity", "TL-DE")
        .put("template", "advisory").put("zone", "Europe/Berlin").put("startOn", "2026-09-07").put("endOn", "2026-12-31");
    terms.putObject("client").put("name", name).put("legalName", name + " GmbH").put("taxId", "DE" + Math.abs(name.hashCode() % 1_000_000_000)).put("street", "Weg 1").put("city", "Berlin")
        .put("postalCode", "10115").put("country", "DE").put("currency", "EUR").put("purchaseOrderRequired", true).put("paymentTermsDays", 30);
    var lines = terms.putArray("lines");
    lines.addObject().put("billing", "time-and-materials").put("description", "Consulting").put("workstream", "advice").put("role", "Consultant").put("hours", 80).put("ratePerHour", "150.00")
        .put("amount", "12000.00").put("purchaseOrder", "PO-1");
    lines.addObject().put("billing", "milestone").put("description", "Concept").put("workstream", "concept").put("ratePerHour", "30000.00").put("amount", "30000.00").put("dueOn", "2026-10-31")
        .put("purchaseOrder", "PO-2");
    return terms;
  }
}
