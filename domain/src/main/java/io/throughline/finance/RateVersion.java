package io.throughline.finance;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * A price from a day on, for a role, a person or anybody on the line.
 *
 * <p>Which of several applies is a total order, so no version is dropped silently: a person's rate beats a role's, a role's beats the
 * line's; then the later {@code effectiveFrom}; then the higher {@code version}; then the id.
 *
 * @param effectiveThrough the last day, or null while open
 * @param role null for any role
 * @param personId null for anybody
 */
public record RateVersion(
    String rateId, int version, LocalDate effectiveFrom, LocalDate effectiveThrough, String role, String personId, UnitPrice price)
    implements Comparable<RateVersion> {

  private static final Comparator<RateVersion> ORDER =
      Comparator.comparingInt(RateVersion::specificity)
          .thenComparing(RateVersion::effectiveFrom)
          .thenComparingInt(RateVersion::version)
          .thenComparing(RateVersion::rateId);

  public RateVersion {
    if (effectiveThrough != null && effectiveThrough.isBefore(effectiveFrom)) {
      throw new IllegalArgumentException("not a rate: ends " + effectiveThrough + " before " + effectiveFrom);
    }
  }

  boolean appliesTo(LocalDate day, String workedRole, String person) {
    return !day.isBefore(effectiveFrom)
        && (effectiveThrough == null || !day.isAfter(effectiveThrough))
        && (role == null || role.equals(workedRole))
        && (personId == null || personId.equals(person));
  }

  private int specificity() {
    return (personId == null ? 0 : 2) + (role == null ? 0 : 1);
  }

  /** How documents name it. */
  public String reference() {
    return rateId + "@" + version;
  }

  @Override
  public int compareTo(RateVersion other) {
    return ORDER.compare(this, other);
  }
}
