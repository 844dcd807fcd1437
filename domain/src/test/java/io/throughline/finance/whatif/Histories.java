package io.throughline.finance.whatif;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random histories of a firm: contracts of mixed models in versions, change orders, time with reopenings, rate, tax and exchange rates that
 * become known late, costs that are estimated anew, bills, credits, write-offs and write-downs, money in pieces.
 */
final class Histories {

  private static final LocalDate START = LocalDate.of(2026, 1, 1);

  private final Random random;
  private final List<Boolean> units = new ArrayList<>();
  private boolean yen;
  private final Map<String, Object> bundle = new LinkedHashMap<>();

  private Histories(long seed) {
    random = new Random(seed);
  }

  static Map<String, Object> of(long seed) {
    return new Histories(seed).history();
  }

  private Map<String, Object> history() {
    bundle.put("asOf", Map.of("effectiveOn", day(181)));
    bundle.put("entities", List.of(Map.of("entityId", "DE", "currency", "EUR", "country", "DE", "taxId", "DE1", "taxDue", random.nextInt(3) == 0 ? "paid" : "invoiced", "advanceTax", random.nextInt(3) == 0 ? "invoiced" : "received"), Map.of("entityId", "US", "currency", "USD", "country", "US")));
    bundle.put("accounts", List.of(Map.of("accountId", "A-0", "country", "DE", "clientId", "K-0"), Map.of("accountId", "A-1", "country", "FR", "taxId", "FR1", "clientId", "K-1", "payerId", "K-0", "payers", random.nextInt(3) > 0 ? List.of() : List.of(Map.of("payerId", "K-9", "from", day(50 + random.nextInt(60))), Map.of("payerId", "K-0", "from", day(130)))), Map.of("accountId", "A-2", "country", "CH")));
    var taxes = new ArrayList<Object>(List.of(Map.of("country", "DE", "percent", "19", "from", "2020-01-01"), Map.of("country", "US", "percent", "7.25", "from", "2020-01-01")));
    if (random.nextInt(4) == 0) taxes.add(Map.of("country", "DE", "percent", "16", "from", day(20), "knownOn", day(80)));
    bundle.put("taxRates", taxes);
    var rates = new ArrayList<Object>();
    for (int i = 0; i < 6; i++) rates.add(Map.of("from", "USD", "to", "EUR", "on", day(i * 30), "rate", "0." + (850 + random.nextInt(100))));
    if (random.nextInt(3) == 0) rates.add(Map.of("from", "USD", "to", "EUR", "on", day(30), "rate", "0.777", "knownOn", day(60 + random.nextInt(100))));
    rates.add(Map.of("from", "EUR", "to", "USD", "on", day(0), "rate", "1.10"));
    for (var currency : List.of("EUR", "USD")) {
      rates.add(Map.of("from", "JPY", "to", currency, "on", day(0), "rate", "0.0061"));
      rates.add(Map.of("from", currency, "to", "JPY", "on", day(0), "rate", "160"));
    }
    bundle.put("fxRates", rates);
    bundle.put("people", List.of(Map.of("personId", "ada", "employments", List.of(Map.of("entity", "DE", "from", "2020-01-01"), Map.of("entity", "US", "from", day(90))), "costRates", List.of(Map.of("from", "2020-01-01", "perHour", "61.37")))));
    bundle.put("transferPrices", List.of(Map.of("lender", "DE", "borrower", "US", "from", "2020-01-01", "markupPercent", "7.5"), Map.of("lender", "US", "borrower", "DE", "from", "2020-01-01", "percentOfPrice", "65")));
    if (random.nextBoolean()) bundle.put("periods", List.of(Map.of("entity", "DE", "month", "2026-02", "state", "closed", "since", day(65))));
    var contracts = new ArrayList<Object>();
    int many = 1 + random.nextInt(3);
    for (int i = 0; i < many; i++) {
      var contract = contract(i);
      contracts.add(contract);
      if (random.nextInt(3) == 0) contracts.add(amended(contract));
    }
    bundle.put("contracts", contracts);
    bundle.put("changeOrders", orders(many));
    work(many);
    progress(many);
    var runs = new ArrayList<Object>();
    for (int i = 0; i < 1 + random.nextInt(6); i++) runs.add(Map.of("on", day(20 + random.nextInt(160))));
    if (random.nextBoolean()) runs.add(Map.of("on", day(181)));
    bundle.put("invoiceRuns", runs);
    corrections();
    plans();
    policies();
    return bundle;
  }

