package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContractLine;
import io.throughline.finance.ContractVersion;
import io.throughline.finance.RateVersion;
import io.throughline.finance.ScopeBinding;
import io.throughline.finance.UnitPrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which terms govern work of a day, as they were known on another day. */
final class TermsBook {

  /** Terms of a contract, compiled for the rules, beside the facts they came from. */
  record Terms(ContractVersion contract, Map<String, ContractFact.Line> lines, Payers payers) {

    boolean inForce(String lineId) {
      return lines.containsKey(lineId) && contract.line(lineId).orElseThrow().inForce();
    }
  }

  private final Facts facts;
  final Milestones milestones;
  final PriceChanges priceChanges;
  private final Map<String, TreeSet<LocalDate>> knownDays = new HashMap<>();
  private final Map<String, TreeSet<LocalDate>> workDays = new HashMap<>();
  private final Map<List<Object>, Terms> compiled = new HashMap<>();
  private final Map<List<Object>, List<ContractFact.Line>> allLines = new HashMap<>();

  TermsBook(Facts facts) {
    this.facts = facts;
    milestones = new Milestones(facts, this);
    priceChanges = new PriceChanges(facts, milestones);
    for (var id : facts.contractIds()) {
      var known = new TreeSet<LocalDate>();
      var work = new TreeSet<LocalDate>();
      for (var version : facts.contracts.get(id)) {
        known.add(version.approvedOn());
        work.add(version.effectiveFrom());
        version.lines().forEach(line -> told(line).forEach(rate -> note(known, rate.knownOn())));
      }
      for (var order : facts.changeOrders.getOrDefault(id, List.of())) {
        note(known, facts.inForceOn(order));
        work.add(order.effectiveFrom());
        order.lines().forEach(line -> told(line).forEach(rate -> note(known, rate.knownOn())));
      }
      knownDays.put(id, known);
      workDays.put(id, work);
    }
  }

  private static void note(Set<LocalDate> days, LocalDate day) {
    if (day != null && !day.equals(LocalDate.MAX)) days.add(day);
  }

  /** Changes whenever the terms may have changed. */
  LocalDate edition(String contractId, LocalDate known) {
    var day = knownDays.get(contractId).floor(known);
    return day == null ? LocalDate.MIN : day;
  }

  Set<LocalDate> editions(String contractId) {
    return knownDays.get(contractId);
  }

  Terms at(String contractId, LocalDate known, LocalDate work) {
    var key = List.<Object>of(contractId, edition(contractId, known), day(contractId, work));
    var terms = compiled.get(key);
    if (terms == null) {
      terms = compile(contractId, known, work);
      compiled.put(key, terms);
    }
    return terms;
  }

  /** The terms of today for billing what is no time: all lines in force of all versions, the newest of each id. */
  Terms today(String contractId, LocalDate today) {
    return at(contractId, today, today);
  }

  /** The first days of terms within a period, the period's own first day among them. */
  List<LocalDate> changes(String contractId, Period period) {
    var days = new TreeSet<>(workDays.get(contractId).subSet(period.from(), true, period.through(), true));
    days.add(period.from());
    return List.copyOf(days);
  }

  /** The newest terms, as known today, that have a line; null when none has. */
  Terms having(String contractId, String lineId, LocalDate today) {
    for (var day : workDays.get(contractId).headSet(today, true).descendingSet()) {
      var at = at(contractId, today, day);
      if (at.lines().containsKey(lineId)) return at;
    }
    var at = at(contractId, today, today);
    return at.lines().containsKey(lineId) ? at : null;
  }

  /** The first day that a line governs, as known today: the contract's first day unless it was added later. */
  LocalDate since(String contractId, String lineId, LocalDate today) {
    var first = facts.first(contractId);
    if (first.lines().stream().anyMatch(line -> line.lineId().equals(lineId))) return first.startsOn();
    for (var day : workDays.get(contractId)) if (at(contractId, today, day).lines().containsKey(lineId)) return day.isBefore(first.startsOn()) ? first.startsOn() : day;
    return first.startsOn();
  }

  /** Every line that governed any day through today, each in its newest form: a line that was dropped keeps what it did before. */
  Collection<ContractFact.Line> lines(String contractId, LocalDate today) {
    return allLines.computeIfAbsent(List.of(contractId, edition(contractId, today), day(contractId, today)), key -> {
      var lines = new TreeMap<String, ContractFact.Line>();
      for (var day : workDays.get(contractId).headSet(today, true)) lines.putAll(at(contractId, today, day).lines());
      lines.putAll(at(contractId, today, today).lines());
      return List.copyOf(lines.values());
    });
  }

  LocalDate day(String contractId, LocalDate work) {
    var day = workDays.get(contractId).floor(work);
    return day == null ? LocalDate.MIN : day;
  }

