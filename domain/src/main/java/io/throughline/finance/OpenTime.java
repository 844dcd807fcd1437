package io.throughline.finance;

import static java.util.Objects.requireNonNull;

import io.throughline.canonical.TimeEntry;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * Rated minutes that no document holds yet: approved less allocated, released, held, written off and covered.
 *
 * @param generation how often minutes of this entry were released again by a credit; 0 at first
 * @param apart what keeps it from sharing a line with other minutes at its price, such as another tax rate; or null
 */
public record OpenTime(String entryKey, String version, LocalDate workDate, long minutes, int generation, Rated.Billable rated, String apart) implements Comparable<OpenTime> {

  private static final Comparator<OpenTime> ORDER = Comparator.comparing(OpenTime::workDate).thenComparing(OpenTime::entryKey);

  public OpenTime {
    requireNonNull(rated, "rated");
    if (minutes < 1) throw new IllegalArgumentException("not open time: " + minutes + " minutes");
  }

  public OpenTime(String entryKey, String version, LocalDate workDate, long minutes, int generation, Rated.Billable rated) {
    this(entryKey, version, workDate, minutes, generation, rated, null);
  }

  /** All of an entry, billed for the first time. */
  public static OpenTime all(TimeEntry entry, Rated.Billable rated) {
    return new OpenTime(entry.key(), entry.version(), entry.workDate(), entry.minutes(), 0, rated);
  }

  OpenTime only(long fewer) {
    return new OpenTime(entryKey, version, workDate, fewer, generation, rated, apart);
  }

  @Override
  public int compareTo(OpenTime other) {
    return ORDER.compare(this, other);
  }
}
