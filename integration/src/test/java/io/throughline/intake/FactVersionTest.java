package io.throughline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactVersionTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T14:49:54Z, 2026-11-21T14:49:54.007Z",
    "2026-11-21T14:49:54.9Z, 2026-11-21T14:49:54.900001Z",
    "2026-11-21T14:49:54.9999Z, 2026-11-21T14:49:55Z",
    "2026-11-21T15:49:54+01:00, 2026-11-21T14:49:55Z",
    "9, 10",
    "0001-a, 0001-cleared"
  })
  void sortsAsTextAsItsSourceCounts(String earlier, String later) {
    assertThat(FactVersion.sortable(earlier)).isLessThan(FactVersion.sortable(later));
  }

  @Test
  void isOneForOneInstant() {
    assertThat(FactVersion.sortable("2026-11-21T14:49:54Z")).isEqualTo(FactVersion.sortable("2026-11-21T15:49:54.000+01:00")).isEqualTo("2026-11-21T14:49:54.000000000Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "2026-11-21", "2026-11-21T00:00:00Z/approved", "0003-cleared", "W/\"etag T of twenty and more\""})
  void leavesTextsOfAnotherFormAlone(String version) {
    assertThat(FactVersion.sortable(version)).isEqualTo(version);
  }
}
