package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * A deliverable and where it stands.
 *
 * <p>Idempotency key: source, milestoneId, version. Source: delivery.
 *
 * @param acceptanceReference the client's acceptance record, or null while there is none
 */
public record Milestone(
    String source, String milestoneId, String version, String projectId, boolean completed, LocalDate completedOn, String acceptanceReference) {

  public Milestone {
    requireNonNull(source, "source");
    requireNonNull(milestoneId, "milestoneId");
    requireNonNull(version, "version");
    requireNonNull(projectId, "projectId");
    if (completed && completedOn == null) throw new IllegalArgumentException("not a milestone: completed without a day");
  }
}
