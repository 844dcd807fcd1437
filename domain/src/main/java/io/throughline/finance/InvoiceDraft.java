package io.throughline.finance;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import java.time.LocalDate;
import java.util.List;

/**
 * A bill before tax, number and release.
 *
 * <p>Money: {@code net} is the sum of the lines. Idempotency key: {@code documentId}, made from its content.
 *
 * @param purchaseOrder the order all lines share, or null
 */
public record InvoiceDraft(
    String documentId,
    String threadId,
    String contractId,
    int contractVersion,
    String entity,
    String billingAccount,
    String purchaseOrder,
    LocalDate invoicedOn,
    LocalDate dueOn,
    List<Line> lines,
    Money net) {

  public InvoiceDraft {
    lines = List.copyOf(lines);
    Invariant.holds(!lines.isEmpty(), "invoice %s has no line", documentId);
    var sum = Money.sum(lines.stream().map(Line::amount).toList(), net.currency());
    Invariant.holds(sum.equals(net), "invoice %s: lines %s, net %s", documentId, sum, net);
  }

  /**
   * One line: minutes at a price (minutes x price, rounded once, less the allowance, is the amount), or an event's amount.
   *
   * @param minutes null for an event
   * @param price null for an event
   * @param allowance what a cap takes off; zero otherwise
   * @param allocations which minutes of which entries; they sum to {@code minutes}
   * @param event null for minutes
   */
  public record Line(
      String lineKey,
      String contractLineId,
      BillingModel billing,
      String description,
      String workstream,
      String purchaseOrder,
      String role,
      String personId,
      String rateReference,
      Long minutes,
      UnitPrice price,
      Money allowance,
      Money amount,
      List<Allocation> allocations,
      BillingEvent event) {

    public Line {
      allocations = List.copyOf(allocations);
      if (minutes == null) {
        Invariant.holds(event != null && amount.equals(event.amount()), "line %s bills %s for %s", lineKey, amount, event);
      } else {
        long allocated = allocations.stream().mapToLong(Allocation::minutes).sum();
        Invariant.holds(allocated == minutes, "line %s bills %d minutes, allocates %d", lineKey, minutes, allocated);
        Invariant.holds(!amount.isNegative() && !allowance.isNegative(), "line %s bills %s", lineKey, amount);
      }
    }

    /** Minutes times price as money, before any allowance. */
    public Money gross(RoundingPolicy rounding) {
      return price.of(minutes).rounded(rounding);
    }
  }

  /** Minutes of one entry in one document line. */
  public record Allocation(String entryKey, String entryVersion, long minutes, int generation) {}
}
