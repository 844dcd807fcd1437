package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContractLine;
import io.throughline.finance.ContractVersion;
import io.throughline.finance.ExpenseBilling;
import io.throughline.finance.Invoicing;
import io.throughline.finance.OpenTime;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes bills: what is open and due, by entity, within caps and purchase orders. */
final class Billing {

  /** What one entity bills the same payers of a contract in a run. */
  private static final class Due {

    final List<OpenTime> open = new ArrayList<>();
    final List<BillingEvent> events = new ArrayList<>();
  }

  private final Facts facts;
  private final TermsBook terms;
  private final TimeBook time;
  private final Events events;
  private final Ledger ledger;
  private final Retainers retainers;
  private final Billed billed;
  private final Issuing issuing;
  private final Corrections corrections;
  private final Minimums minimums;
  final Map<String, Answer.Held> held = new TreeMap<>();

  Billing(Facts facts, TermsBook terms, TimeBook time, Events events, Ledger ledger, Retainers retainers, Billed billed, Issuing issuing, Corrections corrections, Minimums minimums) {
    this.facts = facts;
    this.terms = terms;
    this.time = time;
    this.events = events;
    this.ledger = ledger;
    this.retainers = retainers;
    this.billed = billed;
    this.issuing = issuing;
    this.corrections = corrections;
    this.minimums = minimums;
  }

  void bill(String contractId, MoneyFacts.InvoiceRun run) {
    var today = terms.today(contractId, run.on());
    var contract = today.contract();
    var account = facts.accounts.get(contract.billingAccount());
    if (run.on().isBefore(contract.term().from())) return;
    held.values().removeIf(each -> contractId.equals(each.contractId()));
    if (!contract.approved()) hold("contract", contractId, contractId, "CONTRACT_NOT_APPROVED", "the terms are not approved: nothing is billed");
    else if (account != null && account.creditBlocked()) hold("contract", contractId, contractId, "CREDIT_BLOCKED", "account " + account.accountId() + " is blocked");
    else if (ledger.closed(contract.entity(), run.on(), Bundle.Stream.BILLING, run.on())) hold("run", run.on().toString(), contractId, "PERIOD_CLOSED", "billing of " + YearMonth.from(run.on()) + " is closed");
    else {
      retainers.settle(contractId, run.through());
      corrections.correct(contractId, run);
      draft(contractId, today, run);
    }
  }

  private void draft(String contractId, TermsBook.Terms today, MoneyFacts.InvoiceRun run) {
    retainers.settle(contractId, run.through());
    var lines = new TreeMap<String, ContractLine>();
    var lineFacts = new TreeMap<String, ContractFact.Line>(today.lines());
    today.contract().lines().forEach(line -> lines.put(line.lineId(), line));
    var byPayers = new TreeMap<Payers, Due>();
    var contract = facts.latest(contractId, run.on());
    for (var entry : time.of(contractId)) {
      capped(entry, 0);
      if (entry.open() == 0 || entry.fact.workDate().isAfter(run.through())) continue;
      var then = terms.at(contractId, run.on(), entry.fact.workDate());
      known(entry.price().lineId(), then, lines, lineFacts);
      var apart = issuing.apart(contract, then.payers(), lineFacts.get(entry.price().lineId()), entry.fact.workDate(), run.on());
      due(byPayers, then.payers()).open.add(new OpenTime(entry.key, entry.fact.version(), entry.fact.workDate(), entry.open(), entry.generation, entry.price(), apart));
    }
    for (var event : events(contractId, run)) {
      known(event.lineId(), terms.having(contractId, event.lineId(), run.on()), lines, lineFacts);
      if (event.kind() == BillingModel.MILESTONE) agreed(event, run.on(), lines);
      due(byPayers, terms.at(contractId, run.on(), event.dueOn()).payers()).events.add(event);
    }
    for (var event : minimums.due(contractId, run.on(), run.through())) {
      if (billed.rest(event).isPositive()) due(byPayers, terms.at(contractId, run.on(), event.dueOn()).payers()).events.add(event.only(billed.rest(event)));
    }
    var names = new Issuing.Names(null);
    byPayers.forEach((payers, due) -> draft(contractId, today.contract(), payers, due, lines, lineFacts, run.on(), names));
  }

