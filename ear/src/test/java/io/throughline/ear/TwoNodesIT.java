package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.throughline.quickstart.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two nodes with one database and one broker, their transaction logs in the database: the books are those of one, and what a dead node leaves behind the other brings to its end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesIT {

  private static final int DEALS = 8;

  /** The proofs are counted all the while, by both. */
  private static final Map<String, String> ONE = Map.of("NODE_NAME", "one", "NODE_LOG", "database", "NODE_LEASE", "20s", "THROUGHLINE_CALL_DEADLINE", "PT5S", "THROUGHLINE_CALL_SETTLE", "PT5S", "THROUGHLINE_PROOFS_EVERY", "PT10S");

  private static final Map<String, String> TWO = Map.of("NODE_NAME", "two");

  private static final String PREPARED_BY_TWO = "select p.gid from pg_prepared_xacts p join pg_stat_activity a on a.application_name = 'two' and strpos(a.query, p.gid) > 0";

  private HubFixture hub;
  private Hub two;

  /** The first time both find no schema. */
  @BeforeAll
  void bothStartAtOnceOnAnEmptyDatabase() throws SQLException {
    hub = HubFixture.start("two-nodes", ONE);
    hub.stopServer();
    try (var database = hub.owned(); var statement = database.createStatement()) {
      statement.execute("drop schema public cascade; create schema public authorization throughline");
    }
    hub.launchServer();
    two = hub.launchSecond(TWO);
    hub.awaitReady();
  }

  @BeforeEach
  void bothRun() {
    if (!two.isRunning()) two = hub.launchSecond(TWO);
    two.awaitReady(Duration.ofMinutes(6));
  }

  @AfterEach
  void theBrokerGoesOn() {
    hub.letBrokerGoOn();
  }

  @AfterAll
  void stop() {
    if (two != null) two.close();
    if (hub != null) hub.close();
  }

  @Test
  void theSchemaIsMadeOnce() {
    assertThat(hub.number("select count(*) from flyway_schema_history where not success")).isZero();
    assertThat(hub.number("select count(*) - count(distinct version) from flyway_schema_history where version is not null")).isZero();
  }

  @Test
  void bothWorkAndOneCarriesOnWhereTheOtherIsKilled() throws Exception {
    var play = "control/plays/" + hub.sandbox().post("control/plays", "{\"scenario\":\"first-thread\"}").json().get("id").asText();
    var deals = won("Both");
    deals.forEach(deal -> deal.awaitOpening("done"));
    deals.forEach(TwoNodesIT::aWeekOfTime);
    deals.forEach(deal -> deal.awaitMinutes(300));
    assertThat(List.of(steps(hub.log()), steps(two.log()))).as("steps that each node has taken").allMatch(steps -> steps > DEALS);

    deals.forEach(deal -> deal.completeMilestone("ACC-" + deal.id));
    deals.addAll(won("Left"));
    progress(10);
    two.kill();

    deals.forEach(deal -> deal.awaitOpening("done"));
    deals.subList(DEALS, 2 * DEALS).forEach(TwoNodesIT::aWeekOfTime);
    deals.forEach(deal -> deal.awaitMinutes(300));
    Change.won(hub, deals.get(0), "prospective").await("done");
    deals.forEach(deal -> deal.bill("2026-12-31"));
    deals.subList(0, DEALS).forEach(deal -> deal.awaitPosted(2));
    deals.forEach(Deal::pay);
    deals.subList(0, DEALS).forEach(deal -> deal.awaitPaid(2));
    await("the play's end").atMost(Deal.SOON).until(() -> hub.sandbox().get(play).json().has("finishedAt"));
    everythingHolds();
  }

  @Test
  void whatADeadNodeLeftInDoubtIsEndedByTheOther() {
    var deals = new ArrayList<Deal>();
    List<String> inDoubt = List.of();
    for (var round = 0; inDoubt.isEmpty() && round < 10; round++) {
      deals.addAll(won("Doubt " + round));
      progress(5);
      hub.stallBroker();
      inDoubt = preparedByTwo();
      if (inDoubt.isEmpty()) hub.letBrokerGoOn();
    }
    assertThat(inDoubt).as("prepared by the node, with the broker's word missing").isNotEmpty();
    two.kill();
    hub.letBrokerGoOn();
    assertThat(hub.texts("select gid from pg_prepared_xacts")).as("they hold their rows").containsAll(inDoubt);

    var left = inDoubt;
    await("they are ended").atMost(Duration.ofMinutes(2)).until(() -> hub.texts("select gid from pg_prepared_xacts").stream().noneMatch(left::contains));

    deals.forEach(deal -> deal.awaitOpening("done"));
    everythingHolds();
  }

  @Test
  void aPauseIsOneOfEveryNodeAndOutlivesThem() {
    var pause = "/api/experience/v1/operations/systems/netsuite";
    hub.as("operator").post(pause + "/pause", "{}");
    try {
      await("the other pauses too").atMost(Deal.SOON).until(() -> hub.as("operator", two).get(pause).json().get("health").get("paused").asBoolean());
      two.kill();
      bothRun();
      await("it still does").atMost(Deal.SOON).until(() -> hub.as("operator", two).get(pause).json().get("health").get("paused").asBoolean());

      hub.as("operator", two).post(pause + "/resume", "{}");

      await("both go on").atMost(Deal.SOON).until(() -> Stream.of(hub.as("operator"), hub.as("operator", two)).noneMatch(node -> node.get(pause).json().get("health").get("paused").asBoolean()));
    } finally {
      hub.as("operator").post(pause + "/resume", "{}");
    }
  }

  /** They stay prepared as long as the broker says nothing. */
  private List<String> preparedByTwo() {
    for (var look = 0; look < 20; look++) {
      var prepared = hub.texts(PREPARED_BY_TWO);
      if (!prepared.isEmpty() && hub.texts(PREPARED_BY_TWO).containsAll(prepared)) return prepared;
    }
    return List.of();
  }

  private List<Deal> won(String name) {
    return new ArrayList<>(IntStream.range(0, DEALS).mapToObj(i -> Deal.won(hub, "Nodes " + name + " " + i)).toList());
  }

  private static void aWeekOfTime(Deal deal) {
    for (var day = 14; day < 19; day++) deal.approveTime("2026-09-" + day, 60, true);
  }

  private void everythingHolds() {
    await("no journey is left standing").atMost(Deal.SOON).untilAsserted(() -> assertThat(hub.texts("select id || ' ' || plan || ' ' || state from journey where state not in ('done', 'undone')")).isEmpty());
    await("nothing is in doubt").atMost(Duration.ofMinutes(2)).until(() -> hub.number("select count(*) from pg_prepared_xacts") == 0);
    Holds.nothingInDoubt(hub, 0);
    Holds.everyProof(hub);
    Holds.everyMonth(hub);
    assertThat(hub.texts("select reason from exception_item where code = 'INVARIANT'")).isEmpty();
  }

  /** So many more steps were taken than when it began. */
  private void progress(int steps) {
    var begun = hub.number("select count(*) from checkpoint");
    await().atMost(Deal.SOON).pollInterval(Duration.ofMillis(20)).until(() -> hub.number("select count(*) from checkpoint") >= begun + steps);
  }

  private static long steps(Path log) {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" step=")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
