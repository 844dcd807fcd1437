package io.throughline.finance;

import static java.time.LocalDate.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Every;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.Periods;
import io.throughline.canonical.Rollover;
import io.throughline.canonical.Rollover.Order;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.RecurringFee.Agreed;
import io.throughline.finance.RetainerHours.Worked;
import io.throughline.finance.RetainerTime.Account;
import io.throughline.finance.RetainerTime.Entry;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetainerTimeTest {

  private static final Period TERM = new Period(parse("2026-09-01"), parse("2026-12-31"));

  @Test
  void coversTheFirstMinutesOfAPeriodAndBillsTheLast() {
    var time = of(null, entry("b", "2026-09-20", 200, 0), entry("a", "2026-09-03", 500, 0), entry("c", "2026-10-01", 100, 0));

    assertThat(time.beyond()).containsExactlyInAnyOrderEntriesOf(java.util.Map.of("a", 0L, "b", 100L, "c", 0L));
    assertThat(told(time)).startsWith("2026-09-01 600+0 used 700 beyond 100 out 0 expired 0", "2026-10-01 600+0 used 100 beyond 0 out 0 expired 500");
  }

  @Test
  void keepsOnTheBillWhatIsBilledAsFarAsItIsBeyond() {
    var late = of(null, entry("a", "2026-09-03", 500, 0), entry("b", "2026-09-20", 200, 100), entry("c", "2026-09-10", 50, 0));
    assertThat(late.beyond()).as("an earlier day came late: what is billed stays, the last bills more").containsEntry("b", 150L).containsEntry("c", 0L);

    var less = of(null, entry("a", "2026-09-03", 450, 0), entry("b", "2026-09-20", 200, 100));
    assertThat(less.beyond()).as("fifty of the billed minutes are included by now").containsEntry("b", 50L);
  }

  @Test
  void givesTheFirstBackOfWhatIsBilledTooMuch() {
    assertThat(RetainerHours.beyond(List.of(new Worked(100, 100, 0), new Worked(200, 200, 0)), 250)).containsExactly(50L, 200L);
    assertThat(RetainerHours.beyond(List.of(new Worked(100, 40, 60), new Worked(200, 0, 0)), 50)).as("what was given up does not come back").containsExactly(60L, 0L);
  }

  @Test
  void rollsUnusedMinutesAsTheTermsSay() {
    var september = entry("a", "2026-09-03", 400, 0);
    var october = entry("b", "2026-10-03", 750, 0);
    assertThat(of(new Rollover(1, null, null), september, october).beyond()).containsEntry("b", 0L);
    assertThat(told(of(new Rollover(1, Order.OLDEST_FIRST, null), september, october))).contains("2026-10-01 600+200 used 750 beyond 0 out 50 expired 0");
    assertThat(told(of(new Rollover(1, Order.CURRENT_FIRST, null), september, october))).contains("2026-10-01 600+200 used 750 beyond 0 out 0 expired 50");
    assertThat(of(new Rollover(0, null, null), september, october).beyond()).containsEntry("b", 150L);
  }

  @Test
  void includesTheDaysShareOfWhatWasAgreedForThem() {
    var spans = RecurringFee.spans(terms(null), List.of(agreed("2026-09-01", 600), agreed("2026-09-16", 1200)), TERM, TERM.through(), RoundingPolicy.HALF_UP);

    assertThat(told(RetainerTime.of(terms(null), spans, List.of(entry("a", "2026-09-03", 1000, 0))))).startsWith("2026-09-01 900+0 used 1000 beyond 100 out 0 expired 0", "2026-10-01 1200+0 used 0 beyond 0 out 0 expired 1200");
  }

  private static RetainerTime of(Rollover rollover, Entry... worked) {
    return RetainerTime.of(terms(rollover), RecurringFee.spans(terms(rollover), List.of(agreed("2026-09-01", 600)), TERM, TERM.through(), RoundingPolicy.HALF_UP), List.of(worked));
  }

  private static Periods terms(Rollover rollover) {
    return new Periods(Every.MONTH, "1000.00", false, true, 600L, rollover);
  }

  private static Agreed agreed(String from, long minutes) {
    return new Agreed(parse(from), Money.of("1000.00", "EUR"), minutes);
  }

  private static Entry entry(String key, String day, long minutes, long billed) {
    return new Entry(key, LocalDate.parse(day), minutes, billed);
  }

  private static List<String> told(RetainerTime time) {
    return time.periods().stream().map(RetainerTimeTest::told).toList();
  }

  private static String told(Account account) {
    var minutes = account.minutes();
    return account.span().served().from() + " " + minutes.own() + "+" + minutes.rolledIn() + " used " + minutes.used() + " beyond " + minutes.overage() + " out " + minutes.rolledOut() + " expired " + minutes.expired();
  }
}
