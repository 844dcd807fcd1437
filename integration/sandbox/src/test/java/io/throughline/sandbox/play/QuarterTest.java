package io.throughline.sandbox.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Yaml;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The shipped quarter is as big as it should be, and what it expects is what its steps come to. */
class QuarterTest {

  private final JsonNode scenario = read();
  private final Recount recount = new Recount(scenario);

  private static JsonNode read() {
    try (var in = Files.newBufferedReader(Path.of("src/main/resources/scenarios/quarter.yaml"))) {
      return Yaml.read(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void isAQuarterOfAFirm() {
    assertThat(recount.totals.get("engagements").intValue()).isGreaterThanOrEqualTo(25);
    assertThat(recount.people.values().stream().mapToLong(Long::longValue).sum()).isGreaterThanOrEqualTo(40);
    assertThat(recount.entries).isGreaterThanOrEqualTo(20_000);
    assertThat(recount.entities).containsExactlyInAnyOrder("TL-DE", "TL-FR", "TL-US");
    assertThat(recount.totals).containsKeys("money.EUR.invoiced", "money.USD.invoiced");
    assertThat(recount.models).containsExactlyInAnyOrder("time-and-materials", "time-and-materials, capped", "milestone", "fixed-fee");
  }

  @Test
  void expectsWhatItsStepsComeTo() {
    var expected = new TreeMap<>(Totals.flat(scenario.path("expected")));
    expected.values().removeIf(value -> value.signum() == 0); // what is said to be nothing is nothing in the recount too
    var counted = new TreeMap<>(recount.totals);
    counted.values().removeIf(value -> value.signum() == 0);

    assertThat(counted.keySet()).isEqualTo(expected.keySet());
    assertThat(counted).allSatisfy((name, value) -> assertThat(value).as(name).isEqualByComparingTo(expected.get(name)));
  }

  @Test
  void everyMinuteIsSomewhere() {
    var parts = recount.totals.entrySet().stream().filter(each -> each.getKey().matches("minutes\\.(?!approved).*")).map(java.util.Map.Entry::getValue).reduce(BigDecimal.ZERO, BigDecimal::add);

    assertThat(parts).isEqualByComparingTo(recount.totals.get("minutes.approved"));
  }
}
