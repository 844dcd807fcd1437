package io.throughline.finance;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * A price from a day on, for a person, a role, those of an entity of ours, or anybody on the line.
 *
 * <p>Which of several applies is a total order, so no version is dropped silently: one that names the person beats all that do not; among
 * equals one that names the role; then one that names the entity; then the line's own beats a price list's; then the later {@code
 * effectiveFrom}; then the higher {@code version}; then the id.
 *
 * @param effectiveThrough the last day, or null while open
 * @param role null for any role
 * @param personId null for anybody
 * @param entity our entity that employs who works, on the work date; null for any
 * @param listed whether it stands in a price list that lines share, not on the line
 */
public record RateVersion(
    String rateId, int version, LocalDate effectiveFrom, LocalDate effectiveThrough, String role, String personId, String entity, boolean listed, UnitPrice price)
    implements Comparable<RateVersion> {

  private static final Comparator<RateVersion> ORDER =
      Comparator.comparingInt(RateVersion::specificity)
          .thenComparing(RateVersion::listed, Comparator.reverseOrder())
          .thenComparing(RateVersion::effectiveFrom)
          .thenComparingInt(RateVersion::version)
          .thenComparing(RateVersion::rateId);

  public RateVersion {
    if (effectiveThrough != null && effectiveThrough.isBefore(effectiveFrom)) {
      throw new IllegalArgumentException("not a rate: ends " + effectiveThrough + " before " + effectiveFrom);
    }
  }

  /** On the line itself, whoever employs who works. */
  public RateVersion(String rateId, int version, LocalDate effectiveFrom, LocalDate effectiveThrough, String role, String personId, UnitPrice price) {
    this(rateId, version, effectiveFrom, effectiveThrough, role, personId, null, false, price);
  }

  boolean appliesTo(LocalDate day, String workedRole, String person, String employer) {
    return !day.isBefore(effectiveFrom)
        && (effectiveThrough == null || !day.isAfter(effectiveThrough))
        && (role == null || role.equals(workedRole))
        && (personId == null || personId.equals(person))
        && (entity == null || entity.equals(employer));
  }

  private int specificity() {
    return (personId == null ? 0 : 4) + (role == null ? 0 : 2) + (entity == null ? 0 : 1);
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
