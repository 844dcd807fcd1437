package io.throughline.finance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.throughline.canonical.Money;
import io.throughline.finance.ExchangeRates.Rate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExchangeRatesTest {

  private static final Currency CHF = Currency.getInstance("CHF");
  private static final Rate FIRST = rate(CHF, Terms.EUR, "2026-03-01", "1.04");
  private static final Rate SECOND = rate(CHF, Terms.EUR, "2026-03-05", "1.06");
  private static final Rate INVERSE = rate(Terms.EUR, CHF, "2026-03-04", "0.96");

  private static Rate rate(Currency from, Currency to, String on, String value) {
    return new Rate(from, to, LocalDate.parse(on), new BigDecimal(value), "erp", null);
  }

  private static Optional<Rate> at(ExchangeRates rates, String day) {
    return rates.at(CHF, Terms.EUR, LocalDate.parse(day), rate -> true);
  }

  @Test
  void theDaysRateCountsOrTheLastBeforeItNeverALaterOne() {
    var rates = new ExchangeRates(List.of(SECOND, FIRST));

    assertThat(at(rates, "2026-02-28")).isEmpty();
    assertThat(at(rates, "2026-03-01")).contains(FIRST);
    assertThat(at(rates, "2026-03-04")).contains(FIRST);
    assertThat(at(rates, "2026-03-05")).contains(SECOND);
    assertThat(rates.at(CHF, Terms.EUR, LocalDate.parse("2026-03-05"), rate -> rate.on().isBefore(SECOND.on()))).contains(FIRST);
  }

  @Test
  void theInverseCountsOnlyWhereThePairItselfWasNeverTold() {
    assertThat(at(new ExchangeRates(List.of(FIRST, INVERSE)), "2026-03-04")).contains(FIRST);
    assertThat(at(new ExchangeRates(List.of(SECOND, INVERSE)), "2026-03-04")).isEmpty();
    assertThat(at(new ExchangeRates(List.of(INVERSE)), "2026-03-04")).contains(INVERSE);
  }

  @Test
  void exchangesBothWaysRoundedOnce() {
    assertThat(INVERSE.exchanged(Money.of("33.33", "CHF"))).isEqualTo(Terms.eur("34.72"));
    assertThat(INVERSE.exchanged(Terms.eur("34.72"))).isEqualTo(Money.of("33.33", "CHF"));
    assertThatIllegalArgumentException().isThrownBy(() -> INVERSE.exchanged(Money.of("1.00", "USD")));
    assertThatIllegalArgumentException().isThrownBy(() -> rate(CHF, Terms.EUR, "2026-03-01", "0"));
  }

  @Test
  void ofADaysRatesTheOneKnownLastCounts() {
    var corrected = new Rate(CHF, Terms.EUR, FIRST.on(), new BigDecimal("1.05"), "erp", LocalDate.parse("2026-03-10"));

    assertThat(at(new ExchangeRates(List.of(corrected, FIRST)), "2026-03-02")).contains(corrected);
  }
}
