package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.Documents.Taken;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lives through the bundle day by day, each day in one order: what became known, corrections asked for, bills, what was earned, money
 * received, exchange. So the order of facts cannot matter.
 */
final class Engine {

  final Facts facts;
  final TermsBook terms;
  final Ledger ledger;
  final TimeBook time;
  final Events events;
  final Retainers retainers;
  final Billing billing;
  final Obligations obligations;
  final Revenue revenue;
  final Cash cash;
  final Labour labour;
  final List<Answer.Balance> balances = new ArrayList<>();
  private final Map<LocalDate, List<MoneyFacts.InvoiceRun>> runs = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Bill>> bills = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Credit>> credits = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.WriteOff>> writeOffs = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Payment>> payments = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Application>> applications = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Refund>> refunds = new TreeMap<>();
  private final Map<LocalDate, Set<String>> earning = new TreeMap<>();
  private final Set<LocalDate> days = new TreeSet<>();

  Engine(Facts facts) {
    this.facts = facts;
    terms = new TermsBook(facts);
    ledger = new Ledger(facts);
    time = new TimeBook(facts, terms, ledger);
    events = new Events(facts, terms, ledger);
    retainers = new Retainers(facts, terms, time);
    billing = new Billing(facts, terms, time, events, ledger, retainers);
    obligations = new Obligations(facts, terms);
    revenue = new Revenue(facts, terms, time, ledger, obligations, new Measures(facts, terms, time, events, billing, retainers), events);
    billing.revenue(revenue);
    cash = new Cash(facts, billing.documents, ledger);
    labour = new Labour(facts, terms, ledger);
  }

  Engine lived() {
    plan();
    for (var day : days) live(day);
    return this;
  }

  private void plan() {
    var bundle = facts.bundle;
    facts.unique(bundle.invoiceRuns(), run -> run.on() + "|" + run.through() + "|" + run.contractId()).values().forEach(each -> at(runs, each.on(), each));
    facts.unique(bundle.bills(), MoneyFacts.Bill::billId).values().forEach(each -> at(bills, each.on(), each));
    facts.unique(bundle.credits(), MoneyFacts.Credit::creditId).values().forEach(each -> at(credits, each.on(), each));
    facts.unique(bundle.writeOffs(), MoneyFacts.WriteOff::writeOffId).values().forEach(each -> at(writeOffs, each.on(), each));
    facts.unique(bundle.payments(), MoneyFacts.Payment::paymentId).values().forEach(each -> at(payments, each.on(), each));
    facts.unique(bundle.applications(), MoneyFacts.Application::applicationId).values().forEach(each -> at(applications, each.on(), each));
    facts.unique(bundle.refunds(), MoneyFacts.Refund::refundId).values().forEach(each -> at(refunds, each.on(), each));
    facts.time.forEach(each -> day(each.approvedOn()));
    bundle.estimates().forEach(each -> earns(each.on(), each.contractId()));
    bundle.deliveries().forEach(each -> earns(each.on(), each.contractId()));
    bundle.progress().forEach(each -> earns(each.on(), each.contractId()));
    bundle.usage().forEach(each -> earns(each.on(), each.contractId()));
    bundle.expenses().forEach(each -> facts.contractIds().forEach(id -> earns(each.approvedOn(), id)));
    bundle.milestones().forEach(each -> facts.contractIds().forEach(id -> earns(each.acceptedOn(), id)));
    bundle.costs().forEach(each -> day(each.on()));
    for (var id : facts.contractIds()) contractDays(id);
  }

  private void contractDays(String id) {
    for (var version : facts.contracts.get(id)) {
      version.variable().forEach(each -> earns(each.from(), id));
      earns(version.approvedOn(), id);
    }
    facts.changeOrders.getOrDefault(id, List.of()).forEach(order -> earns(Facts.inForceOn(order), id));
    terms.editions(id).forEach(this::day);
    for (var month = YearMonth.from(facts.first(id).startsOn()); !month.atEndOfMonth().isAfter(facts.asOf); month = month.plusMonths(1)) earns(month.atEndOfMonth(), id);
    earns(facts.asOf, id);
  }

