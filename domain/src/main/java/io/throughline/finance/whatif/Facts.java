package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.finance.BillingModel;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The facts of a bundle without repetition, checked against each other, in an order of their own. */
final class Facts {

  /** No contract of a firm lives longer; every day between would be lived through. */
  static final int LONGEST_YEARS = 60;

  private static final BigDecimal HUNDRED = new BigDecimal(100);

  private static final int MINUTES_A_DAY = 1440;

  final Bundle bundle;
  final LocalDate asOf;
  final LocalDate knownOn;
  final Map<String, Bundle.Entity> entities;
  final Map<String, Bundle.Account> accounts;
  final Map<String, Bundle.Person> people;
  final Map<String, Bundle.RateCard> rateCards;
  final Calendars calendars;
  /** Engagements that must not go on, each with why. */
  final Map<String, String> parked;
  /** Versions of a contract, lowest first. */
  final Map<String, List<ContractFact>> contracts;
  final Map<String, List<Bundle.ChangeOrder>> changeOrders;
  final List<WorkFacts.Time> time;
  private final Set<String> allEntities = new TreeSet<>();
  private final Reading reading;

  Facts(Bundle bundle, Reading reading, Map<String, String> parked) {
    this.bundle = bundle;
    this.parked = parked;
    this.reading = reading;
    asOf = bundle.asOf().effectiveOn();
    knownOn = bundle.asOf().knownOn();
    entities = unique(bundle.entities(), Bundle.Entity::entityId);
    accounts = unique(bundle.accounts(), Bundle.Account::accountId);
    people = unique(bundle.people(), Bundle.Person::personId);
    rateCards = unique(bundle.rateCards(), Bundle.RateCard::rateCardId);
    var known = unique(bundle.calendars(), Bundle.Calendar::calendarId);
    calendars = new Calendars(entities, known);
    for (var entity : entities.values()) if (entity.calendar() != null) known(known, entity.calendar(), entity, "calendar");
    contracts = new TreeMap<>();
    for (var each : unique(bundle.contracts(), fact -> fact.contractId() + "@" + "%09d".formatted(fact.version())).values()) {
      if (!each.approvedOn().isAfter(knownOn)) contracts.computeIfAbsent(each.contractId(), id -> new ArrayList<>()).add(each);
    }
    allEntities.addAll(entities.keySet());
    contracts.values().forEach(versions -> versions.forEach(each -> {
      allEntities.add(each.entity());
      each.split().forEach(share -> {
        if (share.entity() != null) allEntities.add(share.entity());
      });
    }));
    changeOrders = new TreeMap<>();
    for (var each : unique(bundle.changeOrders(), Bundle.ChangeOrder::changeOrderId).values()) {
      known(contracts, each.contractId(), each, "contractId");
      changeOrders.computeIfAbsent(each.contractId(), id -> new ArrayList<>()).add(each);
    }
    changeOrders.values().forEach(each -> each.sort(Comparator.comparing(Bundle.ChangeOrder::effectiveFrom).thenComparing(Bundle.ChangeOrder::changeOrderId)));
    time = unique(bundle.timeEntries(), fact -> fact.key() + "@" + fact.version()).values().stream()
        .filter(fact -> !fact.approvedOn().isAfter(knownOn) && !fact.approvedOn().isAfter(asOf) && !fact.workDate().isAfter(asOf))
        .toList();
    unique(bundle.fxRates(), rate -> rate.from() + "/" + rate.to() + "/" + rate.on() + "/" + rate.knownOn());
    unique(bundle.periods(), state -> state.entity() + "/" + state.name() + "/" + state.stream() + "/" + state.since());
    unique(bundle.taxRates(), rate -> rate.country() + "/" + rate.code() + "/" + rate.from() + "/" + rate.through() + "/" + rate.knownOn());
    references();
  }