  private Map<String, Object> contract(int i) {
    var contract = new LinkedHashMap<String, Object>();
    contract.put("contractId", "C-" + i);
    contract.put("entity", random.nextInt(3) == 0 ? "US" : "DE");
    contract.put("billingAccount", "A-" + random.nextInt(3));
    contract.put("currency", List.of("EUR", "EUR", "USD", "JPY").get(random.nextInt(4)));
    yen = contract.get("currency").equals("JPY");
    if (random.nextInt(3) == 0) contract.put("taxPoint", "work-date");
    contract.put("purchaseOrders", List.of(random.nextBoolean() ? Map.of("number", "PO", "limit", money()) : Map.of("number", "PO"), Map.of("number", "PO-2", "limit", money())));
    if (random.nextInt(6) == 0) contract.put("revenue", "as-billed");
    if (random.nextInt(6) == 0) contract.put("invoicePer", List.of("purchase-order", "line").get(random.nextInt(2)));
    contract.put("startsOn", day(0));
    contract.put("endsOn", day(240));
    if (random.nextInt(4) == 0) contract.put("split", List.of(Map.of("billingAccount", "A-0", "percent", "33.3"), random.nextInt(3) == 0 ? Map.of("billingAccount", "A-1", "percent", "66.7", "entity", "US") : Map.of("billingAccount", "A-1", "percent", "66.7")));
    var lines = new ArrayList<Object>();
    lines.add(time("T", i, random.nextBoolean() ? null : "" + (500 + random.nextInt(4000))));
    if (random.nextBoolean()) lines.add(Map.of("lineId", "R", "billing", "retainer", "amount", money(), "includedMinutes", 300 + random.nextInt(600), "inAdvance", random.nextBoolean(), "scope", scope(i, "r"), "rates", List.of(Map.of("price", money())), "rollover", Map.of("periods", random.nextInt(3), "order", random.nextBoolean() ? "oldest-first" : "current-first", "unused", random.nextInt(3) == 0 ? "refund" : "expire", "recognise", random.nextBoolean() ? "stand-ready" : "by-hours")));
    if (random.nextBoolean()) lines.add(Map.of("lineId", "S", "billing", "subscription", "amount", money(), "calendarPeriods", random.nextBoolean(), "inAdvance", random.nextBoolean(), "from", day(random.nextInt(60)), "scope", scope(i, "s")));
    if (random.nextBoolean()) lines.add(Map.of("lineId", "M", "billing", "milestone", "amount", money(), "milestoneId", "MS-" + i, "scope", scope(i, "m")));
    if (random.nextBoolean()) lines.add(Map.of("lineId", "F", "billing", "fixed-fee", "amount", money(), "schedule", List.of(Map.of("on", day(30), "percent", "33.33"), Map.of("on", day(100), "percent", "66.67")), "scope", scope(i, "f")));
    if (random.nextInt(3) == 0) lines.add(Map.of("lineId", "V", "billing", "units", "tiering", "volume", "tiers", List.of(Map.of("above", "0", "price", "10"), Map.of("above", "30", "price", "6"))));
    units.add(random.nextBoolean());
    if (units.get(i)) lines.add(Map.of("lineId", "U", "billing", "units", "unitPrice", "12.345", "discountPercent", "3"));
    if (random.nextInt(3) == 0) lines.add(Map.of("lineId", "W", "billing", "units", "unitPrice", "20", "quantity", "40"));
    if (random.nextInt(3) == 0) lines.add(Map.of("lineId", "Q", "billing", "progress", "amount", money(), "scope", scope(i, "q")));
    if (random.nextInt(3) == 0) lines.add(Map.of("lineId", "K", "billing", "fixed-fee", "amount", money(), "schedule", List.of(Map.of("on", day(60), "percent", "50")), "scope", scope(i, "k")));
    var expenses = new LinkedHashMap<String, Object>(Map.of("lineId", "X", "billing", "expenses", "markupPercent", "2.5", "scope", Map.of("projects", List.of("P-" + i))));
    if (random.nextInt(3) == 0) expenses.put("cap", money());
    lines.add(expenses);
    contract.put("lines", lines);
    if (random.nextInt(3) == 0) contract.put("dimensions", Map.of("practice", "" + random.nextInt(3)));
    if (Query.of(contract, "lines[lineId=K]") != null) {
      contract.put("obligations", List.of(Map.of("obligationId", "K", "lines", List.of("K"), "measure", "cost-to-cost")));
      if (random.nextBoolean()) contract.put("variable", List.of(bonus(0), bonus(70)));
    }
    return contract;
  }

