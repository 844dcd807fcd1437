package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Milestone;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContentId;
import io.throughline.finance.ContractLine;
import io.throughline.finance.MilestoneBilling;
import io.throughline.finance.RecurringFee;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What becomes billable without minutes: milestones, instalments, periods, units, progress, expenses; each under the terms of its day. */
final class Events {

  private final Facts facts;
  private final TermsBook terms;
  private final Schedule schedule;
  private final Retainers retainers;
  final Units units;
  final Expenses expenses;
  final Milestones milestones;
  private final Map<String, List<WorkFacts.Progress>> progress = new HashMap<>();
  final Map<String, Answer.Held> held = new TreeMap<>();

  Events(Facts facts, TermsBook terms, Schedule schedule, Retainers retainers, Units units, Expenses expenses) {
    this.facts = facts;
    this.terms = terms;
    this.schedule = schedule;
    this.retainers = retainers;
    this.units = units;
    this.expenses = expenses;
    milestones = terms.milestones;
    for (var each : facts.bundle.progress()) if (each.lineId() != null) progress.computeIfAbsent(Facts.key(each.contractId(), each.lineId()), key -> new ArrayList<>()).add(each);
    progress.values().forEach(each -> each.sort(Comparator.comparing(WorkFacts.Progress::on)));
  }

  /** Whether a milestone that is not reached yet is planned for a day to come, through another. */
  boolean planned(WorkFacts.MilestoneFact fact, LocalDate through) {
    return fact != null && fact.state() == WorkFacts.MilestoneState.STARTED && fact.plannedOn() != null && fact.plannedOn().isAfter(facts.asOf) && !fact.plannedOn().isAfter(through);
  }

  /** Why a milestone or an expense is no longer what was known of it on a day; null where it is, or nobody says. */
  String superseded(BillingEvent event, LocalDate since, LocalDate today) {
    var told = new ArrayList<>(expenses.superseded(event, since, today));
    if (event.kind() == BillingModel.MILESTONE) milestones.versions(event.source().substring("delivery:".length())).stream()
        .filter(each -> each.reason() != null && facts.known(each.knownOn(), today) && !facts.known(each.knownOn(), since))
        .map(WorkFacts.MilestoneFact::reason).forEach(told::add);
    return told.isEmpty() ? null : String.join("; ", told);
  }

  /** How an event's amount came about. */
  record Because(String rule, String inputs, ExactAmount exact, Money rounded) {}

  private final Map<String, Because> because = new HashMap<>();

  /** An event nobody explains is worth its amount as agreed. */
  Because because(BillingEvent event) {
    var known = because.get(event.eventId());
    if (known == null) known = units.because.get(event.eventId());
    if (known == null) known = expenses.because.get(event.eventId());
    return known != null ? known : new Because("the amount agreed", event.source(), event.amount().exact(), event.amount());
  }

  /** Events of one contract that are due on or before {@code through}, as known today, with their whole amounts. */
  List<BillingEvent> due(String contractId, LocalDate today, LocalDate through) {
    var due = new ArrayList<BillingEvent>();
    for (var line : terms.lines(contractId, today)) {
      switch (line.billing()) {
        case MILESTONE -> milestone(due, contractId, line, today, through);
        case FIXED_FEE -> instalments(due, contractId, line, today, through);
        case RETAINER, SUBSCRIPTION -> periods(due, contractId, line, today, through);
        case UNITS -> due.addAll(units.due(contractId, line, today, through));
        case PROGRESS -> progress(due, contractId, line, today, through);
        default -> { }
      }
    }
    due.addAll(expenses.due(contractId, today, through));
    due.sort(Comparator.naturalOrder());
    return due;
  }

