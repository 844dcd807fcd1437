package io.throughline.journey.staffing;

import java.time.LocalDate;
import java.util.List;

/**
 * What the work of a live engagement needs.
 *
 * <p>Money: text in {@code currency}. Dates: calendar days, both included.
 *
 * @param entity the legal entity that contracts
 */
public record StaffingNeeded(String projectId, String entity, String currency, LocalDate startOn, LocalDate endOn, List<Demand> demands) {

  public StaffingNeeded {
    demands = List.copyOf(demands);
  }

  /** The time of one sold line: {@code reference} is its key in the hub, {@code workId} the task of the project. */
  public record Demand(String reference, String workId, String role, long minutes, String ratePerHour) {}
}
