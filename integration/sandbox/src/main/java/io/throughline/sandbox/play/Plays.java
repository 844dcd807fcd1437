package io.throughline.sandbox.play;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.Sandbox;
import io.throughline.sandbox.control.Control;
import io.throughline.sandbox.engine.Answer;
import io.throughline.sandbox.engine.Call;
import io.throughline.sandbox.engine.Refusal;
import io.throughline.sandbox.issuer.Issuer;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Yaml;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** {@code /control/plays}: begins plays, shows them, cancels them. One at a time, since they share the vendors; a few may wait. */
public final class Plays implements AutoCloseable {

  private static final int WAITING = 10;
  private static final int KEPT = 100;

  private final Sandbox sandbox;
  private final Control vendors;
  private final Map<String, Play> plays = new LinkedHashMap<>();
  private final ThreadPoolExecutor player = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), work -> {
    var thread = new Thread(work, "sandbox-play");
    thread.setDaemon(true);
    return thread;
  });

  public Plays(Sandbox sandbox, Control vendors) {
    this.sandbox = sandbox;
    this.vendors = vendors;
  }

  public Answer handle(String[] path, Call call) {
    if (path.length == 1 && call.method().equals("POST")) return begin(call);
    if (path.length == 1 && call.method().equals("GET")) return Answer.of(200, all());
    var play = path.length == 2 ? find(path[1]) : null;
    if (play == null) throw Refusal.of("no-such-path", "message", call.method() + " " + call.path());
    if (call.method().equals("DELETE")) play.cancel();
    return Answer.of(200, play.shown());
  }

  private synchronized Play find(String id) {
    return plays.get(id);
  }

  private synchronized JsonNode all() {
    var all = Json.array();
    plays.values().forEach(play -> all.add(play.shown()));
    return all;
  }

  private Answer begin(Call call) {
    var asked = call.json();
    var scenario = asked.has("file") ? asked.get("file") : named(asked.path("scenario").asText());
    refuseNonsense(scenario);
    var id = "play-" + UUID.randomUUID().toString().substring(0, 8);
    var address = call.base().replaceAll("/control$", "");
    var hub = URI.create(asked.path("hub").asText(sandbox.hub().toString()));
    var patience = new Patience(Duration.ofSeconds(scenario.path("patienceSeconds").asLong(120)));
    var issuer = asked.path("issuer").asText(address.replace("//localhost", "//127.0.0.1") + "/issuer");
    var client = new HubClient(hub, () -> sandbox.issuer().token(issuer, "admin", Issuer.ALL), patience);
    long pause = asked.path("speed").asLong(0) > 0 ? 1000 / asked.path("speed").asLong() : 0;
    var play = new Play(id, scenario, vendors, sandbox.faults(), patience, () -> new Stage(id, vendors, client, patience, pause), sandbox.clock());
    return begun(play, call);
  }

  private synchronized Answer begun(Play play, Call call) {
    try {
      player.execute(play);
    } catch (RejectedExecutionException full) {
      return Answer.of(429, Json.object().put("error", "busy").put("message", WAITING + " plays are waiting already"));
    }
    plays.put(play.id(), play);
    if (plays.size() > KEPT) plays.values().removeIf(old -> plays.size() > KEPT && old.ended());
    return Answer.of(202, play.shown()).with("Location", call.base() + "/plays/" + play.id());
  }

  /** The shipped files, by the names in {@code scenarios/index}. */
  public static JsonNode scenarios() {
    try (var index = Plays.class.getResourceAsStream("/scenarios/index")) {
      var shipped = Json.array();
      new String(index.readAllBytes(), StandardCharsets.UTF_8).lines().filter(name -> !name.isBlank())
          .forEach(name -> shipped.add(Json.object().put("name", name).put("about", named(name).path("about").asText())));
      return shipped;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static JsonNode named(String name) {
    if (!name.matches("[a-z0-9-]+")) throw new IllegalArgumentException("a scenario's name is made of a-z, 0-9 and -");
    try (var in = Plays.class.getResourceAsStream("/scenarios/" + name + ".yaml")) {
      if (in == null) throw Refusal.of("no-such-path", "message", "no scenario " + name);
      return Yaml.read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A file with a step that nobody knows would fail half way; it is refused before anything is done. */
  private static void refuseNonsense(JsonNode scenario) {
    if (scenario.path("steps").isEmpty()) throw new IllegalArgumentException("a scenario has steps");
    scenario.path("steps").forEach(step -> {
      if (step.size() != 1) throw new IllegalArgumentException("a step has one name: " + step);
      var name = step.fieldNames().next();
      boolean known = name.equals("faults") || Steps.KNOWN.containsKey(name);
      if (!known) throw new IllegalArgumentException("no step is called " + name + "; known: faults, " + Steps.KNOWN.keySet());
    });
  }

  @Override
  public void close() {
    synchronized (this) {
      plays.values().forEach(Play::cancel);
    }
    player.shutdownNow();
  }
}