  private void references() {
    for (var versions : contracts.values()) {
      for (var contract : versions) {
        if (!entities.isEmpty()) known(entities, contract.entity(), contract, "entity");
        if (!accounts.isEmpty()) known(accounts, contract.billingAccount(), contract, "billingAccount");
        if (!contract.currency().equals(versions.get(0).currency())) throw refused(contract, "currency", "CONTRADICTION", "version " + versions.get(0).version() + " is in " + versions.get(0).currency() + ": another currency is another contract");
        if (contract.startsOn().isBefore(asOf.minusYears(LONGEST_YEARS))) throw refused(contract, "startsOn", "IMPOSSIBLE", "more than " + LONGEST_YEARS + " years before the as-of day");
        var ids = new HashSet<String>();
        for (var line : contract.lines()) {
          if (!ids.add(line.lineId())) throw refused(line, "lineId", "CONTRADICTION", "line " + line.lineId() + " is there twice");
          line(contract, line);
        }
        var shared = contract.split().stream().map(share -> share.billingAccount() + "|" + share.entity()).toList();
        if (new HashSet<>(shared).size() < shared.size()) throw refused(contract, "split", "CONTRADICTION", "an account is there twice");
        for (var share : contract.split()) {
          if (!accounts.isEmpty()) known(accounts, share.billingAccount(), share, "billingAccount");
          if (share.entity() != null && !entities.isEmpty()) known(entities, share.entity(), share, "entity");
        }
        var numbers = contract.purchaseOrders().stream().map(ContractFact.PurchaseOrder::number).toList();
        if (new HashSet<>(numbers).size() < numbers.size()) throw refused(contract, "purchaseOrders", "CONTRADICTION", "an order is there twice");
        for (var line : contract.lines()) order(contract, line);
        variables(contract);
        obligations(contract, ids);
        if (!contract.split().isEmpty() && contract.split().stream().map(ContractFact.Share::percent).reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(HUNDRED) != 0) {
          throw refused(contract, "split", "CONTRADICTION", "shares do not sum to 100");
        }
      }
    }
    for (var orders : changeOrders.values()) for (var order : orders) orders(order);
    bundle.usage().forEach(each -> lineOf(each.contractId(), each.lineId(), each, "lineId"));
    bundle.estimates().forEach(each -> obligationOf(each.contractId(), each.obligationId(), each));
    estimates();
    bundle.progress().forEach(each -> {
      known(contracts, each.contractId(), each, "contractId");
      if (each.obligationId() != null) obligationOf(each.contractId(), each.obligationId(), each);
      if (each.lineId() != null) lineOf(each.contractId(), each.lineId(), each, "lineId");
    });
    bundle.deliveries().forEach(each -> obligationOf(each.contractId(), each.obligationId(), each));
    bundle.costs().forEach(each -> known(contracts, each.contractId(), each, "contractId"));
    bundle.invoiceRuns().forEach(each -> {
      if (each.contractId() != null) known(contracts, each.contractId(), each, "contractId");
    });
    for (var each : bundle.bills()) {
      known(contracts, each.contractId(), each, "contractId");
      if (each.tax() != null && contracts.get(each.contractId()).stream().anyMatch(version -> !version.split().isEmpty())) throw refused(each, "tax", "CONTRADICTION", "the terms split the bill: which part's tax is it");
    }
    entitiesNamed();
    if (!accounts.isEmpty()) bundle.payments().forEach(each -> known(accounts, each.billingAccount(), each, "billingAccount"));
  }

  /** Progress by cost is monotone unless a re-estimate is told, or a change of the contract came between. */
  private void estimates() {
    var byObligation = new TreeMap<String, List<WorkFacts.Estimate>>();
    unique(bundle.estimates(), each -> each.contractId() + "|" + each.obligationId() + "|" + each.on());
    for (var each : bundle.estimates()) byObligation.computeIfAbsent(each.contractId() + "|" + each.obligationId(), key -> new ArrayList<>()).add(each);
    for (var told : byObligation.values()) {
      told.sort(Comparator.comparing(WorkFacts.Estimate::on));
      for (int i = 1; i < told.size(); i++) {
        var before = told.get(i - 1);
        var each = told.get(i);
        boolean changed = changeOrders.getOrDefault(each.contractId(), List.of()).stream().map(this::inForceOn).anyMatch(on -> on.isAfter(before.on()) && !on.isAfter(each.on()));
        if (!each.reestimate() && !changed && each.progress().compareTo(before.progress()) < 0) throw refused(each, null, "CONTRADICTION", "progress falls from that of " + before.on() + " without a re-estimate");
      }
    }
  }

