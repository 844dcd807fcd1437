package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * Approved work of one person on one task and day, never changed (a change is a higher {@code version}).
 *
 * <p>Unit: whole minutes, 1 to 1440. Date: the work date as recorded. Idempotency key: source, entryId, version. Source: delivery.
 *
 * @param role the role it was worked in, or null
 * @param timeType null for regular time; else a word the contract prices, such as {@code overtime} or {@code weekend}
 */
public record TimeEntry(
    String source,
    String entryId,
    String version,
    String projectId,
    String taskId,
    String personId,
    String role,
    LocalDate workDate,
    int minutes,
    boolean billable,
    String timeType) {

  /** A day has no more. */
  private static final int MINUTES_A_DAY = 1440;

  public TimeEntry {
    requireNonNull(source, "source");
    requireNonNull(entryId, "entryId");
    requireNonNull(version, "version");
    requireNonNull(projectId, "projectId");
    requireNonNull(personId, "personId");
    requireNonNull(workDate, "workDate");
    if (minutes < 1 || minutes > MINUTES_A_DAY) throw new IllegalArgumentException("not a time entry: " + minutes + " minutes");
  }

  public TimeEntry(
      String source,
      String entryId,
      String version,
      String projectId,
      String taskId,
      String personId,
      String role,
      LocalDate workDate,
      int minutes,
      boolean billable) {
    this(source, entryId, version, projectId, taskId, personId, role, workDate, minutes, billable, null);
  }

  /** Which entry, whatever its version. */
  public String key() {
    return source + ":" + entryId;
  }
}
