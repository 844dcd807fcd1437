package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
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
import java.util.stream.Collectors;

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
        for (var share : contract.split()) {
          if (!accounts.isEmpty()) known(accounts, share.billingAccount(), share, "billingAccount");
          if (share.entity() != null && !entities.isEmpty()) known(entities, share.entity(), share, "entity");
        }
        var numbers = contract.purchaseOrders().stream().map(ContractFact.PurchaseOrder::number).toList();
        if (new HashSet<>(numbers).size() < numbers.size()) throw refused(contract, "purchaseOrders", "CONTRADICTION", "an order is there twice");
        for (var obligation : contract.obligations()) for (var line : obligation.lines()) if (!ids.contains(line)) throw refused(obligation, "lines", "UNKNOWN_REFERENCE", "no line " + line);
        if (!contract.split().isEmpty() && contract.split().stream().map(ContractFact.Share::percent).reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(HUNDRED) != 0) {
          throw refused(contract, "split", "CONTRADICTION", "shares do not sum to 100");
        }
      }
    }
    for (var orders : changeOrders.values()) for (var order : orders) orders(order);
    bundle.usage().forEach(each -> lineOf(each.contractId(), each.lineId(), each, "lineId"));
    bundle.estimates().forEach(each -> obligationOf(each.contractId(), each.obligationId(), each));
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
    if (!accounts.isEmpty()) bundle.payments().forEach(each -> known(accounts, each.billingAccount(), each, "billingAccount"));
  }

  private void line(ContractFact contract, ContractFact.Line line) {
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
    if (!line.tiers().isEmpty()) {
      var from = new TreeSet<>(line.tiers().stream().map(ContractFact.Tier::above).toList());
      if (from.size() < line.tiers().size() || from.first().signum() != 0) throw refused(line, "tiers", "CONTRADICTION", "one tier starts at 0, each of the others elsewhere");
    }
    if (line.from() != null && line.through() != null && line.through().isBefore(line.from())) throw refused(line, "through", "CONTRADICTION", "ends before it starts");
  }

  private void orders(Bundle.ChangeOrder order) {
    for (var line : order.lines()) line(first(order.contractId()), line);
    if (order.priceChange() != null && Obligations.treatment(order) == Bundle.Treatment.SEPARATE) throw refused(order, "priceChange", "CONTRADICTION", "it changes what is there; a contract of its own is said by lines");
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

  /** The terms of today, whatever the work date. */
  ContractFact latest(String contractId, LocalDate on) {
    return contracts.get(contractId).stream().filter(each -> !each.approvedOn().isAfter(on) && each.state() == ContractFact.Approval.APPROVED).reduce((a, b) -> b).orElse(first(contractId));
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

  static boolean inForce(Bundle.ChangeOrder order, LocalDate on) {
    var sides = order.approvals().stream().filter(each -> !each.on().isAfter(on)).map(Bundle.Approved::in).collect(Collectors.toSet());
    return sides.size() == Bundle.Side.values().length && !order.effectiveFrom().isAfter(on);
  }

  /** The day from which a change counts in all systems; the end of time when it does not. */
  static LocalDate inForceOn(Bundle.ChangeOrder order) {
    var sides = order.approvals().stream().map(Bundle.Approved::in).collect(Collectors.toSet());
    if (sides.size() < Bundle.Side.values().length) return LocalDate.MAX;
    var first = new TreeMap<Bundle.Side, LocalDate>();
    order.approvals().forEach(each -> first.merge(each.in(), each.on(), (a, b) -> a.isBefore(b) ? a : b));
    return first.values().stream().reduce(order.effectiveFrom(), (a, b) -> a.isAfter(b) ? a : b);
  }
}