  /** A fixed price may be shared by obligations; what follows from work done has one obligation, else it would be earned twice. */
  private void obligations(ContractFact contract, Set<String> ids) {
    var named = new HashSet<String>();
    var earnedBy = new HashSet<String>();
    var bundles = new TreeMap<String, BigDecimal>();
    for (var obligation : contract.obligations()) {
      if (!named.add(obligation.obligationId())) throw refused(obligation, "obligationId", "CONTRADICTION", "obligation " + obligation.obligationId() + " is there twice");
      names(contract, obligation, ids);
      if (new HashSet<>(obligation.lines()).size() < obligation.lines().size()) throw refused(obligation, "lines", "CONTRADICTION", "a line is there twice");
      for (var id : obligation.lines()) {
        if (!ids.contains(id)) throw refused(obligation, "lines", "UNKNOWN_REFERENCE", "no line " + id);
        var line = contract.lines().stream().filter(each -> each.lineId().equals(id)).findFirst().orElseThrow();
        if (!Obligations.isFixed(line) && !earnedBy.add(id)) throw refused(obligation, "lines", "CONTRADICTION", "line " + id + " earns what it bills: it can be of one obligation only");
      }
      if (obligation.from() != null && obligation.through() != null && obligation.through().isBefore(obligation.from())) throw refused(obligation, "through", "CONTRADICTION", "ends before it starts");
      if ((obligation.bundle() == null) != (obligation.bundlePrice() == null)) throw refused(obligation, obligation.bundle() == null ? "bundlePrice" : "bundle", "CONTRADICTION", "a bundle has a price, and a price its bundle");
      if (obligation.bundle() == null) continue;
      if (obligation.standAlonePrice() == null) throw refused(obligation, "standAlonePrice", "REQUIRED", "a bundle is shared by stand-alone prices");
      var other = bundles.putIfAbsent(obligation.bundle(), obligation.bundlePrice());
      if (other != null && other.compareTo(obligation.bundlePrice()) != 0) throw refused(obligation, "bundlePrice", "CONTRADICTION", "bundle " + obligation.bundle() + " also sells at " + other.toPlainString());
    }
    standAlone(contract, bundles);
  }

  /** An obligation and a line that earns what it bills may share a name only where the one is what the other is recognised for. */
  private void names(ContractFact contract, ContractFact.Obligation obligation, Set<String> ids) {
    if (!ids.contains(obligation.obligationId()) || obligation.lines().contains(obligation.obligationId())) return;
    boolean fixed = contract.lines().stream().anyMatch(line -> line.lineId().equals(obligation.obligationId()) && Obligations.isFixed(line));
    if (!fixed && contract.obligations().stream().noneMatch(each -> each.lines().contains(obligation.obligationId()))) throw refused(obligation, "obligationId", "CONTRADICTION", "a line of that name is an obligation of its own");
  }

  /** There must be something to allocate by: over all, and within each bundle. */
  private void standAlone(ContractFact contract, Map<String, BigDecimal> bundles) {
    var priced = contract.obligations().stream().filter(each -> each.standAlonePrice() != null).toList();
    if (priced.isEmpty() || contract.obligations().stream().anyMatch(ContractFact.Obligation::residual)) return;
    boolean any = bundles.values().stream().anyMatch(price -> price.signum() > 0);
    for (var each : priced) any |= each.bundle() == null && each.standAlonePrice().signum() > 0;
    if (!any) throw refused(priced.get(0), "standAlonePrice", "CONTRADICTION", "all stand-alone prices are 0: there is nothing to allocate by");
    for (var bundle : bundles.keySet()) {
      var members = priced.stream().filter(each -> bundle.equals(each.bundle())).toList();
      if (members.stream().allMatch(each -> each.standAlonePrice().signum() == 0)) throw refused(members.get(0), "standAlonePrice", "CONTRADICTION", "all of bundle " + bundle + " are 0: there is nothing to share it by");
    }
  }