  private Terms compile(String contractId, LocalDate known, LocalDate work) {
    var version = version(contractId, known, work);
    var facts = new LinkedHashMap<String, ContractFact.Line>();
    var lines = new TreeMap<String, ContractLine>();
    for (var line : version.lines()) add(facts, lines, version, line, null, true, known, work);
    for (var order : this.facts.changeOrders.getOrDefault(contractId, List.of())) {
      if (order.effectiveFrom().isAfter(work)) continue;
      var inForce = this.facts.inForce(order, known);
      for (var line : order.lines()) {
        if (!facts.containsKey(line.lineId()) || inForce) add(facts, lines, version, line, order, inForce, known, work);
      }
    }
    var contract = new ContractVersion(
        contractId,
        version.version(),
        version.threadId(),
        version.entity(),
        version.billingAccount(),
        version.currency(),
        new Period(version.startsOn(), version.endsOn()),
        version.state() == ContractFact.Approval.APPROVED && !version.approvedOn().isAfter(known),
        version.paymentTermsDays(),
        version.rounding(),
        version.invoicePer(),
        List.copyOf(lines.values()));
    return new Terms(contract, facts, Payers.of(version));
  }

  /** The version that governs work of a day, as known on another; the first one before all. */
  ContractFact version(String contractId, LocalDate known, LocalDate work) {
    ContractFact best = null;
    for (var each : facts.contracts.get(contractId)) {
      var counts = each.state() == ContractFact.Approval.APPROVED && !each.approvedOn().isAfter(known) && !each.effectiveFrom().isAfter(work);
      if (counts) best = each;
    }
    return best == null ? facts.first(contractId) : best;
  }

  private void add(
      Map<String, ContractFact.Line> facts, Map<String, ContractLine> lines, ContractFact contract, ContractFact.Line line, Bundle.ChangeOrder order, boolean inForce, LocalDate known, LocalDate work) {
    facts.put(line.lineId(), line);
    var currency = contract.currency();
    var rates = new ArrayList<RateVersion>();
    rates(rates, line.rates(), false, line, currency, known);
    if (line.rateCard() != null) rates(rates, this.facts.rateCards.get(line.rateCard()).in(currency), true, line, currency, known);
    var cap = lesser(line.cap(), line.purchaseOrderLimit());
    lines.put(
        line.lineId(),
        new ContractLine(
            line.lineId(),
            line.billing(),
            scope(line, order),
            line.description() == null ? line.lineId() : line.description(),
            line.workstream(),
            line.purchaseOrder(),
            rates,
            cap == null ? null : this.facts.money(cap, currency, line, "cap"),
            line.amount() == null ? null : this.facts.money(line.amount(), currency, line, "amount").plus(priceChanges.of(contract.contractId(), line, known, work)),
            line.milestoneId(),
            order == null ? null : order.changeOrderId(),
            inForce,
            line.factors(),
            line.linePerPerson(),
            line.markupPercent(),
            null));
  }

  private static UnitPrice price(ContractFact.Rate rate, ContractFact.Line line, Currency currency) {
    var price = new UnitPrice(rate.price(), currency, rate.minutes());
    return line.discountPercent() == null ? price : price.times(BigDecimal.ONE.subtract(line.discountPercent().movePointLeft(2)));
  }

  private void rates(List<RateVersion> all, List<ContractFact.Rate> told, boolean listed, ContractFact.Line line, Currency currency, LocalDate known) {
    for (var rate : told) {
      if (!facts.known(rate.knownOn(), known)) continue;
      all.add(new RateVersion(rate.rateId(), rate.version(), rate.effectiveFrom(), rate.effectiveThrough(), rate.role(), rate.person(), rate.entity(), listed, price(rate, line, currency)));
    }
  }

  private List<ContractFact.Rate> told(ContractFact.Line line) {
    var all = new ArrayList<>(line.rates());
    if (line.rateCard() != null) all.addAll(facts.rateCards.get(line.rateCard()).rates());
    return all;
  }

  /** Of two limits, either of which may not be there. */
  static BigDecimal lesser(BigDecimal a, BigDecimal b) {
    if (a == null || b == null) return a == null ? b : a;
    return a.min(b);
  }

  /** As much of an amount as a line's cap allows. */
  static Money within(Facts facts, ContractFact.Line line, Money amount) {
    var cap = lesser(line.cap(), line.purchaseOrderLimit());
    return cap == null ? amount : Money.lesser(amount, facts.money(cap, amount.currency(), line, "cap"));
  }

  private static ScopeBinding scope(ContractFact.Line line, Bundle.ChangeOrder order) {
    var from = order == null ? null : order.effectiveFrom();
    var scope = line.scope();
    if (scope == null) return new ScopeBinding(null, null, null, null, from, null);
    return new ScopeBinding(
        Set.copyOf(scope.projects()), Set.copyOf(scope.tasks()), Set.copyOf(scope.roles()), Set.copyOf(scope.persons()), scope.from() == null ? from : scope.from(), scope.through());
  }

  /** What was sold for a fixed amount on a line: fee or milestone; zero otherwise. */
  static Money fixed(Facts facts, ContractFact.Line line, Currency currency) {
    var fixed = line.billing() == BillingModel.MILESTONE || line.billing() == BillingModel.FIXED_FEE || line.billing() == BillingModel.PROGRESS;
    return fixed && line.amount() != null ? facts.money(line.amount(), currency, line, "amount") : Money.zero(currency);
  }
}
