package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.finance.Account;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Lives through the bundle day by day, each day in one order: what became known, corrections asked for, bills, what was earned, money
 * received, exchange. So the order of facts cannot matter.
 */
class Engine {

  final Facts facts;
  final TermsBook terms;
  final Ledger ledger;
  final WaitingTax waiting;
  final Advances advances;
  final TimeBook time;
  final Events events;
  final Retainers retainers;
  final Schedule schedule;
  final Documents documents = new Documents();
  final Billed billed;
  private final Minimums minimums;
  final Issuing issuing;
  final Billing billing;
  final Corrections corrections;
  final Credits credits;
  final WriteOffs writeOffs;
  final Positions positions;
  final Values values;
  final Obligations obligations;
  final Revenue revenue;
  final Cash cash;
  final Returns returns;
  final Labour labour;
  final Staffing staffing;
  final List<Answer.Balance> balances = new ArrayList<>();
  private final Map<String, Answer.Balance> last = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.InvoiceRun>> runs = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Bill>> bills = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Credit>> creditDays = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.WriteOff>> writeOffDays = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Payment>> payments = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Application>> applications = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Return>> paymentReturns = new TreeMap<>();
  private final Map<LocalDate, List<MoneyFacts.Refund>> refunds = new TreeMap<>();
  private final Map<LocalDate, Set<String>> earning = new TreeMap<>();
  private final Set<LocalDate> days = new TreeSet<>();
  /** Whose turn it is: who is parked when an invariant fails. */
  String contract;

  Engine(Facts facts) {
    this.facts = facts;
    terms = new TermsBook(facts);
    ledger = new Ledger(facts);
    time = new TimeBook(facts, terms, ledger);
    schedule = new Schedule(facts, terms);
    retainers = new Retainers(terms, time, schedule);
    events = new Events(facts, terms, schedule, retainers, new Units(facts, terms), new Expenses(facts, terms, ledger));
    billed = new Billed(facts);
    obligations = new Obligations(facts, terms, events.units, events.milestones);
    staffing = new Staffing(facts, ledger);
    minimums = new Minimums(facts, terms, time, billed);
    revenue = new Revenue(facts, terms, time, ledger, obligations, new Measures(facts, terms, time, events, billed, retainers, schedule, staffing, minimums), events);
    waiting = new WaitingTax(ledger);
    advances = new Advances(facts, ledger);
    issuing = new Issuing(facts, time, ledger, waiting, events.expenses, billed, revenue, documents);
    var losses = new Losses(ledger, waiting);
    credits = new Credits(facts, time, ledger, billed, revenue, documents, losses, waiting, advances);
    corrections = new Corrections(facts, terms, time, events, billed, issuing, credits, minimums);
    billing = new Billing(facts, terms, time, events, ledger, retainers, billed, issuing, corrections, minimums);
    writeOffs = new WriteOffs(facts, time, revenue);
    values = new Values(facts, terms, obligations, schedule, revenue, retainers, events.units, events.milestones);
    positions = new Positions(facts, ledger, revenue);
    returns = new Returns(facts, ledger, waiting, advances);
    cash = new Cash(facts, documents, ledger, losses, waiting, advances, returns);
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
    facts.unique(bundle.credits(), MoneyFacts.Credit::creditId).values().forEach(each -> {
      at(creditDays, each.on(), each);
      if (each.madeOn() != null && each.madeOn().isAfter(each.on())) at(creditDays, each.madeOn(), each);
    });
    facts.unique(bundle.writeOffs(), MoneyFacts.WriteOff::writeOffId).values().forEach(each -> at(writeOffDays, each.on(), each));
    facts.unique(bundle.payments(), MoneyFacts.Payment::paymentId).values().forEach(each -> at(payments, each.on(), each));
    facts.unique(bundle.paymentReturns(), MoneyFacts.Return::returnId).values().forEach(each -> at(paymentReturns, each.on(), each));
    facts.unique(bundle.applications(), MoneyFacts.Application::applicationId).values().forEach(each -> at(applications, each.on(), each));
    facts.unique(bundle.refunds(), MoneyFacts.Refund::refundId).values().forEach(each -> at(refunds, each.on(), each));
    facts.time.forEach(each -> day(each.approvedOn()));
    bundle.estimates().forEach(each -> earns(each.on(), each.contractId()));
    bundle.deliveries().forEach(each -> earns(each.on(), each.contractId()));
    bundle.progress().stream().filter(each -> !each.planned()).forEach(each -> earns(each.on(), each.contractId()));
    bundle.usage().stream().filter(each -> !each.planned()).forEach(each -> earns(each.on(), each.contractId()));
    bundle.expenses().forEach(each -> events.expenses.owners(each.expenseId(), each.approvedOn()).forEach(id -> earns(each.approvedOn(), id)));
    bundle.costs().forEach(each -> day(each.on()));
    bundle.fxRates().forEach(each -> day(each.knownOn()));
    bundle.periods().forEach(each -> day(each.since()));
    facts.entities.values().forEach(each -> each.fiscalPeriods().forEach(period -> {
      if (!period.through().isBefore(facts.asOf.minusYears(Facts.LONGEST_YEARS))) facts.contractIds().stream().filter(id -> facts.contracts.get(id).stream().anyMatch(version -> version.entity().equals(each.entityId()) && !version.approvedOn().isAfter(period.through()))).forEach(id -> earns(period.through(), id));
    }));
    for (var id : facts.contractIds()) contractDays(id);
  }

