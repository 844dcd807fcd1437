package io.throughline.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class RationalTest {

  @Test
  void isInLowestTermsWhateverItsSize() {
    for (int bits : List.of(4, 60, 61, 62, 63, 64, 65, 200)) {
      var large = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
      for (var factor : List.of(1, 6, -35)) {
        var fraction = new Rational(large.multiply(BigInteger.valueOf(factor)).multiply(BigInteger.TEN), large.multiply(BigInteger.valueOf(factor)).multiply(BigInteger.valueOf(4)));
        assertThat(fraction).as("%d bits, times %d", bits, factor).isEqualTo(Rational.of(5, 2));
      }
    }
  }

  @Test
  void hasAPositiveDenominatorAndOneZero() {
    assertThat(Rational.of(3, -6)).isEqualTo(Rational.of(-1, 2));
    assertThat(Rational.of(-3, -6)).isEqualTo(Rational.of(1, 2));
    assertThat(Rational.of(0, -7)).isEqualTo(Rational.ZERO);
    assertThat(Rational.of(7, -1)).isEqualTo(Rational.of(-7));
  }
}
