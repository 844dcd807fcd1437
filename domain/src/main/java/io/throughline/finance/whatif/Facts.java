package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.finance.ExchangeRates;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The facts of a bundle without repetition, checked against each other, in an order of their own. */
final class Facts {

  /** No contract of a firm lives longer; every day between would be lived through. */
  static final int LONGEST_YEARS = 60;

  /** Parts a contract's id from what is of the contract; in no id of a bundle. */
  static final char SEPARATOR = '\0';

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
  /** Contracts of which no version is known yet. */
  private final Set<String> notYet = new TreeSet<>();
  private final Map<String, String> contractOfBill = new HashMap<>();
  private final Reading reading;

  Facts(Bundle told, Reading reading, Map<String, String> parked) {
    this.parked = parked;
    this.reading = reading;
    asOf = told.asOf().effectiveOn();
    knownOn = told.asOf().knownOn();
    told.contracts().forEach(each -> notYet.add(each.contractId()));
    told.contracts().stream().filter(each -> !each.approvedOn().isAfter(knownOn)).forEach(each -> notYet.remove(each.contractId()));
    told.bills().forEach(each -> contractOfBill.put(each.billId(), each.contractId()));
    bundle = notYet.isEmpty() ? told : told.without(notYet);
    entities = unique(bundle.entities(), Bundle.Entity::entityId);
    accounts = unique(bundle.accounts(), Bundle.Account::accountId);
    people = unique(bundle.people(), Bundle.Person::personId);
    for (var person : people.values()) {
      unique(person.employments(), each -> each.from().toString());
      unique(person.costRates(), each -> each.from().toString());
      unique(person.capacity(), each -> each.month().toString());
    }
    for (var account : accounts.values()) unique(account.payers(), each -> each.from().toString());
    unique(bundle.transferPrices(), each -> each.lender() + ">" + each.borrower() + "@" + each.from());
    bundle.contracts().forEach(each -> unique(each.forecasts(), forecast -> forecast.month().toString()));
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
    unique(bundle.taxRates(), rate -> rate.country() + "/" + (rate.code() == null ? "standard" : rate.code()) + "/" + rate.from() + "/" + rate.knownOn());
    new Contradictions(this, reading).refuse();
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

  /** Names what is of a contract: a line, an obligation. */
  static String key(String contractId, String id) {
    return contractId + SEPARATOR + id;
  }

  private void known(Map<String, ?> known, String id, Object fact, String field) {
    if (!known.containsKey(id)) throw refused(fact, field, "UNKNOWN_REFERENCE", "no " + id + " in the bundle");
  }

  Refused refused(Object fact, String field, String code, String text) {
    return new Refused(reading.pointer(fact) + (field == null ? "" : "/" + field), code, text);
  }

  <T> T inPlaceOf(T read, T made) {
    return reading.inPlaceOf(read, made);
  }

  /** Money of an amount in a fact; more digits than the currency has are refused where they stand. */
  Money money(BigDecimal amount, Currency currency, Object fact, String field) {
    try {
      return Money.of(amount, currency);
    } catch (IllegalArgumentException digits) {
      throw refused(fact, field, "SCALE", digits.getMessage());
    }
  }

  /** A rate as the rules have it; one of less than something is refused where it stands. */
  ExchangeRates.Rate rate(Bundle.FxRate told) {
    if (told.rate().signum() <= 0) throw refused(told, "rate", "NONSENSE", "a rate must be positive");
    return new ExchangeRates.Rate(told.from(), told.to(), told.on(), told.rate(), told.source(), told.knownOn());
  }

  /** Whether what became known on a day, or always was, is known on another, as far as the bundle is told. */
  boolean known(LocalDate since, LocalDate today) {
    return since == null || !since.isAfter(today) && !since.isAfter(knownOn);
  }

  /** The last day on which something can have happened, seen from a day that may be to come. */
  LocalDate past(LocalDate day) {
    return day.isAfter(asOf) ? asOf : day;
  }

  /** Whether something of a day counts by another: a plan only while its day is to come. */
  boolean counts(LocalDate on, boolean planned, LocalDate through) {
    return planned ? on.isAfter(asOf) && !on.isAfter(through) : !on.isAfter(past(through));
  }

  boolean taxed() {
    return !bundle.taxRates().isEmpty();
  }

  /** Who pays an account's invoices of a day: the payer from then on, else its payer, else its client, else it is its own. */
  String payer(String accountId, LocalDate invoiced) {
    var account = accounts.get(accountId);
    if (account == null) return accountId;
    var since = account.payers().stream().filter(each -> !each.from().isAfter(invoiced)).max(Comparator.comparing(Bundle.Payer::from));
    if (since.isPresent()) return since.get().payerId();
    return account.payerId() != null ? account.payerId() : account.clientId() != null ? account.clientId() : accountId;
  }

  /** Whether money is for an account's invoices of a day. */
  boolean isFor(MoneyFacts.Owned money, String accountId, LocalDate invoiced) {
    return money.payerId() == null ? accountId.equals(money.billingAccount()) : payer(accountId, invoiced).equals(money.payerId());
  }

  /** Whether the tax of an entity's invoice of a day is due only when it is paid. */
  boolean taxWaits(String entity, LocalDate invoiced) {
    var known = entities.get(entity);
    return known != null && known.taxDue() == Bundle.TaxDue.PAID && (known.taxDueFrom() == null || !invoiced.isBefore(known.taxDueFrom()));
  }

  /** Whether the tax in an entity's advances is due when they come. */
  boolean taxesAdvances(String entity) {
    var known = entities.get(entity);
    return known != null && known.advanceTax() == Bundle.AdvanceTax.RECEIVED;
  }

  /** A line's fixed amount; a line billed by one must have it. */
  Money amount(ContractFact.Line line, Currency currency) {
    if (line.amount() == null) throw refused(line, "amount", "REQUIRED", "a " + line.billing().word() + " line needs an amount");
    return money(line.amount(), currency, line, "amount");
  }

  /** Our entity that employs a person on a day; the one that asks where nothing says. */
  String employer(String personId, LocalDate day, String otherwise) {
    var person = people.get(personId);
    if (person == null) return otherwise;
    return person.employments().stream().filter(each -> !each.from().isAfter(day)).max(Comparator.comparing(Bundle.Employment::from)).map(Bundle.Employment::entity).orElse(otherwise);
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

  /** Whether an invoice would be of an engagement that is parked, or of a contract that is not known yet. */
  boolean absent(String invoice) {
    var contract = contractOf(invoice);
    return contract != null && (parked.containsKey(contract) || notYet.contains(contract));
  }

  /** The lines of all versions of a contract and of its changes. */
  Stream<ContractFact.Line> lines(String contractId) {
    return Stream.concat(contracts.get(contractId).stream().flatMap(version -> version.lines().stream()), changeOrders.getOrDefault(contractId, List.of()).stream().flatMap(order -> order.lines().stream()));
  }

  /** The day on which something of a contract became known. */
  LocalDate knownSince(String contractId) {
    return contracts.get(contractId).stream().map(ContractFact::approvedOn).min(Comparator.naturalOrder()).orElseThrow();
  }

  boolean knownYet(String contractId) {
    return !notYet.contains(contractId);
  }

  /** Whose an invoice would be, by its name; null when that says nothing. */
  String contractOf(String invoice) {
    var bill = contractOfBill.get(invoice);
    if (bill != null) return bill;
    int number = invoice.lastIndexOf('/');
    if (number < 0) return null;
    var part = contractOfBill.get(invoice.substring(0, number));
    if (part != null) return part;
    int day = invoice.lastIndexOf('/', number - 1);
    return day < 0 ? null : invoice.substring(0, day);
  }

  /** Our entities, those included that only contracts name. */
  Set<String> entityIds() {
    return allEntities;
  }

  Set<String> contractIds() {
    return contracts.keySet();
  }

  /** The orders of its contract that come before an order. */
  List<Bundle.ChangeOrder> before(Bundle.ChangeOrder order) {
    var orders = changeOrders.get(order.contractId());
    return orders.subList(0, orders.indexOf(order));
  }

  /** The form of a line that an order replaces: that of the last order before it which is in force on a day, else the contract's own; null where it is new. */
  ContractFact.Line replaced(ContractFact contract, Bundle.ChangeOrder order, String lineId, LocalDate on) {
    var lines = new ArrayList<>(contract.lines());
    before(order).stream().filter(each -> inForce(each, on)).forEach(each -> lines.addAll(each.lines()));
    return lines.stream().filter(line -> line.lineId().equals(lineId)).reduce((a, b) -> b).orElse(null);
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
