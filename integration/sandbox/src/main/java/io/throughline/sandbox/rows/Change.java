package io.throughline.sandbox.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rows one call writes, seen by itself at once and by others only after the commit: all of them or none. */
public final class Change {

  private record Place(String collection, String id) {}

  private final Rows rows;
  private final Map<Place, ObjectNode> written = new LinkedHashMap<>();
  private final Map<String, Long> counters = new LinkedHashMap<>();

  Change(Rows rows) {
    this.rows = rows;
  }

  public ObjectNode find(String collection, String id) {
    var place = new Place(collection, id);
    return written.containsKey(place) ? written.get(place) : rows.find(collection, id);
  }

  public ObjectNode find(String collection, String field, String value) {
    for (var entry : written.entrySet()) {
      boolean holds = entry.getKey().collection().equals(collection) && entry.getValue() != null
          && entry.getValue().path(field).asText().equals(value);
      if (holds) return entry.getValue();
    }
    return rows.find(collection, field, value);
  }

  public List<ObjectNode> all(String collection) {
    var all = new LinkedHashMap<String, ObjectNode>();
    all.putAll(rows.byId(collection));
    written.forEach((place, row) -> {
      if (place.collection().equals(collection)) all.put(place.id(), row);
    });
    all.values().removeIf(Objects::isNull);
    return List.copyOf(all.values());
  }

  public void put(String collection, String id, ObjectNode row) {
    written.put(new Place(collection, id), row);
  }

  public void delete(String collection, String id) {
    written.put(new Place(collection, id), null);
  }

  public long next(String counter, long first) {
    long value = counters.getOrDefault(counter, rows.counter(counter, first));
    counters.put(counter, value + 1);
    return value;
  }

  public void commit() {
    if (written.isEmpty() && counters.isEmpty()) return;
    var commit = Json.object();
    commit.set("counters", Json.of(counters));
    var changed = commit.putArray("rows");
    written.forEach((place, row) -> changed.addObject().put("in", place.collection()).put("id", place.id()).set("row", row));
    rows.commit(commit);
  }
}
