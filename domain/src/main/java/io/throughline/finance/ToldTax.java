package io.throughline.finance;

import io.throughline.canonical.Money;

/** A tax the ERP decided and told as one amount: it cannot be recomputed, but it can be impossible. */
public final class ToldTax {

  private ToldTax() {}

  /** It has the sign of what it is taken from, and is no more than that. */
  public static boolean plausible(Money net, Money tax) {
    if (tax.isZero()) return true;
    return tax.isNegative() == net.isNegative() && tax.abs().compareTo(net.abs()) <= 0;
  }
}
