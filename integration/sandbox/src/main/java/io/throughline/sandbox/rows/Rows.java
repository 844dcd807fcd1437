package io.throughline.sandbox.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of one vendor by collection and id, in the order they were created. A stored row is never changed in place, so a
 * reader may keep it. Not thread-safe by itself: the vendor's engine takes one call at a time.
 */
public final class Rows {

  private final Map<String, Map<String, ObjectNode>> rows = new HashMap<>();
  private final Map<String, Map<String, String>> index = new HashMap<>();
  private final Map<String, Set<String>> indexed;
  private final Map<String, Long> counters = new HashMap<>();
  private final Journal journal;

  /** @param indexed the fields found by value, per collection */
  public Rows(Map<String, Set<String>> indexed, Journal journal) {
    this.indexed = indexed;
    this.journal = journal;
    journal.open(this::apply, this::snapshot);
  }

  public ObjectNode find(String collection, String id) {
    return rows.getOrDefault(collection, Map.of()).get(id);
  }

  /** The row whose indexed field has this value. */
  public ObjectNode find(String collection, String field, String value) {
    var id = index.getOrDefault(collection + "/" + field, Map.of()).get(value);
    return id == null ? null : find(collection, id);
  }

  public List<ObjectNode> all(String collection) {
    return new ArrayList<>(rows.getOrDefault(collection, Map.of()).values());
  }

  Map<String, ObjectNode> byId(String collection) {
    return rows.getOrDefault(collection, Map.of());
  }

  public Map<String, Integer> sizes() {
    var sizes = new LinkedHashMap<String, Integer>();
    rows.keySet().stream().sorted().forEach(name -> sizes.put(name, rows.get(name).size()));
    return Collections.unmodifiableMap(sizes);
  }

  long counter(String name, long first) {
    return counters.getOrDefault(name, first);
  }

  /** What one call changes; nothing is seen by others before {@link Change#commit()}. */
  public Change change() {
    return new Change(this);
  }

  void commit(JsonNode commit) {
    journal.append(commit);
    apply(commit);
  }

  private void apply(JsonNode commit) {
    commit.path("counters").fields().forEachRemaining(entry -> counters.put(entry.getKey(), entry.getValue().asLong()));
    commit.path("rows").forEach(change -> put(change.path("in").asText(), change.path("id").asText(), change.path("row")));
  }

  private void put(String collection, String id, JsonNode row) {
    var kept = rows.computeIfAbsent(collection, name -> new LinkedHashMap<>());
    var old = row.isNull() ? kept.remove(id) : kept.put(id, (ObjectNode) row);
    for (var field : indexed.getOrDefault(collection, Set.of())) {
      var values = index.computeIfAbsent(collection + "/" + field, name -> new HashMap<>());
      if (old != null && old.hasNonNull(field)) values.remove(old.get(field).asText(), id);
      if (row.hasNonNull(field)) values.put(row.get(field).asText(), id);
    }
  }

  private JsonNode snapshot() {
    var snapshot = Json.object();
    snapshot.set("counters", Json.of(counters));
    var all = snapshot.putArray("rows");
    rows.forEach((collection, kept) -> kept.forEach((id, row) -> all.addObject().put("in", collection).put("id", id).set("row", row)));
    return snapshot;
  }

  public void close() throws IOException {
    journal.close();
  }
}
