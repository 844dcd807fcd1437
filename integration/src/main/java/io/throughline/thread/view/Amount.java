package io.throughline.thread.view;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** Stored decimals as text. */
final class Amount {

  private Amount() {}

  /** At least the currency's digits, and more where there are more: nothing is rounded. */
  static String text(BigDecimal amount, String currency) {
    if (amount == null) return null;
    var digits = digits(currency);
    return amount.setScale(Math.max(digits, amount.stripTrailingZeros().scale()), RoundingMode.UNNECESSARY).toPlainString();
  }

  /** An estimate (unbilled time at its rate, work at its cost), rounded half up for people to read. */
  static String estimate(BigDecimal amount, String currency) {
    return amount == null ? null : amount.setScale(digits(currency), RoundingMode.HALF_UP).toPlainString();
  }

  private static int digits(String currency) {
    return currency == null ? 2 : Math.max(0, Currency.getInstance(currency.trim()).getDefaultFractionDigits());
  }
}
