package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ExpenseBilling;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.whatif.Measures.Earned;
import io.throughline.finance.whatif.Obligations.Promised;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Recognises revenue: what is earned by a day less what was recognised before. Posted against the contract's position: a contract asset
 * when more is earned than billed, a contract liability when less.
 */
final class Revenue {

  /** Which entity's books recognised what. */
  private record By(String contractId, String entity, LocalDate on, Money amount) {}

  /** Work of a line whose period is over. */
  private record Late(String contractId, String line, LocalDate through) {}

  private final Facts facts;
  private final TermsBook terms;
  private final TimeBook time;
  private final Ledger ledger;
  private final Obligations obligations;
  private final Measures measures;
  private final Events events;
  final List<Answer.RevenueEvent> revenueEvents = new ArrayList<>();
  private final Map<String, List<Answer.RevenueEvent>> eventsOf = new HashMap<>();
  final TreeMap<String, Money> recognised = new TreeMap<>();
  final Map<String, Money> provisions = new TreeMap<>();
  final Map<String, Money> writtenOff = new TreeMap<>();
  private final TreeMap<String, Money> conceded = new TreeMap<>();
  private final TreeMap<String, Money> rebates = new TreeMap<>();
  private final TreeMap<String, Money> refunded = new TreeMap<>();
  private final Map<String, Money> breakage = new TreeMap<>();
  private final Map<String, Money> owing = new HashMap<>();
  private final Map<String, Money> direct = new TreeMap<>();
  private final List<By> earnedBy = new ArrayList<>();
  private final Set<String> touched = new HashSet<>();

  Revenue(Facts facts, TermsBook terms, TimeBook time, Ledger ledger, Obligations obligations, Measures measures, Events events) {
    this.facts = facts;
    this.terms = terms;
    this.time = time;
    this.ledger = ledger;
    this.obligations = obligations;
    this.measures = measures;
    this.events = events;
  }

  void touched(String contractId) {
    touched.add(contractId);
  }

  boolean takeTouched(String contractId) {
    return touched.remove(contractId);
  }

  Money recognised(String contractId) {
    return sum(recognised, contractId);
  }

  /** Of all obligations of a contract: their keys lie together, up to the character that follows the separator. */
  private Money sum(TreeMap<String, Money> amounts, String contractId) {
    return Money.sum(amounts.subMap(Facts.key(contractId, ""), contractId + (char) (Facts.SEPARATOR + 1)).values(), facts.first(contractId).currency());
  }

  /** What will never be earned of what was agreed: it was conceded, or paid of a rebate that is not expected. */
  Money conceded(String contractId) {
    return sum(conceded, contractId).plus(Money.sum(obligations.of(contractId, facts.asOf).stream().map(promise -> overpaid(contractId, promise)).toList(), facts.first(contractId).currency()));
  }

  /** What obligations earned beyond what they were to bring, less what was conceded of that. */
  Money beyond(String contractId, Map<String, Money> promised) {
    var zero = Money.zero(facts.first(contractId).currency());
    var beyond = zero;
    for (var each : recognised.subMap(Facts.key(contractId, ""), contractId + (char) (Facts.SEPARATOR + 1)).entrySet()) {
      var most = promised.getOrDefault(each.getKey().substring(contractId.length() + 1), zero).minus(conceded.getOrDefault(each.getKey(), zero));
      beyond = beyond.plus(Money.greater(each.getValue().minus(most), zero));
    }
    return beyond;
  }

  private void tell(Answer.RevenueEvent event) {
    revenueEvents.add(event);
    eventsOf.computeIfAbsent(event.contractId(), id -> new ArrayList<>()).add(event);
  }

  List<Answer.RevenueEvent> events(String contractId) {
    return eventsOf.getOrDefault(contractId, List.of());
  }

  private Money target(String contractId, Promised promise, Earned earned, LocalDate day) {
    var currency = facts.first(contractId).currency();
    var target = new ExactAmount(earned.revenue(), currency).rounded(RoundingPolicy.HALF_UP);
    return target.minus(conceded.getOrDefault(Facts.key(contractId, promise.id()), Money.zero(currency))).minus(overpaid(contractId, promise, line -> events.units.owed(contractId, line, day)));
  }

  /** All that a promise will have earned by a day to come, as far as anybody can say today. */
  Money expected(String contractId, Promised promise, LocalDate day) {
    return target(contractId, promise, measures.earned(contractId, promise, day), day);
  }

  /** What was recognised for a promise. */
  Money recognised(String contractId, String obligationId) {
    return recognised.getOrDefault(Facts.key(contractId, obligationId), Money.zero(facts.first(contractId).currency()));
  }

