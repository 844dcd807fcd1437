package io.throughline.connector;

import io.throughline.connector.Connector.Step;
import io.throughline.connector.Connectors.Call;
import io.throughline.connector.Connectors.Probe;
import io.throughline.connector.Wire.Sending;
import io.throughline.journey.Effect;
import io.throughline.journey.Outcome;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Carries out one operation: effect-free hops, the one effectful call, confirming reads. Whatever goes wrong after the effectful call was
 * answered is UNKNOWN to the caller, so that the next try looks before it writes.
 */
final class Hops {

  /** A mapping or setting that is wrong waits for a person to put it right; it does not get better in seconds. */
  private static final Duration UNTIL_REPAIRED = Duration.ofSeconds(60);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final Connector connector;
  private final Wire wire;
  private final Map<String, Object> settings;
  private final Call call;
  private final Connector.Call operation;
  private final Deadline deadline;
  private final Object input;
  private final Map<String, Object> seen = new LinkedHashMap<>();
  private boolean effectDone;
  private Object item;
  private Object last;

  Hops(Connector connector, Wire wire, Map<String, Object> settings, Call call, Connector.Call operation) {
    this.connector = connector;
    this.wire = wire;
    this.settings = settings;
    this.call = call;
    this.operation = operation;
    this.input = Tree.plain(Tree.JSON.valueToTree(call.input()));
    this.deadline = Deadline.in(call.deadline() != null ? call.deadline() : operation.described().deadline() != null ? operation.described().deadline() : connector.descriptor.deadline());
  }

  Outcome carryOut() {
    var outcome = guarded(() -> {
      operation.steps().forEach(this::step);
      return done();
    });
    var done = effectDone || outcome instanceof Outcome.Done || outcome instanceof Outcome.Retry retry && retry.effect() == Effect.UNKNOWN;
    if (!done) operation.steps().forEach(this::abandon);
    return outcome;
  }

  /** Lets go of what a hop has prepared. When even that fails, the system's own expiry is left to do it: the outcome stays what it was. */
  private void abandon(Step step) {
    if (step.abandon() == null || !seen.containsKey(step.described().name())) return;
    var given = guarded(() -> {
      wire.send(step.abandon(), sending(false, null, variables(Map.of())));
      return null;
    });
    if (given != null) wire.count("not-abandoned");
  }

  /** The outcome of looking for the effect by its key: Done if it is there, null if it is not. */
  Outcome look() {
    return guarded(() -> {
      var look = operation.probe();
      var answer = wire.send(look.request(), sending(false, look.described().absentOn(), variables(Map.of())));
      var records = records(look, answer);
      for (var next = next(look, answer); records.isEmpty() && next != null; next = next(look, answer)) {
        answer = wire.send(look.request(), sending(false, look.described().absentOn(), variables(Map.of("page", next))));
        records = records(look, answer);
      }
      if (records.isEmpty()) return null;
      if (records.size() > 1) wire.count("duplicate-at-target");
      var record = records.get(0);
      var effect = operation.effect();
      var found = new Answer(answer.status(), answer.headers(), null, record);
      remember(effect, found, look.id() == null ? null : look.id().apply(record, variables(Map.of("headers", answer.headers()))));
      effectDone = true;
      operation.steps().subList(operation.steps().indexOf(effect) + 1, operation.steps().size()).forEach(this::step);
      return done();
    });
  }

  private List<?> records(Connector.Look look, Answer answer) {
    return Tree.list(look.found() == null ? answer.body() : look.found().apply(answer.body(), variables(Map.of("headers", answer.headers()))));
  }

  private Object next(Connector.Look look, Answer answer) {
    return look.next() == null ? null : look.next().apply(answer.body(), variables(Map.of("headers", answer.headers())));
  }

  /** The bodies that reads bring for a listed item, by the name of the hop; what is not there is left out. Throws what ends one of them. */
  Map<String, Object> bodies(Object listed) {
    item = listed;
    operation.steps().forEach(this::step);
    var bodies = new LinkedHashMap<String, Object>();
    seen.forEach((name, hop) -> {
      if (Tree.map(hop).get("body") != null) bodies.put(name, Tree.map(hop).get("body"));
    });
    return bodies;
  }

  private interface Work {
    Outcome run();
  }

  private Outcome guarded(Work work) {
    try {
      return work.run();
    } catch (Failure failure) {
      if (!effectDone) return failure.outcome;
      return failure.outcome.fold(
          done -> done,
          retry -> new Outcome.Retry(retry.after(), retry.code(), retry.reason(), Effect.UNKNOWN),
          hold -> new Outcome.Retry(UNTIL_REPAIRED, hold.code(), "confirming: " + hold.reason(), Effect.UNKNOWN),
          refused -> new Outcome.Retry(UNTIL_REPAIRED, refused.code(), "confirming: " + refused.reason(), Effect.UNKNOWN));
    } catch (IllegalStateException | UncheckedIOException e) { // a value that is missing, a key that cannot sign, a secret's file that is gone
      return new Outcome.Retry(UNTIL_REPAIRED, "unconfigured", e.getMessage(), effectDone ? Effect.UNKNOWN : Effect.NONE);
    } catch (IllegalArgumentException e) {
      if (effectDone) return new Outcome.Retry(UNTIL_REPAIRED, "mapping", e.getMessage(), Effect.UNKNOWN);
      return new Outcome.Hold("mapping", e.getMessage(), List.of());
    }
  }

