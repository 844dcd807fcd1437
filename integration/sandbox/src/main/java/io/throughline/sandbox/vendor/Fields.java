package io.throughline.sandbox.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fields in their order; names are found whatever their case, as query languages want it. */
public final class Fields {

  static final Fields NONE = new Fields(Map.of());

  private final Map<String, Field> ordered;
  private final Map<String, Field> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private Fields(Map<String, Field> ordered) {
    this.ordered = ordered;
    ordered.values().forEach(field -> {
      anyCase.put(field.name(), field);
      if (field.also() != null) anyCase.put(field.also(), field);
    });
  }

  static Fields read(JsonNode described) {
    var fields = new LinkedHashMap<String, Field>();
    described.fields().forEachRemaining(entry -> fields.put(entry.getKey(), Field.read(entry.getKey(), entry.getValue())));
    return new Fields(fields);
  }

  public Collection<Field> all() {
    return ordered.values();
  }

  /** As a writer must spell it. */
  public Optional<Field> exactly(String name) {
    return Optional.ofNullable(ordered.get(name));
  }

  /** As a query may spell it, or the second name of a reference. */
  public Optional<Field> named(String name) {
    return Optional.ofNullable(anyCase.get(name));
  }
}