  /** What a promise's price, its changes and the units sold will bring in all, less what was conceded of it. */
  Money most(String contractId, Promised promise) {
    var price = promise.whole();
    return price.minus(conceded.getOrDefault(Facts.key(contractId, promise.id()), Money.zero(price.currency()))).minus(overpaid(contractId, promise));
  }

  /** What an entity recognised for a contract since a day; concessions and write-offs included. */
  Money earnedSince(String contractId, LocalDate from, String entity) {
    var total = Money.zero(facts.first(contractId).currency());
    for (var each : earnedBy) if (each.contractId().equals(contractId) && each.entity().equals(entity) && !each.on().isBefore(from)) total = total.plus(each.amount());
    return total;
  }

  /** From now on all of it counts as the entity's. */
  void movedTo(String contractId, String entity) {
    earnedBy.replaceAll(each -> each.contractId().equals(contractId) ? new By(contractId, entity, each.on(), each.amount()) : each);
  }

  /** What would be recognised today beyond time, were the day over. */
  Money pending(String contractId, LocalDate today) {
    var total = Money.zero(facts.first(contractId).currency());
    if (today.isBefore(facts.first(contractId).startsOn())) return total;
    for (var promise : obligations.of(contractId, today)) {
      if (promise.measure() == ContractFact.Measure.RIGHT_TO_INVOICE && promise.price().isZero()) continue;
      var before = recognised.getOrDefault(Facts.key(contractId, promise.id()), Money.zero(total.currency()));
      total = total.plus(target(contractId, promise, measures.earned(contractId, promise, today), today).minus(before));
    }
    return total.minus(direct.getOrDefault(contractId, Money.zero(total.currency())));
  }

  /** An invoice of the same day took this much revenue straight to the receivable. */
  void direct(String contractId, Money amount) {
    if (!amount.isZero()) direct.merge(contractId, amount, Money::plus);
  }

  /** Time approved for a period that is over but still open is earned in that period; what was earned before it was reopened is not. */
  void late(List<TimeBook.Entry> fresh, LocalDate today) {
    var periods = new TreeMap<Late, Rational>(Comparator.comparing(Late::contractId).thenComparing(Late::line).thenComparing(Late::through));
    for (var entry : fresh) {
      if (!entry.billable() || entry.overage >= 0 || entry.allocated > 0 || entry.countedBefore()) continue;
      var through = ledger.period(facts.latest(entry.contractId, today).entity(), entry.fact.workDate()).through();
      if (through.isBefore(today)) periods.merge(new Late(entry.contractId, entry.price().lineId(), through), entry.openValue(), Rational::plus);
    }
    periods.forEach((late, value) -> late(late.contractId(), late.line(), value, ContractFact.Measure.RIGHT_TO_INVOICE, late.through(), today));
  }

  /** The same of expenses: they are earned where their cost is. */
  void lateExpenses(String contractId, LocalDate today) {
    var late = new TreeMap<String, LocalDate>();
    for (var each : events.expenses.approved(contractId, today)) {
      var through = ledger.period(facts.latest(contractId, today).entity(), each.incurredOn()).through();
      if (through.isBefore(today)) late.put(ExpenseBilling.source(each.expenseId()), through);
    }
    if (late.isEmpty() || today.isBefore(facts.first(contractId).startsOn()) || !terms.today(contractId, today).contract().approved()) return;
    for (var event : events.expenses.due(contractId, today, today)) {
      if (late.containsKey(event.source())) late(contractId, event.lineId(), event.amount().exact().value(), ContractFact.Measure.AS_INCURRED, late.get(event.source()), today);
    }
  }

  private void late(String contractId, String line, Rational value, ContractFact.Measure measure, LocalDate through, LocalDate today) {
    if (facts.latest(contractId, today).asBilled()) return;
    var at = terms.today(contractId, today);
    var promise = obligations.of(contractId, today).stream().filter(each -> each.measure() == measure && each.lines().stream().anyMatch(has -> has.lineId().equals(line))).findFirst();
    if (promise.isEmpty() || at.contract().line(line).map(has -> has.cap() != null).orElse(true)) return;
    var amount = new ExactAmount(value, at.contract().currency()).rounded(at.contract().rounding());
    recognise(contractId, promise.get(), amount, new Earned(value, null, null, null), today, through, "earned");
  }

  /** A credit note pays a penalty or a rebate. */
  void pays(String contractId, String variableId, Money amount) {
    obligations.paid(contractId, variableId, amount);
  }

  boolean nothingDirect(String contractId) {
    return !direct.containsKey(contractId) || direct.get(contractId).isZero();
  }

