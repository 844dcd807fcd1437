package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.whatif.Obligations.Promised;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** How much of a promise is earned by a day, exactly. */
final class Measures {

  /** Earned so far. {@code cost} is null where no estimate says. */
  record Earned(Rational revenue, Rational progress, Money cost, Money totalCost) {}

  private static final int PERCENT_DIGITS = 2;

  private final Facts facts;
  private final TermsBook terms;
  private final TimeBook time;
  private final Events events;
  private final Billed billed;
  private final Schedule schedule;
  private final HowFar howFar;
  private final Retainers retainers;
  private final Minimums minimums;

  Measures(Facts facts, TermsBook terms, TimeBook time, Events events, Billed billed, Retainers retainers, Schedule schedule, Staffing staffing, Minimums minimums) {
    this.minimums = minimums;
    this.facts = facts;
    this.terms = terms;
    this.time = time;
    this.events = events;
    this.billed = billed;
    this.schedule = schedule;
    howFar = new HowFar(facts, terms, time, events, billed, staffing);
    this.retainers = retainers;
  }

  Earned earned(String contractId, Promised promise, LocalDate day) {
    var revenue = Rational.ZERO;
    boolean allocated = promise.fact() != null && promise.fact().expectedVariable() != null;
    var blended = blended(contractId, promise, day);
    boolean unitsAnew = !blended.isEmpty();
    for (var line : promise.lines()) {
      if (allocated || unitsAnew && line.billing() == BillingModel.UNITS) continue;
      revenue = revenue.plus(byItself(contractId, line, day));
    }
    if (unitsAnew) revenue = revenue.plus(unitsAnew(contractId, promise, blended, day));
    Rational progress = null;
    Money cost = null;
    Money total = null;
    if (!promise.price().isZero() || !unitsAnew && !promise.changes().isEmpty()) {
      var done = howFar.done(contractId, promise, day);
      progress = rounded(promise, done.share());
      revenue = revenue.plus(fixed(contractId, promise, day, progress));
      var estimate = howFar.estimate(contractId, promise.id(), day);
      if (estimate != null) {
        var materials = estimate.uninstalledMaterials() == null ? BigDecimal.ZERO : estimate.uninstalledMaterials();
        cost = facts.money(estimate.costToDate().add(materials), promise.price().currency(), estimate, "costToDate");
        total = cost.plus(facts.money(estimate.costToGo(), promise.price().currency(), estimate, "costToGo"));
      }
    }
    return new Earned(revenue, progress, cost, total);
  }

  /** Fixed price times progress; what a prospective change left over is earned by what was left to do. */
  private Rational fixed(String contractId, Promised promise, LocalDate day, Rational progress) {
    var changes = inOrder(promise.changes(), day);
    boolean anew = changes.stream().anyMatch(Measures::prospective) && promise.lines().stream().noneMatch(line -> line.billing() == BillingModel.UNITS);
    if (anew) return anew(contractId, promise, changes, day);
    return atCost(promise.price().plus(promise.caughtUp()).exact().value(), materials(contractId, promise, day), progress);
  }

  /** Materials are earned at their cost, as far as the price goes; the rest of it by progress. */
  private static Rational atCost(Rational price, Rational materials, Rational share) {
    var first = price.signum() < 0 ? Rational.ZERO : Rational.lesser(materials, price);
    return price.minus(first).times(share).plus(first);
  }

  private static List<Obligations.Change> inOrder(List<Obligations.Change> changes, LocalDate day) {
    return changes.stream().filter(each -> !each.on().isAfter(day)).sorted(Comparator.comparing(Obligations.Change::on)).toList();
  }

  private static boolean prospective(Obligations.Change change) {
    return change.treatment() == Bundle.Treatment.PROSPECTIVE;
  }

  /** Its place among them; -1 where there is none. */
  private static int lastProspective(List<Obligations.Change> changes) {
    int last = changes.size() - 1;
    while (last >= 0 && !prospective(changes.get(last))) last--;
    return last;
  }