  /** A bill that was made outside a run. Minutes that are not billable as the facts have it are held, not billed. */
  void made(MoneyFacts.Bill bill) {
    var contractId = bill.contractId();
    retainers.settle(contractId, bill.on());
    var today = terms.today(contractId, bill.on());
    var lines = new TreeMap<String, ContractLine>();
    var lineFacts = new TreeMap<String, ContractFact.Line>(today.lines());
    today.contract().lines().forEach(line -> lines.put(line.lineId(), line));
    var byPayers = new TreeMap<Payers, Due>();
    var taken = new HashMap<TimeBook.Entry, Long>();
    for (var part : bill.entries().stream().sorted(Comparator.comparing(MoneyFacts.BilledTime::entry).thenComparing(MoneyFacts.BilledTime::minutes)).toList()) {
      var entry = time.find(part.entry());
      if (entry == null || !contractId.equals(entry.contractId) || entry.open() - taken.getOrDefault(entry, 0L) < part.minutes()) {
        hold("bill", bill.billId() + "/" + part.entry(), contractId, "NOT_BILLABLE", part.minutes() + " minutes of " + part.entry() + " are not open");
        continue;
      }
      taken.merge(entry, (long) part.minutes(), Long::sum);
      var then = terms.at(contractId, bill.on(), entry.fact.workDate());
      known(entry.price().lineId(), then, lines, lineFacts);
      due(byPayers, then.payers()).open.add(new OpenTime(entry.key, entry.fact.version(), entry.fact.workDate(), part.minutes(), entry.generation, entry.price()));
    }
    var shut = new ArrayList<>(bill.periods());
    for (var event : events.due(contractId, bill.on(), bill.on())) {
      if (!billed.rest(event).isPositive() || !holds(bill, event)) continue;
      shut.removeIf(each -> each.is(event));
      known(event.lineId(), terms.having(contractId, event.lineId(), bill.on()), lines, lineFacts);
      due(byPayers, terms.at(contractId, bill.on(), event.dueOn()).payers()).events.add(event.only(billed.rest(event)));
    }
    for (var each : shut) hold("bill", bill.billId() + "/" + each.line() + "/" + each.from(), contractId, "NOT_BILLABLE", "nothing of the period of " + each.line() + " from " + each.from() + " is due and open");
    var names = new Issuing.Names(bill.billId());
    byPayers.forEach((payers, due) -> draft(contractId, today.contract(), payers, due, lines, lineFacts, bill.on(), names));
  }

  private static boolean holds(MoneyFacts.Bill bill, BillingEvent event) {
    return bill.milestones().stream().anyMatch(id -> event.source().equals("delivery:" + id)) || bill.expenses().stream().anyMatch(id -> event.source().equals(ExpenseBilling.source(id))) || bill.periods().stream().anyMatch(each -> each.is(event));
  }

  private void capped(TimeBook.Entry entry, long minutes) {
    entry.capped = minutes;
    time.changed(entry);
  }

  private static Due due(Map<Payers, Due> byPayers, Payers payers) {
    return byPayers.computeIfAbsent(payers, key -> new Due());
  }

  private static void known(String lineId, TermsBook.Terms then, Map<String, ContractLine> lines, Map<String, ContractFact.Line> lineFacts) {
    if (lines.containsKey(lineId)) return;
    then.contract().line(lineId).ifPresent(line -> lines.put(lineId, line));
    lineFacts.put(lineId, then.lines().get(lineId));
  }

  /** A milestone may bill what was agreed on its day or later, though less is agreed now. */
  private void agreed(BillingEvent event, LocalDate on, Map<String, ContractLine> lines) {
    var since = new Period(event.dueOn(), event.dueOn().isAfter(on) ? event.dueOn() : on);
    for (var day : terms.changes(event.contractId(), since)) {
      terms.at(event.contractId(), on, day).contract().line(event.lineId()).filter(line -> line.amount() != null && line.amount().compareTo(lines.get(line.lineId()).amount()) > 0).ifPresent(line -> lines.put(line.lineId(), line));
    }
  }