  /** Brings every obligation of a contract up to the day. */
  void upTo(String contractId, LocalDate today, boolean onlyTime) {
    if (today.isBefore(facts.first(contractId).startsOn()) || !terms.today(contractId, today).contract().approved() || facts.latest(contractId, today).asBilled()) return;
    var currency = facts.first(contractId).currency();
    for (var promise : obligations.of(contractId, today)) {
      boolean isTime = promise.measure() == ContractFact.Measure.RIGHT_TO_INVOICE && promise.price().isZero();
      if (onlyTime && !isTime) continue;
      var earned = measures.earned(contractId, promise, today);
      var delta = target(contractId, promise, earned, today).minus(recognised.getOrDefault(Facts.key(contractId, promise.id()), Money.zero(currency)));
      var expired = broken(contractId, promise, delta, today);
      var anew = repriced(contractId, promise, delta, today);
      delta = delta.minus(expired).minus(anew);
      if (!delta.isZero()) recognise(contractId, promise, delta, earned, today, today, why(contractId, promise, delta, today));
      if (!anew.isZero()) recognise(contractId, promise, anew, earned, today, today, "catch-up");
      if (!expired.isZero()) recognise(contractId, promise, expired, earned, today, today, "breakage");
      rebate(contractId, promise, today);
      onerous(contractId, promise, earned, today);
    }
    Invariant.holds(onlyTime || direct.getOrDefault(contractId, Money.zero(currency)).isZero(), "%s: revenue taken straight to the receivable was not earned", contractId);
  }

  /** The part of what is newly earned that clients paid for and let expire. */
  private Money broken(String contractId, Promised promise, Money delta, LocalDate today) {
    var key = Facts.key(contractId, promise.id());
    var expired = new ExactAmount(measures.breakage(contractId, promise, today), delta.currency()).rounded(RoundingPolicy.HALF_UP);
    var fresh = expired.minus(breakage.getOrDefault(key, Money.zero(delta.currency())));
    var part = delta.isPositive() && fresh.isPositive() ? Money.lesser(fresh, delta) : Money.zero(delta.currency());
    breakage.merge(key, part, Money::plus);
    return part;
  }

  /** The part of what is newly earned that billed hours bring by terms which became known after their bill. */
  private Money repriced(String contractId, Promised promise, Money delta, LocalDate today) {
    var owed = new ExactAmount(measures.owing(contractId, promise, today), delta.currency()).rounded(RoundingPolicy.HALF_UP);
    var before = owing.put(Facts.key(contractId, promise.id()), owed);
    var fresh = before == null ? owed : owed.minus(before);
    return delta.isPositive() && fresh.isPositive() ? Money.lesser(fresh, delta) : Money.zero(delta.currency());
  }

  private String why(String contractId, Promised promise, Money delta, LocalDate today) {
    if (promise.changes().stream().anyMatch(change -> change.on().equals(today) && change.treatment() == Bundle.Treatment.CUMULATIVE_CATCH_UP)) return "catch-up";
    boolean reestimated = facts.bundle.estimates().stream().anyMatch(each -> each.reestimate() && each.on().equals(today) && each.contractId().equals(contractId) && each.obligationId().equals(promise.id()));
    var newVariable = facts.latest(contractId, today).variable().stream().anyMatch(each -> today.equals(each.from()) && !today.equals(facts.first(contractId).startsOn()));
    return reestimated || newVariable || delta.isNegative() ? "catch-up" : "earned";
  }

  private void recognise(String contractId, Promised promise, Money delta, Earned earned, LocalDate today, LocalDate belongsTo, String why) {
    var contract = facts.latest(contractId, today);
    var cumulative = recognised.merge(Facts.key(contractId, promise.id()), delta, Money::plus);
    var source = new Ledger.Source(contract.threadId(), contractId + "/" + promise.id(), contract.entity(), today, belongsTo, Dimensions.shared(contract, promise.lines()));
    var taken = direct.getOrDefault(contractId, Money.zero(delta.currency()));
    var straight = delta.isPositive() ? Money.lesser(taken, delta) : Money.zero(delta.currency());
    direct.put(contractId, taken.minus(straight));
    post(contractId, contract.entity(), source, delta.minus(straight), why);
    var percent = earned.progress() == null ? null : Rational.of(100).times(earned.progress()).rounded(4, RoundingPolicy.HALF_UP).stripTrailingZeros().toPlainString();
    var on = ledger.openDay(contract.entity(), belongsTo, today);
    earnedBy.add(new By(contractId, contract.entity(), belongsTo, delta));
    tell(new Answer.RevenueEvent(
        contractId, promise.id(), on, ledger.period(contract.entity(), on).name(), Reading.word(promise.measure()), delta.currency(), delta, cumulative, new ExactAmount(earned.revenue(), delta.currency()), percent, earned.cost(), earned.cost() == null ? null : cumulative.minus(earned.cost()), why));
  }

