package io.throughline.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.throughline.web.problem.Troubles;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is nearly right is not what was said. */
class StrictTest {

  record Run(LocalDate through, String threadId) {}

  @Test
  void readsTextsAndDays() throws JsonProcessingException {
    assertThat(Strict.MAPPER.readValue("{\"through\":\"2026-09-30\",\"threadId\":\"7\"}", Run.class)).isEqualTo(new Run(LocalDate.of(2026, 9, 30), "7"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'through':'2026-09-30T00:00:00'} | /through",
        "{'through':'2026-09-30T00:00:00Z'} | /through",
        "{'through':20361} | /through",
        "{'through':[2026,9,30]} | /through",
        "{'through':''} | /through",
        "{'through':'12026-09-30'} | /through",
        "{'threadId':7} | /threadId",
        "{'threadId':7.5} | /threadId",
        "{'threadId':true} | /threadId",
        "{'threadId':['T']} | /threadId"
      })
  void refusesWhatWouldHaveToBeTurnedIntoThem(String body, String pointer) {
    var refused = catchThrowable(() -> Strict.MAPPER.readValue(body.replace('\'', '"'), Run.class));

    assertThat(refused).isNotNull();
    assertThat(Troubles.problem(refused, "c").errors()).singleElement().satisfies(field -> assertThat(field.pointer()).isEqualTo(pointer));
  }
}
