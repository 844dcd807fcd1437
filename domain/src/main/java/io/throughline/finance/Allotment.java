package io.throughline.finance;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Splits money by weights so that the parts always sum to the whole: each part is rounded down, and the cents that are left go to the
 * largest remainders, ties to the earlier part.
 */
public final class Allotment {

  private Allotment() {}

  public static List<Money> of(Money whole, List<Rational> weights) {
    var exact = exact(whole, weights);
    var parts = new ArrayList<Money>();
    for (var each : exact) parts.add(each.rounded(RoundingPolicy.DOWN));
    var cent = Money.ofMinor(whole.isNegative() ? -1 : 1, whole.currency());
    var left = whole.minus(Money.sum(parts, whole.currency()));
    var byRemainder = new ArrayList<Integer>();
    for (int i = 0; i < parts.size(); i++) byRemainder.add(i);
    byRemainder.sort(Comparator.comparing((Integer i) -> absolute(exact.get(i).minus(parts.get(i).exact()).value())).reversed().thenComparing(i -> i));
    for (int i = 0; !left.isZero(); i++) {
      int part = byRemainder.get(i % parts.size());
      parts.set(part, parts.get(part).plus(cent));
      left = left.minus(cent);
    }
    Invariant.holds(Money.sum(parts, whole.currency()).equals(whole), "%s split into %s", whole, parts);
    return List.copyOf(parts);
  }

  /** The shares before rounding. */
  public static List<ExactAmount> exact(Money whole, List<Rational> weights) {
    var total = weights.stream().reduce(Rational.ZERO, Rational::plus);
    if (total.signum() <= 0) throw new IllegalArgumentException("nothing to split by: weights sum to " + total);
    return weights.stream().map(weight -> whole.exact().times(weight.dividedBy(total))).toList();
  }

  public static List<Rational> weights(List<BigDecimal> decimals) {
    return decimals.stream().map(Rational::of).toList();
  }

  private static Rational absolute(Rational value) {
    return value.signum() < 0 ? value.negated() : value;
  }
}
