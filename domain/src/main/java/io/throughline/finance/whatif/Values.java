package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.finance.BillingModel;
import io.throughline.finance.RecurringFee;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;

/** What a contract is worth, told twice from different facts: from the terms sold and changed, and from what was allocated to obligations. */
final class Values {

  private static final int OPEN_ENDED = 9999;

  private final Facts facts;
  private final TermsBook terms;
  private final Obligations obligations;
  private final Schedule schedule;
  private final Revenue revenue;
  private final Retainers retainers;
  private final Units units;
  private final Milestones milestones;

  Values(Facts facts, TermsBook terms, Obligations obligations, Schedule schedule, Revenue revenue, Retainers retainers, Units units, Milestones milestones) {
    this.milestones = milestones;
    this.units = units;
    this.revenue = revenue;
    this.retainers = retainers;
    this.facts = facts;
    this.terms = terms;
    this.obligations = obligations;
    this.schedule = schedule;
  }

  private Money zero(String id) {
    return Money.zero(facts.first(id).currency());
  }

  /** The terms of the contract itself: fixed prices, variable amounts as estimated, sold units, caps, periods of its term. */
  Money sold(String id) {
    var contract = milestones.keeping(facts.latest(id, facts.asOf), facts.asOf);
    var sold = zero(id);
    for (var line : terms.lines(id, facts.asOf)) {
      var own = contract.lines().stream().filter(each -> each.lineId().equals(line.lineId())).findFirst().map(each -> milestones.own(contract, each, facts.asOf));
      boolean added = own.isEmpty() && facts.changeOrders.getOrDefault(id, List.of()).stream().anyMatch(order -> order.lines().contains(line));
      if (added) continue;
      if (own.isPresent() && Obligations.isFixed(own.get())) sold = sold.plus(TermsBook.fixed(facts, own.get(), contract.currency()));
      sold = sold.plus(open(id, own.orElse(line)));
    }
    for (var each : contract.obligations()) {
      if (each.price() != null) sold = sold.plus(facts.money(each.price(), contract.currency(), each, "price"));
      if (each.expectedVariable() != null) sold = sold.plus(facts.money(each.expectedVariable(), contract.currency(), each, "expectedVariable"));
    }
    return sold.plus(obligations.variable(contract, facts.asOf));
  }

  /** What change orders in force add, however revenue follows them. */
  Money changes(String id) {
    return Money.sum(facts.changeOrders.getOrDefault(id, List.of()).stream().filter(order -> facts.inForce(order, facts.asOf)).map(order -> change(id, order)).toList(), zero(id).currency());
  }

  /** What a change order adds, in force or not. */
  Money change(String id, Bundle.ChangeOrder order) {
    var contract = milestones.keeping(facts.latest(id, facts.asOf), facts.asOf);
    var change = zero(id);
    if (order.priceChange() != null) change = change.plus(facts.money(order.priceChange(), contract.currency(), order, "priceChange"));
    for (var line : order.lines()) {
      if (!milestones.counts(contract, order, line, facts.asOf)) continue;
      change = change.plus(worth(id, contract, order, line));
      var old = milestones.replaced(contract, order, line, facts.asOf);
      if (old != null) change = change.minus(worth(id, contract, order, old));
    }
    return change;
  }

  /** What a line of a change order is worth from then on; of units that are a contract of their own, all of them. */
  private Money worth(String id, ContractFact contract, Bundle.ChangeOrder order, ContractFact.Line line) {
    if (line.billing() == BillingModel.UNITS) return Obligations.treatment(facts, contract, order) == Bundle.Treatment.SEPARATE ? open(id, line) : units.left(id, line, order.effectiveFrom(), facts.asOf);
    return TermsBook.fixed(facts, line, contract.currency()).plus(open(id, line));
  }

  /** The same from the obligations: their allocated prices and changes, and what their lines leave open. */
  Money promised(String id) {
    return Money.sum(obligations.of(id, facts.asOf).stream().map(promise -> promised(id, promise)).toList(), zero(id).currency());
  }

  private Money promised(String id, Obligations.Promised promise) {
    var total = promise.whole();
    for (var line : promise.lines()) {
      boolean allocated = promise.fact() != null && promise.fact().expectedVariable() != null;
      if (line.billing() != BillingModel.UNITS && !(allocated && line.billing() == BillingModel.TIME_AND_MATERIALS)) total = total.plus(open(id, line));
    }
    return total;
  }

  /** What was earned beyond what was promised, obligation by obligation: hours without a cap, expenses, units that nobody had sold. */
  Money beyond(String id) {
    var promised = new TreeMap<String, Money>();
    for (var each : obligations.of(id, facts.asOf)) promised.put(each.id(), promised(id, each).minus(revenue.overpaid(id, each)));
    return revenue.beyond(id, promised);
  }

  /** What a line may bring that no fixed price says, as far as its cap goes: sold units, the cap of time, the periods of its term less what of them is given back. */
  private Money open(String id, ContractFact.Line line) {
    var zero = zero(id);
    switch (line.billing()) {
      case UNITS:
        return units.sold(id, line);
      case TIME_AND_MATERIALS:
        boolean allocated = facts.latest(id, facts.asOf).obligations().stream().anyMatch(each -> each.expectedVariable() != null && each.lines().contains(line.lineId()));
        return line.cap() == null || allocated ? zero : facts.money(TermsBook.lesser(line.cap(), line.purchaseOrderLimit()), zero.currency(), line, "cap");
      case RETAINER, SUBSCRIPTION:
        var contract = facts.latest(id, facts.asOf);
        var through = line.through() == null ? contract.endsOn() : line.through();
        LocalDate until = through.getYear() == OPEN_ENDED ? facts.asOf : through;
        var fees = Money.sum(schedule.spans(id, line, facts.asOf, until).stream().map(RecurringFee.Span::amount).toList(), zero.currency());
        if (line.billing() == BillingModel.RETAINER) fees = fees.minus(Money.sum(retainers.refunds(id, line, facts.asOf, facts.asOf).values(), zero.currency()));
        return TermsBook.within(facts, line, fees);
      default:
        return zero;
    }
  }
}
