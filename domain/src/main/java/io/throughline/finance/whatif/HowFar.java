package io.throughline.finance.whatif;

import io.throughline.canonical.Period;
import io.throughline.canonical.Rational;
import io.throughline.finance.BillingModel;
import io.throughline.finance.Rated;
import io.throughline.finance.whatif.Obligations.Promised;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;

/** How far an obligation is by a day, by its measure. */
final class HowFar {

  /** How far, in the measure's own unit. */
  record Done(Rational done, Rational of) {

    Rational share() {
      return of.signum() == 0 ? Rational.ZERO : Rational.lesser(done.dividedBy(of), Rational.ONE);
    }
  }

  private static final int OPEN_ENDED = 9999;

  private final Facts facts;
  private final TermsBook terms;
  private final TimeBook time;
  private final Events events;
  private final Billed billed;
  private final Staffing staffing;

  HowFar(Facts facts, TermsBook terms, TimeBook time, Events events, Billed billed, Staffing staffing) {
    this.staffing = staffing;
    this.facts = facts;
    this.terms = terms;
    this.time = time;
    this.events = events;
    this.billed = billed;
  }

  Done done(String contractId, Promised promise, LocalDate day) {
    return switch (promise.measure()) {
      case COST_TO_COST -> costs(contractId, promise, day);
      case HOURS -> hours(contractId, promise, day);
      case UNITS -> unitsDone(contractId, promise, day);
      case PROGRESS -> progress(contractId, promise, day);
      case MILESTONE -> milestones(promise, day);
      case DELIVERY -> new Done(delivered(contractId, promise.id(), day) ? Rational.ONE : Rational.ZERO, Rational.ONE);
      case RIGHT_TO_INVOICE, AS_INCURRED -> asBilled(contractId, promise);
      case STRAIGHT_LINE -> days(contractId, promise, day);
    };
  }

  private Done costs(String contractId, Promised promise, LocalDate day) {
    var estimate = estimate(contractId, promise.id(), day);
    if (estimate == null) return new Done(Rational.ZERO, Rational.ONE);
    return new Done(Rational.of(estimate.costToDate()).plus(planned(contractId, promise, day)), Rational.of(estimate.costToDate().add(estimate.costToGo())));
  }

  /** What planned work through a day to come will cost. */
  private Rational planned(String contractId, Promised promise, LocalDate day) {
    if (!day.isAfter(facts.asOf)) return Rational.ZERO;
    var lines = promise.lines().stream().map(ContractFact.Line::lineId).toList();
    var cost = Rational.ZERO;
    for (var entry : time.of(contractId)) if (!entry.fact.workDate().isAfter(day) && lines.contains(Retainers.lineOf(entry))) cost = cost.plus(staffing.cost(entry.key));
    return cost;
  }

  WorkFacts.Estimate estimate(String contractId, String obligationId, LocalDate day) {
    return facts.bundle.estimates().stream()
        .filter(each -> each.contractId().equals(contractId) && each.obligationId().equals(obligationId) && !each.on().isAfter(facts.past(day)))
        .max(Comparator.comparing(WorkFacts.Estimate::on).thenComparing(WorkFacts.Estimate::costToDate))
        .orElse(null);
  }

  private Done hours(String contractId, Promised promise, LocalDate day) {
    var told = told(contractId, promise, day);
    if (told != null) return told;
    var lines = promise.lines().stream().map(ContractFact.Line::lineId).toList();
    long minutes = 0;
    for (var entry : time.of(contractId)) {
      if (!entry.fact.counts() || entry.fact.workDate().isAfter(day) || entry.rated instanceof Rated.Held || entry.rated instanceof Rated.NonBillable) continue;
      if (lines.contains(Retainers.lineOf(entry))) minutes += entry.approved();
    }
    long budget = promise.fact().budgetMinutes() == null ? minutes : promise.fact().budgetMinutes();
    for (var change : promise.changes()) {
      if (change.order().budgetMinutesChange() == null) continue;
      budget += change.order().budgetMinutesChange();
      if (budget <= 0) throw facts.refused(change.order(), "budgetMinutesChange", "CONTRADICTION", "leaves a budget of " + budget + " minutes");
    }
    return new Done(Rational.of(minutes), Rational.of(budget));
  }

