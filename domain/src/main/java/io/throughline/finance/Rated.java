package io.throughline.finance;

import io.throughline.canonical.ExactAmount;
import java.util.function.Function;

/** What an entry is worth under a contract. Every outcome is expected; none is an exception. */
public sealed interface Rated {

  /** The contract line that governs it; null where none does. */
  String lineId();

  /** To be billed at a price; what minutes are worth at it becomes money once per invoice line. */
  record Billable(String lineId, String role, String personId, RateVersion rate, UnitPrice price) implements Rated {}

  /** Not for the client's account; still a cost. */
  record NonBillable(String lineId) implements Rated {}

  /** Done for a fee, a retainer or a subscription that is billed otherwise. */
  record Covered(String lineId, String reason) implements Rated {}

  /** A person must decide. {@code atRisk} is its value under the terms that would apply, or null when there are none. */
  record Held(Reason reason, String text, String lineId, ExactAmount atRisk) implements Rated {}

  /** Why an entry is held. */
  enum Reason {
    NO_CONTRACT,
    CONTRACT_NOT_APPROVED,
    OUTSIDE_TERM,
    OUTSIDE_SCOPE,
    AMBIGUOUS_SCOPE,
    NO_RATE,
    NO_FACTOR,
    CO_PENDING,
    PERIOD_CLOSED,
    /** Its engagement is parked: an invariant failed. */
    PARKED
  }

  /** Forces the caller to handle every outcome (Java 17 has no exhaustive type switch). */
  default <T> T fold(Function<Billable, T> billable, Function<NonBillable, T> non, Function<Covered, T> covered, Function<Held, T> held) {
    if (this instanceof Billable b) return billable.apply(b);
    if (this instanceof NonBillable n) return non.apply(n);
    if (this instanceof Covered c) return covered.apply(c);
    return held.apply((Held) this);
  }
}
