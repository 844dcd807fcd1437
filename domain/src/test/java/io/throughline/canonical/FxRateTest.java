package io.throughline.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class FxRateTest {

  private static final LocalDate DAY = LocalDate.parse("2026-09-30");

  @Test
  void isARateBetweenTwoCurrencies() {
    assertThat(new FxRate("1", "v1", "USD", "EUR", "0.9125", DAY).rate()).isEqualTo("0.9125");
    assertThatThrownBy(() -> new FxRate("1", "v1", "EUR", "EUR", "1", DAY)).hasMessageContaining("to itself");
    assertThatThrownBy(() -> new FxRate("1", "v1", "USD", "EUR", "0", DAY)).hasMessageContaining("not a rate: 0");
    assertThatThrownBy(() -> new FxRate("1", "v1", "USD", "EUR", "dear", DAY)).isInstanceOf(IllegalArgumentException.class);
  }
}