  private void post(String contractId, String entity, Ledger.Source source, Money delta, String why) {
    var zero = Money.zero(delta.currency());
    if (delta.isPositive()) {
      var advance = Money.greater(ledger.balance(entity, Account.CL, contractId, delta.currency()).negated(), zero);
      var fromAdvance = Money.lesser(delta, advance);
      ledger.post(why.equals("catch-up") ? "J18" : why.equals("breakage") ? "J22" : "J4", source, new Leg(Account.CL, fromAdvance, contractId), new Leg(Account.REV, fromAdvance.negated(), contractId));
      var rest = delta.minus(fromAdvance);
      ledger.post(why.equals("catch-up") ? "J18" : "J1", source, new Leg(Account.CA, rest, contractId), new Leg(Account.REV, rest.negated(), contractId));
    } else {
      var less = delta.negated();
      var asset = Money.greater(ledger.balance(entity, Account.CA, contractId, delta.currency()), zero);
      var fromAsset = Money.lesser(less, asset);
      ledger.post("J18", source, new Leg(Account.REV, less, contractId), new Leg(Account.CA, fromAsset.negated(), contractId), new Leg(Account.CL, less.minus(fromAsset).negated(), contractId));
    }
  }

  /** What clients will get back for volume is owed to them from the first unit on. */
  private void rebate(String contractId, Promised promise, LocalDate today) {
    var at = terms.today(contractId, today);
    for (var line : promise.lines()) {
      var key = Facts.key(contractId, line.lineId());
      if (line.expectedUnitPrice() == null && !rebates.containsKey(key)) continue;
      var owed = Money.greater(events.units.owed(contractId, line, today), refunded(key, facts.first(contractId).currency()));
      var delta = owed.minus(rebates.getOrDefault(key, Money.zero(owed.currency())));
      rebates.put(key, owed);
      var source = new Ledger.Source(at.contract().threadId(), contractId + "/" + line.lineId(), at.contract().entity(), today, today, Dimensions.of(facts.latest(contractId, today), line));
      post(contractId, at.contract().entity(), source, delta, "earned");
      ledger.post("J19", source, new Leg(Account.REV, delta, contractId), new Leg(Account.RFL, delta.negated(), contractId));
    }
  }

  /** What was paid of rebates beyond what all units sold will bring of them. */
  Money overpaid(String contractId, Promised promise) {
    return overpaid(contractId, promise, line -> events.units.owedOfAll(contractId, line));
  }

  private Money overpaid(String contractId, Promised promise, Function<ContractFact.Line, Money> brings) {
    var zero = Money.zero(facts.first(contractId).currency());
    var total = zero;
    for (var line : promise.lines()) {
      var paid = refunded(Facts.key(contractId, line.lineId()), zero.currency());
      if (paid.isPositive()) total = total.plus(Money.greater(paid.minus(brings.apply(line)), zero));
    }
    return total;
  }

  private Money refunded(String key, Currency currency) {
    return refunded.getOrDefault(key, Money.zero(currency));
  }

  /** What of a concession was never revenue: the refund liability pays it. */
  Money fromRefundLiability(String contractId, Documents.Doc credit) {
    var owed = Money.zero(credit.currency);
    for (var part : credit.taken) {
      var key = Facts.key(contractId, part.line().draft.contractLineId());
      if (!rebates.containsKey(key)) continue;
      var left = rebates.get(key).minus(refunded(key, credit.currency));
      var taken = Money.greater(Money.lesser(part.amount(), left), Money.zero(credit.currency));
      refunded.merge(key, taken, Money::plus);
      owed = owed.plus(taken);
    }
    return owed;
  }

  /** Refund liabilities of a contract: billed, but never to be earned. */
  Money refundable(String contractId) {
    return sum(rebates, contractId).minus(sum(refunded, contractId));
  }

