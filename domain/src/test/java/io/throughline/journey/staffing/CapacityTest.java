package io.throughline.journey.staffing;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Leave;
import io.throughline.canonical.Worker.Employment;
import io.throughline.journey.staffing.Capacity.Booked;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityTest {

  private static final LocalDate MONDAY = LocalDate.of(2026, 9, 7);
  private static final LocalDate FRIDAY_AFTER = LocalDate.of(2026, 9, 18);
  private static final List<Employment> FULL_TIME = List.of(new Employment(LocalDate.of(2024, 1, 1), "TL-DE", null, "Consultant", 2_400L));

  @Test
  void isTheWeeksHoursOverTheWorkingDays() {
    assertThat(free(FULL_TIME, List.of(), List.of())).isEqualTo(4_800);
  }

  @Test
  void followsWhatHoldsOnEachDay() {
    var half = List.of(FULL_TIME.get(0), new Employment(LocalDate.of(2026, 9, 14), "TL-DE", null, "Consultant", 1_203L));

    assertThat(free(half, List.of(), List.of())).isEqualTo(2_400 + 1_203);
    assertThat(free(List.of(new Employment(LocalDate.of(2026, 9, 14), "TL-DE", null, "Consultant", 2_400L)), List.of(), List.of())).as("not employed in the first week").isEqualTo(2_400);
  }

  @Test
  void isLessWhatLeaveTakes() {
    assertThat(free(FULL_TIME, List.of(leave(MONDAY, MONDAY.plusDays(6), Leave.State.APPROVED, 2_400L)), List.of())).as("a week").isEqualTo(2_400);
    assertThat(free(FULL_TIME, List.of(leave(MONDAY, MONDAY, Leave.State.APPROVED, 240L)), List.of())).as("half a day").isEqualTo(4_560);
    assertThat(free(FULL_TIME, List.of(leave(MONDAY, MONDAY.plusDays(6), Leave.State.REQUESTED, null)), List.of())).as("not approved").isEqualTo(4_800);
  }

  @Test
  void isLessTheShareOfOtherWorkInTheseDays() {
    var fourWeeks = new Booked(MONDAY, MONDAY.plusDays(25), 4_000);

    assertThat(free(FULL_TIME, List.of(), List.of(fourWeeks))).isEqualTo(4_800 - 2_000);
    assertThat(free(FULL_TIME, List.of(), List.of(new Booked(MONDAY, MONDAY.plusDays(18), 100)))).as("rounded up").isEqualTo(4_800 - 67);
    assertThat(free(FULL_TIME, List.of(), List.of(new Booked(MONDAY.minusDays(7), MONDAY.minusDays(1), 2_400)))).as("before").isEqualTo(4_800);
  }

  private static long free(List<Employment> employments, List<Leave> leave, List<Booked> booked) {
    return Capacity.free(MONDAY, FRIDAY_AFTER, employments, leave, booked);
  }

  private static Leave leave(LocalDate from, LocalDate to, Leave.State state, Long minutes) {
    return new Leave("L", "1", "P", from, to, state, minutes);
  }
}
