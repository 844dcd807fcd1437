package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.throughline.canonical.CostRate;
import io.throughline.canonical.Leave;
import io.throughline.canonical.Worker;
import io.throughline.canonical.Worker.Employment;
import io.throughline.intake.FactVersion;
import io.throughline.journey.Outcome;
import io.throughline.store.Json;
import io.throughline.system.People;
import io.throughline.system.Role;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeopleSuiteTest extends RoleSuite {

  private static final String ANN = """
      {"name": "Ann Example", "email": "ann@firm.example", "startOn": "2024-03-01", "entity": "TL-DE", "department": "Advisory", "title": "Consultant", "weeklyHours": "40",
       "rate": {"amount": "83200.00", "currency": "EUR", "type": "Salary", "per": "Year"}}""";

  static Stream<String> systems() {
    return Played.systems(Role.PEOPLE);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsAPersonWithEntityCapacityAndCost(String system) {
    var personId = played.users(system, "hire-worker", ANN).get("personId").asText();

    var worker = only(system, personId);

    assertThat(worker.email()).isEqualTo("ann@firm.example");
    assertThat(worker.state()).isEqualTo(Worker.State.ACTIVE);
    var employment = Worker.on(worker.employments(), LocalDate.of(2026, 9, 1)).orElseThrow();
    assertThat(employment.entity()).isEqualTo("TL-DE");
    assertThat(employment.weeklyMinutes()).isEqualTo(2_400);
    var rate = Worker.on(worker.costRates(), LocalDate.of(2026, 9, 1)).orElseThrow();
    assertThat(rate.currency()).isEqualTo("EUR");
    assertThat(rate.ofAnHour()).isEqualByComparingTo("40");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsAMoveToAnotherEntityFromItsDayOn(String system) {
    var personId = played.users(system, "hire-worker", ANN).get("personId").asText();
    var before = only(system, personId);
    played.users(system, "move-worker", "{\"personId\": \"" + personId + "\", \"startOn\": \"2026-10-01\", \"entity\": \"TL-FR\", \"department\": \"Advisory\", \"title\": \"Manager\", \"weeklyHours\": \"20\"}");

    var moved = only(system, personId);

    assertThat(FactVersion.sortable(moved.version())).isGreaterThan(FactVersion.sortable(before.version()));
    var now = Worker.on(moved.employments(), LocalDate.of(2026, 10, 1)).orElseThrow();
    assertThat(now.entity()).isEqualTo("TL-FR");
    assertThat(now.weeklyMinutes()).isEqualTo(1_200);
    if (moved.complete()) assertThat(Worker.on(moved.employments(), LocalDate.of(2026, 9, 30)).map(Employment::entity)).contains("TL-DE");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsANewCostRateFromItsDayOn(String system) {
    var personId = played.users(system, "hire-worker", ANN).get("personId").asText();
    played.users(system, "change-cost-rate", "{\"personId\": \"" + personId + "\", \"startOn\": \"2026-10-01\", \"rate\": {\"amount\": \"104000.00\", \"currency\": \"EUR\", \"per\": \"Year\"}}");

    var rates = only(system, personId).costRates();

    assertThat(Worker.on(rates, LocalDate.of(2026, 10, 1)).map(CostRate::ofAnHour).orElseThrow()).isEqualByComparingTo("50");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsApprovedLeave(String system) {
    assumeThat(Folders.shipped(system).feeds).containsKey("leave");
    var personId = played.users(system, "hire-worker", ANN).get("personId").asText();
    played.users(system, "approve-leave", "{\"personId\": \"" + personId + "\", \"startOn\": \"2026-10-05\", \"endOn\": \"2026-10-09\", \"amount\": \"40\", \"days\": [\"2026-10-05\", \"2026-10-06\", \"2026-10-07\", \"2026-10-08\", \"2026-10-09\"]}");

    var leaves = facts(system, "leave").stream().map(fact -> Json.as(fact, Leave.class)).sorted(Comparator.comparing(Leave::startOn)).toList(); // of all days, or one a day

    assertThat(leaves).isNotEmpty().allSatisfy(leave -> {
      assertThat(leave.personId()).isEqualTo(personId);
      assertThat(leave.state()).isEqualTo(Leave.State.APPROVED);
    });
    assertThat(leaves.get(0).startOn()).isEqualTo("2026-10-05");
    assertThat(leaves.get(leaves.size() - 1).endOn()).isEqualTo("2026-10-09");
    if (leaves.get(0).minutes() != null) assertThat(leaves.stream().mapToLong(Leave::minutes).sum()).isEqualTo(2_400);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void readsOnePersonAndRefusesOneWhoIsNotThere(String system) {
    var personId = played.users(system, "hire-worker", ANN).get("personId").asText();

    assertThat(Json.as(done(system, new People.ReadWorker(personId)), Worker.class)).isEqualTo(only(system, personId));
    assertThat(played.connectors.carryOut(Bench.call(system, "readWorker", Map.of("personId", "999999")))).isInstanceOf(Outcome.Refused.class);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void signsInByItsOwnKey(String system) {
    signsByItsOwnKey(system, new People.ReadWorker(played.users(system, "hire-worker", ANN).get("personId").asText()));
  }

  private Worker only(String system, String personId) {
    var facts = facts(system, "workers").stream().filter(fact -> personId.equals(fact.get("personId"))).toList();
    assertThat(facts).hasSize(1);
    return Json.as(facts.get(0), Worker.class); // refuses fields that the canonical worker does not have
  }
}
