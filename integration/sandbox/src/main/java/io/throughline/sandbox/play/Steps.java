package io.throughline.sandbox.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The steps a scenario is made of, by their name in the file; see docs/scenarios.md. */
final class Steps {

  /** One kind of step; the answer is a line for the play's report. */
  @FunctionalInterface
  interface Step {
    String take(JsonNode described, Stage stage);
  }

  static final Map<String, Step> KNOWN = known();

  private Steps() {}

  private static Map<String, Step> known() {
    var steps = new LinkedHashMap<String, Step>();
    steps.put("people", Steps::people);
    steps.put("win", Steps::win);
    steps.put("await-active", Steps::awaitActive);
    steps.put("tasks", Steps::tasks);
    steps.put("time", Timesheets::enter);
    steps.put("change-time", Timesheets::change);
    steps.put("expenses", ExpenseReports::enter);
    steps.put("change-expense", ExpenseReports::change);
    steps.put("milestones", Steps::milestones);
    steps.put("await-totals", Steps::awaitTotals);
    steps.put("invoice-run", Steps::invoiceRun);
    steps.put("release", Steps::release);
    steps.put("await-posted", Steps::awaitPosted);
    steps.put("pay", Steps::pay);
    return steps;
  }

  private static String people(JsonNode people, Stage stage) {
    for (var each : people) {
      var person = stage.filled(each);
      stage.drive("create-user", person);
      stage.people.set(person.path("person").asText(), person);
    }
    return people.size() + " people";
  }

  private static String win(JsonNode deals, Stage stage) {
    for (var each : deals) {
      var deal = stage.filled(each);
      if (deal.has("amends")) {
        amend(deal, stage);
        continue;
      }
      var name = deal.path("deal").asText();
      var won = stage.drive("win-deal", deal.put("key", stage.id + "-" + name));
      var lines = Json.object();
      for (int i = 0; i < deal.path("lines").size(); i++) {
        var line = deal.path("lines").get(i);
        if (!"expenses".equals(line.path("billing").asText())) lines.set(line.path("line").asText(), won.path("lines").get(i).path("lineId")); // nobody plans work for those
      }
      stage.deals.putObject(name).put("dealId", won.path("dealId").asText()).set("lines", lines);
    }
    return deals.size() + " deals won";
  }

  /** A change order is a deal that names another; the lines that it adds are lines of that one from then on. */
  private static void amend(ObjectNode change, Stage stage) {
    var amended = stage.deal(change.path("amends").asText());
    var lines = (ObjectNode) amended.path("lines");
    for (var line : change.path("lines")) if (line.has("amends")) ((ObjectNode) line).set("amends", lines.path(line.path("amends").asText()));
    var won = stage.drive("win-deal", change.put("key", stage.id + "-" + change.path("deal").asText()).set("amends", amended.path("dealId")));
    for (int i = 0; i < change.path("lines").size(); i++) {
      var line = change.path("lines").get(i);
      if (!line.has("amends")) lines.set(line.path("line").asText(), won.path("lines").get(i).path("lineId"));
    }
  }

  /** A deal is active when each of its lines is a task of a project that is active, and the CRM knows the thread. */
  private static String awaitActive(JsonNode deals, Stage stage) {
    for (var name : deals) {
      var deal = (ObjectNode) stage.deal(name.asText());
      for (var line : deal.path("lines")) {
        var work = stage.patience.until("an active project for " + name.asText(), () -> some(stage.seen("line-with-active-project", Json.object().put("lineId", line.asText()))));
        deal.set("projectId", work.get(0).path("projectId"));
      }
      var seen = stage.patience.until("the thread of " + name.asText() + " in the CRM", () -> some(stage.seen("deal-with-thread", deal)));
      deal.set("threadId", seen.get(0).path("threadId"));
    }
    return deals.size() + " projects active";
  }

  private static Optional<JsonNode> some(JsonNode seen) {
    return seen.isEmpty() ? Optional.empty() : Optional.of(seen);
  }

  /** Project managers add tasks to a project that runs, for work that no line of the deal sold. */
  private static String tasks(JsonNode tasks, Stage stage) {
    for (var each : tasks) {
      var task = stage.filled(each);
      var deal = (ObjectNode) stage.deal(task.path("deal").asText());
      var name = task.path("task").asText();
      if (!deal.has("projectId")) throw new PlayFailed("deal " + task.path("deal").asText() + " has no active project yet: await-active comes first");
      var key = stage.id + "-" + task.path("deal").asText() + "-" + name;
      stage.drive("add-task", task.put("key", key).put("projectId", deal.get("projectId").asText()));
      deal.withObject("/tasks").put(name, key);
    }
    return tasks.size() + " tasks added";
  }