  /** What was earned before the last prospective change stays; what was left then, and what it and later ones add, is earned by what was left to do. */
  private Rational anew(String contractId, Promised promise, List<Obligations.Change> changes, LocalDate day) {
    var total = promise.price().exact().value();
    for (var change : changes) total = total.plus(change.price().exact().value());
    var now = howFar.done(contractId, with(contractId, promise, changes, day), day);
    var materials = materials(contractId, promise, day);
    int last = lastProspective(changes);
    if (last < 0) return atCost(total, materials, rounded(promise, now.share()));
    var earlier = changes.subList(0, last);
    var eve = changes.get(last).on().minusDays(1);
    var locked = anew(contractId, promise, earlier, eve);
    var before = howFar.done(contractId, with(contractId, promise, earlier, day), eve);
    var left = now.of().minus(before.done());
    var share = left.signum() <= 0 ? Rational.ONE : Rational.lesser(now.done().minus(before.done()).dividedBy(left), Rational.ONE);
    return locked.plus(atCost(total.minus(locked), materials.minus(materials(contractId, promise, eve)), share));
  }

  /** Cost of materials that were delivered by a day and not installed. */
  private Rational materials(String contractId, Promised promise, LocalDate day) {
    var estimate = promise.measure() == ContractFact.Measure.COST_TO_COST ? howFar.estimate(contractId, promise.id(), day) : null;
    return estimate == null || estimate.uninstalledMaterials() == null ? Rational.ZERO : Rational.of(estimate.uninstalledMaterials());
  }

  /** The promise as it was with some of its changes: without the lines that the others bring, and with those that they replace. */
  private Promised with(String contractId, Promised promise, List<Obligations.Change> changes, LocalDate day) {
    var others = promise.changes().stream().filter(each -> !changes.contains(each)).map(Obligations.Change::order).toList();
    return new Promised(promise.id(), promise.fact(), events.milestones.without(contractId, promise.lines(), others, day), promise.units(), promise.sold(), promise.measure(), promise.fixed(), promise.variable(), promise.price(), promise.exact(), changes, promise.judgements());
  }

  /** The changes after which a promise's units are earned at one price, in the order in which they came; none where each has its own, where a rebate or a cap is of all of them, or where nobody said how many there are. */
  private List<Obligations.Change> blended(String contractId, Promised promise, LocalDate day) {
    var changes = inOrder(promise.changes(), day);
    var units = promise.lines().stream().filter(line -> line.billing() == BillingModel.UNITS).toList();
    boolean counted = !units.isEmpty() && units.stream().allMatch(line -> line.quantity() != null && line.unitPrice() != null && !events.units.together(contractId, line.lineId(), day));
    boolean anew = promise.price().isZero() || changes.stream().anyMatch(Measures::prospective);
    return counted && anew ? changes : List.of();
  }

  /** What was earned before the last prospective change stays; what was left then, and what changes add, is earned by the units that were left. */
  private Rational unitsAnew(String contractId, Promised promise, List<Obligations.Change> changes, LocalDate day) {
    var lines = new TreeMap<String, ContractFact.Line>();
    promise.units().forEach(line -> lines.put(line.lineId(), line));
    var total = promise.sold();
    if (changes.isEmpty()) return lines.values().stream().map(line -> Rational.of(events.units.worth(terms.today(contractId, day), line, used(contractId, line, day), day).amount())).reduce(Rational.ZERO, Rational::plus);
    for (var change : changes) {
      change.order().lines().stream().filter(line -> line.billing() == BillingModel.UNITS).forEach(line -> lines.put(line.lineId(), line));
      total = total.plus(prospective(change) || promise.price().isZero() ? change.price() : change.units());
    }
    int last = lastProspective(changes);
    var eve = last < 0 ? null : changes.get(last).on().minusDays(1);
    var locked = eve == null ? Rational.ZERO : unitsAnew(contractId, promise, changes.subList(0, last), eve);
    var before = BigDecimal.ZERO;
    var now = BigDecimal.ZERO;
    for (var line : lines.values()) {
      if (eve != null) before = before.add(used(contractId, line, eve));
      now = now.add(used(contractId, line, day));
    }
    var rest = total.exact().value().minus(locked);
    var left = Obligations.quantity(List.copyOf(lines.values())).subtract(before);
    if (left.signum() <= 0) return locked.plus(rest);
    return locked.plus(rest.times(Rational.lesser(Rational.of(now.subtract(before)).dividedBy(Rational.of(left)), Rational.ONE)));
  }

