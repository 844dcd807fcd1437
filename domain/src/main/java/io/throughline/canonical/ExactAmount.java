package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.util.Currency;

/** A value before it is posted: an exact fraction of one currency. It becomes {@link Money} only by a named rounding. */
public record ExactAmount(Rational value, Currency currency) implements Comparable<ExactAmount> {

  public ExactAmount {
    requireNonNull(value, "value");
    requireNonNull(currency, "currency");
  }

  public static ExactAmount zero(Currency currency) {
    return new ExactAmount(Rational.ZERO, currency);
  }

  public ExactAmount plus(ExactAmount other) {
    same(other);
    return new ExactAmount(value.plus(other.value), currency);
  }

  public ExactAmount minus(ExactAmount other) {
    same(other);
    return new ExactAmount(value.minus(other.value), currency);
  }

  public ExactAmount times(Rational factor) {
    return new ExactAmount(value.times(factor), currency);
  }

  public Money rounded(RoundingPolicy policy) {
    return Money.of(value.rounded(currency.getDefaultFractionDigits(), policy), currency);
  }

  @Override
  public int compareTo(ExactAmount other) {
    same(other);
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value + " " + currency;
  }

  private void same(ExactAmount other) {
    Invariant.holds(currency.equals(other.currency), "%s and %s are two currencies", this, other);
  }
}