  private static String milestones(JsonNode milestones, Stage stage) {
    for (var each : milestones) {
      var milestone = stage.filled(each);
      stage.drive("complete-milestone", milestone.put("story", stage.work(milestone)));
    }
    return milestones.size() + " milestones completed";
  }

  /** The hub has seen what was done: its totals have grown by what is named. */
  private static String awaitTotals(JsonNode expected, Stage stage) {
    try {
      stage.patience.until("totals " + expected, () ->
          Totals.differences(expected, Totals.grown(stage.totalsAtStart, stage.totals())).isEmpty() ? Optional.of(expected) : Optional.empty());
    } catch (PlayFailed failed) {
      throw new PlayFailed(failed.getMessage() + ", but " + Totals.differences(expected, Totals.grown(stage.totalsAtStart, stage.totals())), failed);
    }
    return "seen by the hub";
  }

  private static String invoiceRun(JsonNode run, Stage stage) {
    for (var name : run.path("deals")) {
      var thread = stage.deal(name.asText()).path("threadId").asText();
      var body = Json.object().put("through", run.path("through").asText()).put("threadId", thread);
      stage.hub.post("/api/process/v1/invoice-runs", body, stage.nextKey("run"));
    }
    return run.path("deals").size() + " invoice runs through " + run.path("through").asText();
  }

  /** Finance releases every draft of the play's deals, as soon as there are as many as the file says; those a rule released are in the ERP. */
  private static String release(JsonNode described, Stage stage) {
    int wanted = described.path("invoices").asInt(1);
    var drafts = stage.patience.until(wanted + " invoices, drafts or posted", () -> {
      var found = drafts(stage);
      return found.size() + posted(stage).size() >= wanted ? Optional.of(found) : Optional.empty();
    });
    drafts.forEach(draft -> stage.hub.post("/api/experience/v1/finance/invoices/" + draft + "/release", Json.object(), stage.id + "-release-" + draft));
    return drafts.size() + " invoices released";
  }

  private static List<String> drafts(Stage stage) {
    var threads = StreamSupport.stream(stage.deals.spliterator(), false).map(deal -> deal.path("threadId").asText()).toList();
    var drafts = new ArrayList<String>();
    var cursor = "";
    do {
      var page = stage.hub.get("/api/experience/v1/finance/invoices?state=draft&limit=200" + cursor);
      (page.isArray() ? page : page.path("items")).forEach(invoice -> {
        if (threads.contains(invoice.path("threadId").asText())) drafts.add(invoice.path("id").asText());
      });
      cursor = page.hasNonNull("next") ? "&cursor=" + page.get("next").asText() : "";
    } while (!cursor.isEmpty());
    return drafts;
  }

  private static String awaitPosted(JsonNode described, Stage stage) {
    int wanted = described.path("invoices").asInt(1);
    stage.patience.until(wanted + " invoices in the ERP", () -> posted(stage).size() >= wanted ? Optional.of(wanted) : Optional.empty());
    return posted(stage).size() + " invoices posted";
  }

  private static List<JsonNode> posted(Stage stage) {
    var posted = new ArrayList<JsonNode>();
    stage.deals.forEach(deal -> stage.seen("invoices-of-thread", deal).forEach(posted::add));
    return posted;
  }

  /** The clients pay what is open; {@code percent} pays a part of each invoice. */
  private static String pay(JsonNode described, Stage stage) {
    int paid = 0;
    for (var invoice : posted(stage)) {
      var id = invoice.path("invoiceId").asText();
      var open = invoice.path("open").decimalValue();
      var percent = new BigDecimal(described.path("percent").asText("100"));
      var amount = open.multiply(percent).movePointLeft(2).setScale(open.scale(), RoundingMode.DOWN);
      if (amount.signum() <= 0) continue;
      var body = Json.object().put("invoice", id).put("amount", amount.toPlainString())
          .put("key", stage.id + "-paid-" + id + "-" + open.toPlainString());
      if (described.has("receivedOn")) body.set("receivedOn", described.get("receivedOn"));
      stage.drive("pay-invoice", body);
      paid++;
    }
    return paid + " payments";
  }
}
