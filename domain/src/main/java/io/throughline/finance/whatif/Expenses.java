package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ExpenseBilling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was spent for clients: each expense belongs to one contract, is its cost, and is billed with its markup. */
final class Expenses {

  private final Facts facts;
  private final TermsBook terms;
  private final Ledger ledger;
  private final Map<String, WorkFacts.Expense> expenses;
  private final Map<String, String> owners = new TreeMap<>();
  final Map<String, Events.Because> because = new HashMap<>();
  final Map<String, Answer.Held> held = new TreeMap<>();

  Expenses(Facts facts, TermsBook terms, Ledger ledger) {
    this.facts = facts;
    this.terms = terms;
    this.ledger = ledger;
    expenses = facts.unique(facts.bundle.expenses(), WorkFacts.Expense::expenseId);
    expenses.values().removeIf(each -> !facts.known(each.approvedOn(), facts.asOf));
    expenses.values().forEach(this::own);
  }

  Collection<WorkFacts.Expense> all() {
    return expenses.values();
  }

  WorkFacts.Expense of(BillingEvent event) {
    return event.kind() == BillingModel.EXPENSES ? expenses.get(event.source().substring(ExpenseBilling.source("").length())) : null;
  }

  /** The contract an expense belongs to, or null. */
  String owner(WorkFacts.Expense each) {
    return owners.get(each.expenseId());
  }

  /** An expense belongs to one contract: the one whose expense line names its project, else one whose scope does, else one that takes any. */
  private void own(WorkFacts.Expense each) {
    if (each.projectId() == null && each.lineId() == null) {
      hold(each, "NO_PROJECT", "an expense without a project reference");
      return;
    }
    var closest = new ArrayList<String>();
    int best = 0;
    for (var id : facts.contractIds()) {
      int mine = claim(id, each);
      if (mine > best) closest.clear();
      if (mine > 0 && mine >= best) closest.add(id);
      best = Math.max(best, mine);
    }
    if (closest.size() == 1) owners.put(each.expenseId(), closest.get(0));
    else if (closest.isEmpty()) hold(each, "NO_CONTRACT", "no contract takes expenses of " + each.projectId());
    else hold(each, "AMBIGUOUS_CONTRACT", "contracts " + closest + " claim it alike");
  }

  private void hold(WorkFacts.Expense each, String reason, String text) {
    held.put("expense:" + each.expenseId(), new Answer.Held("expense", each.expenseId(), null, null, reason, text, null, null, null));
  }

  private int claim(String contractId, WorkFacts.Expense each) {
    int claim = 0;
    boolean project = facts.contracts.get(contractId).stream().flatMap(version -> version.lines().stream()).anyMatch(line -> names(line, each));
    for (var version : facts.contracts.get(contractId)) {
      for (var line : version.lines()) {
        if (line.billing() != BillingModel.EXPENSES || each.lineId() != null && !each.lineId().equals(line.lineId())) continue;
        boolean any = line.scope() == null || line.scope().projects().isEmpty();
        if (names(line, each)) claim = Math.max(claim, 3);
        else if (any) claim = Math.max(claim, project ? 2 : 1);
      }
    }
    return claim;
  }

  /** Whether a line's scope names the expense's project. */
  private static boolean names(ContractFact.Line line, WorkFacts.Expense each) {
    return each.projectId() != null && line.scope() != null && line.scope().projects().contains(each.projectId());
  }

  List<BillingEvent> due(String contractId, LocalDate today, LocalDate through) {
    var due = new ArrayList<BillingEvent>();
    for (var each : expenses.values()) {
      if (each.approval() != WorkFacts.State.APPROVED || !each.billable() || each.approvedOn().isAfter(today) || each.incurredOn().isAfter(facts.past(through)) || !contractId.equals(owner(each))) continue;
      var at = terms.at(contractId, today, each.incurredOn());
      var line = line(at, each);
      if (line == null) continue;
      var amount = amountOf(each, at);
      if (facts.taxed() && each.taxTreatment() == null) {
        held.put("expense:" + each.expenseId(), new Answer.Held("expense", each.expenseId(), contractId, line.lineId(), "NO_TAX_TREATMENT", "an expense without tax treatment", null, at.contract().currency(), amount));
      } else {
        var exact = ExpenseBilling.marked(amount, line.markupPercent());
        var marked = exact.rounded(at.contract().rounding());
        var event = Events.event(at, line, each.incurredOn(), marked, ExpenseBilling.source(each.expenseId()), null, null);
        due.add(event);
        var percent = line.markupPercent() == null ? BigDecimal.ZERO : line.markupPercent();
        because.put(event.eventId(), new Events.Because("what was spent and its markup, rounded once", amount + " + " + percent.toPlainString() + " %", exact, marked));
      }
    }
    return due;
  }

  Money amountOf(WorkFacts.Expense each, TermsBook.Terms at) {
    var currency = at.contract().currency();
    if (each.currency() == null || each.currency().equals(currency)) return facts.money(each.amount(), currency, each, "amount");
    var spent = facts.money(each.amount(), each.currency(), each, "amount");
    if (each.exchange() == null) return ledger.converted(spent, currency, each.incurredOn());
    var rate = facts.rate(each.exchange());
    if (!rate.isOf(each.currency(), currency)) throw facts.refused(each, "exchange", "NONSENSE", "a rate of other currencies than " + each.currency() + " and " + currency);
    return rate.exchanged(spent);
  }

  private static ContractFact.Line line(TermsBook.Terms at, WorkFacts.Expense each) {
    for (var line : at.lines().values()) {
      if (line.billing() != BillingModel.EXPENSES) continue;
      if (each.lineId() != null ? each.lineId().equals(line.lineId()) : line.scope() == null || line.scope().projects().isEmpty() || names(line, each)) return line;
    }
    return null;
  }
}
