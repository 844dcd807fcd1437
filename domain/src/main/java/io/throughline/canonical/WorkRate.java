package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What the system of delivery takes an hour of work for, as it stands there.
 *
 * <p>Money: {@code ratePerHour} is text in {@code currency}. Idempotency key: source, rateId, version. Source: delivery.
 *
 * @param taskId the work, or null where the rate is not of one task
 * @param role who does it, or null for any role
 * @param personId who does it, or null for anybody
 * @param currency the contract's when absent
 */
public record WorkRate(String rateId, String version, String projectId, String taskId, String role, String personId, String ratePerHour, String currency) {

  public WorkRate {
    requireNonNull(rateId, "rateId");
    requireNonNull(version, "version");
    requireNonNull(projectId, "projectId");
    requireNonNull(ratePerHour, "ratePerHour");
    if (new BigDecimal(ratePerHour).signum() < 0) throw new IllegalArgumentException("not a rate: " + ratePerHour);
  }
}