  private Map<String, Object> bonus(int from) {
    return Map.of("variableId", "B", "kind", "bonus", "amount", "900", "constrainedTo", "" + random.nextInt(900), "obligationId", "K", "from", day(from));
  }

  /** A second version: other amounts, another end, another entity, other payers, from a day on, known on another. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> amended(Map<String, Object> contract) {
    yen = contract.get("currency").equals("JPY");
    var amended = new LinkedHashMap<>(contract);
    amended.put("version", 2);
    amended.put("effectiveFrom", day(random.nextInt(150)));
    amended.put("approvedOn", day(20 + random.nextInt(150)));
    if (random.nextBoolean()) amended.put("endsOn", day(160 + random.nextInt(60)));
    if (random.nextInt(3) == 0) amended.put("entity", random.nextBoolean() ? "US" : "DE");
    if (random.nextInt(3) == 0) amended.put("billingAccount", "A-" + random.nextInt(3));
    if (random.nextInt(4) == 0) amended.put("split", List.of(Map.of("billingAccount", "A-1", "percent", "50"), Map.of("billingAccount", "A-2", "percent", "50")));
    var lines = new ArrayList<Object>();
    for (var line : (List<Map<String, Object>>) contract.get("lines")) {
      var changed = new LinkedHashMap<>(line);
      if (line.containsKey("amount") && random.nextBoolean()) changed.put("amount", money());
      if (line.get("lineId").equals("T") && random.nextBoolean()) changed.put("purchaseOrder", "PO-2");
      if (random.nextInt(4) == 0) changed.put("dimensions", Map.of("practice", "" + random.nextInt(3)));
      lines.add(changed);
    }
    amended.put("lines", lines);
    return amended;
  }

  private List<Object> orders(int contracts) {
    var orders = new ArrayList<Object>();
    for (int i = 0; i < contracts; i++) {
      if (random.nextInt(3) > 0) continue;
      var line = Map.of("lineId", "N", "billing", "time-and-materials", "scope", scope(i, "zz"), "rates", List.of(Map.of("price", "88")));
      var approvals = new ArrayList<Object>();
      for (var side : List.of("crm", "delivery", "erp")) if (random.nextInt(5) > 0) approvals.add(Map.of("in", side, "on", day(40 + random.nextInt(100))));
      orders.add(Map.of("changeOrderId", "CO-" + i, "contractId", "C-" + i, "effectiveFrom", day(30), "lines", List.of(line), "approvals", approvals));
    }
    for (int i = 0; i < contracts; i++) if (has(i, "W")) orders.addAll(inARow(i));
    for (int i = 0; i < contracts; i++) for (var line : List.of("S", "R", "V")) if (has(i, line) && random.nextInt(3) == 0) orders.add(anew(i, line));
    for (int i = 0; i < contracts; i++) if (has(i, "K") && random.nextBoolean()) orders.add(Map.of("changeOrderId", "CO-K-" + i, "contractId", "C-" + i, "effectiveFrom", day(40 + random.nextInt(80)), "obligationId", "K", "lines", List.of(), "priceChange", "" + (1 + random.nextInt(900)), "treatment", random.nextBoolean() ? "prospective" : "cumulative-catch-up", "approvals", everywhere(30 + random.nextInt(120))));
    for (int i = 0; i < contracts; i++) if (has(i, "M")) orders.addAll(ofMilestone(i));
    return orders;
  }

  /** A line as a change order agrees it: another amount a period, or other tiers. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> anew(int i, String line) {
    var lines = (List<Map<String, Object>>) Query.of(bundle, "contracts[contractId=C-" + i + "].lines[*]");
    var changed = new LinkedHashMap<>(lines.stream().filter(each -> each.get("lineId").equals(line)).findFirst().orElseThrow());
    if (line.equals("V")) changed.put("tiers", List.of(Map.of("above", "0", "price", "9.5"), Map.of("above", "40", "price", "5")));
    else changed.put("amount", "" + (1 + random.nextInt(5000)));
    return Map.of("changeOrderId", "CO-" + line + "-" + i, "contractId", "C-" + i, "effectiveFrom", day(61 + random.nextInt(80)), "lines", List.of(changed), "approvals", everywhere(40 + random.nextInt(120)));
  }

  private static List<Object> everywhere(int day) {
    return List.of(Map.of("in", "crm", "on", day(day)), Map.of("in", "delivery", "on", day(day)), Map.of("in", "erp", "on", day(day)));
  }

  /** Changes of a milestone's amount, some of them after it was completed. */
  private List<Object> ofMilestone(int i) {
    var orders = new ArrayList<Object>();
    for (int each = 0; each < random.nextInt(3); each++) {
      int from = 20 + each * 50 + random.nextInt(50);
      var approvals = new ArrayList<Object>();
      for (var side : List.of("crm", "delivery", "erp")) if (random.nextInt(9) > 0) approvals.add(Map.of("in", side, "on", day(from - 20 + random.nextInt(60))));
      var line = Map.of("lineId", "M", "billing", "milestone", "amount", "" + (1 + random.nextInt(900)), "milestoneId", "MS-" + i, "scope", scope(i, "m"));
      orders.add(Map.of("changeOrderId", "CO-M-" + i + "-" + each, "contractId", "C-" + i, "effectiveFrom", day(from), "obligationId", "M", "treatment", random.nextBoolean() ? "prospective" : "cumulative-catch-up", "lines", List.of(line), "approvals", approvals));
    }
    return orders;
  }

