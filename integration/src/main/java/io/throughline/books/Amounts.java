package io.throughline.books;

import io.throughline.canonical.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;

/** Stored decimals at their currency's own scale. */
final class Amounts {

  private static final Pattern PLAIN = Pattern.compile("-?\\d{1,14}(\\.\\d{1,6})?");

  private Amounts() {}

  /** Refuses to drop a fraction: rounding is the rules' business. */
  static BigDecimal scaled(BigDecimal amount, String currency) {
    return amount.setScale(Currency.getInstance(currency).getDefaultFractionDigits(), RoundingMode.UNNECESSARY);
  }

  static String text(BigDecimal amount, String currency) {
    return scaled(amount, currency).toPlainString();
  }

  static Money money(BigDecimal amount, String currency) {
    return Money.of(scaled(amount, currency), Currency.getInstance(currency));
  }

  /** What a person wrote; empty where it is no amount in whole units of the currency, such as 1e9. */
  static Optional<Money> said(String amount, String currency) {
    if (amount == null || !PLAIN.matcher(amount).matches()) return Optional.empty();
    try {
      return Optional.of(money(new BigDecimal(amount), currency));
    } catch (ArithmeticException fraction) {
      return Optional.empty();
    }
  }

  static BigDecimal decimal(Money money) {
    return new BigDecimal(money.text());
  }
}
