package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.Rated;
import io.throughline.finance.TimeRating;
import io.throughline.finance.whatif.Obligations.Promised;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to come: the engine's own rules asked about days that are not over, with the work that is planned for them as if it were done. It
 * books nothing; it is asked once everything else is answered, because planned time then lies among the time that was worked.
 */
final class Outlook {

  /** No outlook is told for longer. */
  private static final int MOST_YEARS = 10;
  private static final int OPEN_ENDED = 9999;

  private final Engine engine;
  private final Facts facts;
  private final Map<String, LocalDate> until = new TreeMap<>();
  private final Map<String, List<WorkFacts.Time>> planned = new TreeMap<>();
  private final Map<String, List<Answer.RevenueToCome>> revenue = new TreeMap<>();

  Outlook(Engine engine) {
    this.engine = engine;
    facts = engine.facts;
  }

  List<Answer.OutlookView> all(Kpis figures) {
    for (var id : facts.contractIds()) {
      if (facts.parked.containsKey(id)) continue;
      until.put(id, until(id));
      planned.put(id, engine.staffing.toCome(id, until.get(id)));
      revenue.put(id, new ArrayList<>());
    }
    engine.time.plan(planned.values().stream().flatMap(List::stream).toList());
    var before = new TreeMap<String, Money>();
    var last = until.values().stream().max(LocalDate::compareTo).orElse(facts.asOf);
    for (var month = YearMonth.from(facts.asOf); !month.atDay(1).isAfter(last); month = month.plusMonths(1)) {
      var end = month.atEndOfMonth();
      engine.time.know(end, waits -> false);
      for (var id : until.keySet()) if (!month.atDay(1).isAfter(until.get(id)) && end.isAfter(facts.asOf)) earn(id, month, end, before);
    }
    return until.keySet().stream().map(id -> view(id, figures)).toList();
  }

  /** Through the last day that anything is agreed or planned for; a year ahead where there is no end. */
  private LocalDate until(String id) {
    var newest = facts.contracts.get(id).stream().filter(each -> each.state() == ContractFact.Approval.APPROVED).reduce((a, b) -> b).orElse(facts.first(id));
    var days = new ArrayList<LocalDate>(List.of(facts.asOf));
    if (newest.endsOn().getYear() == OPEN_ENDED) days.add(facts.asOf.plusYears(1));
    else days.add(newest.endsOn());
    for (var line : newest.lines()) {
      line.schedule().forEach(each -> days.add(each.on()));
      var milestone = engine.events.milestones.known(line.milestoneId(), facts.asOf);
      if (milestone != null && milestone.plannedOn() != null) days.add(milestone.plannedOn());
    }
    newest.obligations().stream().filter(each -> each.through() != null && each.through().getYear() != OPEN_ENDED).forEach(each -> days.add(each.through()));
    newest.staffing().forEach(each -> days.add(each.through()));
    facts.bundle.usage().stream().filter(each -> each.planned() && each.contractId().equals(id)).forEach(each -> days.add(each.on()));
    facts.bundle.progress().stream().filter(each -> each.planned() && each.contractId().equals(id)).forEach(each -> days.add(each.on()));
    facts.changeOrders.getOrDefault(id, List.of()).forEach(order -> order.staffing().forEach(each -> days.add(each.through())));
    var last = days.stream().max(LocalDate::compareTo).orElseThrow();
    var most = facts.asOf.plusYears(MOST_YEARS);
    return last.isAfter(most) ? most : last;
  }

  /** Whether the contract runs by then, on terms that are approved. */
  private boolean agreed(String id, LocalDate day) {
    return !day.isBefore(facts.first(id).startsOn()) && engine.terms.today(id, day).contract().approved();
  }