  /** Changes of units and of a fee beside them, each replacing what the one before said. */
  private List<Object> inARow(int i) {
    var orders = new ArrayList<Object>();
    var more = random.nextBoolean() ? "W" : "W-2";
    for (int each = 0; each < random.nextInt(4); each++) {
      var lines = new ArrayList<Object>();
      lines.add(Map.of("lineId", more, "billing", "units", "unitPrice", "" + (10 + random.nextInt(20)), "quantity", "" + (40 + random.nextInt(40))));
      if (random.nextInt(3) == 0) lines.add(Map.of("lineId", "G", "billing", "fixed-fee", "amount", "" + (1 + random.nextInt(900)), "scope", scope(i, "g")));
      int from = 20 + each * 40;
      var approvals = new ArrayList<Object>();
      for (var side : List.of("crm", "delivery", "erp")) if (random.nextInt(9) > 0) approvals.add(Map.of("in", side, "on", day(from + random.nextInt(50))));
      orders.add(Map.of("changeOrderId", "CO-" + i + "-" + each, "contractId", "C-" + i, "effectiveFrom", day(from), "obligationId", "W", "treatment", random.nextBoolean() ? "prospective" : "cumulative-catch-up", "lines", lines, "approvals", approvals));
    }
    return orders;
  }

  private Map<String, Object> time(String id, int i, String cap) {
    var line = new LinkedHashMap<String, Object>();
    line.put("lineId", id);
    line.put("billing", "time-and-materials");
    line.put("scope", scope(i, "t"));
    if (cap != null) line.put("cap", cap);
    if (random.nextInt(3) == 0) line.put("purchaseOrder", "PO");
    if (random.nextInt(5) == 0) line.put("minimumMinutesPerDay", 240);
    line.put("factors", Map.of("overtime", "1.25"));
    var rates = new ArrayList<Object>();
    rates.add(Map.of("rateId", "R", "version", 1, "price", "97.77"));
    if (random.nextBoolean()) rates.add(Map.of("rateId", "R", "version", 2, "price", "111.11", "effectiveFrom", day(random.nextInt(100)), "knownOn", day(random.nextInt(181))));
    if (random.nextBoolean()) rates.add(Map.of("rateId", "P", "role", "partner", "price", "1999.99", "per", "day", "minutesPerDay", 456));
    if (random.nextInt(3) == 0) rates.add(Map.of("rateId", "E", "entity", random.nextBoolean() ? "DE" : "US", "price", "83.33"));
    line.put("rates", rates);
    return line;
  }

