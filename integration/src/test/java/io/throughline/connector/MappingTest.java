package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dashjoin.jsonata.Jsonata;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {

  @Test
  void leaksNothingFromOneEvaluationToTheNext() {
    var text = "$seen := $exists($seen) ? \"leaked\" : \"first\"";
    var shared = Jsonata.jsonata(text);
    shared.evaluate(Map.of());
    assertThat(shared.evaluate(Map.of())).as("the library's own frame leaks: why each evaluation gets its own").isEqualTo("leaked");

    var mapping = Mapping.of("test", text);

    assertThat(mapping.apply(Map.of(), Map.of())).isEqualTo("first");
    assertThat(mapping.apply(Map.of(), Map.of())).isEqualTo("first");
  }

  @Test
  void leaksNothingBetweenThreads() {
    var mapping = Mapping.of("test", "($mine := n; $own := $given; [items.{ \"sum\": $mine & \":\" & $own & \":\" & x }])");

    var answers = IntStream.range(0, 2_000).parallel().mapToObj(n ->
        Map.entry(n, mapping.apply(Map.of("n", "a" + n, "items", List.of(Map.of("x", "p"), Map.of("x", "q"))), Map.of("given", "g" + n)))).toList();

    assertThat(answers).allSatisfy(answer -> {
      var n = answer.getKey();
      assertThat(answer.getValue()).isEqualTo(List.of(Map.of("sum", "a" + n + ":g" + n + ":p"), Map.of("sum", "a" + n + ":g" + n + ":q")));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "a + b", "a - b", "a-1", "-a", "a * b", "a / b", "a % b", "a < b", "a >= b", "items^(x)", "1.5", "{\"x\": 2e3}", "$sum(items.x)", "$number(a)", "$round(a)",
    "a[b > 1]", "$now()", "$eval(a)", "(a)*b", "$reduce(items, f)"
  })
  void refusesToCalculateOrRank(String text) {
    assertThatThrownBy(() -> Mapping.of("m.jsonata", "\n" + text)).isInstanceOf(ConnectorRefused.class).hasMessageStartingWith("m.jsonata:2: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.*", "$replace(a, /x-y/, \"+\")", "/* a + b */ a", "'a + b'", "`a-b`", "a ~> $string", "a != b", "[1..3]", "a[0]"})
  void letsThroughWhatOnlySelectsAndJoins(String text) {
    assertThat(Mapping.of("m", text)).isNotNull();
  }

  @Test
  void namesFileAndLineOfWhatDoesNotParse() {
    assertThatThrownBy(() -> Mapping.of("m.jsonata", "{\n  \"a\": (x}\n}")).isInstanceOf(ConnectorRefused.class).hasMessageStartingWith("m.jsonata:2: ");
  }

  @ParameterizedTest
  @CsvSource({
    "'$money(x, \"EUR\")', 120000, 120000.00", "'$money(x, \"EUR\")', 0.10, 0.10", "'$money(x, \"JPY\")', 1500, 1500", "'$money(x, \"EUR\")', 12.500, 12.50",
    "'$cents(x, \"EUR\")', 1234, 12.34", "'$cents(x, \"JPY\")', 1234, 1234", "'$toCents(x, \"EUR\")', 12500.50, 1250050", "'$rate(x)', 150.0, 150.00", "'$rate(x)', 87.125, 87.125",
    "'$hours(x)', 90, 1.5", "'$hours(x)', 50, 0.83333", "'$hours(x)', 6000, 100", "'$minutes(x)', 80.0, 4800", "'$minutes(x)', 7.25, 435",
    "'$instant(x)', /Date(1788220800000+0000)/, 2026-09-01T00:00:00Z", "'$date(x)', /Date(1788220800000)/, 2026-09-01", "'$ticks(x)', 2026-09-01, /Date(1788220800000)/",
    "'$total([x, \"0.50\", \"\"], \"EUR\")', 12.00, 12.50", "'$total(x, \"JPY\")', 7, 7", "'$latest([x, \"2026-09-01T11:00:00.000+0200\"])', 2026-09-01T10:00:00Z, 2026-09-01T10:00:00Z",
    "'$guid(x)', T1:L1, 0b7a33a9-4165-3e68-b560-ae635fd01481",
    "'$instant(x)', 2026-09-01T12:00:00.000+0200, 2026-09-01T10:00:00Z", "'$lastSegment(x)', https://a/b/c/123?x=/y, 123"
  })
  void computesExactly(String text, String x, String expected) {
    assertThat(String.valueOf(Mapping.of("m", text).apply(Map.of("x", x), Map.of()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$money(\"12.345\", \"EUR\")", "$money(\"12\", currency)", "$money(\"twelve\", \"EUR\")", "$minutes(\"0.001\")", "$money(\"1\", \"XXY\")", "$total([\"0.005\"], \"EUR\")", "$total([\"a\"], \"EUR\")", "$latest([\"\"])", "$money(\"1e999\", \"EUR\")"})
  void refusesRatherThanRounds(String text) {
    assertThatThrownBy(() -> Mapping.of("m.jsonata", text).apply(Map.of(), Map.of())).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("m.jsonata");
  }

  @Test
  void carriesAmountsThroughJsonDigitByDigit() throws Exception {
    var amount = "90071992547409931234567.10";
    var tree = Tree.read(("{\"amount\": " + amount + ", \"big\": 9007199254740993}").getBytes(StandardCharsets.UTF_8));

    var out = Mapping.of("m", "{ \"amount\": $decimal(amount), \"text\": amount, \"big\": big }").apply(tree, Map.of());

    assertThat(new String(Tree.write(out), StandardCharsets.UTF_8)).isEqualTo("{\"amount\":" + amount + ",\"text\":\"" + amount + "\",\"big\":9007199254740993}");
    assertThat(new BigDecimal(amount)).isEqualByComparingTo(Tree.JSON.readTree(Tree.write(out)).get("amount").decimalValue());
  }
}
