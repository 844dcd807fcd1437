package io.throughline.sandbox.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.control.Control;
import io.throughline.sandbox.engine.Refusal;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a step can reach: the vendors' users, the hub, and what the scenario has named so far. */
final class Stage {

  final String id;
  final HubClient hub;
  final Patience patience;
  final ObjectNode people = Json.object();
  final ObjectNode deals = Json.object();
  final ObjectNode entries = Json.object();
  final JsonNode totalsAtStart;
  private final Control vendors;
  private final long pauseMillis;
  private int keys;

  /** @param pauseMillis between two things that people do, 0 for as fast as it goes */
  Stage(String id, Control vendors, HubClient hub, Patience patience, long pauseMillis) {
    this.id = id;
    this.vendors = vendors;
    this.hub = hub;
    this.patience = patience;
    this.pauseMillis = pauseMillis;
    this.totalsAtStart = totals();
  }

  JsonNode totals() {
    return hub.get("/api/experience/v1/finance/totals");
  }

  /** Texts of the file may name the play: {@code ${play}}. */
  ObjectNode filled(JsonNode shape) {
    return (ObjectNode) Template.fill(shape, Scope.of(Json.object().put("play", id)));
  }

  JsonNode drive(String verb, JsonNode body) {
    if (pauseMillis > 0) patience.pause(pauseMillis);
    try {
      return vendors.drive(verb, body.path("system").asText(""), body);
    } catch (Refusal refusal) {
      throw new PlayFailed(verb + " was refused by the vendor: " + refusal.getMessage(), refusal);
    }
  }

  JsonNode seen(String verb, JsonNode about) {
    return vendors.observe(verb, about.path("system").asText(""), about);
  }

  JsonNode deal(String name) {
    if (!deals.has(name)) throw new PlayFailed("no deal is called " + name);
    return deals.get(name);
  }

  /** By what the delivery system knows the work that {@code deal} with {@code line} or {@code task} names. */
  String work(JsonNode named) {
    var kind = named.has("task") ? "task" : "line";
    var id = deal(named.path("deal").asText()).path(kind + "s").path(named.path(kind).asText());
    if (id.isMissingNode()) throw new PlayFailed("deal " + named.path("deal").asText() + " has no " + kind + " " + named.path(kind).asText());
    return id.asText();
  }

  /** Whom {@code person}, or everybody of {@code team}, names. */
  List<JsonNode> people(JsonNode named) {
    var wanted = named.has("team") ? named.get("team") : named.path("person");
    var found = named.has("team")
        ? StreamSupport.stream(people.spliterator(), false).filter(person -> person.path("team").equals(wanted)).toList()
        : people.has(wanted.asText()) ? List.of(people.get(wanted.asText())) : List.<JsonNode>of();
    if (found.isEmpty()) throw new PlayFailed("nobody is called, or in a team called, " + wanted.asText());
    return found;
  }

  /** A key that no other thing of this play has. */
  String nextKey(String kind) {
    return id + "-" + kind + "-" + ++keys;
  }
}