  private static Map<String, Object> scope(int i, String task) {
    return Map.of("projects", List.of("P-" + i), "tasks", List.of(task));
  }

  private void work(int contracts) {
    yen = false;
    var entries = new ArrayList<Object>();
    var tasks = List.of("t", "t", "t", "r", "r", "m", "zz");
    for (int i = 0; i < random.nextInt(40); i++) {
      int worked = random.nextInt(170);
      int known = Math.min(180, worked + random.nextInt(40));
      var entry = new LinkedHashMap<String, Object>();
      entry.put("entryId", "E-" + i);
      entry.put("projectId", "P-" + random.nextInt(contracts));
      entry.put("taskId", tasks.get(random.nextInt(tasks.size())));
      entry.put("personId", random.nextBoolean() ? "ada" : "bob");
      entry.put("workDate", day(worked));
      entry.put("approvedOn", day(known));
      entry.put("minutes", 1 + random.nextInt(700));
      if (random.nextInt(8) == 0) entry.put("billable", false);
      if (random.nextInt(5) == 0) entry.put("role", "partner");
      if (random.nextInt(9) == 0) entry.put("timeType", random.nextBoolean() ? "overtime" : "night");
      entries.add(entry);
      for (int version = 2; random.nextInt(3) == 0 && version < 5; version++) {
        var changed = new LinkedHashMap<>(entry);
        changed.put("version", "" + version);
        if (random.nextBoolean()) changed.put("reason", "why " + version);
        changed.put("minutes", 1 + random.nextInt(700));
        known = Math.min(181, known + 1 + random.nextInt(30));
        changed.put("approvedOn", day(known));
        changed.put("approval", List.of("approved", "approved", "reopened", "deleted").get(random.nextInt(4)));
        entries.add(changed);
      }
    }
    bundle.put("timeEntries", entries);
    var milestones = new ArrayList<Object>();
    var usage = new ArrayList<Object>();
    var expenses = new ArrayList<Object>();
    for (int i = 0; i < contracts; i++) {
      milestones.add(random.nextBoolean() ? Map.of("milestoneId", "MS-" + i, "completedOn", day(random.nextInt(180)), "acceptanceReference", "A") : Map.of("milestoneId", "MS-" + i, "completedOn", day(random.nextInt(180))));
      for (int day = 10; has(i, "V") && day < 230; day += 50) usage.add(Map.of("usageId", "V-" + i + "-" + day, "contractId", "C-" + i, "lineId", "V", "on", day(day), "quantity", "" + random.nextInt(30), "planned", day > 181));
      for (int day = 15; has(i, "W") && day < 230; day += 30) usage.add(Map.of("usageId", "W-" + i + "-" + day, "contractId", "C-" + i, "lineId", "W", "on", day(day), "quantity", "" + random.nextInt(20), "planned", day > 181));
      if (units.get(i)) usage.add(Map.of("usageId", "U-" + i, "contractId", "C-" + i, "lineId", "U", "on", day(random.nextInt(180)), "quantity", "" + random.nextInt(50)));
      expenses.addAll(expense(i, contracts));
    }
    bundle.put("milestones", milestones);
    bundle.put("usage", usage);
    bundle.put("expenses", expenses);
  }

  /** How far progress lines are, and what obligations measured by cost cost so far and still will: more than their price at times. */
  private void progress(int contracts) {
    var progress = new ArrayList<Object>();
    var estimates = new ArrayList<Object>();
    for (int i = 0; i < contracts; i++) {
      int done = 0;
      int cost = 0;
      for (int day = 25; day < 181; day += 40) {
        done += random.nextInt(25);
        cost += random.nextInt(900);
        if (has(i, "Q")) progress.add(Map.of("contractId", "C-" + i, "lineId", "Q", "on", day(day), "done", "" + done));
        if (has(i, "K")) estimates.add(Map.of("contractId", "C-" + i, "obligationId", "K", "on", day(day), "costToDate", "" + cost, "costToGo", "" + (1 + random.nextInt(4000)), "reestimate", true));
      }
    }
    bundle.put("progress", progress);
    bundle.put("estimates", estimates);
  }

