package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ExpenseBilling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was spent for clients: each expense, in its newest version that is known, belongs to one contract, is its cost, and is billed with its markup. */
final class Expenses {

  private final Facts facts;
  private final TermsBook terms;
  private final Ledger ledger;
  /** Versions, lowest first. */
  private final Map<String, List<WorkFacts.Expense>> expenses = new TreeMap<>();
  private final Map<WorkFacts.Expense, String> owners = new IdentityHashMap<>();
  private final Map<LocalDate, Set<String>> approved = new HashMap<>();
  /** What an event bills, as known when it was asked for last. */
  private final Map<String, WorkFacts.Expense> billed = new HashMap<>();
  final Map<String, Events.Because> because = new HashMap<>();
  private final Map<String, Answer.Held> unbilled = new TreeMap<>();
  private final Map<String, Answer.Held> unowned = new TreeMap<>();

  Expenses(Facts facts, TermsBook terms, Ledger ledger) {
    this.facts = facts;
    this.terms = terms;
    this.ledger = ledger;
    for (var each : facts.unique(facts.bundle.expenses(), each -> each.expenseId() + "@" + TimeBook.padded(each.version())).values()) {
      if (!facts.known(each.approvedOn(), facts.asOf)) continue;
      expenses.computeIfAbsent(each.expenseId(), id -> new ArrayList<>()).add(each);
      approved.computeIfAbsent(each.approvedOn(), day -> new TreeSet<>()).add(each.expenseId());
    }
    for (var versions : expenses.values()) {
      versions.sort(Comparator.comparing(each -> TimeBook.padded(each.version())));
      versions.forEach(this::own);
      for (var each : versions) if (owner(each) != null) approved.computeIfAbsent(facts.knownSince(owner(each)), day -> new TreeSet<>()).add(each.expenseId());
    }
  }

  /** The version that counts on a day; null before any is known. */
  private WorkFacts.Expense known(String id, LocalDate today) {
    return expenses.get(id).stream().filter(each -> !each.approvedOn().isAfter(today)).reduce((a, b) -> b).orElse(null);
  }

  /** Expenses of which a version, or the contract that has one, became known on a day, as they are since. */
  List<WorkFacts.Expense> fresh(LocalDate day) {
    return approved.getOrDefault(day, Set.of()).stream().map(id -> known(id, day)).filter(Objects::nonNull).toList();
  }

  /** What was approved for a contract on a day and did not count before. */
  List<WorkFacts.Expense> approved(String contractId, LocalDate day) {
    return fresh(day).stream().filter(each -> each.counts() && contractId.equals(owner(each)) && expenses.get(each.expenseId()).stream().noneMatch(before -> before.counts() && before.approvedOn().isBefore(day))).toList();
  }

  WorkFacts.Expense of(BillingEvent event) {
    return billed.get(event.eventId());
  }

  /** Why an expense is no longer what was known of it on a day; empty where it is, or nobody says. */
  List<String> superseded(BillingEvent event, LocalDate since, LocalDate today) {
    var id = event.kind() == BillingModel.EXPENSES ? event.source().substring(ExpenseBilling.source("").length()) : null;
    return id == null ? List.of() : expenses.get(id).stream().filter(each -> each.reason() != null && each.approvedOn().isAfter(since) && !each.approvedOn().isAfter(today)).map(WorkFacts.Expense::reason).toList();
  }

  Map<String, Answer.Held> held() {
    var all = new TreeMap<>(unbilled);
    all.putAll(unowned);
    return all;
  }

  /** The contracts that any version of an expense belongs to which is known on a day. */
  Set<String> owners(String expenseId, LocalDate day) {
    return expenses.getOrDefault(expenseId, List.of()).stream().filter(each -> !each.approvedOn().isAfter(day)).map(owners::get).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** The contract an expense belongs to, or null. */
  String owner(WorkFacts.Expense each) {
    return owners.get(each);
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
    if (closest.size() == 1) {
      owners.put(each, closest.get(0));
      unowned.remove("expense:" + each.expenseId());
    }
    else if (closest.isEmpty()) hold(each, "NO_CONTRACT", "no contract takes expenses of " + each.projectId());
    else hold(each, "AMBIGUOUS_CONTRACT", "contracts " + closest + " claim it alike");
  }

  private void hold(WorkFacts.Expense each, String reason, String text) {
    unowned.put("expense:" + each.expenseId(), new Answer.Held("expense", each.expenseId(), null, null, reason, text, null, null, null));
  }

  private int claim(String contractId, WorkFacts.Expense each) {
    int claim = 0;
    var lines = facts.lines(contractId).toList();
    boolean project = lines.stream().anyMatch(line -> names(line, each));
    for (var line : lines) {
      if (line.billing() != BillingModel.EXPENSES || each.lineId() != null && !each.lineId().equals(line.lineId())) continue;
      boolean any = line.scope() == null || line.scope().projects().isEmpty();
      if (names(line, each)) claim = Math.max(claim, 3);
      else if (any) claim = Math.max(claim, project ? 2 : 1);
    }
    return claim;
  }

  /** Whether a line's scope names the expense's project. */
  private static boolean names(ContractFact.Line line, WorkFacts.Expense each) {
    return each.projectId() != null && line.scope() != null && line.scope().projects().contains(each.projectId());
  }

  List<BillingEvent> due(String contractId, LocalDate today, LocalDate through) {
    var due = new ArrayList<BillingEvent>();
    for (var id : expenses.keySet()) {
      var each = known(id, today);
      if (each == null || !contractId.equals(owner(each))) continue;
      unbilled.remove("expense:" + id);
      if (!each.counts() || !each.billable() || each.incurredOn().isAfter(facts.past(through))) continue;
      var at = terms.at(contractId, today, each.incurredOn());
      var line = line(at, each);
      var amount = amountOf(each, at);
      if (line == null) {
        unbilled(id, contractId, null, "NO_CONTRACT_LINE", "no line of " + contractId + " bills it on " + each.incurredOn(), amount);
        continue;
      }
      var exact = ExpenseBilling.marked(amount, line.markupPercent());
      var marked = exact.rounded(at.contract().rounding());
      if (!at.inForce(line.lineId())) {
        unbilled(id, contractId, line, "CO_PENDING", "change order " + at.contract().line(line.lineId()).orElseThrow().changeOrder() + " is not in force", marked);
      } else if (facts.taxed() && each.taxTreatment() == null) {
        unbilled(id, contractId, line, "NO_TAX_TREATMENT", "an expense without tax treatment", amount);
      } else {
        var event = Events.event(at, line, each.incurredOn(), marked, ExpenseBilling.source(each.expenseId()), null, null);
        due.add(event);
        billed.put(event.eventId(), each);
        var percent = line.markupPercent() == null ? BigDecimal.ZERO : line.markupPercent();
        because.put(event.eventId(), new Events.Because("what was spent and its markup, rounded once", amount + " + " + percent.toPlainString() + " %", exact, marked));
      }
    }
    return due;
  }

  private void unbilled(String id, String contractId, ContractFact.Line line, String reason, String text, Money amount) {
    unbilled.put("expense:" + id, new Answer.Held("expense", id, contractId, line == null ? null : line.lineId(), reason, text, null, amount.currency(), amount));
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
    ContractFact.Line any = null;
    for (var line : at.lines().values()) {
      if (line.billing() != BillingModel.EXPENSES) continue;
      if (each.lineId() != null ? each.lineId().equals(line.lineId()) : names(line, each)) return line;
      if (each.lineId() == null && any == null && (line.scope() == null || line.scope().projects().isEmpty())) any = line;
    }
    return any;
  }
}
