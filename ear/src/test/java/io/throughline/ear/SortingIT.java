package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each order of each list, page by page: every row once, in that order, while rows are added. Days, amounts and clients come several times over. */
@ExtendWith(SharedHub.class)
class SortingIT {

  private static final Function<JsonNode, String> CURRENCY = row -> row.path("currency").asText();

  @BeforeEach
  void fill(HubFixture hub) throws SQLException {
    run(hub, "insert into engagement (thread_id, deal_system, deal_id, name, client, contracting_entity, currency, value, state, won_at)"
        + " select 'T-wren-' || n, 'salesforce', 'wren-' || n, 'Nesting ' || n % 4, case when n <> 3 then 'Wren ' || n % 3 end, 'TL-WREN', case when n % 2 = 0 then 'EUR' else 'USD' end, 1, 'undone', now() from generate_series(1, 19) n");
    add(hub, 1, 23, 1);
  }

  private static void add(HubFixture hub, int from, int to, int thread) throws SQLException {
    hub.tamper("document", "insert into document (id, thread_id, origin, type, journey_id, state, currency, net, paid, invoiced_on, due_on, number, created_at)"
        + " select 'D-wren-' || n, 'T-wren-' || " + thread + " + n % 9, 'time', 'invoice', 'J', 'posted', case when n % 9 % 2 = 1 then 'EUR' else 'USD' end, 100 + n % 5, 0, current_date - n % 4, current_date - 40 * (n % 3), 'WREN-' || n, now() from generate_series(" + from + ", " + to + ") n");
    run(hub, "insert into exception_item (subject, subject_id, thread_id, code, reason, owner, amount, currency, at_risk_on, state, raised_at)"
        + " select 'time-entry', 'wren-' || n, 'T-wren-' || " + thread + " + n % 9, 'WREN', 'no. ' || n, 'operator', case when n % 4 > 0 then n % 5 end, case when n % 4 > 0 then case when n % 2 = 0 then 'EUR' else 'USD' end end, case when n % 3 > 0 then current_date + n % 6 end, 'open', now() from generate_series(" + from + ", " + to + ") n");
    run(hub, "insert into open_time (thread_id, currency, work_date, minutes, at_rate, folded) select 'T-wren-' || " + thread + " + n % 9, case when n % 9 % 2 = 1 then 'EUR' else 'USD' end, current_date - n * 5 % 7, 60, 6000 * (1 + n % 3), true from generate_series(" + from + ", " + to + ") n");
    run(hub, "insert into tally (thread_id, currency, folded, approved, unbilled, unbilled_at_rate) select 'T-wren-' || " + thread + " + n % 9, case when n % 9 % 2 = 1 then 'EUR' else 'USD' end, true, 60, 60, 6000 * (1 + n % 3) from generate_series(" + from + ", " + to + ") n");
  }

  @AfterEach
  void empty(HubFixture hub) throws SQLException {
    hub.tamper("document", "delete from document where thread_id like 'T-wren-%'");
    for (var table : List.of("tally", "open_time", "exception_item", "engagement")) run(hub, "delete from " + table + " where thread_id like 'T-wren-%'");
  }

  @ParameterizedTest
  @CsvSource({"drafted", "day", "amount", "client"})
  void invoices(String word, HubFixture hub) throws SQLException {
    Comparator<JsonNode> by = switch (word) {
      case "day" -> Comparator.comparing(row -> row.get("invoicedOn").asText());
      case "amount" -> Comparator.comparing(CURRENCY).reversed().thenComparing(row -> amount(row, "net"));
      case "client" -> Comparator.<JsonNode, String>comparing(row -> row.path("client").asText("")).thenComparing(row -> row.get("engagement").asText());
      default -> Comparator.comparing(row -> row.get("createdAt").asText());
    };
    bothWays(hub, "finance/invoices?entity=TL-WREN&sort=", word, by, row -> row.get("id").asText());
  }