  private void milestone(List<BillingEvent> due, String contractId, ContractFact.Line newest, LocalDate today, LocalDate through) {
    var fact = milestones.known(newest.milestoneId(), today);
    var key = "milestone:" + Facts.key(contractId, newest.lineId());
    held.remove(key);
    if (planned(fact, through)) {
      var at = terms.having(contractId, newest.lineId(), today);
      if (at != null && at.inForce(newest.lineId())) due.add(event(at, at.lines().get(newest.lineId()), fact.plannedOn(), at.contract().line(newest.lineId()).orElseThrow().amount(), "planned:" + fact.milestoneId(), null, null));
      return;
    }
    var completed = milestones.completed(newest, today);
    if (completed == null || completed.isAfter(facts.past(through))) return;
    var then = terms.at(contractId, today, completed);
    var now = terms.today(contractId, today);
    var at = then.lines().containsKey(newest.lineId()) && (then.inForce(newest.lineId()) || !now.inForce(newest.lineId())) ? then : now;
    var line = at.lines().get(newest.lineId());
    if (line == null) return;
    var amount = facts.amount(milestones.agreed(contractId, line, today), at.contract().currency());
    var project = fact.projectId() == null ? "" : fact.projectId();
    MilestoneBilling.of(at.contract(), at.contract().line(line.lineId()).orElseThrow(), new Milestone("delivery", fact.milestoneId(), fact.version(), project, true, fact.completedOn(), fact.acceptanceReference())).fold(
        event -> fact.acceptedOn().isAfter(facts.past(through)) || due.add(event.event().only(amount.plus(terms.priceChanges.of(contractId, line, today, today)))),
        notYet -> false,
        held -> this.held.put(key, new Answer.Held("milestone", fact.milestoneId(), contractId, line.lineId(), held.reason(), held.text(), null, at.contract().currency(), amount)) == null);
  }

  private void instalments(List<BillingEvent> due, String contractId, ContractFact.Line newest, LocalDate today, LocalDate through) {
    var at = terms.having(contractId, newest.lineId(), today);
    if (at == null || !at.inForce(newest.lineId())) return;
    var line = at.lines().get(newest.lineId());
    facts.amount(line, at.contract().currency());
    var whole = at.contract().line(line.lineId()).orElseThrow().amount();
    var billed = Rational.ZERO;
    var before = Money.zero(whole.currency());
    for (var each : terms.priceChanges.plan(contractId, line, plan(at, line), today)) {
      billed = billed.plus(each.amount());
      var after = new ExactAmount(billed, whole.currency()).rounded(at.contract().rounding());
      if (after.compareTo(whole) > 0) throw facts.refused(line, null, "CONTRADICTION", "instalments of " + line.lineId() + " exceed its amount " + whole);
      if (!each.on().isAfter(through)) {
        var event = event(at, line, each.on(), after.minus(before), each.source(), null, null);
        due.add(event);
        because.put(event.eventId(), new Because("instalments, rounded on their running sum", each.amount() + " of " + whole, new ExactAmount(billed.minus(Rational.of(before.amount())), whole.currency()), after.minus(before)));
      }
      before = after;
    }
  }

  /** What of a fee falls due on no day, because its instalments plan less than its amount; null where it is planned or no fee. */
  Money unplanned(String contractId, ContractFact.Line newest, LocalDate today) {
    var at = newest.billing() == BillingModel.FIXED_FEE ? terms.having(contractId, newest.lineId(), today) : null;
    if (at == null || !at.inForce(newest.lineId())) return null;
    var line = at.lines().get(newest.lineId());
    var whole = at.contract().line(line.lineId()).orElseThrow().amount();
    var planned = terms.priceChanges.plan(contractId, line, plan(at, line), today).stream().map(PriceChanges.Step::amount).reduce(Rational.ZERO, Rational::plus);
    var rest = whole.minus(new ExactAmount(planned, whole.currency()).rounded(at.contract().rounding()));
    return rest.isPositive() ? rest : null;
  }