  /** Where our entities are listed, every fact about one is about one of them. */
  private void entitiesNamed() {
    for (var price : bundle.transferPrices()) if (price.lender().equals(price.borrower())) throw refused(price, "borrower", "CONTRADICTION", "nobody lends to itself");
    if (entities.isEmpty()) return;
    people.values().forEach(person -> person.employments().forEach(each -> known(entities, each.entity(), each, "entity")));
    bundle.transferPrices().forEach(each -> known(entities, each.lender(), each, "lender"));
    bundle.transferPrices().forEach(each -> known(entities, each.borrower(), each, "borrower"));
    bundle.dimensionRules().stream().filter(each -> each.entity() != null).forEach(each -> known(entities, each.entity(), each, "entity"));
    for (var state : bundle.periods()) {
      known(entities, state.entity(), state, "entity");
      boolean named = entities.get(state.entity()).fiscalPeriods().stream().anyMatch(each -> each.period().equals(state.period()));
      if (state.period() != null && !named) throw refused(state, "period", "UNKNOWN_REFERENCE", state.entity() + " has no fiscal period " + state.period());
    }
  }

  private void line(ContractFact contract, ContractFact.Line line) {
    notOf(line);

    if (line.rateCard() != null) {
      known(rateCards, line.rateCard(), line, "rateCard");
      var currency = rateCards.get(line.rateCard()).currency();
      if (!currency.equals(contract.currency())) throw refused(line, "rateCard", "CURRENCY_DIFFERS", "prices in " + currency + ", contract in " + contract.currency());
    }
    switch (line.billing()) {
      case FIXED_FEE, MILESTONE, PROGRESS, RETAINER, SUBSCRIPTION -> amount(line, contract.currency());
      case UNITS -> {
        if (line.unitPrice() == null && line.tiers().isEmpty()) throw refused(line, "unitPrice", "REQUIRED", "a units line needs unitPrice or tiers");
      }
      default -> { }
    }
    if (line.discountPercent() != null && line.discountPercent().compareTo(HUNDRED) > 0) throw refused(line, "discountPercent", "IMPOSSIBLE", "more than the whole");
    if (line.minimumMinutesPerDay() != null && line.minimumMinutesPerDay() > MINUTES_A_DAY) throw refused(line, "minimumMinutesPerDay", "IMPOSSIBLE", "more than a day has");
    if (line.rollover() != null && line.rollover().recognise() == ContractFact.Recognise.BY_HOURS && (line.includedMinutes() == null || line.includedMinutes() == 0)) {
      throw refused(line, "includedMinutes", "REQUIRED", "revenue by hours needs minutes that are included");
    }
    if (line.unitPrice() != null && !line.tiers().isEmpty()) throw refused(line, "tiers", "CONTRADICTION", "either unitPrice or tiers");
    if (line.pricesIncludeTax() && line.unitPrice() == null) throw refused(line, "pricesIncludeTax", "CONTRADICTION", "only a unitPrice can include tax");
    if (line.expectedUnitPrice() != null && line.unitPrice() != null && line.expectedUnitPrice().compareTo(line.unitPrice()) > 0) throw refused(line, "expectedUnitPrice", "CONTRADICTION", "more than the unit price");
    if (!line.tiers().isEmpty()) {
      var from = new TreeSet<>(line.tiers().stream().map(ContractFact.Tier::above).toList());
      if (from.size() < line.tiers().size() || from.first().signum() != 0) throw refused(line, "tiers", "CONTRADICTION", "one tier starts at 0, each of the others elsewhere");
    }
    if (line.from() != null && line.through() != null && line.through().isBefore(line.from())) throw refused(line, "through", "CONTRADICTION", "ends before it starts");
  }

  /** A line's purchase order must be one of the contract's, where it lists any. */
  private void order(ContractFact contract, ContractFact.Line line) {
    if (line.purchaseOrder() == null || contract.purchaseOrders().isEmpty()) return;
    if (contract.purchaseOrders().stream().noneMatch(each -> each.number().equals(line.purchaseOrder()))) throw refused(line, "purchaseOrder", "UNKNOWN_REFERENCE", "the contract lists no order " + line.purchaseOrder());
  }