  private Done unitsDone(String contractId, Promised promise, LocalDate day) {
    var told = told(contractId, promise, day);
    if (told != null) return told;
    var done = promise.lines().stream().map(line -> events.units.used(contractId, line.lineId(), day)).reduce(BigDecimal.ZERO, BigDecimal::add);
    var of = promise.fact() != null && promise.fact().units() != null ? promise.fact().units() : Obligations.quantity(promise.lines());
    return new Done(Rational.of(done), Rational.of(of));
  }

  private Done progress(String contractId, Promised promise, LocalDate day) {
    var told = told(contractId, promise, day);
    return told == null ? new Done(Rational.ZERO, Rational.ONE) : told;
  }

  /** As was told last, or as is planned where that is further. */
  private Done told(String contractId, Promised promise, LocalDate day) {
    var done = told(contractId, promise, day, false);
    var planned = day.isAfter(facts.asOf) ? told(contractId, promise, day, true) : null;
    if (planned == null || done != null && planned.share().compareTo(done.share()) <= 0) return done;
    return planned;
  }

  private Done told(String contractId, Promised promise, LocalDate day, boolean planned) {
    return facts.bundle.progress().stream()
        .filter(each -> each.planned() == planned && each.contractId().equals(contractId) && facts.counts(each.on(), each.planned(), day))
        .filter(each -> promise.id().equals(each.obligationId()) || each.lineId() != null && each.obligationId() == null && promise.lines().stream().anyMatch(line -> line.lineId().equals(each.lineId())))
        .max(Comparator.comparing(WorkFacts.Progress::on).thenComparing(WorkFacts.Progress::done))
        .map(each -> new Done(Rational.of(each.done()), Rational.of(each.of())))
        .orElse(null);
  }

  private Done milestones(Promised promise, LocalDate day) {
    var done = Rational.ZERO;
    var of = Rational.ZERO;
    for (var line : promise.lines()) {
      if (line.billing() != BillingModel.MILESTONE) continue;
      var amount = Rational.of(line.amount());
      of = of.plus(amount);
      var fact = events.milestones.known(line.milestoneId(), day);
      boolean accepted = fact != null && fact.state() == WorkFacts.MilestoneState.COMPLETED && fact.acceptanceReference() != null && !fact.acceptedOn().isAfter(facts.past(day));
      if (accepted || events.planned(fact, day)) done = done.plus(amount);
    }
    return new Done(done, of);
  }

  private boolean delivered(String contractId, String obligationId, LocalDate day) {
    return facts.bundle.deliveries().stream().anyMatch(each -> each.contractId().equals(contractId) && each.obligationId().equals(obligationId) && !each.on().isAfter(facts.past(day)));
  }

  /** What takes from the price, such as a penalty on time alone, does so as far as as much was billed. */
  private Done asBilled(String contractId, Promised promise) {
    var done = Rational.ZERO;
    for (var line : promise.lines()) done = done.plus(Rational.of(billed.withConceded(contractId, line.lineId()).amount()));
    return new Done(done, promise.price().plus(promise.changed()).abs().exact().value());
  }

  /** What was added later begins then: the first day on which one of its lines governs. */
  private LocalDate begins(String contractId, Promised promise, LocalDate day) {
    return promise.lines().stream().map(line -> terms.since(contractId, line.lineId(), day)).min(LocalDate::compareTo).orElse(facts.latest(contractId, day).startsOn());
  }

  private Done days(String contractId, Promised promise, LocalDate day) {
    var contract = facts.latest(contractId, day);
    var from = promise.fact() == null || promise.fact().from() == null ? begins(contractId, promise, day) : promise.fact().from();
    var through = promise.fact() == null || promise.fact().through() == null ? contract.endsOn() : promise.fact().through();
    if (through.getYear() == OPEN_ENDED) return asBilled(contractId, promise);
    if (day.isBefore(from)) return new Done(Rational.ZERO, Rational.ONE);
    var end = day.isBefore(through) ? day : through;
    return new Done(Rational.of(new Period(from, end).days()), Rational.of(new Period(from, through).days()));
  }
}