  private BigDecimal used(String contractId, ContractFact.Line line, LocalDate day) {
    return events.units.used(contractId, line.lineId(), day);
  }

  /** Lines whose revenue follows from what they bill; never more than the line's cap, for which what was conceded made room. */
  private Rational byItself(String contractId, ContractFact.Line line, LocalDate day) {
    var at = terms.today(contractId, day);
    var cap = at.contract().line(line.lineId()).map(each -> each.cap()).orElse(null);
    var revenue = uncapped(contractId, line, at, day);
    if (cap == null) return revenue;
    var most = line.billing() == BillingModel.TIME_AND_MATERIALS ? cap : cap.plus(billed.withConceded(contractId, line.lineId())).minus(billed.of(contractId, line.lineId()));
    return Rational.lesser(revenue, Rational.of(most.amount()));
  }

  private Rational uncapped(String contractId, ContractFact.Line line, TermsBook.Terms at, LocalDate day) {
    return switch (line.billing()) {
      case TIME_AND_MATERIALS -> Rational.of(billed.of(contractId, line.lineId()).plus(billed.variable(contractId, line.lineId())).amount()).plus(openValue(contractId, line, at)).plus(minimums.rest(contractId, line.lineId())).plus(owing(contractId, line, day));
      case SUBSCRIPTION -> spans(contractId, line, day);
      case RETAINER -> retainer(contractId, line, at, day);
      case UNITS -> units(contractId, line, day);
      case EXPENSES -> sum(events.expenses.due(contractId, day, day), line);
      default -> Rational.ZERO;
    };
  }

  /** The value of unbilled minutes, rounded once, never above what the cap leaves. */
  Rational openValue(String contractId, ContractFact.Line line, TermsBook.Terms at) {
    var open = time.openValue(contractId, line.lineId());
    var value = new ExactAmount(open, at.contract().currency()).rounded(at.contract().rounding());
    value = Money.greater(value.minus(billed.conceded(contractId, line.lineId())), Money.zero(value.currency()));
    var cap = at.contract().line(line.lineId()).map(each -> each.cap()).orElse(null);
    if (cap != null) value = Money.greater(Money.lesser(value, cap.minus(billed.of(contractId, line.lineId()))), Money.zero(value.currency()));
    return value.exact().value();
  }

  /** What minutes that were billed at terms which changed since are worth beyond their bill, within the line's cap; nothing where bills stay as they are. */
  private Rational owing(String contractId, ContractFact.Line line, LocalDate day) {
    var owing = time.owing(contractId, line.lineId());
    if (owing.signum() == 0 || !facts.latest(contractId, day).correctBilled()) return Rational.ZERO;
    var at = terms.today(contractId, day);
    var cap = at.contract().line(line.lineId()).map(each -> each.cap()).orElse(null);
    if (cap == null) return owing;
    return line.billing() == BillingModel.TIME_AND_MATERIALS ? capped(contractId, line, at, cap) : Rational.ZERO;
  }

  /** What a capped line is worth, less what it billed and what is open of it. */
  private Rational capped(String contractId, ContractFact.Line line, TermsBook.Terms at, Money cap) {
    var worth = new ExactAmount(time.worth(contractId, line.lineId()), cap.currency()).rounded(at.contract().rounding()).plus(minimums.due(contractId, line.lineId()));
    var earned = Money.lesser(worth, cap).minus(billed.forgone(contractId, line.lineId()));
    return Rational.of(earned.minus(billed.of(contractId, line.lineId())).amount()).minus(openValue(contractId, line, at)).minus(minimums.rest(contractId, line.lineId()));
  }

