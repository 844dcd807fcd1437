package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.ExpenseBilling;
import io.throughline.finance.Journals;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.Rated;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What work costs: booked by the entity that employs the person on the work date, at the cost rate of that date; charged on at the
 * transfer price when another entity bills the client, in both books at once.
 */
final class Labour {

  /**
   * @param line the contract line, where it has posting dimensions of its own; else null
   * @param own those
   */
  private record Slot(String contractId, String line, Map<String, String> own, String employer, String borrower, LocalDate belongsTo, Currency currency) {

    String id(String kind, String who) {
      return kind + "/" + contractId + "/" + belongsTo + "/" + who + (line == null ? "" : "/" + line);
    }
  }

  /** What was booked of an entry. {@code governing} is the line its work belongs to, or null. */
  private record Booked(Slot slot, String governing, Rational cost, Rational transfer, long minutes) {}

  /** What was booked of an expense. */
  private record Owed(String contractId, Money amount, LocalDate incurredOn) {}

  private static final class Sum {

    Rational cost = Rational.ZERO;
    Rational transfer = Rational.ZERO;
    long minutes;
  }

  private final Facts facts;
  private final TermsBook terms;
  private final Ledger ledger;
  private final Collection<WorkFacts.Cost> spent;
  private final Map<String, Booked> booked = new HashMap<>();
  private final Map<String, Owed> owed = new HashMap<>();
  final Map<String, Money> costs = new TreeMap<>();
  private final Map<String, Money> bought = new HashMap<>();
  final List<Answer.Intercompany> intercompany = new ArrayList<>();
  final List<Answer.Explanation> explanations = new ArrayList<>();

  Labour(Facts facts, TermsBook terms, Ledger ledger) {
    this.facts = facts;
    this.terms = terms;
    this.ledger = ledger;
    spent = facts.unique(facts.bundle.costs(), WorkFacts.Cost::costId).values();
  }

  /** What was bought for a contract, and the work on some of its lines: what an estimate of its cost says again. */
  Money alsoEstimated(String contractId, Set<String> lines) {
    var currency = facts.first(contractId).currency();
    var bySlot = new HashMap<Slot, Rational>();
    booked.forEach((key, each) -> {
      if (each.slot().contractId().equals(contractId) && each.governing() != null && lines.contains(each.governing())) bySlot.merge(each.slot(), each.cost(), Rational::plus);
    });
    var told = bought.getOrDefault(contractId, Money.zero(currency));
    for (var each : bySlot.entrySet()) told = told.plus(ledger.converted(new ExactAmount(each.getValue(), each.getKey().currency()).rounded(RoundingPolicy.HALF_UP), currency, each.getKey().belongsTo()));
    return told;
  }

  /** @param governedAnew entries that may cost or transfer otherwise, because their terms changed */
  void book(List<TimeBook.Entry> fresh, List<TimeBook.Entry> governedAnew, LocalDate today) {
    if (facts.people.isEmpty()) return;
    var slots = new HashMap<Slot, Sum>();
    for (var entry : Stream.concat(fresh.stream(), governedAnew.stream()).distinct().sorted().toList()) {
      var key = entry.key;
      if (booked.containsKey(key)) {
        var before = booked.remove(key);
        add(slots, before.slot(), before.cost().negated(), before.transfer().negated(), -before.minutes());
      }
      var person = facts.people.get(entry.fact.personId());
      if (person == null || entry.contractId == null || !entry.fact.counts() || facts.knownSince(entry.contractId).isAfter(today)) continue;
      var slot = slot(entry, person, today);
      var cost = cost(entry, person);
      if (cost == null) continue;
      var transfer = slot.employer().equals(slot.borrower()) ? Rational.ZERO : transfer(entry, slot, cost);
      booked.put(key, new Booked(slot, Retainers.lineOf(entry), cost, transfer, entry.approved()));
      add(slots, slot, cost, transfer, entry.approved());
    }
    var order = Comparator.comparing(Slot::contractId).thenComparing(Slot::employer).thenComparing(Slot::belongsTo).thenComparing(Slot::line, Comparator.nullsFirst(Comparator.naturalOrder())).thenComparing(slot -> new TreeMap<>(slot.own()).toString());
    slots.entrySet().stream().sorted(Map.Entry.comparingByKey(order)).forEach(each -> post(each.getKey(), each.getValue(), today));
  }

  /** Expenses and other costs of a day: owed to whoever was paid or has to be. */
  void spend(LocalDate today, Expenses expenses) {
    for (var each : expenses.fresh(today)) spend(each, expenses, today);
    for (var each : spent) {
      var known = facts.knownSince(each.contractId());
      if (!(known.isAfter(each.on()) ? known : each.on()).equals(today)) continue;
      var amount = facts.money(each.amount(), facts.first(each.contractId()).currency(), each, "amount");
      bought.merge(each.contractId(), amount, Money::plus);
      owe("cost-" + each.costId(), each.contractId(), amount, today, each.on());
    }
  }

  /** A newer version owes what it is more than the one before; where it is another contract's, that one owes nothing any more. */
  private void spend(WorkFacts.Expense each, Expenses expenses, LocalDate today) {
    var source = ExpenseBilling.source(each.expenseId());
    var before = owed.remove(each.expenseId());
    var owner = expenses.owner(each);
    var id = !each.counts() || owner == null || facts.knownSince(owner).isAfter(today) ? null : owner;
    if (before != null && !before.contractId().equals(id)) owe(source, before.contractId(), before.amount().negated(), today, before.incurredOn());
    if (id == null) return;
    var amount = expenses.amountOf(each, terms.today(id, today));
    owed.put(each.expenseId(), new Owed(id, amount, each.incurredOn()));
    owe(source, id, before != null && before.contractId().equals(id) ? amount.minus(before.amount()) : amount, today, each.incurredOn());
  }

