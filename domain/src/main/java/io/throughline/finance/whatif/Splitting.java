package io.throughline.finance.whatif;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Allotment;
import io.throughline.finance.InvoiceDraft;
import io.throughline.finance.InvoiceDraft.Allocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Shares a draft among payers: amounts by largest remainder so that the parts sum to the line; minutes likewise, and each part is what its
 * own minutes cost. What a credit released goes back to the account it was billed to before anything is shared.
 */
final class Splitting {

  private final Payers payers;
  private final List<ContractFact.Share> shares;
  private final List<Rational> weights;
  private final RoundingPolicy rounding;
  private final Billed billed;
  private final Predicate<String> limited;

  /** @param limited lines that must not bill a cent beyond what was drafted */
  Splitting(Payers payers, RoundingPolicy rounding, Billed billed, Predicate<String> limited) {
    this.limited = limited;
    this.payers = payers;
    shares = payers.shares();
    this.rounding = rounding;
    this.billed = billed;
    weights = Allotment.weights(shares.stream().map(ContractFact.Share::percent).toList());
  }

  /** The lines of each share, in the order of the shares. */
  List<List<InvoiceDraft.Line>> of(InvoiceDraft draft) {
    if (shares.size() == 1) return List.of(draft.lines());
    var parts = new ArrayList<List<InvoiceDraft.Line>>();
    shares.forEach(each -> parts.add(new ArrayList<>()));
    for (var line : draft.lines()) {
      var split = line.minutes() == null ? amounts(line) : minutes(line);
      for (int i = 0; i < split.size(); i++) if (split.get(i) != null) parts.get(i).add(split.get(i));
    }
    var events = draft.lines().stream().filter(line -> line.minutes() == null).map(InvoiceDraft.Line::amount).toList();
    var sum = Money.sum(parts.stream().flatMap(List::stream).filter(line -> line.minutes() == null).map(InvoiceDraft.Line::amount).toList(), draft.net().currency());
    Invariant.holds(sum.equals(Money.sum(events, sum.currency())), "split of %s gives %s", events, sum);
    return parts;
  }

  private List<InvoiceDraft.Line> amounts(InvoiceDraft.Line line) {
    var zero = Money.zero(line.amount().currency());
    var released = billed.released(line.event().eventId(), payers);
    var claims = shares.stream().map(share -> released.getOrDefault(share.billingAccount(), zero)).toList();
    var claimed = Money.sum(claims, zero.currency());
    if (claimed.compareTo(line.amount()) > 0) return events(line, Allotment.of(line.amount(), claims.stream().map(claim -> claim.exact().value()).toList()), zero);
    var rest = Allotment.of(line.amount().minus(claimed), weights);
    var amounts = new ArrayList<Money>();
    for (int i = 0; i < rest.size(); i++) amounts.add(rest.get(i).plus(claims.get(i)));
    return events(line, amounts, claimed);
  }

  /** A share of nothing is no line, unless the event itself is worth nothing. */
  private static List<InvoiceDraft.Line> events(InvoiceDraft.Line line, List<Money> amounts, Money claimed) {
    var lines = new ArrayList<InvoiceDraft.Line>();
    for (var amount : amounts) {
      boolean none = amount.isZero() && !line.amount().isZero() && !claimed.isZero();
      lines.add(none ? null : copy(line, null, line.allowance(), amount, List.of(), amount));
    }
    return lines;
  }

  private List<InvoiceDraft.Line> minutes(InvoiceDraft.Line line) {
    var left = new ArrayList<>(line.allocations());
    var taken = new ArrayList<List<Allocation>>();
    shares.forEach(share -> taken.add(new ArrayList<>()));
    for (var each : line.allocations()) claim(each, left, taken);
    var total = weights.stream().reduce(Rational.ZERO, Rational::plus);
    long shared = left.stream().mapToLong(Allocation::minutes).sum();
    long before = 0;
    var cumulative = Rational.ZERO;
    for (int i = 0; i < weights.size(); i++) {
      cumulative = cumulative.plus(weights.get(i));
      long until = i == weights.size() - 1 ? shared : Rational.of(shared).times(cumulative.dividedBy(total)).rounded(0, RoundingPolicy.HALF_UP).longValueExact();
      taken.get(i).addAll(take(left, until - before));
      before = until;
    }
    return priced(line, taken);
  }

  /** Each part is what its own minutes cost, rounded once; where the line has a limit, what rounding adds to it is taken off the last. */
  private List<InvoiceDraft.Line> priced(InvoiceDraft.Line line, List<List<Allocation>> taken) {
    var lines = new ArrayList<InvoiceDraft.Line>();
    var left = line.minutes();
    var billed = Money.zero(line.amount().currency());
    for (var part : taken) {
      long minutes = part.stream().mapToLong(Allocation::minutes).sum();
      left -= minutes;
      var gross = line.price().of(minutes).rounded(rounding);
      var most = limited.test(line.contractLineId()) || line.allowance().isPositive() ? line.amount().minus(billed) : gross;
      var amount = Money.lesser(gross, most);
      if (!part.isEmpty()) billed = billed.plus(amount);
      lines.add(part.isEmpty() ? null : copy(line, minutes, gross.minus(amount), amount, part, null));
    }
    Invariant.holds(left == 0, "split of line %s leaves %d minutes", line.lineKey(), left);
    return lines;
  }

  /** Minutes that credits released go back to those they were billed to; where fewer are left, to each in proportion. */
  private void claim(Allocation each, List<Allocation> left, List<List<Allocation>> taken) {
    var claims = shares.stream().map(share -> billed.released(each.entryKey(), payers, share.billingAccount())).toList();
    long claimed = claims.stream().mapToLong(Long::longValue).sum();
    if (claimed == 0) return;
    long given = Math.min(claimed, each.minutes());
    long cumulative = 0;
    long before = 0;
    for (int i = 0; i < claims.size(); i++) {
      cumulative += claims.get(i);
      long until = Rational.of(given).times(Rational.of(cumulative, claimed)).rounded(0, RoundingPolicy.HALF_UP).longValueExact();
      if (until > before) taken.get(i).add(part(each, until - before));
      before = until;
    }
    int at = left.indexOf(each);
    if (given == each.minutes()) left.remove(at);
    else left.set(at, part(each, each.minutes() - given));
  }

  private static List<Allocation> take(List<Allocation> left, long minutes) {
    var taken = new ArrayList<Allocation>();
    for (long missing = minutes; missing > 0; ) {
      var next = left.remove(0);
      long some = Math.min(missing, next.minutes());
      taken.add(part(next, some));
      if (some < next.minutes()) left.add(0, part(next, next.minutes() - some));
      missing -= some;
    }
    return taken;
  }

  private static Allocation part(Allocation of, long minutes) {
    return new Allocation(of.entryKey(), of.entryVersion(), minutes, of.generation());
  }

  private static InvoiceDraft.Line copy(InvoiceDraft.Line line, Long minutes, Money allowance, Money amount, List<Allocation> allocations, Money event) {
    return new InvoiceDraft.Line(
        line.lineKey(), line.contractLineId(), line.billing(), line.description(), line.workstream(), line.purchaseOrder(), line.role(), line.personId(), line.rateReference(), minutes, line.price(), allowance, amount, allocations, event == null ? null : line.event().only(event));
  }
}
