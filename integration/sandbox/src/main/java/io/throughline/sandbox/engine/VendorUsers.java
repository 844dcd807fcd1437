package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Expressions;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a vendor's own users do without the API: look at rows and enter them. */
public final class VendorUsers implements Desk {

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

  @Override
  public List<ObjectNode> rows(String collection, String where) {
    var known = collection(collection);
    synchronized (engine) {
      if (where.isBlank()) return rows.all(collection);
      var condition = Expressions.condition(where);
      return rows.all(collection).stream().filter(row -> condition.test(reading.scope(known, row))).toList();
    }
  }

  @Override
  public Optional<ObjectNode> find(String collection, String id) {
    synchronized (engine) {
      return Optional.ofNullable(rows.find(collection, id));
    }
  }

  public ObjectNode put(String collection, JsonNode row) {
    return put(collection, row, Author.USER);
  }

  @Override
  public ObjectNode put(String collection, JsonNode row, Author author) {
    var known = collection(collection);
    synchronized (engine) {
      var change = rows.change();
      var written = Desk.entered(engine.vendor(), change, clock, known, row, author);
      change.commit();
      return written;
    }
  }

  @Override
  public Optional<ObjectNode> remove(String collection, String id) {
    synchronized (engine) {
      var change = rows.change();
      var removed = Desk.within(engine.vendor(), change, clock).remove(collection, id);
      change.commit();
      return removed;
    }
  }

  /** The rows that the description wants to be there from the start, where they are not yet. */
  public void seed() {
    synchronized (engine) {
      for (var collection : engine.vendor().collections().values()) {
        for (var row : collection.seed()) {
          var id = collection.key().isEmpty() ? row.path(engine.vendor().idField()).asText() : collection.key().stream().map(name -> row.path(name).asText()).collect(Collectors.joining("|"));
          if (rows.find(collection.name(), id) == null) put(collection.name(), row);
        }
      }
    }
  }

  /** Values of natural and external keys held by more than one living row. */
  public List<JsonNode> duplicates() {
    var duplicates = new ArrayList<JsonNode>();
    synchronized (engine) {
      for (var collection : engine.vendor().collections().values()) {
        for (var field : collection.fields().all()) {
          if (!field.key() && !field.unique()) continue;
          var holders = new LinkedHashMap<String, List<String>>();
          rows.all(collection.name()).stream().filter(row -> row.hasNonNull(field.name()) && !row.path(collection.retired()).asBoolean()).forEach(row ->
              holders.computeIfAbsent((field.within() == null ? "" : engine.vendor().referred(row.path(field.within())) + " ") + row.get(field.name()).asText(), value -> new ArrayList<>()).add(row.path(engine.vendor().idField()).asText()));
          holders.forEach((value, ids) -> {
            if (ids.size() == 1) return;
            duplicates.add(Json.of(Map.of("vendor", engine.vendor().name(), "collection", collection.name(), "field", field.name(),
                "value", value, "ids", ids)));
          });
        }
      }
    }
    return duplicates;
  }

  private Collection collection(String name) {
    return engine.vendor().collection(name).orElseThrow(() -> Refusal.of("no-such-path", "value", name));
  }
}