  /** The instalments as agreed at first; the whole on the last day where none are. */
  private List<PriceChanges.Step> plan(TermsBook.Terms at, ContractFact.Line line) {
    var whole = facts.amount(line, at.contract().currency());
    var schedule = line.schedule().isEmpty() ? List.of(new ContractFact.Instalment(at.contract().term().through(), null, new BigDecimal(100))) : line.schedule();
    var sorted = schedule.stream().sorted(Comparator.comparing(ContractFact.Instalment::on).thenComparing(each -> String.valueOf(each.amount())).thenComparing(each -> String.valueOf(each.percent()))).toList();
    var steps = new ArrayList<PriceChanges.Step>();
    for (var each : sorted) {
      var amount = each.amount() != null ? facts.money(each.amount(), whole.currency(), each, "amount").exact().value() : whole.exact().value().times(Rational.of(each.percent().movePointLeft(2)));
      steps.add(new PriceChanges.Step("instalment-" + (steps.size() + 1), each.on(), amount));
    }
    var all = steps.stream().map(PriceChanges.Step::amount).reduce(Rational.ZERO, Rational::plus);
    if (new ExactAmount(all, whole.currency()).rounded(at.contract().rounding()).compareTo(whole) > 0) throw facts.refused(sorted.get(sorted.size() - 1), null, "CONTRADICTION", "instalments of " + line.lineId() + " exceed its amount " + whole);
    return steps;
  }

  private void periods(List<BillingEvent> due, String contractId, ContractFact.Line line, LocalDate today, LocalDate through) {
    var refunds = line.billing() == BillingModel.RETAINER ? retainers.refunds(contractId, line, today, through) : Map.<LocalDate, Money>of();
    for (var span : schedule.spans(contractId, line, today, through)) {
      if (span.dueOn(line.inAdvance()).isAfter(through)) continue;
      var at = terms.at(contractId, today, span.served().from());
      var refund = refunds.getOrDefault(span.whole().from(), Money.zero(span.amount().currency()));
      var event = RecurringFee.event(contractId, line.lineId(), line.billing(), line.inAdvance(), text(at, line), span).only(span.amount().minus(refund));
      due.add(event);
      var parts = String.join(", ", span.parts().stream().map(part -> part.served().days() + " of " + span.whole().days() + " days: " + part.amount()).toList());
      because.put(event.eventId(), new Because("days served over days of the period, both ends counted, rounded once", parts + (refund.isZero() ? "" : "; unused minutes take " + refund), new ExactAmount(span.exact().minus(Rational.of(refund.amount())), span.amount().currency()), event.amount()));
    }
  }

  private void progress(List<BillingEvent> due, String contractId, ContractFact.Line newest, LocalDate today, LocalDate through) {
    var at = terms.having(contractId, newest.lineId(), today);
    if (at == null || !at.inForce(newest.lineId())) return;
    var line = at.lines().get(newest.lineId());
    facts.amount(line, at.contract().currency());
    var whole = at.contract().line(line.lineId()).orElseThrow().amount();
    var before = Money.zero(whole.currency());
    for (var each : progress.getOrDefault(Facts.key(contractId, line.lineId()), List.of())) {
      if (!facts.counts(each.on(), each.planned(), through)) continue;
      var share = Rational.lesser(Rational.of(each.done()).dividedBy(Rational.of(each.of())), Rational.ONE);
      var after = whole.exact().times(share).rounded(at.contract().rounding());
      if (after.compareTo(before) > 0) {
        var event = event(at, line, each.on(), after.minus(before), (each.planned() ? "planned-progress-" : "progress-") + each.on(), null, null);
        due.add(event);
        because.put(event.eventId(), new Because("progress of the whole, rounded on its running sum", each.done().toPlainString() + " of " + each.of().toPlainString() + " of " + whole + ", " + before + " before", new ExactAmount(whole.exact().value().times(share).minus(Rational.of(before.amount())), whole.currency()), event.amount()));
        before = after;
      }
    }
  }

  static BillingEvent event(TermsBook.Terms at, ContractFact.Line line, LocalDate on, Money amount, String source, String evidence, String description) {
    var id = ContentId.of("evt", List.of(at.contract().contractId(), line.lineId(), source));
    return new BillingEvent(id, at.contract().contractId(), line.lineId(), line.billing(), on, amount, source, evidence, description);
  }

  static String text(TermsBook.Terms at, ContractFact.Line line) {
    return at.contract().line(line.lineId()).map(ContractLine::description).orElse(line.lineId());
  }
}
