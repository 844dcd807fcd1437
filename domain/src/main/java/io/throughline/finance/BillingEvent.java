package io.throughline.finance;

import static java.util.Objects.requireNonNull;

import io.throughline.canonical.Money;
import java.time.LocalDate;

/**
 * Something other than minutes became billable under a contract line.
 *
 * <p>Idempotency key: {@code eventId}, made from its cause.
 *
 * @param source the fact that caused it: a milestone, a schedule day, an expense
 * @param evidence what proves it, such as the client's acceptance; or null
 */
public record BillingEvent(
    String eventId, String contractId, String lineId, BillingModel kind, LocalDate dueOn, Money amount, String source, String evidence, String description)
    implements Comparable<BillingEvent> {

  public BillingEvent {
    requireNonNull(eventId, "eventId");
    requireNonNull(lineId, "lineId");
    requireNonNull(amount, "amount");
    requireNonNull(dueOn, "dueOn");
  }

  /** The same event over a part of its amount. */
  public BillingEvent only(Money part) {
    return new BillingEvent(eventId, contractId, lineId, kind, dueOn, part, source, evidence, description);
  }

  @Override
  public int compareTo(BillingEvent other) {
    int byDay = dueOn.compareTo(other.dueOn);
    return byDay != 0 ? byDay : eventId.compareTo(other.eventId);
  }
}
