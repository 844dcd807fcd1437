package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.finance.Allotment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What a change order's {@code priceChange} does to the billing plan of the lines it is about: instalments that are still to come carry it
 * in proportion; more than none is left to carry is due the day the change is in force; less than is left comes off the latest ones.
 */
final class PriceChanges {

  /** An instalment of a plan, not rounded. */
  record Step(String source, LocalDate on, Rational amount) {}

  private record Change(String id, LocalDate on, LocalDate inForce, Money amount) {}

  private final Facts facts;
  private final Milestones milestones;

  PriceChanges(Facts facts, Milestones milestones) {
    this.facts = facts;
    this.milestones = milestones;
  }

  /** What changes that are known to be in force for work of a day add to the line's amount. */
  Money of(String contractId, ContractFact.Line line, LocalDate known, LocalDate work) {
    return Money.sum(changes(contractId, line, known, work).stream().map(Change::amount).toList(), facts.first(contractId).currency());
  }

  List<Step> plan(String contractId, ContractFact.Line line, List<Step> plan, LocalDate today) {
    var changes = changes(contractId, line, today, today);
    if (changes.isEmpty()) return plan;
    var steps = new ArrayList<>(plan);
    for (var change : changes) carry(steps, change);
    steps.sort(Comparator.comparing(Step::on));
    var first = steps.get(0);
    steps.removeIf(step -> step.amount().signum() == 0 && step != first);
    return steps;
  }

  private static void carry(List<Step> steps, Change change) {
    var left = change.amount().exact().value();
    var coming = steps.stream().filter(step -> !step.on().isBefore(change.on())).map(Step::amount).reduce(Rational.ZERO, Rational::plus);
    var carried = coming.plus(left);
    if (coming.signum() > 0 && carried.signum() >= 0) {
      steps.replaceAll(step -> step.on().isBefore(change.on()) ? step : new Step(step.source(), step.on(), step.amount().times(carried.dividedBy(coming))));
      return;
    }
    if (left.signum() > 0) {
      steps.add(new Step("change-" + change.id(), change.inForce(), left));
      return;
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      var step = steps.get(i);
      var taken = Rational.lesser(step.amount(), left.negated());
      steps.set(i, new Step(step.source(), step.on(), step.amount().minus(taken)));
      left = left.plus(taken);
    }
  }

  /** The line's part of each change that is known to be in force, by the amounts of the fixed lines the change is about. */
  private List<Change> changes(String contractId, ContractFact.Line line, LocalDate known, LocalDate work) {
    var changes = new ArrayList<Change>();
    var before = new TreeMap<String, Rational>();
    for (var order : facts.changeOrders.getOrDefault(contractId, List.of())) {
      if (order.priceChange() == null || !facts.inForce(order, known) || order.effectiveFrom().isAfter(work)) continue;
      var amounts = about(contractId, order);
      if (amounts.isEmpty()) continue;
      var parts = Allotment.of(facts.money(order.priceChange(), facts.first(contractId).currency(), order, "priceChange"), List.copyOf(amounts.values()));
      var left = Rational.of(order.priceChange());
      for (var each : amounts.entrySet()) left = left.plus(each.getValue()).plus(before.getOrDefault(each.getKey(), Rational.ZERO));
      if (left.signum() < 0) throw facts.refused(order, "priceChange", "CONTRADICTION", "takes more than the fixed price that is there");
      var lines = List.copyOf(amounts.keySet());
      for (int i = 0; i < lines.size(); i++) before.merge(lines.get(i), parts.get(i).exact().value(), Rational::plus);
      if (amounts.containsKey(line.lineId())) changes.add(new Change(order.changeOrderId(), order.effectiveFrom(), facts.inForceOn(order), parts.get(lines.indexOf(line.lineId()))));
    }
    return changes;
  }

  /** The amounts of the fixed lines of the obligation that changes, as they count on the day it is in force; milestones that were completed before take no part while others are left. */
  private TreeMap<String, Rational> about(String contractId, Bundle.ChangeOrder order) {
    var day = facts.inForceOn(order);
    var contract = milestones.keeping(facts.latest(contractId, day), day);
    var id = Obligations.target(facts, contract, order);
    var named = contract.obligations().stream().filter(each -> each.obligationId().equals(id)).findFirst().map(ContractFact.Obligation::lines).orElse(List.of(id));
    var lines = new TreeMap<String, ContractFact.Line>();
    contract.lines().forEach(line -> lines.put(line.lineId(), line));
    facts.changeOrders.get(contractId).stream().filter(each -> facts.inForce(each, day)).forEach(each -> each.lines().forEach(line -> lines.put(line.lineId(), line)));
    lines.values().removeIf(line -> !named.contains(line.lineId()) || !Obligations.isFixed(line) || line.amount() == null || line.amount().signum() <= 0);
    var amounts = new TreeMap<String, Rational>();
    lines.forEach((lineId, line) -> amounts.put(lineId, Rational.of(milestones.agreed(contractId, line, day).amount())));
    var done = lines.values().stream().filter(line -> doneBefore(line, order.effectiveFrom(), day)).map(ContractFact.Line::lineId).toList();
    if (done.size() < amounts.size()) amounts.keySet().removeAll(done);
    return amounts;
  }

  private boolean doneBefore(ContractFact.Line line, LocalDate day, LocalDate known) {
    var completed = milestones.completed(line, known);
    return completed != null && completed.isBefore(day);
  }
}
