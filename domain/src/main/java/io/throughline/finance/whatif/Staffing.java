package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Planned work as time entries of its days: each row's minutes evenly on its working days. A day's plan is that of the terms in force on it,
 * with what the change orders in force on it add or take away.
 */
final class Staffing {

  /** Planned minutes of work that differs in nothing but its days, exactly. */
  private static final class Slot {

    final ContractFact.Planned row;
    final TreeMap<LocalDate, Rational> days = new TreeMap<>();
    ContractFact.Planned less;

    Slot(ContractFact.Planned row) {
      this.row = row;
    }
  }

  private static final int MINUTES_A_DAY = 1440;
  /** Stands for a project or a person that nobody said. */
  static final String ANY = "-";

  private final Facts facts;
  private final Ledger ledger;
  private final Map<String, Rational> costs = new HashMap<>();

  Staffing(Facts facts, Ledger ledger) {
    this.facts = facts;
    this.ledger = ledger;
  }

  /** Planned work of a contract on the days to come through another. */
  List<WorkFacts.Time> toCome(String contractId, LocalDate through) {
    var slots = new TreeMap<String, Slot>();
    for (var version : facts.contracts.get(contractId)) {
      for (var row : version.staffing()) spread(version, row, (day, minutes) -> {
        if (day.isAfter(facts.asOf) && !day.isAfter(through) && facts.latest(contractId, day) == version) add(slots, scoped(contractId, row), row, day, minutes);
      });
    }
    for (var order : facts.changeOrders.getOrDefault(contractId, List.of())) {
      for (var row : order.staffing()) spread(facts.latest(contractId, facts.asOf), row, (day, minutes) -> {
        if (day.isAfter(facts.asOf) && !day.isAfter(through) && facts.inForce(order, day)) add(slots, scoped(contractId, row), row, day, minutes);
      });
    }
    return work(contractId, "planned", slots);
  }

  /** Work that a change order plans, or takes away, in all. */
  List<WorkFacts.Time> of(Bundle.ChangeOrder order, boolean more) {
    var rows = order.staffing().stream().filter(row -> more ? row.total() > 0 : row.total() < 0).map(row -> more ? row : row.opposite()).toList();
    return work(order.contractId(), (more ? "more/" : "less/") + order.changeOrderId(), slots(facts.latest(order.contractId(), facts.asOf), rows));
  }

  /** Minutes that a change order plans more, or less. */
  static long minutes(List<ContractFact.Planned> rows) {
    return rows.stream().mapToLong(ContractFact.Planned::total).sum();
  }

  /** What delivering a contract was planned to cost: as told, else by its planned work; and by that of the change orders in force. Null where nobody says. */
  Money plannedCost(String contractId) {
    var contract = facts.latest(contractId, facts.asOf);
    var zero = Money.zero(contract.currency());
    if (contract.plannedCost() == null && contract.staffing().isEmpty()) return null;
    var total = zero;
    if (contract.plannedCost() != null) total = facts.money(contract.plannedCost(), zero.currency(), contract, "plannedCost");
    else {
      var work = work(contractId, "planned/" + contract.version(), slots(contract, contract.staffing()));
      if (work.stream().anyMatch(each -> !costed(each.key()))) return null;
      total = cost(work, zero);
    }
    for (var order : facts.changeOrders.getOrDefault(contractId, List.of())) if (facts.inForce(order, facts.asOf)) total = total.plus(cost(order));
    return total;
  }

  /** What a change order's planned work costs, less that of the work it takes away. */
  Money cost(Bundle.ChangeOrder order) {
    var zero = Money.zero(facts.first(order.contractId()).currency());
    return cost(of(order, true), zero).minus(cost(of(order, false), zero));
  }

  Money cost(List<WorkFacts.Time> work, Money zero) {
    return new ExactAmount(work.stream().map(each -> cost(each.key())).reduce(Rational.ZERO, Rational::plus), zero.currency()).rounded(RoundingPolicy.HALF_UP);
  }

  private Map<String, Slot> slots(ContractFact contract, List<ContractFact.Planned> rows) {
    var slots = new TreeMap<String, Slot>();
    for (var row : rows) spread(contract, row, (day, minutes) -> add(slots, scoped(contract.contractId(), row), row, day, minutes));
    return slots;
  }

  /** What planned work costs, in the contract's currency; zero for what is not planned, or where no cost is known. */
  Rational cost(String key) {
    return costs.getOrDefault(key, Rational.ZERO);
  }

  boolean costed(String key) {
    return costs.containsKey(key);
  }

