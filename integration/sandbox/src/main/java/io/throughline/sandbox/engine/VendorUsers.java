package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Expressions;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a vendor's own users do without the API: look at rows, enter them, and work through the drives of the description,
 * which are steps {@code find}, {@code ensure} (find or create), {@code create}, {@code update} and a last {@code answer}.
 */
public final class VendorUsers {

  private final VendorEngine engine;
  private final Rows rows;
  private final Reading reading;
  private final Clock clock;

  public VendorUsers(VendorEngine engine, Rows rows, Clock clock) {
    this.engine = engine;
    this.rows = rows;
    this.reading = new Reading(engine.vendor(), rows);
    this.clock = clock;
  }

  public Map<String, Integer> sizes() {
    synchronized (engine) {
      return rows.sizes();
    }
  }

  /** Rows as stored, those that fit the condition. */
  public List<ObjectNode> rows(String collection, String where) {
    var known = collection(collection);
    synchronized (engine) {
      if (where.isBlank()) return rows.all(collection);
      var condition = Expressions.condition(where);
      return rows.all(collection).stream().filter(row -> condition.test(reading.scope(known, row))).toList();
    }
  }

  /** Enters a row; one whose id is there already is changed. */
  public ObjectNode put(String collection, JsonNode row) {
    var known = collection(collection);
    synchronized (engine) {
      var change = rows.change();
      var old = rows.find(collection, row.path(engine.vendor().idField()).asText());
      var writing = new Writing(engine.vendor(), change, clock);
      var written = old == null ? writing.create(known, row, Author.USER) : writing.update(known, old, row, Author.USER);
      change.commit();
      return written;
    }
  }

  /** The rows that the description wants to be there from the start, where they are not yet. */
  public void seed() {
    synchronized (engine) {
      for (var collection : engine.vendor().collections().values()) {
        for (var row : collection.seed()) {
          if (rows.find(collection.name(), row.path(engine.vendor().idField()).asText()) == null) put(collection.name(), row);
        }
      }
    }
  }

  /** Values of natural and external keys held by more than one row. */
  public List<JsonNode> duplicates() {
    var duplicates = new ArrayList<JsonNode>();
    synchronized (engine) {
      for (var collection : engine.vendor().collections().values()) {
        for (var field : collection.fields().all()) {
          if (!field.key() && !field.unique()) continue;
          var holders = new LinkedHashMap<String, List<String>>();
          rows.all(collection.name()).stream().filter(row -> row.hasNonNull(field.name())).forEach(row ->
              holders.computeIfAbsent(row.get(field.name()).asText(), value -> new ArrayList<>()).add(row.path(engine.vendor().idField()).asText()));
          holders.forEach((value, ids) -> {
            if (ids.size() > 1) duplicates.add(Json.of(Map.of("vendor", engine.vendor().name(), "collection", collection.name(), "field", field.name(), "value", value, "ids", ids)));
          });
        }
      }
    }
    return duplicates;
  }

  public boolean drives(String verb) {
    return engine.vendor().described().path("drives").has(verb);
  }

  public boolean observes(String verb) {
    return engine.vendor().described().path("observes").has(verb);
  }

  /** What a user would see on a screen: an answer for each row that fits the description's condition. */
  public JsonNode observe(String verb, JsonNode about) {
    var described = engine.vendor().described().path("observes").path(verb);
    var scope = Scope.of(about);
    var seen = Json.array();
    rows(described.path("collection").asText(), Template.line(described.path("where").asText(), quoted(scope)))
        .forEach(row -> seen.add(Template.fill(described.get("answer"), scope.with("row", row))));
    return seen;
  }

  public JsonNode drive(String verb, JsonNode body) {
    var now = clock.instant();
    Scope scope = Scope.of(body).with("now", Json.text(now.toString())).with("today", Json.text(LocalDate.ofInstant(now, ZoneOffset.UTC).toString()));
    JsonNode answer = Json.object();
    for (var step : engine.vendor().described().path("drives").path(verb)) {
      if (step.has("answer")) answer = Template.fill(step.get("answer"), scope);
      else if (!step.has("when") || !Json.nothing(scope.at(step.get("when").asText()))) scope = scope.with(step.path("as").asText("last"), step(step, scope));
    }
    return answer;
  }

  private JsonNode step(JsonNode step, Scope scope) {
    if (!step.has("each")) return single(step, scope);
    var done = Json.array();
    for (var item : scope.at(step.get("each").asText())) done.add(single(step, scope.with("item", item)));
    return done;
  }

  private JsonNode single(JsonNode step, Scope scope) {
    if (step.has("create")) return put(step.get("create").asText(), Template.fill(step.get("row"), scope));
    if (step.has("update")) return update(step, scope);
    var collection = step.path("find").asText(step.path("ensure").asText());
    var found = rows(collection, Template.line(step.get("where").asText(), quoted(scope)));
    if (found.size() == 1) return found.get(0);
    if (found.isEmpty() && step.has("ensure")) return put(collection, Template.fill(step.get("row"), scope));
    throw Refusal.of("not-found", "collection", collection, "value", found.size() + " rows fit " + Template.line(step.get("where").asText(), scope));
  }

  private JsonNode update(JsonNode step, Scope scope) {
    var collection = step.get("update").asText();
    var id = Template.line(step.get("id").asText(), scope);
    synchronized (engine) {
      if (rows.find(collection, id) == null) throw Refusal.of("not-found", "collection", collection, "value", id);
      var row = (ObjectNode) Template.fill(step.get("row"), scope);
      return put(collection, row.put(engine.vendor().idField(), id));
    }
  }

  private static Scope quoted(Scope scope) {
    return path -> {
      var value = scope.at(path);
      return value.isMissingNode() ? value : Json.text(value.asText().replace("'", "''"));
    };
  }

  private Collection collection(String name) {
    return engine.vendor().collection(name).orElseThrow(() -> Refusal.of("no-such-path", "value", name));
  }
}
