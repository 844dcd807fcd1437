package io.throughline.conservation;

import io.throughline.canonical.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is told of a payment is cash in the ledger; and all of that cash was applied to documents or lies unapplied. */
public final class CashProof {

  /** A payment: what of it was told, and what became of it. */
  public record Payment(String paymentId, Money told, Money cash, Money applied, Money unapplied) {}

  /** Something that does not add up. */
  public record Off(String paymentId, Money residual, String rule) {}

  private CashProof() {}

  /** What is off; nothing when all adds up. */
  public static List<Off> off(Collection<Payment> payments) {
    var off = new ArrayList<Off>();
    for (var each : payments) {
      var unbooked = each.told().minus(each.cash());
      var lost = each.cash().minus(each.applied()).minus(each.unapplied());
      if (!unbooked.isZero()) off.add(new Off(each.paymentId(), unbooked, "was told and is not in the ledger"));
      if (!lost.isZero()) off.add(new Off(each.paymentId(), lost, "is neither applied nor unapplied"));
    }
    return List.copyOf(off);
  }
}
