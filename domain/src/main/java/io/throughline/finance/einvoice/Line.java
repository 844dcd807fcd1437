package io.throughline.finance.einvoice;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.UnitPrice;
import java.math.BigDecimal;
import java.util.Map;

/**
 * One line. Time is billed in minutes at a price for a number of minutes, so that the amount is exact and never hours rounded to decimals.
 *
 * <p>Money: {@code amount} is quantity times price less the allowance; positive on invoices and credit notes alike, an invoice line that
 * takes something back has a negative quantity.
 *
 * @param price null where the quantity is one of {@code unitPrice}
 * @param allowance what an agreed limit takes off
 * @param accounting the buyer's own reference, or null
 * @param period the days of the work, or null
 * @param attributes what else the buyer may read, such as the role
 */
public record Line(
    String id,
    String description,
    Long minutes,
    UnitPrice price,
    BigDecimal quantity,
    Money unitPrice,
    Money allowance,
    Money amount,
    TaxTreatment tax,
    String accounting,
    Period period,
    Map<String, String> attributes) {

  public Line {
    attributes = Map.copyOf(attributes);
    if (minutes == null) {
      var gross = Money.of(unitPrice.amount().multiply(quantity).setScale(unitPrice.currency().getDefaultFractionDigits(), java.math.RoundingMode.HALF_UP), unitPrice.currency());
      Invariant.holds(gross.minus(allowance).equals(amount), "line %s: %s x %s less %s is not %s", id, quantity, unitPrice, allowance, amount);
    }
  }

  /** Minutes at a price. The last part of a line that is credited may differ from minutes times price by a cent. */
  public static Line time(String id, String description, long minutes, UnitPrice price, Money allowance, Money amount, TaxTreatment tax) {
    return new Line(id, description, minutes, price, null, null, allowance, amount, tax, null, null, Map.of());
  }

  /** Units at a price, such as one milestone. */
  public static Line of(String id, String description, BigDecimal quantity, Money unitPrice, TaxTreatment tax) {
    var amount = Money.of(unitPrice.amount().multiply(quantity).setScale(unitPrice.currency().getDefaultFractionDigits(), java.math.RoundingMode.HALF_UP), unitPrice.currency());
    return new Line(id, description, null, null, quantity, unitPrice, Money.zero(unitPrice.currency()), amount, tax, null, null, Map.of());
  }

  /** What minutes times price would be. */
  public Money gross() {
    return minutes == null ? amount.plus(allowance) : price.of(minutes).rounded(RoundingPolicy.HALF_UP);
  }

  public Line accountedAs(String reference) {
    return new Line(id, description, minutes, price, quantity, unitPrice, allowance, amount, tax, reference, period, attributes);
  }

  public Line during(Period days) {
    return new Line(id, description, minutes, price, quantity, unitPrice, allowance, amount, tax, accounting, days, attributes);
  }

  public Line saying(Map<String, String> more) {
    return new Line(id, description, minutes, price, quantity, unitPrice, allowance, amount, tax, accounting, period, more);
  }
}