  private void owe(String source, String contractId, Money amount, LocalDate today, LocalDate belongsTo) {
    var contract = facts.latest(contractId, today);
    costs.merge(contractId, amount, Money::plus);
    ledger.post(Journals.spent(amount), new Ledger.Source(contract.threadId(), source, contract.entity(), today, belongsTo, Dimensions.of(contract, Map.of())));
  }

  private static void add(Map<Slot, Sum> slots, Slot slot, Rational cost, Rational transfer, long minutes) {
    var sum = slots.computeIfAbsent(slot, key -> new Sum());
    sum.cost = sum.cost.plus(cost);
    sum.transfer = sum.transfer.plus(transfer);
    sum.minutes += minutes;
  }

  private Slot slot(TimeBook.Entry entry, Bundle.Person person, LocalDate today) {
    var work = entry.fact.workDate();
    var borrower = terms.at(entry.contractId, today, work).contract().entity();
    var employer = facts.employer(person.personId(), work, borrower);
    var own = own(entry, today);
    return new Slot(entry.contractId, own.isEmpty() ? null : entry.rated.lineId(), own, employer, borrower, work, facts.base(employer, facts.first(entry.contractId).currency()));
  }

  /** Those of the line that governs the work, as known today. */
  private Map<String, String> own(TimeBook.Entry entry, LocalDate today) {
    var line = entry.rated.lineId();
    var having = line == null ? null : terms.having(entry.contractId, line, today);
    return having == null ? Map.of() : having.lines().get(line).dimensions();
  }

  private static Rational cost(TimeBook.Entry entry, Bundle.Person person) {
    var perHour = perHour(person, entry.fact.workDate());
    return perHour == null ? null : Rational.of(perHour).times(Rational.of(entry.approved(), 60));
  }

  /** The person's cost rate of a day; null where none is known. */
  static BigDecimal perHour(Bundle.Person person, LocalDate work) {
    return person.costRates().stream().filter(each -> !each.from().isAfter(work)).max(Comparator.comparing(Bundle.CostRate::from)).map(Bundle.CostRate::perHour).orElse(null);
  }

  private Rational transfer(TimeBook.Entry entry, Slot slot, Rational cost) {
    var price = facts.bundle.transferPrices().stream()
        .filter(each -> each.lender().equals(slot.employer()) && each.borrower().equals(slot.borrower()) && !each.from().isAfter(slot.belongsTo()))
        .max(Comparator.comparing(Bundle.TransferPrice::from))
        .orElseThrow(() -> new Refused("/transferPrices", "TRANSFER_PRICE_MISSING", slot.employer() + " works for " + slot.borrower() + " on " + slot.belongsTo() + " without a price"));
    if (price.markupPercent() != null) return cost.times(Rational.ONE.plus(Rational.of(price.markupPercent().movePointLeft(2))));
    if (!(entry.rated instanceof Rated.Billable billable)) return Rational.ZERO;
    return ledger.worth(billable.price().of(entry.approved()), slot.currency(), slot.belongsTo()).times(Rational.of(price.percentOfPrice().movePointLeft(2)));
  }

  private void explain(String subject, String rule, long minutes, Rational exact, Money rounded) {
    if (!rounded.isZero()) explanations.add(new Answer.Explanation(subject, rule, minutes + " min", new ExactAmount(exact, rounded.currency()), rounded, rounded.exact().value().minus(exact).toString()));
  }

  private void post(Slot slot, Sum sum, LocalDate today) {
    var cost = new ExactAmount(sum.cost, slot.currency()).rounded(RoundingPolicy.HALF_UP);
    var transfer = new ExactAmount(sum.transfer, slot.currency()).rounded(RoundingPolicy.HALF_UP);
    if (sum.minutes == 0 && cost.isZero() && transfer.isZero()) return;
    explain(slot.id("labour", slot.employer()), "minutes x cost rate of the work date, rounded once a day", sum.minutes, sum.cost, cost);
    var contract = facts.latest(slot.contractId(), today);
    var dimensions = Dimensions.of(contract, slot.own());
    ledger.post("J15", new Ledger.Source(contract.threadId(), slot.id("labour", slot.employer()), slot.employer(), today, slot.belongsTo(), dimensions), new Leg(Account.COST, cost, null), new Leg(Account.ACCR, cost.negated(), null));
    var currency = contract.currency();
    costs.merge(slot.contractId(), ledger.converted(cost, currency, slot.belongsTo()), Money::plus);
    if (slot.employer().equals(slot.borrower())) return;
    var ic = slot.id("ic", slot.employer() + ">" + slot.borrower());
    explain(ic, "cost and its markup, or a part of the client's price, rounded once a day", sum.minutes, sum.transfer, transfer);
    ledger.post("J17", new Ledger.Source(contract.threadId(), ic, slot.borrower(), today, slot.belongsTo(), dimensions), new Leg(Account.ICCOST, transfer, null), new Leg(Account.ICP, transfer.negated(), null));
    ledger.post("J17", new Ledger.Source(contract.threadId(), ic, slot.employer(), today, slot.belongsTo(), dimensions), new Leg(Account.ICR, transfer, null), new Leg(Account.ICREV, transfer.negated(), null));
    intercompany.add(new Answer.Intercompany(ledger.period(slot.borrower(), slot.belongsTo()).name(), slot.employer(), slot.borrower(), slot.contractId(), slot.currency(), sum.minutes, cost, transfer, transfer.minus(cost), transfer));
  }
}
