package io.throughline.journey.staffing;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Set;

/**
 * Somebody who could be asked, as of the first day of the work.
 *
 * <p>Money: {@code hourlyCost} is of {@code currency}; both null where nobody knows it.
 *
 * @param source the system of people
 * @param memberId under which the person books time; null: the person cannot be assigned
 * @param skills what the person can do, the title among it
 * @param freeMinutes of the days of the work, what neither leave nor other work takes
 */
public record Candidate(
    String source, String personId, String memberId, String name, Set<String> skills, String entity, BigDecimal hourlyCost, String currency, long freeMinutes) {

  public Candidate {
    requireNonNull(personId, "personId");
    skills = Set.copyOf(skills);
  }

  boolean can(String role) {
    return skills.stream().anyMatch(skill -> skill.equalsIgnoreCase(role));
  }

  /** Costs of two currencies cannot be compared: such a person is not refused, only taken after those whose cost is known to pay. */
  boolean costsMoreThan(BigDecimal rate, String sold) {
    return sold.equals(currency) && hourlyCost.compareTo(rate) > 0;
  }

  static Comparator<Candidate> bestFor(String entity, String sold) {
    return Comparator.comparing((Candidate one) -> !entity.equals(one.entity))
        .thenComparing(one -> !sold.equals(one.currency))
        .thenComparing(one -> sold.equals(one.currency) ? one.hourlyCost : BigDecimal.ZERO)
        .thenComparing(Candidate::personId);
  }
}
