package io.throughline.finance;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Rational;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void weighsDaysByWhatWaited() {
    var amountDays = Rational.of(1000).times(Rational.of(10)).plus(Rational.of(500).times(Rational.of(3)));

    assertThat(Figures.weightedDays(amountDays, Rational.of(1500))).as("ten days of 1,000 and three of 500").isEqualTo("7.67");
    assertThat(Figures.weightedDays(Rational.ZERO, Rational.of(1500))).as("on the day").isEqualTo("0.00");
    assertThat(Figures.weightedDays(Rational.ZERO, Rational.ZERO)).as("nothing waited").isNull();
  }

  @Test
  void countsTheDaysOfSalesThatAreNotPaid() {
    assertThat(Figures.daysSalesOutstanding(Rational.of(11900), Rational.of(30000))).isEqualTo("35.70");
    assertThat(Figures.daysSalesOutstanding(Rational.ZERO, Rational.of(30000))).isEqualTo("0.00");
    assertThat(Figures.daysSalesOutstanding(Rational.of(11900), Rational.ZERO)).as("no sales").isNull();
    assertThat(Figures.daysSalesOutstanding(Rational.of(11900), Rational.of(-1))).as("more was given back than sold").isNull();
  }

  @Test
  void saysAPartInPercent() {
    assertThat(Figures.percent(Rational.of(1), Rational.of(3))).isEqualTo("33.33");
    assertThat(Figures.percent(Rational.of(1), Rational.of(8))).isEqualTo("12.50");
    assertThat(Figures.percent(Rational.of(2), Rational.of(3))).as("half up").isEqualTo("66.67");
    assertThat(Figures.percent(Rational.ZERO, Rational.ZERO)).as("of nothing there is no part").isNull();
  }
}