  /** An expense that may have become more or less, another project's, taxed otherwise or taken back. */
  private List<Object> expense(int i, int contracts) {
    var expense = new LinkedHashMap<String, Object>(Map.of("expenseId", "X-" + i, "projectId", "P-" + i, "incurredOn", day(random.nextInt(100)), "amount", "" + (1 + random.nextInt(900)), "taxTreatment", "standard"));
    int known = 100 + random.nextInt(30);
    expense.put("approvedOn", day(known));
    var versions = new ArrayList<Object>(List.of(expense));
    for (int version = 2; random.nextBoolean() && version < 5; version++) {
      var changed = new LinkedHashMap<>(expense);
      known = Math.min(181, known + random.nextInt(30));
      changed.putAll(Map.of("version", "" + version, "approvedOn", day(known), "amount", "" + (1 + random.nextInt(900)), "projectId", "P-" + random.nextInt(contracts), "taxTreatment", random.nextInt(3) == 0 ? "exempt" : "standard", "approval", random.nextInt(4) == 0 ? "deleted" : "approved"));
      versions.add(changed);
    }
    return versions;
  }

  private boolean has(int i, String line) {
    return ((List<?>) Query.of(bundle, "contracts[contractId=C-" + i + "].lines[*].lineId")).contains(line);
  }

  /** Credits, write-offs and payments need documents to aim at: the history so far says which there are. */
  @SuppressWarnings("unchecked")
  private void corrections() {
    bundle.put("writeOffs", writeOffs());
    var invoices = (List<Map<String, Object>>) ((WhatIf.Outcome.Answered) WhatIf.of(bundle)).tree().get("invoices");
    var credits = new ArrayList<Object>();
    var payments = new ArrayList<Object>();
    if (!invoices.isEmpty()) {
      var invoice = invoices.get(random.nextInt(invoices.size()));
      var on = LocalDate.parse((String) invoice.get("issuedOn"));
      var later = on.plusDays(random.nextInt(20));
      if (random.nextBoolean()) credits.add(Map.of("creditId", "CR-1", "invoice", invoice.get("reference"), "on", later.toString(), "kind", List.of("release", "concession", "reversal").get(random.nextInt(3))));
      else {
        var lines = (List<Map<String, Object>>) invoice.get("lines");
        var line = lines.get(random.nextInt(lines.size()));
        var parts = (List<Map<String, Object>>) line.get("entries");
        if (parts.isEmpty()) credits.add(Map.of("creditId", "CR-1", "invoice", invoice.get("reference"), "on", later.toString(), "kind", "concession", "lines", List.of(Map.of("line", line.get("line"), "amount", "1"))));
        else for (int i = 0; i < Math.min(3, parts.size()); i++) credits.add(Map.of("creditId", "CR-" + i, "invoice", invoice.get("reference"), "on", later.toString(), "lines", List.of(Map.of("entry", parts.get(i).get("entry"), "minutes", parts.get(i).get("minutes")))));
      }
      for (int i = 0; i < random.nextInt(5); i++) {
        var paid = invoices.get(random.nextInt(invoices.size()));
        payments.add(Map.of("paymentId", "B-" + i, "on", day(60 + random.nextInt(121)), "billingAccount", paid.get("billingAccount"), "amount", "JPY".equals(paid.get("currency")) ? "777" : money(), "currency", paid.get("currency")));
      }
    }
    bundle.put("credits", credits);
    bundle.put("payments", payments);
  }

  @SuppressWarnings("unchecked")
  private List<Object> writeOffs() {
    var facts = new ArrayList<Object>();
    var entries = (List<Map<String, Object>>) bundle.get("timeEntries");
    var unknown = (List<?>) Query.of(((WhatIf.Outcome.Answered) WhatIf.of(bundle)).tree(), "held[reason=NO_CONTRACT][*].subject");
    for (int i = 0; i < 3 && !entries.isEmpty(); i++) {
      var entry = entries.get(random.nextInt(entries.size()));
      var fact = new LinkedHashMap<String, Object>();
      fact.put("writeOffId", "W-" + i);
      fact.put("on", day(Math.max(120 + random.nextInt(61), LocalDate.parse((String) entry.get("approvedOn")).getDayOfYear())));
      fact.put("entry", entry.get("entryId"));
      if (random.nextBoolean()) fact.put("price", "11");
      else fact.put("minutes", 1 + random.nextInt(100));
      if (random.nextInt(5) > 0) fact.put("approver", "eve");
      if (!unknown.contains("delivery:" + entry.get("entryId"))) facts.add(fact);
    }
    return facts;
  }