  @ParameterizedTest
  @CsvSource({"amount", "date", "raised"})
  void exceptions(String word, HubFixture hub) throws SQLException {
    Comparator<JsonNode> by = switch (word) {
      case "amount" -> Comparator.<JsonNode, Boolean>comparing(row -> row.has("amountAtRisk")).thenComparing(Comparator.comparing(CURRENCY).reversed()).thenComparing(row -> amount(row, "amountAtRisk"));
      case "date" -> Comparator.comparing(row -> row.path("atRiskOn").asText("9999"));
      default -> Comparator.comparing(row -> row.get("id").asLong());
    };
    bothWays(hub, "operations/exceptions?code=WREN&sort=", word, by, row -> row.get("subjectId").asText());
    assertThat(hub.as("operator").get("/api/experience/v1/operations/exceptions?code=WREN&entity=TL-DE").json().get("items")).as("of another entity").isEmpty();
    assertThat(hub.as("operator").get("/api/experience/v1/operations/exceptions?limit=200&code=WREN&entity=TL-WREN").json().get("items")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"due", "amount", "client"})
  void receivables(String word, HubFixture hub) throws SQLException {
    Comparator<JsonNode> by = switch (word) {
      case "due" -> Comparator.comparing(row -> row.get("oldest").asText());
      case "amount" -> Comparator.comparing(CURRENCY).reversed().thenComparing(row -> amount(row, "amount"));
      default -> Comparator.<JsonNode, String>comparing(row -> row.path("client").asText("")).thenComparing(row -> row.get("engagement").asText());
    };
    bothWays(hub, "finance/receivables?sort=", word, by, row -> row.get("threadId").asText() + row.get("age").asText());
  }

  @ParameterizedTest
  @CsvSource({"amount", "worked"})
  void unbilled(String word, HubFixture hub) throws SQLException {
    Comparator<JsonNode> by = word.equals("worked") ? Comparator.comparing(row -> row.get("oldest").asText()) : Comparator.comparing(CURRENCY).reversed().thenComparing(row -> amount(row, "amount"));
    bothWays(hub, "finance/unbilled?entity=TL-WREN&sort=", word, by, row -> row.get("threadId").asText());
  }

  @Test
  void aDayLeavesOutWhatCameAfterIt(HubFixture hub) {
    var yesterday = hub.text("select cast(current_date - 1 as text)");

    assertThat(walked(hub, "finance/invoices?entity=TL-WREN&through=" + yesterday, () -> {})).hasSize(hub.texts("select id from document where thread_id like 'T-wren-%' and invoiced_on < current_date").size());
    assertThat(walked(hub, "finance/unbilled?entity=TL-WREN&through=" + yesterday, () -> {}).stream().map(row -> amount(row, "amount")).reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(hub.text("select sum(at_rate) / 60 from open_time where thread_id like 'T-wren-%' and work_date < current_date"));
  }

  private static void bothWays(HubFixture hub, String list, String word, Comparator<JsonNode> by, Function<JsonNode, String> id) throws SQLException {
    var up = walked(hub, list + word, () -> {});
    var down = walked(hub, list + "-" + word, () -> {});

    assertThat(up).hasSizeGreaterThan(8).isSortedAccordingTo(by);
    assertThat(down).isSortedAccordingTo(by.reversed());
    assertThat(up.stream().map(id)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(down.stream().map(id).toList());
    var before = up.stream().map(id).collect(Collectors.toSet());
    var during = walked(hub, list + word, () -> add(hub, 101, 123, 11)).stream().map(id).toList();
    assertThat(during).as("rows are added behind the first page").doesNotHaveDuplicates().containsAll(before);
  }

  @FunctionalInterface
  private interface Meanwhile {
    void happens() throws SQLException;
  }

  /** All rows of a list that are this test's, four to a page; something happens behind the first. */
  private static List<JsonNode> walked(HubFixture hub, String list, Meanwhile meanwhile) {
    var rows = new ArrayList<JsonNode>();
    String cursor = null;
    do {
      var answer = hub.as("admin").get("/api/experience/v1/" + list + "&limit=4" + (cursor == null ? "" : "&cursor=" + cursor));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      answer.json().get("items").forEach(row -> {
        if (row.get("threadId").asText().startsWith("T-wren-")) rows.add(row);
      });
      if (cursor == null) happen(meanwhile);
      cursor = answer.json().path("next").asText(null);
    } while (cursor != null);
    return rows;
  }

  private static void happen(Meanwhile meanwhile) {
    try {
      meanwhile.happens();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BigDecimal amount(JsonNode row, String field) {
    return new BigDecimal(row.path(field).asText("0"));
  }

  private static void run(HubFixture hub, String sql) throws SQLException {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
