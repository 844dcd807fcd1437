package io.throughline.finance;

import static java.time.LocalDate.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Every;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.Periods;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.RecurringFee.Agreed;
import io.throughline.finance.RecurringFee.Span;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecurringFeeTest {

  private static final Periods MONTHLY = new Periods(Every.MONTH, "1000.00", false, false);
  private static final Periods BY_CALENDAR = new Periods(Every.MONTH, "1000.00", false, true);
  private static final Period YEAR = term("2026-01-01", "2026-12-31");

  @Test
  void billsEachWholePeriodAtItsAmount() {
    assertThat(spans(MONTHLY, YEAR, "2026-12-31", eur("2026-01-01", "1000.00"))).hasSize(12).extracting(Span::amount).containsOnly(Money.of("1000.00", "EUR"));
    assertThat(told(spans(new Periods(Every.QUARTER, "1000.00", false, false), YEAR, "2026-07-01", eur("2026-01-01", "1000.00"))))
        .containsExactly("2026-01-01/2026-03-31 1000.00 EUR", "2026-04-01/2026-06-30 1000.00 EUR", "2026-07-01/2026-09-30 1000.00 EUR");
    assertThat(told(spans(new Periods(Every.YEAR, "1000.00", false, false), YEAR, "2027-06-01", eur("2026-01-01", "1000.00")))).containsExactly("2026-01-01/2026-12-31 1000.00 EUR");
  }

  @Test
  void beginsNoneAfterTheDayThatIsAskedFor() {
    assertThat(spans(MONTHLY, YEAR, "2026-02-28", eur("2026-01-01", "1000.00"))).hasSize(2);
    assertThat(spans(MONTHLY, YEAR, "2026-03-01", eur("2026-01-01", "1000.00"))).hasSize(3);
    assertThat(spans(MONTHLY, YEAR, "2025-12-31", eur("2026-01-01", "1000.00"))).isEmpty();
  }

  @Test
  void countsFromTheContractsFirstDayByItsAnniversaries() {
    assertThat(told(spans(MONTHLY, term("2026-01-31", "2026-05-30"), "2026-12-31", eur("2026-01-31", "1000.00"))))
        .containsExactly("2026-01-31/2026-02-27 1000.00 EUR", "2026-02-28/2026-03-30 1000.00 EUR", "2026-03-31/2026-04-29 1000.00 EUR", "2026-04-30/2026-05-30 1000.00 EUR");
    assertThat(told(spans(new Periods(Every.YEAR, "1000.00", false, false), term("2024-02-29", "2026-02-27"), "2026-12-31", eur("2024-02-29", "1000.00"))))
        .containsExactly("2024-02-29/2025-02-27 1000.00 EUR", "2025-02-28/2026-02-27 1000.00 EUR");
  }

  /** 17 of 31 days are 548.387…, 12 of 31 are 387.096…. */
  @Test
  void givesPartsAtBothEndsTheirDaysOverThoseOfTheCalendarsPeriod() {
    assertThat(told(spans(BY_CALENDAR, term("2026-01-15", "2026-03-12"), "2026-12-31", eur("2026-01-15", "1000.00"))))
        .containsExactly("2026-01-15/2026-01-31 548.39 EUR", "2026-02-01/2026-02-28 1000.00 EUR", "2026-03-01/2026-03-12 387.10 EUR");
    assertThat(told(spans(new Periods(Every.QUARTER, "900.00", false, true), term("2026-02-01", "2026-04-01"), "2026-12-31", eur("2026-02-01", "900.00"))))
        .as("59 of 90 days, 1 of 91").containsExactly("2026-02-01/2026-03-31 590.00 EUR", "2026-04-01/2026-04-01 9.89 EUR");
    assertThat(told(spans(new Periods(Every.QUARTER, "910.00", false, true), term("2026-05-31", "2026-09-30"), "2026-12-31", eur("2026-05-31", "910.00"))))
        .as("31 of 91 days").containsExactly("2026-05-31/2026-06-30 310.00 EUR", "2026-07-01/2026-09-30 910.00 EUR");
    assertThat(spans(new Periods(Every.YEAR, "900.00", false, true), term("2026-02-01", "2026-04-01"), "2026-12-31", eur("2026-02-01", "900.00")).get(0).whole()).isEqualTo(YEAR);
  }

  @Test
  void beginsWithThePeriodThatHasTheFirstDay() {
    assertThat(RecurringFee.wholes(parse("2026-05-31"), Every.QUARTER, true, parse("2026-07-01"))).containsExactly(term("2026-04-01", "2026-06-30"), term("2026-07-01", "2026-09-30"));
    assertThat(RecurringFee.wholes(parse("2026-05-31"), Every.MONTH, false, parse("2026-05-31"))).containsExactly(term("2026-05-31", "2026-06-29"));
  }

  @Test
  void endsWithTheContract() {
    assertThat(told(spans(MONTHLY, term("2026-01-01", "2026-02-14"), "2026-12-31", eur("2026-01-01", "1000.00")))).containsExactly("2026-01-01/2026-01-31 1000.00 EUR", "2026-02-01/2026-02-14 500.00 EUR");
    assertThat(spans(MONTHLY, term("2026-01-01", "2026-01-31"), "2026-12-31", eur("2026-01-01", "1000.00"))).hasSize(1);
  }

  /** 10 of 31 days at 1000.00 are 322.580…, 21 at 1240.00 are 840: rounded once. */
  @Test
  void takesEachDayAtTheAmountAgreedForIt() {
    var january = spans(MONTHLY, YEAR, "2026-02-01", eur("2026-01-01", "1000.00"), eur("2026-01-11", "1240.00"));

    assertThat(told(january)).containsExactly("2026-01-01/2026-01-31 1162.58 EUR", "2026-02-01/2026-02-28 1240.00 EUR");
    assertThat(january.get(0).parts()).extracting(RecurringFee.Part::served).containsExactly(term("2026-01-01", "2026-01-10"), term("2026-01-11", "2026-01-31"));
    assertThat(january.get(0).exact()).isEqualTo(Rational.of(10_000, 31).plus(Rational.of(840)));
    assertThat(january.get(0).earned(parse("2026-01-09"))).as("as the rounded amount is spread").isEqualTo(Rational.of(116_258, 100).times(Rational.of(9_000, 31)).dividedBy(january.get(0).exact()));
    assertThat(january.get(0).earned(parse("2025-12-31"))).isEqualTo(Rational.ZERO);
    assertThat(january.get(0).earned(parse("2026-03-01"))).isEqualTo(Rational.of(116_258, 100));
  }

  @Test
  void earnsNothingWhereNothingIsAgreed() {
    assertThat(spans(MONTHLY, YEAR, "2026-01-01", eur("2026-01-01", "0.00"))).singleElement().satisfies(free -> {
      assertThat(free.amount().isZero()).isTrue();
      assertThat(free.earned(parse("2026-01-31"))).isEqualTo(Rational.ZERO);
    });
  }

  @Test
  void takesTheLaterToldOfTwoFromOneDayWhateverTheirOrder() {
    assertThat(told(spans(MONTHLY, YEAR, "2026-01-01", eur("2026-01-11", "1240.00"), eur("2026-01-01", "7.00"), eur("2026-01-01", "1000.00")))).containsExactly("2026-01-01/2026-01-31 1162.58 EUR");
  }

  @Test
  void servesNothingBeforeTheFirstDayNorAfterTheEnd() {
    assertThat(told(spans(MONTHLY, YEAR, "2026-06-01", eur("2026-02-15", "1000.00"), ends("2026-04-11"))))
        .containsExactly("2026-02-15/2026-02-28 500.00 EUR", "2026-03-01/2026-03-31 1000.00 EUR", "2026-04-01/2026-04-10 333.33 EUR");
    assertThat(spans(MONTHLY, YEAR, "2026-06-01", eur("2026-02-01", "1000.00"), ends("2026-02-01"))).isEmpty();
    assertThat(told(spans(MONTHLY, YEAR, "2026-01-01", eur("2026-01-01", "1000.00"), ends("2026-01-11"), eur("2026-01-22", "1000.00")))).as("10 and 10 of 31 days").containsExactly("2026-01-01/2026-01-31 645.16 EUR");
    assertThat(told(spans(MONTHLY, YEAR, "2026-01-01", eur("2025-06-01", "1000.00")))).as("agreed before the contract begins").containsExactly("2026-01-01/2026-01-31 1000.00 EUR");
  }

  @Test
  void roundsAsTheContractDoesAndToWholeYen() {
    var half = term("2026-06-01", "2026-06-15");
    assertThat(RecurringFee.spans(MONTHLY, List.of(eur("2026-06-01", "0.05")), half, half.through(), RoundingPolicy.HALF_UP).get(0).amount()).hasToString("0.03 EUR");
    assertThat(RecurringFee.spans(MONTHLY, List.of(eur("2026-06-01", "0.05")), half, half.through(), RoundingPolicy.DOWN).get(0).amount()).hasToString("0.02 EUR");
    assertThat(RecurringFee.spans(MONTHLY, List.of(new Agreed(half.from(), Money.of("100001", "JPY"))), half, half.through(), RoundingPolicy.HALF_UP).get(0).amount()).hasToString("50001 JPY");
  }

  @Test
  void isDueOnTheFirstDayServedOrOnTheLast() {
    var parts = spans(BY_CALENDAR, term("2026-01-15", "2026-03-12"), "2026-12-31", eur("2026-01-15", "1000.00"));

    assertThat(parts).extracting(span -> span.dueOn(true)).containsExactly(parse("2026-01-15"), parse("2026-02-01"), parse("2026-03-01"));
    assertThat(parts).extracting(span -> span.dueOn(false)).containsExactly(parse("2026-01-31"), parse("2026-02-28"), parse("2026-03-12"));
  }

  @Test
  void isBilledOnceForEachContractualPeriod() {
    var line = line(new Periods(Every.MONTH, "1000.00", true, true));
    var terms = contract(line);
    var span = spans(line.periods(), term("2026-01-15", "2026-03-12"), "2026-01-15", eur("2026-01-15", "1000.00")).get(0);

    var event = RecurringFee.event(terms, line, span);

    assertThat(event).isEqualTo(new BillingEvent(
        ContentId.of("evt", List.of("C-1", "L-1", "period-2026-01-01")), "C-1", "L-1", BillingModel.SUBSCRIPTION, parse("2026-01-15"), Money.of("548.39", "EUR"), "period-2026-01-01", null, "Support 2026-01-15/2026-01-31"));
    assertThat(RecurringFee.event(terms, line(BY_CALENDAR), span)).as("in arrears").extracting(BillingEvent::dueOn).isEqualTo(parse("2026-01-31"));
  }

  private static ContractLine line(Periods periods) {
    return new ContractLine(
        "L-1", BillingModel.SUBSCRIPTION, ScopeBinding.project("P-1"), "Support", null, null, List.of(), null, Money.of(periods.amount(), "EUR"), null, null, true, Map.of(), false, null, periods);
  }

  private static ContractVersion contract(ContractLine line) {
    return new ContractVersion("C-1", 1, "T-1", "TL-DE", "A-1", Currency.getInstance("EUR"), term("2026-01-15", "2026-03-12"), true, 30, null, null, List.of(line));
  }

  private static List<Span> spans(Periods rhythm, Period term, String until, Agreed... agreed) {
    return RecurringFee.spans(rhythm, List.of(agreed), term, parse(until), RoundingPolicy.HALF_UP);
  }

  private static List<String> told(List<Span> spans) {
    return spans.stream().map(span -> span.served() + " " + span.amount()).toList();
  }

  private static Agreed eur(String from, String amount) {
    return new Agreed(parse(from), Money.of(amount, "EUR"));
  }

  private static Agreed ends(String from) {
    return new Agreed(parse(from), null);
  }

  private static Period term(String from, String through) {
    return new Period(LocalDate.parse(from), LocalDate.parse(through));
  }
}