  private void draft(String contractId, ContractVersion today, Payers payers, Due due, Map<String, ContractLine> lines, Map<String, ContractFact.Line> lineFacts, LocalDate on, Issuing.Names names) {
    var soFar = new TreeMap<String, Money>();
    for (var lineId : lines.keySet()) soFar.put(lineId, billed.of(contractId, lineId));
    var conceded = new TreeMap<String, Money>();
    for (var lineId : lines.keySet()) conceded.put(lineId, billed.conceded(contractId, lineId));
    var orders = new PurchaseOrders(facts, billed, lineFacts.values());
    var drafted = Invoicing.draft(with(today, payers.entity(), lines.values()), orders.within(contractId, due.open, on, held), orders.events(contractId, due.events, on, held), soFar, conceded, orders.room(contractId, on), on);
    for (var capped : drafted.covered()) {
      var entry = time.entries.get(capped.entryKey());
      capped(entry, entry.capped + capped.minutes());
    }
    for (var each : drafted.noRoom()) held.put("room:" + each.entryKey(), new Answer.Held("time-entry", each.entryKey(), contractId, each.lineId(), "BEYOND_PO", "purchase order " + each.purchaseOrder() + " has no room", each.minutes(), today.currency(), each.worth().rounded(today.rounding())));
    for (var beyond : drafted.held()) {
      var order = beyond.purchaseOrder();
      var text = order == null ? beyond.agreed() + " agreed, " + beyond.billedSoFar() + " billed" : "purchase order " + order + " has no room: " + beyond.agreed().minus(beyond.billedSoFar()) + " is left";
      held.put("event:" + beyond.event().eventId(), new Answer.Held("billing-event", beyond.event().eventId(), contractId, beyond.event().lineId(), order == null ? "BEYOND_TERMS" : "BEYOND_PO", text, null, today.currency(), beyond.event().amount()));
    }
    for (var draft : drafted.invoices()) {
      var why = issuing.issue(contractId, payers, draft, lineFacts, on, names);
      if (why != null) hold("invoice", draft.documentId(), contractId, why.reason(), why.text());
    }
  }

  /** What is left of each event that is due. A fee, and progress of one, is never billed beyond what is due of the whole line. */
  private List<BillingEvent> events(String contractId, MoneyFacts.InvoiceRun run) {
    var fresh = new ArrayList<BillingEvent>();
    var byLine = new TreeMap<String, List<BillingEvent>>();
    for (var event : events.due(contractId, run.on(), run.through())) {
      if (event.kind() == BillingModel.FIXED_FEE || event.kind() == BillingModel.PROGRESS) byLine.computeIfAbsent(event.lineId(), key -> new ArrayList<>()).add(event);
      else rest(fresh, event, billed.rest(event));
    }
    byLine.values().forEach(due -> cumulative(fresh, contractId, due));
    return fresh;
  }

  private void rest(List<BillingEvent> fresh, BillingEvent event, Money rest) {
    if (rest.isPositive() || rest.isZero() && !billed.ever(event)) fresh.add(event.only(rest));
  }

  private void cumulative(List<BillingEvent> fresh, String contractId, List<BillingEvent> due) {
    var need = billed.gap(contractId, due);
    for (int i = due.size() - 1; i >= 0; i--) {
      var event = due.get(i);
      var part = Money.lesser(Money.greater(need, Money.zero(need.currency())), billed.rest(event));
      rest(fresh, event, part);
      if (part.isPositive()) need = need.minus(part);
    }
  }

  void hold(String kind, String subject, String contractId, String reason, String text) {
    held.put(kind + ":" + subject + ":" + contractId + ":" + reason, new Answer.Held(kind, subject, contractId, null, reason, text, null, null, null));
  }

  private static ContractVersion with(ContractVersion contract, String entity, Collection<ContractLine> lines) {
    return new ContractVersion(
        contract.contractId(), contract.version(), contract.threadId(), entity, contract.billingAccount(), contract.currency(), contract.term(), contract.approved(), contract.paymentTermsDays(), contract.rounding(), contract.invoicePer(), List.copyOf(lines));
  }
}
