package io.throughline.sandbox.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.control.Control;
import io.throughline.sandbox.fault.Fault;
import io.throughline.sandbox.fault.Faults;
import io.throughline.sandbox.language.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One playing of a scenario, and its report: waiting, running, then passed, failed or cancelled. */
final class Play implements Runnable {

  private final String id;
  private final JsonNode scenario;
  private final Control vendors;
  private final Faults faults;
  private final Patience patience;
  private final Supplier<Stage> open;
  private final Clock clock;
  private final ObjectNode report = Json.object();
  private final List<Fault> set = new ArrayList<>();

  Play(String id, JsonNode scenario, Control vendors, Faults faults, Patience patience, Supplier<Stage> open, Clock clock) {
    this.id = id;
    this.scenario = scenario;
    this.vendors = vendors;
    this.faults = faults;
    this.patience = patience;
    this.open = open;
    this.clock = clock;
    report.put("id", id).put("scenario", scenario.path("scenario").asText()).put("state", "waiting").put("askedAt", clock.instant().toString());
    report.put("progress", "0/" + scenario.path("steps").size());
    report.putArray("steps");
    report.set("expected", scenario.path("expected"));
  }

  String id() {
    return id;
  }

  void cancel() {
    patience.cancel();
  }

  JsonNode shown() {
    synchronized (report) {
      return report.deepCopy();
    }
  }

  private void tell(java.util.function.Consumer<ObjectNode> change) {
    synchronized (report) {
      change.accept(report);
    }
  }

  boolean ended() {
    return shown().has("finishedAt");
  }

  @Override
  public void run() {
    tell(told -> told.put("state", "running").put("startedAt", clock.instant().toString()));
    try {
      var stage = open.get();
      for (var step : scenario.path("steps")) take(step, stage);
      faults.withdraw(set);
      conclude(stage);
    } catch (RuntimeException failed) {
      tell(told -> told.put("state", patience.isCancelled() ? "cancelled" : "failed").put("problem", String.valueOf(failed.getMessage())));
    } finally {
      faults.withdraw(set);
      tell(told -> told.put("finishedAt", clock.instant().toString()));
    }
  }

  private void take(JsonNode step, Stage stage) {
    var name = step.fieldNames().next();
    var line = Json.object().put("step", name).put("state", "running");
    tell(told -> ((ArrayNode) told.get("steps")).add(line));
    var said = name.equals("faults") ? misbehave(step.get(name)) : Steps.KNOWN.get(name).take(step.get(name), stage);
    tell(told -> {
      line.put("state", "done").put("result", said).put("at", clock.instant().toString());
      told.put("progress", told.get("steps").size() + "/" + scenario.path("steps").size());
      told.set("deals", stage.deals.deepCopy());
    });
  }

  private String misbehave(JsonNode described) {
    var more = Control.read(described);
    faults.add(more);
    set.addAll(more);
    return more.size() + " faults";
  }

  /** Waits until the totals are as the file says, or patience ends; the proofs must hold either way. */
  private void conclude(Stage stage) {
    var expected = scenario.path("expected");
    Optional<PlayFailed> late = Optional.empty();
    try {
      stage.patience.until("the expected totals", () -> Totals.differences(expected, Totals.grown(stage.totalsAtStart, stage.totals())).isEmpty()
          ? Optional.of(expected) : Optional.empty());
    } catch (PlayFailed failed) {
      if (patience.isCancelled()) throw failed;
      late = Optional.of(failed);
    }
    var grown = Totals.grown(stage.totalsAtStart, stage.totals());
    var differences = Totals.differences(expected, grown);
    var proofs = stage.patience.until("the proofs", () -> Optional.of(stage.hub.get("/api/experience/v1/operations/proofs")).filter(counted -> counted.path("current").asBoolean()));
    var duplicates = vendors.duplicates();
    boolean holds = proofs.path("holds").asBoolean() && duplicates.isEmpty();
    var problem = late.map(PlayFailed::getMessage);
    tell(told -> {
      told.put("state", differences.isEmpty() && holds ? "passed" : "failed");
      problem.ifPresent(text -> told.put("problem", text));
      told.set("actual", Json.of(grown));
      told.putArray("differences").addAll(differences);
      told.set("proofs", proofs);
      told.set("duplicates", duplicates);
    });
  }
}
