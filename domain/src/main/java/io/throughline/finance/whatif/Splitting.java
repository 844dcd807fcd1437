package io.throughline.finance.whatif;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Allotment;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.InvoiceDraft;
import io.throughline.finance.InvoiceDraft.Allocation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Shares a draft among payers: amounts by largest remainder, minutes likewise; the parts of a line always sum to the line. */
final class Splitting {

  private Splitting() {}

  static List<List<InvoiceDraft.Line>> of(InvoiceDraft draft, List<BigDecimal> percents, RoundingPolicy rounding) {
    if (percents.size() == 1) return List.of(draft.lines());
    var parts = new ArrayList<List<InvoiceDraft.Line>>();
    percents.forEach(each -> parts.add(new ArrayList<>()));
    for (var line : draft.lines()) {
      var shares = line.minutes() == null ? amounts(line, percents) : minutes(line, percents, rounding);
      for (int i = 0; i < shares.size(); i++) if (shares.get(i) != null) parts.get(i).add(shares.get(i));
    }
    var sum = Money.sum(parts.stream().flatMap(List::stream).map(InvoiceDraft.Line::amount).toList(), draft.net().currency());
    Invariant.holds(sum.equals(draft.net()), "split of %s gives %s", draft.net(), sum);
    return parts;
  }

  private static List<InvoiceDraft.Line> amounts(InvoiceDraft.Line line, List<BigDecimal> percents) {
    var lines = new ArrayList<InvoiceDraft.Line>();
    for (var amount : Allotment.of(line.amount(), Allotment.weights(percents))) {
      var event = line.event();
      var part = new BillingEvent(event.eventId(), event.contractId(), event.lineId(), event.kind(), event.dueOn(), amount, event.source(), event.evidence(), event.description());
      lines.add(copy(line, null, line.allowance(), amount, List.of(), part));
    }
    return lines;
  }

  private static List<InvoiceDraft.Line> minutes(InvoiceDraft.Line line, List<BigDecimal> percents, RoundingPolicy rounding) {
    var lines = new ArrayList<InvoiceDraft.Line>();
    var weights = Allotment.weights(percents);
    var total = weights.stream().reduce(Rational.ZERO, Rational::plus);
    var left = new ArrayList<>(line.allocations());
    long minutesBefore = 0;
    var amountBefore = Money.zero(line.amount().currency());
    var cumulative = Rational.ZERO;
    for (int i = 0; i < weights.size(); i++) {
      boolean last = i == weights.size() - 1;
      cumulative = cumulative.plus(weights.get(i));
      long until = last ? line.minutes() : Rational.of(line.minutes()).times(cumulative.dividedBy(total)).rounded(0, RoundingPolicy.HALF_UP).longValueExact();
      var amountUntil = last ? line.amount() : Money.lesser(line.amount(), line.price().of(until).rounded(rounding));
      var taken = take(left, until - minutesBefore);
      lines.add(taken.isEmpty() ? null : copy(line, until - minutesBefore, last ? line.allowance() : Money.zero(line.amount().currency()), amountUntil.minus(amountBefore), taken, null));
      minutesBefore = until;
      if (!taken.isEmpty()) amountBefore = amountUntil;
    }
    return lines;
  }

  private static List<Allocation> take(List<Allocation> left, long minutes) {
    var taken = new ArrayList<Allocation>();
    long missing = minutes;
    while (missing > 0) {
      var next = left.remove(0);
      long some = Math.min(missing, next.minutes());
      taken.add(new Allocation(next.entryKey(), next.entryVersion(), some, next.generation()));
      if (some < next.minutes()) left.add(0, new Allocation(next.entryKey(), next.entryVersion(), next.minutes() - some, next.generation()));
      missing -= some;
    }
    return taken;
  }

  private static InvoiceDraft.Line copy(InvoiceDraft.Line line, Long minutes, Money allowance, Money amount, List<Allocation> allocations, BillingEvent event) {
    return new InvoiceDraft.Line(
        line.lineKey(), line.contractLineId(), line.billing(), line.description(), line.workstream(), line.purchaseOrder(), line.role(), line.personId(), line.rateReference(), minutes, line.price(), allowance, amount, allocations, event);
  }
}
