package io.throughline.finance;

import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;

/**
 * Cash and what it settles of an invoice, each in its own currency.
 *
 * <p>Money: of a part of what it settles only that part of the cash is used, rounded once in the cash's currency.
 */
public record Tender(Money cash, Money settled) {

  public static Tender of(Money cash, Money settled) {
    return new Tender(cash, settled);
  }

  public boolean exchanged() {
    return !cash.sameCurrencyAs(settled);
  }

  /** No more than is open; the cash that is then not needed stays with the payment. */
  public Tender upTo(Money open) {
    if (settled.compareTo(open) <= 0) return this;
    if (!exchanged()) return new Tender(open, open);
    var used = cash.exact().value().times(open.exact().value()).dividedBy(settled.exact().value());
    return new Tender(Money.of(used.rounded(cash.currency().getDefaultFractionDigits(), RoundingPolicy.HALF_UP), cash.currency()), open);
  }
}