  /** Each estimate counts from a day of its own; nothing is received beyond the stake. */
  private void variables(ContractFact contract) {
    var told = new TreeMap<String, ContractFact.Variable>();
    for (var each : contract.variable()) {
      var before = told.putIfAbsent(each.variableId() + "|" + each.from(), each);
      if (before != null && !before.equals(each)) throw refused(each, "variableId", "CONTRADICTION", each.variableId() + " is estimated otherwise from the same day at " + reading.pointer(before));
      for (var possible : each.outcomes()) if (possible.amount().compareTo(each.amount()) > 0) throw refused(possible, "amount", "CONTRADICTION", "more than the " + each.amount().toPlainString() + " at stake");
    }
  }

  /** A term that its kind of line does not know would change nothing, unsaid. */
  private void notOf(ContractFact.Line line) {
    boolean units = line.billing() == BillingModel.UNITS;
    boolean periodic = line.billing() == BillingModel.RETAINER || line.billing() == BillingModel.SUBSCRIPTION;
    notOf(line, "unitPrice", !units && line.unitPrice() != null);
    notOf(line, "quantity", !units && line.quantity() != null);
    notOf(line, "tiers", !units && !line.tiers().isEmpty());
    notOf(line, "expectedUnitPrice", !units && line.expectedUnitPrice() != null);
    notOf(line, "pricesIncludeTax", !units && line.pricesIncludeTax());
    notOf(line, "schedule", line.billing() != BillingModel.FIXED_FEE && !line.schedule().isEmpty());
    notOf(line, "every", !periodic && line.every() != null);
    notOf(line, "calendarPeriods", !periodic && line.calendarPeriods());
    notOf(line, "inAdvance", !periodic && line.inAdvance());
    notOf(line, "from", !periodic && line.from() != null);
    notOf(line, "through", !periodic && line.through() != null);
    notOf(line, "includedMinutes", line.billing() != BillingModel.RETAINER && line.includedMinutes() != null);
    notOf(line, "rollover", line.billing() != BillingModel.RETAINER && line.rollover() != null);
    notOf(line, "markupPercent", line.billing() != BillingModel.EXPENSES && line.markupPercent() != null);
    notOf(line, "minimumMinutesPerDay", line.billing() != BillingModel.TIME_AND_MATERIALS && line.minimumMinutesPerDay() != null);
  }

  private void notOf(ContractFact.Line line, String field, boolean there) {
    if (there) throw refused(line, field, "CONTRADICTION", "a " + line.billing().word() + " line has no " + field);
  }

  private void orders(Bundle.ChangeOrder order) {
    var first = first(order.contractId());
    if (order.effectiveFrom().isBefore(first.startsOn())) throw refused(order, "effectiveFrom", "CONTRADICTION", "before " + order.contractId() + " starts on " + first.startsOn());
    var ids = new HashSet<String>();
    for (var line : order.lines()) {
      if (!ids.add(line.lineId())) throw refused(line, "lineId", "CONTRADICTION", "line " + line.lineId() + " is there twice");
      line(first, line);
      order(contracts.get(order.contractId()).get(contracts.get(order.contractId()).size() - 1), line);
    }
    if (order.priceChange() != null && Obligations.treatment(order) == Bundle.Treatment.SEPARATE) throw refused(order, "priceChange", "CONTRADICTION", "it changes what is there; a contract of its own is said by lines");
    if (order.budgetMinutesChange() != null && Obligations.treatment(order) == Bundle.Treatment.SEPARATE) throw refused(order, "budgetMinutesChange", "CONTRADICTION", "it changes what is there; a contract of its own is said by lines");
    if (order.obligationId() != null) obligationOf(order.contractId(), order.obligationId(), order);
  }

  private void lineOf(String contractId, String lineId, Object fact, String field) {
    known(contracts, contractId, fact, "contractId");
    boolean there = contracts.get(contractId).stream().flatMap(version -> version.lines().stream()).anyMatch(line -> line.lineId().equals(lineId))
        || changeOrders.getOrDefault(contractId, List.of()).stream().flatMap(order -> order.lines().stream()).anyMatch(line -> line.lineId().equals(lineId));
    if (!there) throw refused(fact, field, "UNKNOWN_REFERENCE", contractId + " has no line " + lineId);
  }

