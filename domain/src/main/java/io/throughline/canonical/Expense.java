package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * Approved spending of one person for a project, never changed (a change is a higher {@code version}).
 *
 * <p>Money: {@code amount} is net and more than nothing, in the currency it was spent in. Date: the day it was incurred, as recorded.
 * Idempotency key: source, expenseId, version. Source: delivery.
 *
 * @param category what it was spent on, in the firm's own words, or null
 * @param billable whether the client pays it
 * @param receiptReference where the receipt is found, or null
 */
public record Expense(
    String source,
    String expenseId,
    String version,
    String projectId,
    String taskId,
    String personId,
    String category,
    LocalDate incurredOn,
    Money amount,
    boolean billable,
    String receiptReference) {

  public Expense {
    requireNonNull(source, "source");
    requireNonNull(expenseId, "expenseId");
    requireNonNull(version, "version");
    requireNonNull(projectId, "projectId");
    requireNonNull(incurredOn, "incurredOn");
    if (!amount.isPositive()) throw new IllegalArgumentException("not an expense: " + amount);
  }

  /** Which expense, whatever its version. */
  public String key() {
    return source + ":" + expenseId;
  }

  /** Which version of it. */
  public String versionKey() {
    return key() + "@" + version;
  }
}
