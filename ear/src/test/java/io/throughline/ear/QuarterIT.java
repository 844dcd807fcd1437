package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A firm's quarter, played on a hub of its own: what it comes to, and that the dashboard's questions are answered with all of it there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuarterIT {

  /** It takes a few minutes; how many, the benchmarks say. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /** Late requests of the played vendors land within seconds. The proofs are counted all the while: a count sees one moment, whatever is written beside it. */
  private static final Map<String, String> SETTINGS = Map.of("THROUGHLINE_CALL_DEADLINE", "PT5S", "THROUGHLINE_CALL_SETTLE", "PT6S", "THROUGHLINE_PROOFS_EVERY", "PT10S");

  private HubFixture hub;
  private JsonNode play;

  @BeforeAll
  void playTheQuarter() {
    hub = HubFixture.start("quarter", SETTINGS);
    var begun = hub.sandbox().post("control/plays", "{\"scenario\":\"quarter\"}");
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    var place = "control/plays/" + begun.json().get("id").asText();
    play = await("the end of the quarter").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> hub.sandbox().get(place).json(), each -> each.has("finishedAt"));
  }

  @AfterAll
  void stop() {
    if (hub != null) hub.close();
  }

  @Test
  void comesToWhatTheFileSays() {
    assertThat(play.get("state").asText()).as(play.toPrettyString()).isEqualTo("passed");
    assertThat(play.get("differences")).isEmpty();
    assertThat(hub.number("select count(*) from time_entry where current")).isGreaterThanOrEqualTo(20_000);
    Holds.everyProof(hub);
    Holds.everyMonth(hub);
    Holds.nothingInDoubt(hub, 0);
  }

  @Test
  void parksOnlyAnEngagementWhoseBooksDoNotAddUp() throws SQLException {
    assertThat(hub.texts("select reason from exception_item where code = 'INVARIANT'")).as("counted while the quarter was played").isEmpty();
    assertThat(hub.anonymous().get("/metrics").body()).containsPattern("throughline_proofs_broken\\{.*} 0.0");
    var thread = hub.text("select thread_id from money_tally where billed > 0 order by 1 limit 1");
    var parked = "select reason from exception_item where code = 'INVARIANT' and state = 'open' and subject = 'engagement' and subject_id = '" + thread + "'";

    bill(thread, "0.01");
    try {
      await("the next count").atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(hub.texts(parked)).hasSize(1).allSatisfy(reason -> assertThat(reason).startsWith("the proof of money is off by 0.01: kept sum of billed")));
    } finally {
      bill(thread, "-0.01");
    }
    var item = hub.number("select id from exception_item where code = 'INVARIANT' and subject_id = '" + thread + "'");
    assertThat(hub.as("operator").post("/api/experience/v1/operations/exceptions/" + item + "/resolve", "{\"reason\":\"put right\"}").status()).isEqualTo(200);
  }

  private void bill(String thread, String amount) throws SQLException {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.execute("insert into money_tally (thread_id, currency, billed) select thread_id, currency, " + amount + " from engagement where thread_id = '" + thread + "'");
    }
  }

  @Test
  void metFaultsOnTheWay() {
    var struck = hub.sandbox().get("control/calls").json().findValues("faults").stream().flatMap(faults -> IntStream.range(0, faults.size()).mapToObj(i -> faults.get(i).asText())).distinct();

    assertThat(struck).contains("429", "500", "outage", "duplicate-event");
  }

  @Test
  void holdsTheChangeOrdersForASignature() {
    assertThat(hub.texts("select e.name from exception_item x join engagement e using (thread_id) where x.state = 'open' and x.code = 'APPROVAL_MISSING'"))
        .hasSize(2).allSatisfy(name -> assertThat(name).startsWith("Change order: "));
    assertThat(hub.texts("select distinct hold_code from time_entry where state = 'held'")).containsExactly("OUTSIDE_SCOPE");
  }

  @Test
  void tellsBilledVersusEarnedOnceForEachEngagement() {
    var finance = hub.as("finance");

    assertThat(finance.get("/api/experience/v1/finance/earned/books").json().findValuesAsText("currency")).as("TL-DE, TL-FR, TL-US").containsExactly("EUR", "EUR", "USD");
    assertThat(finance.get("/api/experience/v1/finance/earned?limit=200").json().get("items").findValuesAsText("threadId")).hasSizeGreaterThan(20).doesNotHaveDuplicates();
  }

  Stream<String> questions() {
    var thread = hub.text("select thread_id from time_entry where thread_id is not null group by 1 order by count(*) desc limit 1");
    var invoice = hub.text("select document_id from allocation group by 1 order by count(*) desc limit 1");
    return Stream.of(
        "operations/overview", "operations/systems", "operations/exceptions", "operations/journeys?limit=200", "operations/waiting", "operations/audit", "operations/proofs",
        "operations/engagements?limit=200", "operations/engagements/" + thread, "finance/engagements/" + thread, "finance/totals", "finance/totals/money?currency=EUR&part=ahead", "finance/totals/minutes?part=held", "finance/unbilled", "finance/unbilled/ages", "finance/receivables", "finance/receivables/ages",
        "finance/earned", "finance/earned/books",
        "finance/invoices?limit=200", "finance/invoices/" + invoice);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void answersWithTheQuarterLoaded(String question) {
    var answer = hub.as("admin").get("/api/experience/v1/" + question);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json()).isNotEmpty();
  }
}
