package io.throughline.sandbox.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import io.throughline.sandbox.Sandbox;
import io.throughline.sandbox.engine.Answer;
import io.throughline.sandbox.engine.Call;
import io.throughline.sandbox.engine.Drives;
import io.throughline.sandbox.engine.Refusal;
import io.throughline.sandbox.fault.Fault;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Malformed;
import io.throughline.sandbox.play.Plays;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Answers {@code /control/...}; a refusal is 422 (400 when malformed) with {@code {error, message}}. */
public final class Control implements AutoCloseable {

  private final Sandbox sandbox;
  private final Plays plays;

  public Control(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.plays = new Plays(sandbox, this);
  }

  public Answer handle(Call call) {
    var path = call.path().replaceAll("^/|/$", "").split("/");
    try {
      return switch (path[0]) {
        case "" -> overview();
        case "drive" -> drive(path, call);
        case "observe" -> observe(path, call);
        case "plays" -> plays.handle(path, call);
        case "scenarios" -> Answer.of(200, Plays.scenarios());
        case "faults" -> faults(call);
        case "duplicates" -> Answer.of(200, duplicates());
        case "calls" -> Answer.of(200, sandbox.calls().shown(call.query("vendor")));
        default -> vendor(path, call);
      };
    } catch (Refusal refusal) {
      var message = refusal.about().containsKey("message") ? refusal.about().get("message").asText() : refusal.getMessage();
      return Answer.of(refusal.kind().equals("no-such-path") ? 404 : 422, Json.object().put("error", refusal.kind()).put("message", message));
    } catch (Malformed | IllegalArgumentException malformed) {
      return Answer.of(400, Json.object().put("error", "malformed").put("message", String.valueOf(malformed.getMessage())));
    }
  }

  private Answer overview() {
    var overview = Json.object();
    sandbox.vendors().forEach((name, played) -> overview.set(name, Json.of(played.users().sizes())));
    return Answer.of(200, overview);
  }

  /** One body or an array of them. {@code ?system=} says who plays the verb; otherwise the standard vendor that describes it. */
  private Answer drive(String[] path, Call call) {
    if (path.length != 2 || !call.method().equals("POST")) throw notThere(call);
    var body = call.json();
    if (!body.isArray()) return Answer.of(200, drive(path[1], call.query("system"), body));
    var answers = Json.array();
    body.forEach(each -> answers.add(drive(path[1], call.query("system"), each)));
    return Answer.of(200, answers);
  }

  private Answer observe(String[] path, Call call) {
    if (path.length != 2 || !call.method().equals("GET")) throw notThere(call);
    return Answer.of(200, observe(path[1], call.query("system"), Json.of(call.query())));
  }

  public JsonNode drive(String verb, String system, JsonNode body) {
    return playing(verb, system, drives -> drives.drives(verb)).drive(verb, body);
  }

  public JsonNode observe(String verb, String system, JsonNode about) {
    return playing(verb, system, drives -> drives.observes(verb)).observe(verb, about);
  }

  private Drives playing(String verb, String system, Predicate<Drives> can) {
    return sandbox.vendors().values().stream()
        .filter(each -> system.isEmpty() ? each.engine().vendor().described().path("standard").asBoolean() : each.engine().vendor().name().equals(system))
        .map(Sandbox.Played::drives).filter(can)
        .findFirst().orElseThrow(() -> Refusal.of("no-such-path", "message", "nobody here can " + verb));
  }

  private Answer faults(Call call) {
    switch (call.method()) {
      case "GET" -> { }
      case "PUT" -> sandbox.faults().replace(read(call.json()));
      case "POST" -> sandbox.faults().add(read(call.json()));
      case "DELETE" -> sandbox.faults().replace(List.of());
      default -> throw notThere(call);
    }
    return Answer.of(200, sandbox.faults().shown());
  }

  public static List<Fault> read(JsonNode described) {
    var faults = new ArrayList<Fault>();
    try {
      for (var each : described.isArray() ? described : Json.array().add(described)) faults.add(Json.MAPPER.treeToValue(each, Fault.class));
    } catch (JsonProcessingException notAFault) {
      throw new IllegalArgumentException(notAFault.getOriginalMessage(), notAFault);
    }
    return faults;
  }

  public JsonNode duplicates() {
    var all = Json.array();
    sandbox.vendors().values().forEach(played -> all.addAll(played.users().duplicates()));
    return all;
  }

  private Answer vendor(String[] path, Call call) {
    var played = sandbox.vendors().get(path[0]);
    if (played == null || path.length < 2) throw notThere(call);
    if (path[1].equals("clients")) return clients(played, path, call);
    if (path[1].equals("tokens") && call.method().equals("DELETE")) {
      played.tokens().revokeAll();
      return Answer.of(204, null);
    }
    return switch (call.method()) {
      case "GET" -> Answer.of(200, Json.array().addAll(played.users().rows(path[1], call.query("where"))));
      case "PUT", "POST" -> Answer.of(200, entered(played, path[1], call.json()));
      default -> throw notThere(call);
    };
  }

  private static JsonNode entered(Sandbox.Played played, String collection, JsonNode body) {
    if (!body.isArray()) return played.users().put(collection, body);
    var entered = Json.array();
    body.forEach(row -> entered.add(played.users().put(collection, row)));
    return entered;
  }

  private static Answer clients(Sandbox.Played played, String[] path, Call call) {
    if (call.method().equals("GET")) return Answer.of(200, played.clients().shown());
    if (!call.method().equals("PUT") || path.length != 3) throw notThere(call);
    try {
      played.clients().register(path[2], JWK.parse(Json.write(call.json())));
      return Answer.of(204, null);
    } catch (ParseException noKey) {
      throw new IllegalArgumentException("not a JWK: " + noKey.getMessage(), noKey);
    }
  }

  private static Refusal notThere(Call call) {
    return Refusal.of("no-such-path", "message", call.method() + " " + call.path());
  }

  @Override
  public void close() {
    plays.close();
  }
}