  private void spread(ContractFact contract, ContractFact.Planned row, BiConsumer<LocalDate, Rational> takes) {
    var days = row.from().datesUntil(row.through().plusDays(1)).filter(day -> facts.calendars.off(contract.entity(), day).isEmpty()).toList();
    if (days.isEmpty()) days = row.from().datesUntil(row.through().plusDays(1)).toList();
    var share = Rational.of(row.total(), days.size());
    for (var day : days) takes.accept(day, share);
  }

  private static void add(Map<String, Slot> slots, ContractFact.Planned scoped, ContractFact.Planned told, LocalDate day, Rational minutes) {
    var key = String.join("|", scoped.projectId(), String.valueOf(scoped.taskId()), String.valueOf(scoped.role()), scoped.personId(), scoped.costPerHour() == null ? "" : scoped.costPerHour().stripTrailingZeros().toPlainString());
    var slot = slots.computeIfAbsent(key, each -> new Slot(scoped));
    slot.days.merge(day, minutes, Rational::plus);
    if (minutes.signum() < 0) slot.less = told;
  }

  /** The row with what its line's scope says where the row is silent. */
  private ContractFact.Planned scoped(String contractId, ContractFact.Planned row) {
    var scope = row.lineId() == null ? null : line(contractId, row.lineId()).scope();
    return new ContractFact.Planned(
        row.from(), row.through(), row.minutes(), row.days(), row.minutesPerDay(), row.lineId(),
        first(row.projectId(), scope == null ? List.of() : scope.projects(), ANY),
        first(row.taskId(), scope == null ? List.of() : scope.tasks(), null),
        first(row.role(), scope == null ? List.of() : scope.roles(), null),
        first(row.personId(), scope == null ? List.of() : scope.persons(), ANY),
        row.costPerHour());
  }

  private ContractFact.Line line(String contractId, String lineId) {
    var lines = new ArrayList<ContractFact.Line>();
    facts.contracts.get(contractId).forEach(version -> lines.addAll(version.lines()));
    facts.changeOrders.getOrDefault(contractId, List.of()).forEach(order -> lines.addAll(order.lines()));
    return lines.stream().filter(line -> line.lineId().equals(lineId)).reduce((a, b) -> b).orElseThrow();
  }

  private static String first(String told, List<String> scope, String otherwise) {
    return told != null ? told : scope.isEmpty() ? otherwise : scope.stream().sorted().findFirst().orElseThrow();
  }

  /** Whole minutes, rounded down on their running sum. */
  private List<WorkFacts.Time> work(String contractId, String source, Map<String, Slot> slots) {
    var work = new ArrayList<WorkFacts.Time>();
    for (var slot : slots.values()) {
      var exact = Rational.ZERO;
      long before = 0;
      for (var day : slot.days.entrySet()) {
        if (day.getValue().signum() < 0) throw facts.refused(slot.less, null, "CONTRADICTION", "takes more minutes away than are planned on " + day.getKey());
        exact = exact.plus(day.getValue());
        long through = exact.rounded(0, RoundingPolicy.DOWN).longValueExact();
        add(work, contractId, source, slot.row, day.getKey(), through - before);
        before = through;
      }
    }
    return work;
  }

  private void add(List<WorkFacts.Time> work, String contractId, String source, ContractFact.Planned row, LocalDate day, long minutes) {
    for (long left = minutes; left > 0; left -= MINUTES_A_DAY) {
      var fact = new WorkFacts.Time(contractId + "/" + work.size(), "1", source, row.projectId(), row.taskId(), row.personId(), row.role(), day, null, null, (int) Math.min(left, MINUTES_A_DAY), true, null, day, null, contractId, null, null);
      var perHour = perHour(contractId, row, day);
      if (perHour != null) costs.put(fact.key(), perHour.times(Rational.of(fact.minutes(), 60)));
      work.add(fact);
    }
  }

  /** As planned, else the person's cost rate of the day at the last exchange rate known; null where nobody says. */
  private Rational perHour(String contractId, ContractFact.Planned row, LocalDate day) {
    if (row.costPerHour() != null) return Rational.of(row.costPerHour());
    var person = facts.people.get(row.personId());
    BigDecimal known = person == null ? null : Labour.perHour(person, day);
    if (known == null) return null;
    var contract = facts.latest(contractId, day);
    var paid = facts.base(facts.employer(row.personId(), day, contract.entity()), contract.currency());
    if (!ledger.convertible(paid, contract.currency(), facts.asOf)) return null;
    return paid.equals(contract.currency()) ? Rational.of(known) : ledger.worth(Money.of(BigDecimal.ONE, paid).exact(), contract.currency(), facts.asOf).times(Rational.of(known));
  }
}