  /** An obligation that is named, or a line that is one of its own. */
  private void obligationOf(String contractId, String obligationId, Object fact) {
    known(contracts, contractId, fact, "contractId");
    boolean named = contracts.get(contractId).stream().flatMap(version -> version.obligations().stream()).anyMatch(each -> each.obligationId().equals(obligationId));
    if (!named) lineOf(contractId, obligationId, fact, "obligationId");
  }

  /** By key, in the order of the keys; the same told twice counts once, told differently it is refused. */
  <T> Map<String, T> unique(List<T> facts, Function<T, String> key) {
    var unique = new TreeMap<String, T>();
    for (var fact : facts) {
      var before = unique.putIfAbsent(key.apply(fact), fact);
      if (before != null && !before.equals(fact)) {
        throw new Refused(reading.pointer(fact), "CONTRADICTION", "the same id says something else at " + reading.pointer(before));
      }
    }
    return unique;
  }

  private void known(Map<String, ?> known, String id, Object fact, String field) {
    if (!known.containsKey(id)) throw refused(fact, field, "UNKNOWN_REFERENCE", "no " + id + " in the bundle");
  }

  Refused refused(Object fact, String field, String code, String text) {
    return new Refused(reading.pointer(fact) + (field == null ? "" : "/" + field), code, text);
  }

  /** Money of an amount in a fact; more digits than the currency has are refused where they stand. */
  Money money(BigDecimal amount, Currency currency, Object fact, String field) {
    try {
      return Money.of(amount, currency);
    } catch (IllegalArgumentException digits) {
      throw refused(fact, field, "SCALE", digits.getMessage());
    }
  }

  /** Whether what became known on a day, or always was, is known on another, as far as the bundle is told. */
  boolean known(LocalDate since, LocalDate today) {
    return since == null || !since.isAfter(today) && !since.isAfter(knownOn);
  }

  boolean taxed() {
    return !bundle.taxRates().isEmpty();
  }

  /** A line's fixed amount; a line billed by one must have it. */
  Money amount(ContractFact.Line line, Currency currency) {
    if (line.amount() == null) throw refused(line, "amount", "REQUIRED", "a " + line.billing().word() + " line needs an amount");
    return money(line.amount(), currency, line, "amount");
  }

  /** What a line's discount leaves. */
  static Rational kept(ContractFact.Line line) {
    return line.discountPercent() == null ? Rational.ONE : Rational.ONE.minus(Rational.of(line.discountPercent().movePointLeft(2)));
  }

  ContractFact first(String contractId) {
    return contracts.get(contractId).get(0);
  }

  /** The terms of today, whatever the work date; a version that was approved before it takes effect does not count yet. */
  ContractFact latest(String contractId, LocalDate on) {
    return contracts.get(contractId).stream().filter(each -> !each.approvedOn().isAfter(on) && !each.effectiveFrom().isAfter(on) && each.state() == ContractFact.Approval.APPROVED).reduce((a, b) -> b).orElse(first(contractId));
  }

  Currency base(String entity, Currency otherwise) {
    var known = entities.get(entity);
    return known == null ? otherwise : known.currency();
  }

  /** Whether an invoice would be a parked engagement's. */
  boolean parks(String invoice) {
    return invoice.contains("/") && parked.containsKey(invoice.substring(0, invoice.indexOf('/')));
  }

  /** Our entities, those included that only contracts name. */
  Set<String> entityIds() {
    return allEntities;
  }

  Set<String> contractIds() {
    return contracts.keySet();
  }

  boolean inForce(Bundle.ChangeOrder order, LocalDate on) {
    return !inForceOn(order).isAfter(on);
  }

  /** The day from which a change counts in all systems; the end of time when it does not. */
  LocalDate inForceOn(Bundle.ChangeOrder order) {
    var first = new TreeMap<Bundle.Side, LocalDate>();
    for (var each : order.approvals()) if (!each.on().isAfter(knownOn)) first.merge(each.in(), each.on(), (a, b) -> a.isBefore(b) ? a : b);
    if (first.size() < Bundle.Side.values().length) return LocalDate.MAX;
    return first.values().stream().reduce(order.effectiveFrom(), (a, b) -> a.isAfter(b) ? a : b);
  }
}