  /** Where all of it will lose, the loss that is not made yet is provided for; a profit that a prospective change left behind is lost again. */
  private void onerous(String contractId, Promised promise, Earned earned, LocalDate today) {
    if (earned.totalCost() == null || promise.measure() != ContractFact.Measure.COST_TO_COST) return;
    var price = most(contractId, promise);
    var zero = Money.zero(price.currency());
    var loss = earned.totalCost().minus(price);
    var sofar = earned.cost().minus(recognised.getOrDefault(Facts.key(contractId, promise.id()), zero));
    var provision = loss.isPositive() ? Money.greater(loss.minus(sofar), zero) : zero;
    var delta = provision.minus(provisions.getOrDefault(Facts.key(contractId, promise.id()), zero));
    provisions.put(Facts.key(contractId, promise.id()), provision);
    var contract = facts.latest(contractId, today);
    ledger.post("J20", new Ledger.Source(contract.threadId(), contractId + "/" + promise.id(), contract.entity(), today, today, Dimensions.shared(contract, promise.lines())), new Leg(Account.COST, delta, null), new Leg(Account.PROV, delta.negated(), contractId));
  }

  /** Where revenue is what is billed: a bill earns it, a credit note takes it back. */
  void asBilled(String contractId, Documents.Doc doc) {
    if (doc.corrects == null) for (var line : doc.lines) asBilled(contractId, doc, line.draft.contractLineId(), line.draft.amount());
    else for (var part : doc.taken) asBilled(contractId, doc, part.line().draft.contractLineId(), part.amount().negated());
  }

  private void asBilled(String contractId, Documents.Doc doc, String line, Money amount) {
    for (var promise : obligations.of(contractId, doc.on)) {
      if (promise.lines().stream().noneMatch(each -> each.lineId().equals(line))) continue;
      var cumulative = recognised.merge(Facts.key(contractId, promise.id()), amount, Money::plus);
      tell(new Answer.RevenueEvent(contractId, promise.id(), doc.on, ledger.period(doc.entity, doc.on).name(), "as-billed", doc.currency, amount, cumulative, amount.exact(), null, null, null, "as-billed"));
      return;
    }
  }

  /** A price concession: the credit note's journal already took the revenue. */
  void conceded(String contractId, Documents.Doc credit, Money neverRevenue) {
    var left = neverRevenue;
    for (var part : credit.taken) {
      var line = part.line().draft.contractLineId();
      var skipped = rebates.containsKey(Facts.key(contractId, line)) ? Money.lesser(left, part.amount()) : Money.zero(credit.currency);
      left = left.minus(skipped);
      var amount = part.amount().minus(skipped);
      if (amount.isZero()) continue;
      for (var promise : obligations.of(contractId, credit.on)) {
        if (promise.lines().stream().noneMatch(each -> each.lineId().equals(line))) continue;
        var key = Facts.key(contractId, promise.id());
        recognised.merge(key, amount.negated(), Money::plus);
        if (part.line().draft.billing() != BillingModel.TIME_AND_MATERIALS && part.line().draft.minutes() == null) conceded.merge(key, amount, Money::plus);
        tell(new Answer.RevenueEvent(contractId, promise.id(), credit.on, ledger.period(credit.entity, credit.on).name(), Reading.word(promise.measure()), credit.currency, amount.negated(), recognised.get(key), amount.negated().exact(), null, null, null, "concession"));
        break;
      }
    }
  }

  /** Unbilled minutes given up or written down: what was earned for them is taken back through the write-off account. */
  void givenUp(TimeBook.Entry entry, MoneyFacts.WriteOff fact, Runnable giveUp) {
    var contractId = entry.contractId;
    var contract = facts.latest(contractId, fact.on());
    if (contract.asBilled()) {
      giveUp.run();
      return;
    }
    upTo(contractId, fact.on(), true);
    var line = entry.price().lineId();
    var at = terms.today(contractId, fact.on());
    var terms = at.lines().get(line);
    var before = measures.openValue(contractId, terms, at);
    giveUp.run();
    var value = new ExactAmount(before.minus(measures.openValue(contractId, terms, at)), contract.currency()).rounded(RoundingPolicy.HALF_UP);
    writtenOff.merge(contractId, value, Money::plus);
    var source = new Ledger.Source(contract.threadId(), fact.writeOffId(), contract.entity(), fact.on(), fact.on(), Dimensions.of(contract, terms));
    ledger.post("J13", source, new Leg(Account.WO, value, null), new Leg(Account.CA, value.negated(), contractId));
    for (var promise : obligations.of(contractId, fact.on())) {
      if (promise.lines().stream().noneMatch(each -> each.lineId().equals(line))) continue;
      recognised.merge(Facts.key(contractId, promise.id()), value.negated(), Money::plus);
      tell(new Answer.RevenueEvent(contractId, promise.id(), fact.on(), ledger.period(contract.entity(), fact.on()).name(), Reading.word(promise.measure()), contract.currency(), value.negated(), recognised.get(Facts.key(contractId, promise.id())), value.negated().exact(), null, null, null, "write-off"));
      break;
    }
  }
}