  private void day(LocalDate day) {
    if (day != null && !day.isAfter(facts.asOf)) days.add(day);
  }

  private void earns(LocalDate day, String contractId) {
    if (day == null || day.isAfter(facts.asOf)) return;
    days.add(day);
    earning.computeIfAbsent(day, key -> new TreeSet<>()).add(contractId);
  }

  private <T> void at(Map<LocalDate, List<T>> plan, LocalDate day, T fact) {
    if (day.isAfter(facts.asOf)) return;
    days.add(day);
    plan.computeIfAbsent(day, key -> new ArrayList<>()).add(fact);
  }

  private void live(LocalDate day) {
    var fresh = time.know(day);
    labour.book(fresh, day);
    labour.spend(day, events);
    revenue.late(fresh, day);
    var moved = new HashSet<String>();
    fresh.forEach(entry -> {
      if (entry.contractId != null) moved.add(entry.contractId);
    });
    for (var id : facts.contractIds()) if (terms.editions(id).contains(day)) moved.add(id);
    for (var id : new TreeSet<>(moved)) earn(id, day, true);
    var waiting = new ArrayList<MoneyFacts.Credit>();
    for (var credit : credits.getOrDefault(day, List.of())) if (!credit(credit)) waiting.add(credit);
    writeOffs.getOrDefault(day, List.of()).forEach(billing::writeOff);
    var runsToday = runs.getOrDefault(day, List.of());
    runsToday.forEach(billing::run);
    var billsToday = bills.getOrDefault(day, List.of());
    billsToday.forEach(billing::made);
    for (var credit : waiting) if (!credit(credit)) throw facts.refused(credit, "invoice", "UNKNOWN_REFERENCE", "no invoice " + credit.invoice() + " on " + day);
    for (var id : facts.contractIds()) {
      boolean all = earning.getOrDefault(day, Set.of()).contains(id);
      boolean touched = revenue.takeTouched(id);
      if (all || !(runsToday.isEmpty() && billsToday.isEmpty()) && started(id, day)) earn(id, day, !all && revenue.nothingDirect(id));
      else if (touched) earn(id, day, true);
    }
    payments.getOrDefault(day, List.of()).forEach(cash::receive);
    applications.getOrDefault(day, List.of()).forEach(cash::apply);
    refunds.getOrDefault(day, List.of()).forEach(cash::refund);
    if (day.equals(YearMonth.from(day).atEndOfMonth())) revalue(day);
    if (day.equals(YearMonth.from(day).atEndOfMonth()) || day.equals(facts.asOf)) facts.contractIds().forEach(id -> balance(id, day));
  }

  private boolean started(String contractId, LocalDate day) {
    return !day.isBefore(facts.first(contractId).startsOn());
  }

  private void earn(String contractId, LocalDate day, boolean onlyTime) {
    retainers.settle(contractId, day);
    revenue.upTo(contractId, day, onlyTime);
  }

  /** False while the invoice is not there yet. */
  private boolean credit(MoneyFacts.Credit fact) {
    var doc = billing.documents.byReference.get(fact.invoice());
    if (doc == null || doc.corrects != null) return false;
    var taken = fact.lines().isEmpty() ? doc.lines.stream().filter(line -> !line.left.isZero() || line.minutesLeft() > 0).map(Billing::allOf).toList() : parts(fact, doc);
    if (taken == null) return true;
    if (taken.isEmpty()) billing.hold("credit", fact.creditId(), doc.contract.contractId(), "CREDIT_EXCEEDS", "nothing is left of " + fact.invoice());
    else billing.credit(doc, taken, fact.on(), fact.reason() == null ? fact.creditId() : fact.reason(), fact.kind(), fact.reference());
    return true;
  }

