package io.throughline.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemindingTest {

  private final Reminding berlin = new Reminding(LocalTime.of(8, 0), ZoneId.of("Europe/Berlin"), EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));

  @Test
  void remindsFromItsHourOnUntilTheEvening() {
    assertThat(due("2026-11-23T06:59:59Z")).isEmpty();
    assertThat(due("2026-11-23T07:00:00Z")).contains(Instant.parse("2026-11-23T07:00:00Z"));
    assertThat(due("2026-11-23T16:59:59Z")).as("the hub was away").contains(Instant.parse("2026-11-23T07:00:00Z"));
    assertThat(due("2026-11-23T17:00:00Z")).as("not in the night: tomorrow").isEmpty();
    assertThat(due("2026-11-24T02:00:00Z")).isEmpty();
  }

  @Test
  void keepsTheHourOfTheFirmInSummer() {
    assertThat(due("2026-07-01T06:00:00Z")).contains(Instant.parse("2026-07-01T06:00:00Z"));
  }

  @Test
  void leavesTheWeekendAlone() {
    assertThat(due("2026-11-21T09:00:00Z")).isEmpty();
    assertThat(due("2026-11-22T09:00:00Z")).isEmpty();
  }

  /** A late hour ends with its day. */
  @Test
  void knowsTheDayByTheFirmsZone() {
    var late = new Reminding(LocalTime.of(20, 0), ZoneId.of("Asia/Tokyo"), EnumSet.of(DayOfWeek.MONDAY));

    assertThat(late.due(Instant.parse("2026-11-23T14:59:59Z"))).isPresent();
    assertThat(late.due(Instant.parse("2026-11-23T15:00:00Z"))).as("it is Tuesday in Tokyo").isEmpty();
  }

  private Optional<Instant> due(String now) {
    return berlin.due(Instant.parse(now));
  }
}
