package io.throughline.journey.staffing;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.journey.staffing.StaffingNeeded.Demand;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatchingTest {

  private static final Demand CONSULTING = new Demand("T:L1", "W1", "Consultant", 600, "100.00");

  @Test
  void takesTheEntitysOwnPeopleFirstAndThenTheCheapest() {
    var result = matched(List.of(CONSULTING), person("dear", "TL-DE", "80", 240), person("cheap", "TL-DE", "40", 240), person("foreign", "TL-FR", "10", 600));

    assertThat(shares(result)).containsExactly("cheap 240 400.00", "dear 240 400.00", "foreign 120 200.00");
    assertThat(result.lacks()).isEmpty();
  }

  @Test
  void passesOverWhoCannotIsNotFreeDoesNotBookTimeThereOrCostsMoreThanTheHourBrings() {
    var architect = new Candidate("hcm", "architect", "M", "A", Set.of("Architect"), "TL-DE", new BigDecimal("10"), "EUR", 600);
    var unknown = new Candidate("hcm", "unknown", null, "A", Set.of("Consultant"), "TL-DE", new BigDecimal("10"), "EUR", 600);

    var result = matched(List.of(CONSULTING), architect, unknown, person("busy", "TL-DE", "10", 0), person("dear", "TL-DE", "100.01", 600));

    assertThat(result.assigned()).isEmpty();
    assertThat(result.lacks()).singleElement().satisfies(lack -> {
      assertThat(lack.minutes()).isEqualTo(600);
      assertThat(lack.reason()).isEqualTo("3 with the role: 1 have no more time, 1 cost more than the hour is sold for, 1 do not book time there");
    });
  }

  @Test
  void takesASkillForATitleAndAnUnknownCostLast() {
    var skilled = new Candidate("hcm", "skilled", "M", "S", Set.of("Manager", "consultant"), "TL-DE", null, null, 300);
    var dollars = new Candidate("hcm", "dollars", "M", "D", Set.of("Consultant"), "TL-DE", new BigDecimal("1"), "USD", 300);

    assertThat(shares(matched(List.of(CONSULTING), dollars, skilled, person("known", "TL-DE", "90", 100)))).containsExactly("known 100 166.67", "dollars 300 500.00", "skilled 200 333.33");
  }

  @Test
  void givesNobodysTimeTwice() {
    var second = new Demand("T:L2", "W2", "Consultant", 600, "100.00");

    var result = matched(List.of(CONSULTING, second), person("one", "TL-DE", "40", 900));

    assertThat(shares(result)).containsExactly("one 600 1000.00", "one 300 500.00");
    assertThat(result.lacks()).singleElement().satisfies(lack -> assertThat(lack.minutes()).isEqualTo(300));
  }

  @Test
  void asksOnlyForWhatLacksAndNotTheSamePersonAgain() {
    var before = new Assigned("T:L1", "W1", "Consultant", "hcm", "one", "M", "One", 400, "666.67");

    var result = Matching.of(needed(List.of(CONSULTING)), List.of(person("one", "TL-DE", "10", 600), person("two", "TL-DE", "50", 600)), List.of(before));

    assertThat(shares(result)).containsExactly("two 200 333.33");
  }

  @Test
  void neverGivesMoreThanIsFreeNorMoreThanIsAskedAndPlansEveryCentOnce() {
    var random = new Random(7);
    for (var round = 0; round < 2_000; round++) {
      var demands = IntStream.range(0, 1 + random.nextInt(4)).mapToObj(n -> new Demand("T:L" + n, "W", "Consultant", 1 + random.nextInt(900), (50 + random.nextInt(100)) + "." + random.nextInt(10) + "3")).toList();
      var people = IntStream.range(0, random.nextInt(6)).mapToObj(n -> person("P" + n, random.nextBoolean() ? "TL-DE" : "TL-FR", String.valueOf(random.nextInt(160)), random.nextInt(700) - 50)).toList();

      var result = Matching.of(needed(demands), people, List.of());

      for (var one : people) assertThat(result.assigned().stream().filter(share -> share.personId().equals(one.personId())).mapToLong(Assigned::minutes).sum()).isLessThanOrEqualTo(Math.max(0, one.freeMinutes()));
      for (var demand : demands) {
        var given = result.assigned().stream().filter(share -> share.reference().equals(demand.reference())).toList();
        var minutes = given.stream().mapToLong(Assigned::minutes).sum();
        assertThat(minutes + result.lacks().stream().filter(lack -> lack.demand().equals(demand)).mapToLong(Matching.Lacking::minutes).sum()).isEqualTo(demand.minutes());
        var whole = new BigDecimal(demand.ratePerHour()).multiply(BigDecimal.valueOf(minutes)).divide(BigDecimal.valueOf(60), 2, java.math.RoundingMode.HALF_UP);
        assertThat(given.stream().map(Assigned::plannedRevenue).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(whole);
      }
    }
  }

  private static Matching.Result matched(List<Demand> demands, Candidate... people) {
    return Matching.of(needed(demands), List.of(people), List.of());
  }

  private static StaffingNeeded needed(List<Demand> demands) {
    return new StaffingNeeded("PR", "TL-DE", "EUR", LocalDate.of(2026, 9, 7), LocalDate.of(2026, 12, 31), demands);
  }

  private static Candidate person(String id, String entity, String cost, long free) {
    return new Candidate("hcm", id, "M-" + id, id, Set.of("Consultant"), entity, new BigDecimal(cost), "EUR", free);
  }

  private static List<String> shares(Matching.Result result) {
    return result.assigned().stream().map(one -> one.personId() + " " + one.minutes() + " " + one.plannedRevenue()).toList();
  }
}
