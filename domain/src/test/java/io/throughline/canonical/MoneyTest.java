package io.throughline.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class MoneyTest {

  @Test
  void keepsTheScaleOfItsCurrency() {
    assertThat(Money.of("12", "EUR").text()).isEqualTo("12.00");
    assertThat(Money.of("202", "JPY").text()).isEqualTo("202");
    assertThat(Money.of("1.5", "KWD")).isEqualTo(Money.of("1.500", "KWD"));
  }

  @Test
  void refusesDigitsItsCurrencyDoesNotHave() {
    assertThatThrownBy(() -> Money.of("12.001", "EUR")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Money.of("100.5", "JPY")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neverAddsTwoCurrencies() {
    assertThatThrownBy(() -> Money.of("1.00", "EUR").plus(Money.of("1.00", "USD"))).isInstanceOf(Invariant.class);
  }

  @Test
  void becomesMoneyOnlyByANamedRounding() {
    var third = new ExactAmount(Rational.of(100, 3), Money.of("0", "EUR").currency());

    assertThat(third.rounded(RoundingPolicy.HALF_UP)).isEqualTo(Money.of("33.33", "EUR"));
    assertThat(third.times(Rational.of(3)).rounded(RoundingPolicy.HALF_UP)).isEqualTo(Money.of("100.00", "EUR"));
    assertThat(new ExactAmount(Rational.of(1, 200), third.currency()).rounded(RoundingPolicy.HALF_EVEN)).isEqualTo(Money.of("0.00", "EUR"));
  }

  @Test
  void countsBothEndsOfAPeriod() {
    assertThat(Period.month(2028, 2).days()).isEqualTo(29);
    assertThat(new Period(LocalDate.parse("2026-01-31"), LocalDate.parse("2026-01-31")).days()).isEqualTo(1);
    assertThat(Period.month(2026, 1).overlap(Period.month(2026, 2))).isEmpty();
  }
}