  private List<Taken> parts(MoneyFacts.Credit fact, Doc doc) {
    var amounts = new LinkedHashMap<Documents.DocLine, Money>();
    var minutes = new LinkedHashMap<Documents.DocLine, Map<String, Long>>();
    for (var each : fact.lines().stream().sorted(Comparator.comparing(part -> part.line() + "|" + part.entry() + "|" + part.amount() + "|" + part.minutes())).toList()) {
      boolean found = false;
      for (var line : doc.lines) {
        if (found && each.entry() == null && each.amount() != null || each.line() != null && !each.line().equals(line.draft.contractLineId())) continue;
        if (each.entry() != null) found |= entry(each, line, amounts, minutes);
        else if (each.amount() != null) {
          amounts.merge(line, facts.money(each.amount(), doc.currency, each, "amount"), Money::plus);
          found = true;
        } else {
          amounts.put(line, line.left);
          minutes.put(line, new TreeMap<>(line.holds));
          found = true;
        }
      }
      if (!found) throw facts.refused(each, each.entry() == null ? "line" : "entry", "UNKNOWN_REFERENCE", fact.invoice() + " does not hold it");
    }
    for (var each : amounts.entrySet()) {
      if (each.getValue().compareTo(each.getKey().left) > 0 || !each.getValue().isPositive() && minutes.get(each.getKey()) == null) {
        billing.hold("credit", fact.creditId(), doc.contract.contractId(), "CREDIT_EXCEEDS", each.getValue() + " asked, " + each.getKey().left + " is left of line " + each.getKey().draft.contractLineId());
        return null;
      }
    }
    return amounts.entrySet().stream().map(each -> new Taken(each.getKey(), each.getValue(), minutes.getOrDefault(each.getKey(), Map.of()))).toList();
  }

  private boolean entry(MoneyFacts.CreditLine each, Documents.DocLine line, Map<Documents.DocLine, Money> amounts, Map<Documents.DocLine, Map<String, Long>> minutes) {
    var entry = billing.find(each.entry());
    long holds = entry == null ? 0 : line.holds.getOrDefault(entry.fact.key(), 0L);
    long wanted = each.minutes() == null ? holds : each.minutes();
    if (holds == 0 || wanted > holds) return false;
    var taken = minutes.computeIfAbsent(line, key -> new TreeMap<>());
    taken.merge(entry.fact.key(), wanted, Long::sum);
    long all = taken.values().stream().mapToLong(Long::longValue).sum();
    var worth = line.draft.price().of(all).rounded(RoundingPolicy.HALF_UP);
    amounts.put(line, all == line.minutesLeft() ? line.left : Money.lesser(worth, line.left));
    return true;
  }

  /** Open receivables in another currency at the month's last rate; taken back the next day. */
  private void revalue(LocalDate day) {
    for (var doc : billing.documents.all) {
      var base = facts.base(doc.entity, doc.currency);
      if (doc.corrects != null || doc.open.isZero() || base.equals(doc.currency)) continue;
      var difference = ledger.converted(doc.open, base, day).minus(ledger.carriedBase(doc.entity, Account.AR, doc.reference, doc.currency, base));
      var gain = difference.isPositive();
      var debit = gain ? Account.AR : Account.FXL;
      var credit = gain ? Account.FXG : Account.AR;
      ledger.postBase("J11", new Ledger.Source(doc.contract.threadId(), "revaluation/" + doc.reference, doc.entity, day, day), debit, credit, difference.abs(), doc.currency);
      var next = day.plusDays(1);
      if (!next.isAfter(facts.asOf)) ledger.postBase("J11", new Ledger.Source(doc.contract.threadId(), "revaluation/" + doc.reference, doc.entity, next, next), credit, debit, difference.abs(), doc.currency);
    }
  }

  private void balance(String contractId, LocalDate day) {
    var contract = facts.latest(contractId, day);
    var asset = ledger.balance(contract.entity(), Account.CA, contractId, contract.currency());
    var liability = ledger.balance(contract.entity(), Account.CL, contractId, contract.currency()).negated();
    var netted = Money.lesser(Money.greater(asset, Money.zero(contract.currency())), Money.greater(liability, Money.zero(contract.currency())));
    balances.add(new Answer.Balance(contractId, YearMonth.from(day).toString(), contract.currency(), revenue.recognised(contractId), billing.billed(contractId), asset.minus(netted), liability.minus(netted)));
  }
}
