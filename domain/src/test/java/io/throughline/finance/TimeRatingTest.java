package io.throughline.finance;

import static io.throughline.finance.Terms.contract;
import static io.throughline.finance.Terms.rate;
import static io.throughline.finance.Terms.time;
import static io.throughline.finance.Terms.worked;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Every;
import io.throughline.canonical.Periods;
import io.throughline.canonical.RoundingPolicy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeRatingTest {

  @Test
  void pricesWithTheVersionOfTheWorkDate() {
    var terms = contract(time("L-1", "T-1", null, rate("R", 1, "2026-01-01", null, "150.00"), rate("R", 2, "2026-07-01", null, "160.00")));

    assertThat(billable(TimeRating.rate(terms, worked("E-1", "T-1", null, "2026-06-30", 605))).price().of(605).rounded(RoundingPolicy.HALF_UP)).isEqualTo(Terms.eur("1512.50"));
    assertThat(billable(TimeRating.rate(terms, worked("E-2", "T-1", null, "2026-07-01", 60))).rate().reference()).isEqualTo("R@2");
  }

  @Test
  void aRetroactiveVersionSupersedesTheOneOfTheSameDay() {
    var terms = contract(time("L-1", "T-1", null, rate("R", 1, "2026-01-01", null, "150.00"), rate("R", 2, "2026-01-01", null, "140.00")));

    assertThat(billable(TimeRating.rate(terms, worked("E-1", "T-1", null, "2026-02-01", 60))).rate().version()).isEqualTo(2);
  }

  @Test
  void aRolesRateBeatsTheLinesRate() {
    var terms = contract(time("L-1", "T-1", null, rate("ANY", 9, "2026-06-01", null, "100.00"), rate("PARTNER", 1, "2026-01-01", "partner", "300.00")));

    assertThat(billable(TimeRating.rate(terms, worked("E-1", "T-1", "partner", "2026-07-01", 60))).price()).isEqualTo(UnitPrice.perHour("300.00", "EUR"));
    assertThat(billable(TimeRating.rate(terms, worked("E-2", "T-1", "analyst", "2026-07-01", 60))).price()).isEqualTo(UnitPrice.perHour("100.00", "EUR"));
  }

  @Test
  void holdsWhatNoLineOrTwoLinesClaim() {
    var terms = contract(time("L-1", "T-1", null, rate("R", 1, "2026-01-01", null, "1.00")), time("L-2", "T-1", null, rate("R", 1, "2026-01-01", null, "2.00")));

    assertThat(held(TimeRating.rate(terms, worked("E-1", "T-1", null, "2026-02-01", 60)))).isEqualTo(Rated.Reason.AMBIGUOUS_SCOPE);
    assertThat(held(TimeRating.rate(terms, worked("E-2", "T-9", null, "2026-02-01", 60)))).isEqualTo(Rated.Reason.OUTSIDE_SCOPE);
  }

  @Test
  void holdsWorkWithoutARateOrOutsideTheTerm() {
    var terms = contract(time("L-1", "T-1", null, rate("R", 1, "2026-03-01", null, "1.00")));

    assertThat(held(TimeRating.rate(terms, worked("E-1", "T-1", null, "2026-02-28", 60)))).isEqualTo(Rated.Reason.NO_RATE);
    assertThat(held(TimeRating.rate(terms, worked("E-2", "T-1", null, "2027-01-01", 60)))).isEqualTo(Rated.Reason.OUTSIDE_TERM);
  }

  @Test
  void pricesTheWorkOfAPendingChangeOrderButHoldsIt() {
    var line = new ContractLine(
        "L-9", BillingModel.TIME_AND_MATERIALS, ScopeBinding.task("P-1", "T-9"), "More", null, null, List.of(rate("R", 1, "2026-01-01", null, "150.00")), null, null, null, "CO-1", false, Map.of(), false, null, null);

    var outcome = (Rated.Held) TimeRating.rate(contract(line), worked("E-1", "T-9", null, "2026-02-01", 1440));

    assertThat(outcome.reason()).isEqualTo(Rated.Reason.CO_PENDING);
    assertThat(outcome.atRisk().rounded(RoundingPolicy.HALF_UP)).isEqualTo(Terms.eur("3600.00"));
  }

  @Test
  void coversWorkByWhatIsPaidForByThePeriod() {
    var line = new ContractLine(
        "L-1", BillingModel.SUBSCRIPTION, ScopeBinding.task("P-1", "T-1"), "Support", null, null, List.of(), null, Terms.eur("100.00"), null, null, true, Map.of(), false, null, new Periods(Every.MONTH, "100.00", false, false));

    assertThat(TimeRating.rate(contract(line), worked("E-1", "T-1", null, "2026-02-01", 60))).isEqualTo(new Rated.Covered("L-1", "subscription"));
  }

  @Test
  void pricesWorkBeyondWhatAPeriodIncludes() {
    var line = new ContractLine(
        "L-1", BillingModel.RETAINER, ScopeBinding.task("P-1", "T-1"), "Support", null, null, List.of(rate("R", 1, "2026-01-01", null, "150.00")), null, Terms.eur("100.00"), null, null, true, Map.of(), false, null, new Periods(Every.MONTH, "100.00", false, false, 60L, null));

    assertThat(TimeRating.rate(contract(line), worked("E-1", "T-1", null, "2026-02-01", 60))).isEqualTo(new Rated.Covered("L-1", "retainer"));
    assertThat(billable(TimeRating.beyond(contract(line), worked("E-1", "T-1", null, "2026-02-01", 60))).price()).isEqualTo(UnitPrice.perHour("150.00", "EUR"));
    var work = worked("E-1", "T-2", null, "2026-02-01", 60);
    assertThat(TimeRating.beyond(contract(line), work)).isEqualTo(TimeRating.rate(contract(line), work));
  }

  @Test
  void appliesTheFactorOfOvertimeAndHoldsAnUnpricedOne() {
    var line = new ContractLine(
        "L-1", BillingModel.TIME_AND_MATERIALS, ScopeBinding.project("P-1"), "x", null, null, List.of(rate("R", 1, "2026-01-01", null, "150.00")), null, null, null, null, true, Map.of("overtime", new BigDecimal("1.5")), false, null, null);
    var terms = contract(line);

    assertThat(billable(TimeRating.rate(terms, typed("overtime"))).price()).isEqualTo(UnitPrice.perHour("225.00", "EUR"));
    assertThat(held(TimeRating.rate(terms, typed("weekend")))).isEqualTo(Rated.Reason.NO_FACTOR);
  }

  private static io.throughline.canonical.TimeEntry typed(String type) {
    return new io.throughline.canonical.TimeEntry("psa", "E-1", "1", "P-1", "T-1", "ada", null, LocalDate.parse("2026-02-01"), 60, true, type);
  }

  private static Rated.Billable billable(Rated rated) {
    return (Rated.Billable) rated;
  }

  private static Rated.Reason held(Rated rated) {
    return ((Rated.Held) rated).reason();
  }
}