  /** The same of all lines of a promise: part of what {@link #earned} says. */
  Rational owing(String contractId, Promised promise, LocalDate day) {
    return promise.lines().stream().map(line -> owing(contractId, line, day)).reduce(Rational.ZERO, Rational::plus);
  }

  private Rational spans(String contractId, ContractFact.Line line, LocalDate day) {
    var total = Rational.ZERO;
    for (var span : schedule.spans(contractId, line, day, day)) total = total.plus(span.earned(day));
    if (line.billing() == BillingModel.RETAINER) for (var refund : retainers.refunds(contractId, line, day, day).values()) total = total.minus(refund.exact().value());
    return total;
  }

  private Rational retainer(String contractId, ContractFact.Line line, TermsBook.Terms at, LocalDate day) {
    var extra = Rational.of(billed.time(contractId, line.lineId()).plus(billed.variable(contractId, line.lineId())).amount()).plus(openValue(contractId, line, at)).plus(owing(contractId, line, day));
    if (!byHours(line)) return spans(contractId, line, day).plus(extra);
    var total = Rational.ZERO;
    for (var account : retainers.of(contractId, day)) {
      if (!account.line().lineId().equals(line.lineId())) continue;
      var minutes = Rational.ZERO;
      var paid = Rational.ZERO;
      long included = 0;
      for (int i = 0; i < account.months().size(); i++) {
        var month = account.months().get(i);
        var ended = !account.spans().get(i).served().through().isAfter(day);
        minutes = minutes.plus(Rational.of(month.used() - month.overage() + (ended && !Retainers.refunds(line) ? month.expired() : 0)));
        paid = paid.plus(account.spans().get(i).amount().exact().value());
        included += month.own();
      }
      if (included > 0) total = total.plus(paid.times(minutes).dividedBy(Rational.of(included)));
    }
    return total.plus(extra);
  }

  /** What minutes that expired by a day had cost: part of what {@link #earned} says. */
  Rational breakage(String contractId, Promised promise, LocalDate day) {
    var total = Rational.ZERO;
    if (promise.lines().stream().noneMatch(Measures::byHours)) return total;
    for (var account : retainers.of(contractId, day)) {
      if (!byHours(account.line()) || Retainers.refunds(account.line()) || promise.lines().stream().noneMatch(line -> line.lineId().equals(account.line().lineId()))) continue;
      var paid = Rational.ZERO;
      long included = 0;
      long expired = 0;
      for (int i = 0; i < account.months().size(); i++) {
        paid = paid.plus(account.spans().get(i).amount().exact().value());
        included += account.months().get(i).own();
        if (!account.spans().get(i).served().through().isAfter(day)) expired += account.months().get(i).expired();
      }
      if (included > 0) total = total.plus(paid.times(Rational.of(expired, included)));
    }
    return total;
  }

  private static boolean byHours(ContractFact.Line line) {
    return line.billing() == BillingModel.RETAINER && line.rollover() != null && line.rollover().recognise() == ContractFact.Recognise.BY_HOURS;
  }

  private Rational units(String contractId, ContractFact.Line line, LocalDate day) {
    if (line.expectedUnitPrice() != null) return Units.expected(line, used(contractId, line, day));
    return sum(events.units.due(contractId, line, day, day), line);
  }

  private static Rational sum(List<BillingEvent> due, ContractFact.Line line) {
    return due.stream().filter(event -> event.lineId().equals(line.lineId())).map(event -> Rational.of(event.amount().amount())).reduce(Rational.ZERO, Rational::plus);
  }

  private Rational rounded(Promised promise, Rational share) {
    var digits = promise.fact() == null ? null : promise.fact().progressDigits();
    return digits == null ? share : Rational.of(share.rounded(digits + PERCENT_DIGITS, RoundingPolicy.HALF_UP));
  }
}
