package io.throughline.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroublesTest {

  record Line(String id, long minutes) {}

  record Bill(LocalDate on, List<Line> lines) {}

  @Test
  void namesLineAndColumnOfWhatIsNotJson() {
    var problem = reading("{\"on\":\n \"2026-01-01\",,}");

    assertThat(problem.code()).isEqualTo("MALFORMED_JSON");
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).contains("line 2").doesNotContain("jackson");
  }

  @Test
  void callsATruncatedBodyMalformedToo() {
    assertThat(reading("{\"lines\":[{\"id\":\"a\"").code()).isEqualTo("MALFORMED_JSON");
    assertThat(reading("{} {}").code()).isNotEqualTo("INTERNAL");
  }

  @Test
  void pointsAtAnUnknownField() {
    assertThat(reading("{\"lines\":[{\"id\":\"a\",\"minutes\":1},{\"id\":\"b\",\"minutes\":1,\"minute/s\":1}]}").errors())
        .containsExactly(new Field("/lines/1/minute~1s", "UNKNOWN_FIELD", "this field is not known"));
  }

  @Test
  void pointsAtAValueOfTheWrongType() {
    assertThat(reading("{\"lines\":[{\"id\":\"a\",\"minutes\":\"ninety\"}]}").errors()).containsExactly(new Field("/lines/0/minutes", "WRONG_TYPE", "this is not of the described type"));
    assertThat(reading("{\"on\":\"2026-02-30\"}").errors()).extracting(Field::pointer).containsExactly("/on");
    assertThat(reading("{\"lines\":[{\"id\":\"a\",\"minutes\":1.5}]}").errors()).extracting(Field::pointer).containsExactly("/lines/0/minutes");
  }

  @Test
  void refusesABodyOfAnotherShape() {
    var problem = reading("[]");

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.errors()).extracting(Field::pointer).containsExactly("");
  }

  @Test
  void answersABodyBeyondItsLimitThroughAllWrappers() {
    assertThat(Troubles.problem(new RuntimeException(new IOException(new TooLarge(10))), "c").status()).isEqualTo(413);
  }

  @Test
  void tellsWhatIsAwayFromWhatIsBroken() {
    assertThat(Troubles.problem(new RuntimeException(new SQLException("gone", "08006")), "c").status()).isEqualTo(503);
    assertThat(Troubles.problem(new RuntimeException(new SQLException("locked", "40P01")), "c").retryable()).isTrue();
    assertThat(Troubles.problem(new RuntimeException(new SQLException("no date", "22007")), "c").status()).isEqualTo(400);
  }

  @Test
  void saysNothingOfItsInsidesWhenItBreaks() {
    var problem = Troubles.problem(new IllegalStateException("secret table"), "c-1");

    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.effect()).isEqualTo("UNKNOWN");
    assertThat(Json.write(problem)).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void passesOnWhatTheHubRefuses() {
    assertThat(Troubles.problem(new RuntimeException(Refused.absent("no engagement T-1")), "c").detail()).isEqualTo("no engagement T-1");
  }

  private static Problem reading(String json) {
    return Troubles.problem(new RuntimeException(catchThrowable(() -> Json.MAPPER.readValue(json, Bill.class))), "c");
  }
}
