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

  /**
   * Each account's minutes are its share of the line; what credits released is its again, and where fewer are left, each has as much less. Each
   * entry is then spread over all of them as the whole line is, so that whatever happens to an entry happens to each share alike.
   */
  private List<InvoiceDraft.Line> minutes(InvoiceDraft.Line line) {
    var own = new ArrayList<Rational>();
    weights.forEach(each -> own.add(Rational.ZERO));
    for (var each : line.allocations()) shared(each, own);
    var left = rounded(own, line.minutes());
    var taken = new ArrayList<List<Allocation>>();
    shares.forEach(share -> taken.add(new ArrayList<>()));
    var rest = new ArrayList<Allocation>();
    for (var each : line.allocations()) {
      var claims = claims(each);
      long claimed = sum(claims);
      if (claimed == 0 || claimed > each.minutes()) {
        rest.add(each);
        continue;
      }
      give(each, claims, left, taken);
      if (claimed < each.minutes()) rest.add(part(each, each.minutes() - claimed));
    }
    for (var each : rest) give(each, rounded(left.stream().map(minutes -> Rational.of(minutes)).toList(), each.minutes()), left, taken);
    return priced(line, taken);
  }

  /** Adds each account's share of an entry, before rounding. */
  private void shared(Allocation each, List<Rational> own) {
    var claims = claims(each);
    long claimed = sum(claims);
    long again = Math.min(claimed, each.minutes());
    var total = weights.stream().reduce(Rational.ZERO, Rational::plus);
    for (int i = 0; i < own.size(); i++) {
      var fresh = Rational.of(each.minutes() - again).times(weights.get(i)).dividedBy(total);
      own.set(i, own.get(i).plus(fresh).plus(claimed == 0 ? Rational.ZERO : Rational.of(again * claims.get(i), claimed)));
    }
  }

  /** What credits released of an entry, by account. */
  private List<Long> claims(Allocation each) {
    return shares.stream().map(share -> billed.released(each.entryKey(), payers, share.billingAccount())).toList();
  }

  private static long sum(List<Long> minutes) {
    return minutes.stream().mapToLong(Long::longValue).sum();
  }

  /** Minutes in proportion, rounded on their running sum. */
  private static List<Long> rounded(List<Rational> proportions, long minutes) {
    var total = proportions.stream().reduce(Rational.ZERO, Rational::plus);
    var parts = new ArrayList<Long>();
    var running = Rational.ZERO;
    long before = 0;
    for (var each : proportions) {
      running = running.plus(each);
      long until = Rational.of(minutes).times(running.dividedBy(total)).rounded(0, RoundingPolicy.HALF_UP).longValueExact();
      parts.add(until - before);
      before = until;
    }
    return parts;
  }

  private static void give(Allocation each, List<Long> minutes, List<Long> left, List<List<Allocation>> taken) {
    for (int i = 0; i < minutes.size(); i++) {
      if (minutes.get(i) == 0) continue;
      taken.get(i).add(part(each, minutes.get(i)));
      left.set(i, left.get(i) - minutes.get(i));
    }
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

  private static Allocation part(Allocation of, long minutes) {
    return new Allocation(of.entryKey(), of.entryVersion(), minutes, of.generation());
  }

  private static InvoiceDraft.Line copy(InvoiceDraft.Line line, Long minutes, Money allowance, Money amount, List<Allocation> allocations, Money event) {
    return new InvoiceDraft.Line(
        line.lineKey(), line.contractLineId(), line.billing(), line.description(), line.workstream(), line.purchaseOrder(), line.role(), line.personId(), line.rateReference(), minutes, line.price(), allowance, amount, allocations, event == null ? null : line.event().only(event));
  }
}
