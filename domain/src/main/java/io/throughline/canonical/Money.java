package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount of one currency at its ISO 4217 scale (EUR 2, JPY 0, KWD 3).
 *
 * <p>It never rounds: an amount with more digits than the currency has is refused. Adding two currencies is an {@link Invariant}.
 */
public record Money(BigDecimal amount, Currency currency) implements Comparable<Money> {

  public Money {
    requireNonNull(amount, "amount");
    requireNonNull(currency, "currency");
    var digits = currency.getDefaultFractionDigits();
    if (digits < 0) throw new IllegalArgumentException("not money: " + currency + " has no minor unit");
    if (amount.stripTrailingZeros().scale() > digits) {
      throw new IllegalArgumentException("not money: " + amount.toPlainString() + " has more than " + digits + " digits of " + currency);
    }
    amount = amount.setScale(digits, RoundingMode.UNNECESSARY);
  }

  public static Money of(String amount, String currency) {
    return new Money(new BigDecimal(amount), Currency.getInstance(currency));
  }

  public static Money of(BigDecimal amount, Currency currency) {
    return new Money(amount, currency);
  }

  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  /** From minor units: cents of EUR, yen of JPY. */
  public static Money ofMinor(long minor, Currency currency) {
    return new Money(BigDecimal.valueOf(minor, currency.getDefaultFractionDigits()), currency);
  }

  public Money plus(Money other) {
    same(other);
    return new Money(amount.add(other.amount), currency);
  }

  public Money minus(Money other) {
    same(other);
    return new Money(amount.subtract(other.amount), currency);
  }

  public Money negated() {
    return new Money(amount.negate(), currency);
  }

  public Money abs() {
    return amount.signum() < 0 ? negated() : this;
  }

  public static Money lesser(Money a, Money b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  public static Money greater(Money a, Money b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** The sum; zero of {@code currency} when there is nothing. */
  public static Money sum(Iterable<Money> parts, Currency currency) {
    var total = zero(currency);
    for (var part : parts) total = total.plus(part);
    return total;
  }

  public boolean sameCurrencyAs(Money other) {
    return currency.equals(other.currency);
  }

  public boolean isPositive() {
    return amount.signum() > 0;
  }

  public boolean isNegative() {
    return amount.signum() < 0;
  }

  public boolean isZero() {
    return amount.signum() == 0;
  }

  public ExactAmount exact() {
    return new ExactAmount(Rational.of(amount), currency);
  }

  /** The amount as facts write it: {@code 1512.50}. */
  public String text() {
    return amount.toPlainString();
  }

  @Override
  public int compareTo(Money other) {
    same(other);
    return amount.compareTo(other.amount);
  }

  @Override
  public String toString() {
    return text() + " " + currency;
  }

  private void same(Money other) {
    Invariant.holds(sameCurrencyAs(other), "%s and %s are two currencies", this, other);
  }
}