  private void contractDays(String id) {
    for (var version : facts.contracts.get(id)) {
      version.variable().forEach(each -> earnsOnceKnown(each.from(), version.approvedOn(), id));
      earnsOnceKnown(version.effectiveFrom(), version.approvedOn(), id);
    }
    facts.changeOrders.getOrDefault(id, List.of()).forEach(order -> earns(facts.inForceOn(order), id));
    terms.editions(id).forEach(this::day);
    facts.contracts.get(id).forEach(version -> milestones(id, version.lines(), version.approvedOn()));
    facts.changeOrders.getOrDefault(id, List.of()).forEach(order -> milestones(id, order.lines(), facts.inForceOn(order)));
    for (var month = YearMonth.from(facts.first(id).startsOn()); !month.atEndOfMonth().isAfter(facts.asOf); month = month.plusMonths(1)) earns(month.atEndOfMonth(), id);
    earns(facts.asOf, id);
  }

  /** Milestones are earned by lines that are known. */
  private void milestones(String id, List<ContractFact.Line> lines, LocalDate agreedOn) {
    var named = lines.stream().map(ContractFact.Line::milestoneId).collect(Collectors.toSet());
    for (var each : facts.bundle.milestones()) {
      if (named.contains(each.milestoneId())) earnsOnceKnown(each.acceptedOn(), each.knownOn() == null || each.knownOn().isBefore(agreedOn) ? agreedOn : each.knownOn(), id);
    }
  }

  private void day(LocalDate day) {
    if (day != null && !day.isAfter(facts.asOf)) days.add(day);
  }

  /** On its day, unless nobody knew of it then, and on the day on which it became known. */
  private void earnsOnceKnown(LocalDate day, LocalDate knownOn, String contractId) {
    if (day != null && facts.known(knownOn, day)) earns(day, contractId);
    earns(knownOn, contractId);
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
    ledger.today(day);
    var billsToday = new BillsOfADay(bills.getOrDefault(day, List.of()));
    var waiting = new ArrayList<>(creditDays.getOrDefault(day, List.of()));
    waiting.sort(Comparator.comparing(MoneyFacts.Credit::sequence, Comparator.nullsLast(Comparator.naturalOrder())));
    var fresh = time.know(day, billsToday::before);
    labour.book(fresh, time.governedAnew(), day);
    labour.spend(day, events.expenses);
    each(id -> positions.settle(id, day));
    earned(fresh, day);
    each(id -> revenue.lateExpenses(id, day));
    while (!time.waiting().isEmpty()) {
      credit(waiting, billsToday, day);
      var next = billsToday.next(time.waiting());
      make(next, waiting, day);
      credit(waiting, billsToday, day);
      fresh = next.isEmpty() ? time.know(day, fact -> false) : time.know(day, billsToday::before);
      labour.book(fresh, time.governedAnew(), day);
      earned(fresh, day);
    }
    documents(day, waiting, billsToday);
    credits.made(day);
    cash.deduct(day);
    var back = paymentReturns.getOrDefault(day, List.of()).stream().collect(Collectors.partitioningBy(each -> returns.came(each.paymentId())));
    back.get(true).forEach(returns::take); // money that comes the same day pays what is open then
    payments.getOrDefault(day, List.of()).forEach(cash::receive);
    applications.getOrDefault(day, List.of()).forEach(cash::apply);
    back.get(false).forEach(returns::take);
    refunds.getOrDefault(day, List.of()).forEach(cash::refund);
    each(id -> positions.settle(id, day));
    ledger.correct(day);
    for (var entity : ledger.closing(day)) revalue(entity, day);
    each(id -> {
      if (day.equals(facts.asOf) || day.equals(ledger.period(facts.latest(id, day).entity(), day).through())) balance(id, day);
    });
  }

  /** What follows in revenue from time that became known and terms that changed. */
  private void earned(List<TimeBook.Entry> fresh, LocalDate day) {
    revenue.late(fresh, day);
    var moved = new HashSet<>(time.left());
    fresh.forEach(entry -> {
      if (entry.contractId != null) moved.add(entry.contractId);
    });
    for (var id : facts.contractIds()) if (terms.editions(id).contains(day)) moved.add(id);
    each(id -> {
      if (moved.contains(id)) earn(id, day, true);
    });
  }