  private void earn(String id, YearMonth month, LocalDate end, Map<String, Money> before) {
    if (!agreed(id, end)) return;
    if (!planned.get(id).isEmpty()) engine.retainers.settle(id, end);
    boolean asBilled = facts.latest(id, end).asBilled();
    var due = asBilled ? engine.events.due(id, end, end) : List.<BillingEvent>of();
    for (var promise : engine.obligations.of(id, end)) {
      var was = before.getOrDefault(Facts.key(id, promise.id()), engine.revenue.recognised(id, promise.id()));
      var becomes = asBilled ? asBilled(id, promise, due) : engine.revenue.expected(id, promise, end);
      before.put(Facts.key(id, promise.id()), becomes);
      var measure = asBilled ? "as-billed" : Reading.word(promise.measure());
      if (!becomes.equals(was)) revenue.get(id).add(new Answer.RevenueToCome(promise.id(), month.toString(), measure, becomes.minus(was), becomes));
    }
  }

  /** Where bills earn: what was billed, what falls due, and time at its price. */
  private Money asBilled(String id, Promised promise, List<BillingEvent> due) {
    var total = engine.revenue.recognised(id, promise.id());
    for (var line : promise.lines().stream().map(ContractFact.Line::lineId).toList()) {
      var comes = new ExactAmount(engine.time.openValue(id, line), total.currency()).rounded(RoundingPolicy.HALF_UP);
      for (var event : due) if (line.equals(event.lineId())) comes = comes.plus(engine.billed.rest(event));
      total = total.plus(within(comes, room(id, line)));
    }
    return total;
  }

  /** What a line's cap leaves to be billed; null without one. */
  private Money room(String id, String line) {
    var at = engine.terms.having(id, line, until.get(id));
    var cap = at == null ? null : at.contract().line(line).orElseThrow().cap();
    return cap == null ? null : Money.greater(cap.minus(engine.billed.of(id, line)), Money.zero(cap.currency()));
  }

  private static Money within(Money amount, Money room) {
    return room == null ? amount : Money.lesser(amount, room);
  }

  private Answer.OutlookView view(String id, Kpis figures) {
    var contract = facts.latest(id, facts.asOf);
    var zero = Money.zero(contract.currency());
    var coming = revenue.get(id);
    var recognised = engine.revenue.recognised(id);
    var toCome = Money.sum(coming.stream().map(Answer.RevenueToCome::amount).toList(), zero.currency());
    var notScheduled = zero;
    for (var promise : agreed(id, until.get(id)) ? engine.obligations.of(id, until.get(id)) : List.<Promised>of()) {
      var earned = coming.stream().filter(each -> each.obligation().equals(promise.id())).reduce((a, b) -> b).map(Answer.RevenueToCome::cumulative).orElse(engine.revenue.recognised(id, promise.id()));
      notScheduled = notScheduled.plus(Money.greater(engine.revenue.most(id, promise).minus(earned), zero));
    }
    long minutes = planned.get(id).stream().mapToLong(WorkFacts.Time::minutes).sum();
    long held = planned.get(id).stream().filter(each -> engine.time.entries.get(each.key()).held()).mapToLong(WorkFacts.Time::minutes).sum();
    long unknown = planned.get(id).stream().filter(each -> !engine.staffing.costed(each.key())).mapToLong(WorkFacts.Time::minutes).sum();
    var cost = engine.staffing.cost(planned.get(id), zero);
    var value = recognised.plus(toCome).plus(notScheduled);
    var margin = minutes == 0 || unknown > 0 ? null : value.minus(figures.cost(id, zero)).minus(cost);
    return new Answer.OutlookView(
        id, zero.currency(), until.get(id), recognised, toCome, notScheduled, minutes, held, unknown, cost, margin, margin == null ? null : Kpis.text(Kpis.percent(margin, value)), coming, staffing(id, zero), billing(id), changes(id, zero));
  }

