package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scenarios against a stand-in for the hub: the shipped one passes, a wrong expectation and a broken proof do not. */
class PlayTest {

  private static RunningSandbox sandbox;
  private static StandInHub hub;

  @BeforeAll
  static void start() throws IOException {
    sandbox = new RunningSandbox(null);
    hub = new StandInHub(sandbox);
  }

  @AfterAll
  static void stop() {
    hub.close();
    sandbox.close();
  }

  private static JsonNode ended(RunningSandbox.Reply begun) {
    assertThat(begun.status()).as(begun.raw().body()).isEqualTo(202);
    var place = begun.header("Location").replace(sandbox.address(), "");
    var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end) {
      var play = sandbox.call("GET", place, null).body();
      if (!play.path("state").asText().matches("waiting|running")) return play;
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("the play did not end: " + sandbox.call("GET", place, null).raw().body());
  }

  private static RunningSandbox.Reply play(ObjectNode body) {
    return sandbox.control("POST", "/plays", Json.write(body.put("hub", hub.address())));
  }

  private static ObjectNode firstThread() throws IOException {
    return (ObjectNode) Yaml.read(Files.newBufferedReader(Path.of("src/main/resources/scenarios/first-thread.yaml")));
  }

  /** Faults strike a hub; the stand-in has no patience for them. */
  private static ObjectNode withoutFaults(ObjectNode scenario) {
    var steps = Json.array();
    scenario.path("steps").forEach(step -> {
      if (!step.has("faults")) steps.add(step);
    });
    return scenario.set("steps", steps);
  }

  @Test
  void theShippedScenarioPassesTwiceOnTheSameData() throws IOException {
    for (int i = 0; i < 2; i++) {
      var play = ended(play(Json.object().set("file", withoutFaults(firstThread()))));

      assertThat(play.path("state").asText()).as(play.toPrettyString()).isEqualTo("passed");
      assertThat(play.path("differences")).isEmpty();
      assertThat(play.path("actual").path("minutes.approved").asInt()).isEqualTo(12150);
      assertThat(play.path("actual").path("money.EUR.paid").decimalValue()).isEqualByComparingTo("32000.00");
    }
  }

  @Test
  void aWrongExpectationIsToldWithBothNumbers() throws IOException {
    var scenario = withoutFaults(firstThread()).put("patienceSeconds", 2);
    ((ObjectNode) scenario.path("expected")).put("engagements", 3);

    var play = ended(play(Json.object().set("file", scenario)));

    assertThat(play.path("state").asText()).isEqualTo("failed");
    assertThat(play.path("differences")).hasSize(1);
    assertThat(play.path("differences").get(0).path("expected").asText()).isEqualTo("3");
    assertThat(play.path("differences").get(0).path("actual").asText()).isEqualTo("2");
  }

  @Test
  void aProofThatDoesNotHoldFailsThePlay() throws IOException {
    hub.proofsHold = false;
    try {
      var play = ended(play(Json.object().set("file", withoutFaults(firstThread()))));

      assertThat(play.path("state").asText()).isEqualTo("failed");
      assertThat(play.path("differences")).isEmpty();
    } finally {
      hub.proofsHold = true;
    }
  }

  @Test
  void aPlayCanBeCancelledAndTakesItsFaultsAway() {
    var scenario = Yaml.read(new java.io.StringReader("""
        scenario: endless
        steps:
          - faults: [{ vendor: kantata, operation: users.list, kind: "429" }]
          - await-totals: { engagements: 1000 }
        """));
    var begun = play(Json.object().set("file", scenario));
    var place = begun.header("Location").replace(sandbox.address(), "");
    var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (sandbox.kantata("GET", "/users", null).status() != 429 && System.nanoTime() < end) LockSupport.parkNanos(20_000_000);

    sandbox.call("DELETE", place, null);

    assertThat(ended(begun).path("state").asText()).isEqualTo("cancelled");
    assertThat(sandbox.kantata("GET", "/users", null).status()).isEqualTo(200);
  }

  @Test
  void aSheetIsAnEntryForEachPersonDayAndNumberOfMinutesAlsoOnATaskThatNobodySold() {
    var scenario = Yaml.read(new java.io.StringReader("""
        scenario: sheets
        steps:
          - people:
              - { person: ann, name: Ann, email: ann@sheets.example, team: north }
              - { person: bob, name: Bob, email: bob@sheets.example, team: north }
              - { person: cid, name: Cid, email: cid@sheets.example, team: south }
          - win:
              - { deal: d, name: Sheets, currency: EUR, wonOn: 2026-09-01, zone: Europe/Berlin, contractingEntity: TL-DE, startOn: 2026-09-01, endOn: 2026-12-31, client: { name: Sheets }, lines: [ { line: l, billing: time-and-materials, hours: 10, ratePerHour: 100.00, description: Work } ] }
          - await-active: [d]
          - tasks: [ { deal: d, task: extra, title: Extra } ]
          - time:
              - { deal: d, line: l, team: north, from: 2026-09-04, days: 2, minutes: [60, 30, 15] }
              - { deal: d, task: extra, person: cid, from: 2026-09-04, minutes: 45 }
        """));

    var play = ended(play(Json.object().set("file", scenario)));

    assertThat(play.path("state").asText()).as(play.toPrettyString()).isEqualTo("passed");
    var entries = sandbox.control("GET", "/kantata/time_entries?where=" + java.net.URLEncoder.encode("external_reference LIKE '" + play.path("id").asText() + "%'", java.nio.charset.StandardCharsets.UTF_8), null).body();
    assertThat(entries).hasSize(13);
    assertThat(entries.findValuesAsText("date_performed")).containsOnly("2026-09-04", "2026-09-07"); // a Friday and the Monday after
    assertThat(entries.findValuesAsText("time_in_minutes")).containsOnly("60", "30", "15", "45");
    assertThat(entries.findValuesAsText("story_id").stream().distinct()).hasSize(2);
    assertThat(entries.findValuesAsText("user_id").stream().distinct()).hasSize(3);
  }

  @Test
  void aFileThatMakesNoSenseIsRefusedBeforeAnythingIsDone() {
    assertThat(play(Json.object().set("file", Yaml.read(new java.io.StringReader("steps: [{ dance: {} }]")))).status()).isEqualTo(400);
    assertThat(play(Json.object().set("file", Yaml.read(new java.io.StringReader("scenario: empty")))).status()).isEqualTo(400);
    assertThat(play(Json.object().put("scenario", "../secret")).status()).isEqualTo(400);
    assertThat(play(Json.object().put("scenario", "no-such")).status()).isEqualTo(404);
  }
}
