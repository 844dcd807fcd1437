package io.throughline.books;

import io.throughline.canonical.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** Stored decimals at their currency's own scale. */
final class Amounts {

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

  static BigDecimal decimal(Money money) {
    return new BigDecimal(money.text());
  }
}
