package io.throughline.finance;

import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;

/**
 * Figures that a firm runs by, each with the one definition that the measures of live engagements and what-ifs share.
 *
 * <p>Rounded once, at the end, half up, to two digits; null where there is nothing to divide by. Amounts of one figure are of one currency.
 */
public final class Figures {

  /** Days after its date in which a credit makes an invoice one that was wrong. */
  public static final int CREDITED_WITHIN_DAYS = 90;

  /** Days of revenue that days sales outstanding look back on. */
  public static final int SALES_DAYS = 90;

  private static final int DIGITS = 2;
  private static final Rational HUNDRED = Rational.of(100);

  private Figures() {}

  /** Days, each weighted by the amount that waited so long: the sum of amount times days over the sum of amounts. */
  public static String weightedDays(Rational amountDays, Rational amount) {
    return each(amountDays, amount);
  }

  /** How many days of sales are not paid: what is open over the revenue of the last {@link #SALES_DAYS}, times these days. */
  public static String daysSalesOutstanding(Rational open, Rational revenue) {
    return revenue.signum() > 0 ? text(open.times(Rational.of(SALES_DAYS)).dividedBy(revenue)) : null;
  }

  /** A part in percent of the whole. */
  public static String percent(Rational part, Rational whole) {
    return each(part.times(HUNDRED), whole);
  }

  /** So much of a part for each of the whole. */
  public static String each(Rational part, Rational whole) {
    return whole.signum() == 0 ? null : text(part.dividedBy(whole));
  }

  /** As all of them are rounded. */
  public static String text(Rational figure) {
    return figure.rounded(DIGITS, RoundingPolicy.HALF_UP).toPlainString();
  }
}
