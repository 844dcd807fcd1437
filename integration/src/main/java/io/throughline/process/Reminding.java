package io.throughline.process;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** When people are reminded: at an hour of the firm's, on its working days. */
record Reminding(LocalTime at, ZoneId zone, Set<DayOfWeek> days) {

  /** A hub that was away in the morning reminds later on the day, but nobody at night. */
  private static final Duration LATEST = Duration.ofHours(10);

  /** Since when people are to be reminded today; empty before, after, and on other days. */
  Optional<Instant> due(Instant now) {
    var today = day(now);
    var due = today.atTime(at).atZone(zone).toInstant();
    return days.contains(today.getDayOfWeek()) && !now.isBefore(due) && now.isBefore(due.plus(LATEST)) ? Optional.of(due) : Optional.empty();
  }

  /** The firm's day. */
  LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, zone);
  }
}
