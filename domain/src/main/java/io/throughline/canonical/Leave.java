package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * Days on which a person is away.
 *
 * <p>Idempotency key: source, leaveId, version. Source: people (HCM).
 *
 * @param minutes what is taken of the capacity in all; absent where the system does not say
 */
public record Leave(String leaveId, String version, String personId, LocalDate startOn, LocalDate endOn, State state, Long minutes) {

  public Leave {
    requireNonNull(leaveId, "leaveId");
    requireNonNull(version, "version");
    requireNonNull(personId, "personId");
    requireNonNull(startOn, "startOn");
    requireNonNull(endOn, "endOn");
    requireNonNull(state, "state");
    if (endOn.isBefore(startOn)) throw new IllegalArgumentException("not a leave: ends before it starts");
  }

  /** Where it stands; only what is approved lowers the capacity. */
  public enum State {
    REQUESTED,
    APPROVED,
    CANCELLED
  }
}