  private void step(Step step) {
    if (step.when() != null && !step.when().holds(input, variables(Map.of()))) return;
    if (step.forEach() != null) {
      each(step);
      return;
    }
    var sending = sending(step.described().effect() || step.described().transition(), step.described().absentOn(), variables(Map.of()));
    var answer = step.next() != null ? paged(step) : step.until() == null ? wire.send(step.request(), sending) : awaited(step, sending);
    if (step.described().effect()) effectDone = true;
    if (step.pick() != null) answer = picked(step, answer);
    remember(step, answer, step.id() == null ? null : step.id().apply(answer.body(), variables(Map.of("headers", answer.headers()))));
  }

  private Answer picked(Step step, Answer answer) {
    var part = step.pick().apply(answer.body(), variables(Map.of("headers", answer.headers())));
    if (part == null && step.described().absentOn() == null) {
      throw new Failure(new Outcome.Refused("not-found", step.described().name() + " was not found at " + call.system(), List.of()));
    }
    return new Answer(answer.status(), answer.headers(), answer.raw(), part);
  }

  private void each(Step step) {
    var bodies = new ArrayList<Object>();
    for (var item : Tree.list(step.forEach().apply(input, variables(Map.of())))) {
      var answer = wire.send(step.request(), sending(step.described().transition(), step.described().absentOn(), variables(Map.of("item", item))));
      if (answer.body() != null) bodies.add(answer.body());
    }
    seen.put(step.described().name(), Map.of("body", bodies));
    last = bodies;
  }

  /** Page after page, as one answer. */
  private Answer paged(Step step) {
    var pages = new ArrayList<Object>();
    Object page = null;
    do {
      var answer = wire.send(step.request(), sending(false, step.described().absentOn(), variables(page == null ? Map.of() : Map.of("page", page))));
      if (answer.body() != null) pages.add(answer.body());
      page = step.next().apply(answer.body(), variables(Map.of("headers", answer.headers())));
    } while (page != null);
    return new Answer(200, Map.of(), null, pages);
  }

  /** Asks until the answer is what it has to be; the deadline ends the patience. */
  private Answer awaited(Step step, Sending sending) {
    var every = step.described().every() == null ? ASK_AGAIN : step.described().every();
    while (true) {
      var answer = wire.send(step.request(), sending);
      if (step.until().holds(answer.body(), variables(Map.of("status", answer.status())))) return answer;
      if (deadline.left().compareTo(every) <= 0) throw Failure.retry(every, "not-ready", step.described().name() + " is not ready yet", Effect.NONE);
      new CompletableFuture<Void>().completeOnTimeout(null, every.toNanos(), TimeUnit.NANOSECONDS).join();
    }
  }

  private void remember(Step step, Answer answer, Object id) {
    seen.put(step.described().name(), answer.seen(id));
    last = answer.body();
  }

  private Outcome.Done done() {
    var effect = operation.effect();
    var id = effect == null ? null : Tree.map(seen.get(effect.described().name())).get("id");
    var target = operation.described().target();
    var answer = new LinkedHashMap<String, Object>();
    if (operation.described().lacks() != null) {
      last = input;
      if (operation.out() == null) answer.put("lacks", operation.described().lacks());
    }
    if (operation.out() != null) answer.putAll(Tree.map(Tree.present(operation.out().apply(last, variables(id == null ? Map.of() : Map.of("id", id))))));
    else if (target != null && id != null) answer.put(target, id);
    var targetId = target != null && answer.get(target) != null ? String.valueOf(answer.get(target)) : id == null ? null : String.valueOf(id);
    if (effect != null && target != null && targetId == null) throw new IllegalArgumentException("the answer of " + call.operation() + " has no " + target);
    return new Outcome.Done(answer, targetId, connector.version);
  }

  private Sending sending(boolean effect, List<Integer> absentOn, Map<String, Object> variables) {
    return new Sending(input, variables, call.headers() == null ? Map.of() : call.headers(), deadline, effect, absentOn);
  }

  private Map<String, Object> variables(Map<String, ?> more) {
    var variables = new LinkedHashMap<String, Object>();
    variables.put("input", input);
    variables.put("key", call.key());
    variables.put("hop", seen);
    variables.put("settings", settings);
    if (item != null) variables.put("item", item);
    variables.putAll(more);
    return variables;
  }

  static Probe probe(Outcome outcome) {
    if (outcome == null) return new Probe.Absent();
    return outcome.fold(
        Probe.Found::new,
        retry -> new Probe.Unavailable(retry.after(), retry.code() + ": " + retry.reason()),
        hold -> new Probe.Unavailable(UNTIL_REPAIRED, hold.code() + ": " + hold.reason()),
        refused -> new Probe.Unavailable(UNTIL_REPAIRED, refused.code() + ": " + refused.reason()));
  }
}