  /** Which invoices money pays, whether an account's payer sends it for all of theirs or in advance, and what of it goes back. */
  @SuppressWarnings("unchecked")
  private void policies() {
    var payments = new ArrayList<Object>();
    var returns = new ArrayList<Object>();
    for (var payment : (List<Map<String, Object>>) bundle.get("payments")) {
      var changed = new LinkedHashMap<>(payment);
      if (random.nextBoolean()) changed.put("allocationPolicy", List.of("oldest-due", "oldest-document", "largest", "contract-first", "exact-match", "pro-rata", "as-named", "hold").get(random.nextInt(8)));
      changed.put("contractId", "C-0");
      if (!payment.get("billingAccount").equals("A-2") && random.nextBoolean()) {
        changed.remove("billingAccount");
        changed.put("payerId", random.nextInt(4) == 0 ? "K-9" : "K-0");
        if (random.nextBoolean()) changed.put("entity", random.nextBoolean() ? "DE" : "US");
      }
      if (!changed.containsKey("entity") && random.nextInt(3) == 0) {
        changed.put("advance", Map.of("contractId", "C-0", "lineId", "T"));
        changed.put("on", day(20 + random.nextInt(120)));
      }
      payments.add(changed);
      for (int i = 0; i < random.nextInt(3); i++) {
        var back = new LinkedHashMap<String, Object>(Map.of("returnId", payment.get("paymentId") + "-" + i, "paymentId", payment.get("paymentId"), "on", LocalDate.parse((String) changed.get("on")).plusDays(random.nextInt(30)).toString()));
        if (random.nextBoolean()) back.put("amount", "JPY".equals(payment.get("currency")) ? "77" : money());
        returns.add(back);
      }
    }
    bundle.put("payments", payments);
    bundle.put("paymentReturns", returns);
  }

  /** Planned work of contracts and of their changes, some of it taken away again. */
  @SuppressWarnings("unchecked")
  private void plans() {
    for (var contract : (List<Map<String, Object>>) bundle.get("contracts")) if (random.nextBoolean()) contract.put("staffing", List.of(planned(600 + random.nextInt(6000)), planned(1 + random.nextInt(99))));
    var orders = new ArrayList<Object>();
    for (var order : (List<Map<String, Object>>) bundle.get("changeOrders")) {
      var changed = new LinkedHashMap<>(order);
      if (Query.of(order, "lines[lineId=N].lineId") != null && random.nextBoolean()) changed.put("staffing", List.of(planned(random.nextInt(600)), Map.of("from", day(200), "through", day(220), "minutes", 1 + random.nextInt(900), "lineId", "N", "costPerHour", "41"), Map.of("from", day(200), "through", day(220), "minutes", -random.nextInt(2), "lineId", "N", "costPerHour", "41")));
      orders.add(changed);
    }
    bundle.put("changeOrders", orders);
  }

  private Map<String, Object> planned(int minutes) {
    int from = 60 + random.nextInt(150);
    var plan = new LinkedHashMap<String, Object>(Map.of("from", day(from), "through", day(from + random.nextInt(60)), "minutes", minutes));
    if (random.nextBoolean()) plan.put("lineId", "T");
    else plan.put("taskId", List.of("t", "r", "m").get(random.nextInt(3)));
    if (random.nextBoolean()) plan.put("personId", random.nextBoolean() ? "ada" : "bob");
    if (random.nextInt(3) == 0) plan.put("costPerHour", "55");
    return plan;
  }

  private String money() {
    if (yen) return "" + (1 + random.nextInt(5000));
    return (1 + random.nextInt(5000)) + "." + (10 + random.nextInt(90));
  }

  private static String day(int offset) {
    return START.plusDays(offset).toString();
  }
}
