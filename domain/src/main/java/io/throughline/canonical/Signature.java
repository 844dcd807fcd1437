package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * A contract that was sent out to be signed, and where it stands.
 *
 * <p>Idempotency key: source, signatureId, version. Source: documents.
 *
 * @param dealId the deal it belongs to, or null where the system was not told
 */
public record Signature(String signatureId, String version, String dealId, String name, State state, Instant completedAt, List<Signer> signers) {

  public Signature {
    requireNonNull(signatureId, "signatureId");
    requireNonNull(version, "version");
    requireNonNull(state, "state");
    signers = signers == null ? List.of() : List.copyOf(signers);
    if (state == State.COMPLETED && completedAt == null) throw new IllegalArgumentException("not a signature: completed without a time");
  }

  /** Where it stands; completed: everybody has signed. */
  public enum State {
    PENDING,
    COMPLETED,
    DECLINED,
    VOIDED
  }

  /** Who signs, and when it was done. */
  public record Signer(String name, String email, Instant signedAt) {}
}