  /** Who is to work how long in which month, what it costs, and what it bills at the rates of those days. */
  private List<Answer.StaffingToCome> staffing(String id, Money zero) {
    var slots = new TreeMap<String, List<WorkFacts.Time>>();
    for (var each : planned.get(id)) slots.computeIfAbsent(String.join("|", YearMonth.from(each.workDate()).toString(), line(each), String.valueOf(each.role()), each.personId()), key -> new ArrayList<>()).add(each);
    return slots.values().stream().map(work -> {
      var one = work.get(0);
      var value = Rational.ZERO;
      for (var each : work) value = value.plus(engine.time.entries.get(each.key()).openValue());
      boolean costed = work.stream().allMatch(each -> engine.staffing.costed(each.key()));
      return new Answer.StaffingToCome(
          YearMonth.from(one.workDate()).toString(), line(one).isEmpty() ? null : line(one), one.role(), one.personId().equals(Staffing.ANY) ? null : one.personId(), work.stream().mapToLong(WorkFacts.Time::minutes).sum(), new ExactAmount(value, zero.currency()).rounded(RoundingPolicy.HALF_UP), costed ? engine.staffing.cost(work, zero) : null);
    }).toList();
  }

  private String line(WorkFacts.Time planned) {
    var line = Retainers.lineOf(engine.time.entries.get(planned.key()));
    return line == null ? "" : line;
  }

  /** What falls due after the as-of day. */
  private List<Answer.BillingToCome> billing(String id) {
    if (!agreed(id, until.get(id))) return List.of();
    var coming = new ArrayList<Answer.BillingToCome>();
    var rooms = new TreeMap<String, Money>();
    for (var event : engine.events.due(id, until.get(id), until.get(id))) {
      boolean comes = event.dueOn().isAfter(facts.asOf);
      var room = rooms.getOrDefault(event.lineId(), room(id, event.lineId()));
      var amount = within(comes ? event.amount() : engine.billed.rest(event), room);
      if (room != null) rooms.put(event.lineId(), room.minus(amount));
      if (comes && (room == null || room.isPositive())) coming.add(new Answer.BillingToCome(event.lineId(), event.dueOn(), event.source(), amount));
    }
    return coming;
  }

  /** Change orders that are not in force yet: what they would add, and who has not approved. */
  private List<Answer.ChangeToCome> changes(String id, Money zero) {
    var waiting = new ArrayList<Answer.ChangeToCome>();
    for (var order : facts.changeOrders.getOrDefault(id, List.of())) {
      if (facts.inForce(order, facts.asOf)) continue;
      var approved = order.approvals().stream().filter(each -> !each.on().isAfter(facts.knownOn)).map(Bundle.Approved::in).toList();
      var missing = Arrays.stream(Bundle.Side.values()).filter(side -> !approved.contains(side)).map(Reading::word).toList();
      var time = Rational.ZERO;
      for (var each : engine.staffing.of(order, true)) time = time.plus(worth(id, each));
      for (var each : engine.staffing.of(order, false)) time = time.minus(worth(id, each));
      waiting.add(new Answer.ChangeToCome(
          order.changeOrderId(), order.effectiveFrom(), missing, engine.values.change(id, order), Staffing.minutes(order.staffing()), new ExactAmount(time, zero.currency()).rounded(RoundingPolicy.HALF_UP), engine.staffing.cost(order)));
    }
    return waiting;
  }

  /** Planned time at the prices of the lines it would be bound to. */
  private Rational worth(String id, WorkFacts.Time planned) {
    var entry = new TimeBook.Entry(planned.key());
    entry.fact = planned;
    var contract = engine.terms.at(id, facts.asOf, planned.workDate()).contract();
    return TimeRating.rate(contract, entry.work(planned.timeType()), facts.employer(planned.personId(), planned.workDate(), contract.entity())).fold(
        billable -> billable.price().of(planned.minutes()).value(),
        non -> Rational.ZERO,
        covered -> Rational.ZERO,
        held -> held.reason() == Rated.Reason.CO_PENDING && held.atRisk() != null ? held.atRisk().value() : Rational.ZERO);
  }
}
