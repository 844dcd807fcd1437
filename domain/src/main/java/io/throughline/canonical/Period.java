package io.throughline.canonical;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Days from {@code from} through {@code through}, both included. */
public record Period(LocalDate from, LocalDate through) implements Comparable<Period> {

  public Period {
    if (through.isBefore(from)) throw new IllegalArgumentException("not a period: " + through + " is before " + from);
  }

  public static Period month(int year, int month) {
    return of(YearMonth.of(year, month));
  }

  public static Period monthOf(LocalDate day) {
    return of(YearMonth.from(day));
  }

  private static Period of(YearMonth month) {
    return new Period(month.atDay(1), month.atEndOfMonth());
  }

  public long days() {
    return ChronoUnit.DAYS.between(from, through) + 1;
  }

  public boolean contains(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(through);
  }

  public Optional<Period> overlap(Period other) {
    var start = from.isAfter(other.from) ? from : other.from;
    var end = through.isBefore(other.through) ? through : other.through;
    return end.isBefore(start) ? Optional.empty() : Optional.of(new Period(start, end));
  }

  @Override
  public int compareTo(Period other) {
    int byStart = from.compareTo(other.from);
    return byStart != 0 ? byStart : through.compareTo(other.through);
  }

  @Override
  public String toString() {
    return from + "/" + through;
  }
}