  /** Credits, write-offs, bills, and what follows from them in revenue. */
  private void documents(LocalDate day, List<MoneyFacts.Credit> waiting, BillsOfADay billsToday) {
    credit(waiting, billsToday, day);
    writeOffDays.getOrDefault(day, List.of()).forEach(writeOffs::take);
    each(id -> {
      if (runs(id, day) && started(id, day) && minimums.settle(id, day)) earn(id, day, true);
    });
    for (var run : runs.getOrDefault(day, List.of())) {
      each(id -> {
        if (bills(run, id)) billing.bill(id, run);
      });
    }
    make(billsToday.rest(), waiting, day);
    for (var credit : waiting) if (!credits.credit(credit, day) && !facts.absent(credit.invoice())) throw facts.refused(credit, "invoice", "UNKNOWN_REFERENCE", "no invoice " + credit.invoice() + " on " + day);
    each(id -> {
      boolean all = earning.getOrDefault(day, Set.of()).contains(id);
      boolean touched = revenue.takeTouched(id);
      boolean run = runs(id, day);
      if (all || touched || run) minimums.settle(id, day);
      if (all || (run || bills.getOrDefault(day, List.of()).stream().anyMatch(bill -> bill.contractId().equals(id))) && started(id, day)) earn(id, day, !all && revenue.nothingDirect(id));
      else if (touched) earn(id, day, true);
    });
  }

  /** Whether a run of the day bills a contract. */
  private boolean runs(String contractId, LocalDate day) {
    return runs.getOrDefault(day, List.of()).stream().anyMatch(run -> bills(run, contractId));
  }

  private static boolean bills(MoneyFacts.InvoiceRun run, String contractId) {
    return run.contractId() == null || run.contractId().equals(contractId);
  }

  /** Those that no bill of the day comes before and whose invoice is there. */
  private void credit(List<MoneyFacts.Credit> waiting, BillsOfADay billsToday, LocalDate day) {
    waiting.removeIf(credit -> !billsToday.before(credit) && credits.credit(credit, day));
  }

  private void make(List<MoneyFacts.Bill> inOrder, List<MoneyFacts.Credit> waiting, LocalDate day) {
    for (var bill : inOrder) {
      waiting.removeIf(credit -> BillsOfADay.first(credit.sequence(), bill.sequence()) && credits.credit(credit, day));
      make(bill);
    }
  }

  private void make(MoneyFacts.Bill bill) {
    each(id -> {
      if (bill.contractId().equals(id)) billing.made(bill);
    });
  }

  /** Each contract in turn, those parked left out. */
  private void each(Consumer<String> step) {
    for (var id : facts.contractIds()) {
      if (facts.parked.containsKey(id)) continue;
      contract = id;
      turn(id, step);
    }
    contract = null;
  }

  /** One contract's turn in one step of a day. */
  void turn(String contractId, Consumer<String> step) {
    step.accept(contractId);
  }

  private boolean started(String contractId, LocalDate day) {
    return !day.isBefore(facts.first(contractId).startsOn());
  }

  private void earn(String contractId, LocalDate day, boolean onlyTime) {
    retainers.settle(contractId, day);
    revenue.upTo(contractId, day, onlyTime);
  }

  /** Open receivables in another currency at the period's last rate; taken back the next day. */
  private void revalue(String entity, LocalDate day) {
    for (var doc : documents.all) {
      var base = facts.base(doc.entity, doc.currency);
      if (!doc.entity.equals(entity) || doc.corrects != null || doc.open.isZero() || base.equals(doc.currency)) continue;
      var difference = ledger.converted(doc.open, base, day).minus(ledger.carriedBase(doc.entity, Account.AR, doc.reference, doc.currency, base));
      var gain = difference.isPositive();
      var debit = gain ? Account.AR : Account.FXL;
      var credit = gain ? Account.FXG : Account.AR;
      ledger.postBase("J11", doc.posted("revaluation/" + doc.reference, day), debit, credit, difference.abs(), doc.currency);
      var next = day.plusDays(1);
      if (!next.isAfter(facts.asOf)) ledger.postBase("J11", doc.posted("revaluation/" + doc.reference, next), credit, debit, difference.abs(), doc.currency);
    }
  }

  private void balance(String contractId, LocalDate day) {
    var contract = facts.latest(contractId, day);
    var asset = ledger.balance(contract.entity(), Account.CA, contractId, contract.currency());
    var liability = ledger.balance(contract.entity(), Account.CL, contractId, contract.currency()).negated();
    var netted = Money.lesser(Money.greater(asset, Money.zero(contract.currency())), Money.greater(liability, Money.zero(contract.currency())));
    var period = ledger.period(contract.entity(), day).name();
    var zero = Money.zero(contract.currency());
    var before = Optional.ofNullable(last.get(contractId));
    var opening = before.map(each -> each.contractAsset().minus(each.contractLiability())).orElse(zero);
    var earned = revenue.recognised(contractId).minus(before.map(Answer.Balance::recognised).orElse(zero));
    var invoiced = billed.of(contractId).minus(before.map(Answer.Balance::billed).orElse(zero));
    var setAside = asset.minus(liability).minus(opening.plus(earned).minus(invoiced));
    var balance = new Answer.Balance(contractId, period, contract.currency(), opening, earned, invoiced, setAside, revenue.recognised(contractId), billed.of(contractId), asset.minus(netted), liability.minus(netted));
    last.put(contractId, balance);
    balances.add(balance);
  }
}
