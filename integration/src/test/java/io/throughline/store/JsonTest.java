package io.throughline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

  record Said(String text, LocalDate on, Instant at) {}

  @ParameterizedTest
  @CsvSource({"text, a\0b", "on, -0001-01-01", "on, 0000-12-31", "on, +10000-01-01", "at, -0001-01-01T00:00:00Z", "at, +10000-01-01T00:00:00Z"})
  void refusesWhatNoRowCanHold(String field, String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.as(Map.of(field, value), Said.class));
    assertThatIllegalArgumentException().isThrownBy(() -> Json.read(Json.write(Map.of(field, value)), Said.class));
  }

  @Test
  void readsEverythingElse() {
    var said = new Said("Zoë 😀\n", LocalDate.of(9999, 12, 31), Instant.parse("0001-01-01T00:00:00Z"));

    assertThat(Json.as(Json.map(said), Said.class)).isEqualTo(said);
    assertThat(Json.read(Json.write(Map.of("text", "a\0b")))).containsEntry("text", "a\0b");
    assertThat(Json.read("{}", Said.class)).isEqualTo(new Said(null, null, null));
  }
}
