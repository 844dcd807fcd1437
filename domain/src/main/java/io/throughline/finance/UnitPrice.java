package io.throughline.finance;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Rational;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * A price for a number of minutes: 150.00 for 60 is an hourly rate, 1200.00 for 480 a day rate with an eight-hour day.
 *
 * <p>It may have more digits than the currency (a factor was applied); only line amounts are money.
 */
public record UnitPrice(BigDecimal amount, Currency currency, int perMinutes) implements Comparable<UnitPrice> {

  /** Minutes an hour. */
  public static final int HOUR = 60;

  public UnitPrice {
    if (perMinutes < 1) throw new IllegalArgumentException("not a price: for " + perMinutes + " minutes");
    if (amount.signum() < 0) throw new IllegalArgumentException("not a price: " + amount);
    amount = amount.stripTrailingZeros();
    var digits = currency.getDefaultFractionDigits();
    if (amount.scale() < digits) amount = amount.setScale(digits);
  }

  public static UnitPrice perHour(String amount, String currency) {
    return new UnitPrice(new BigDecimal(amount), Currency.getInstance(currency), HOUR);
  }

  /** Minutes times the price over its minutes, exactly. */
  public ExactAmount of(long minutes) {
    return new ExactAmount(Rational.of(amount).times(Rational.of(minutes, perMinutes)), currency);
  }

  public UnitPrice times(BigDecimal factor) {
    return new UnitPrice(amount.multiply(factor), currency, perMinutes);
  }

  @Override
  public int compareTo(UnitPrice other) {
    if (equals(other)) return 0; // nearly always: no fraction needs to be made
    int byValue = of(1).compareTo(other.of(1));
    return byValue != 0 ? byValue : Integer.compare(perMinutes, other.perMinutes);
  }

  @Override
  public String toString() {
    return amount.toPlainString() + " " + currency + (perMinutes == HOUR ? "/h" : "/" + perMinutes + " min");
  }
}
