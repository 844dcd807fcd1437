package io.throughline.sandbox.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A vendor as its file describes it; {@code described} keeps the parts that strategies read themselves. */
public record Vendor(String name, Map<String, Collection> collections, List<Route> routes, JsonNode described) {

  /** As many as there are descriptions. */
  private static final Map<String, DateTimeFormatter> FORMATS = new ConcurrentHashMap<>();

  static Vendor read(JsonNode described) {
    var collections = new LinkedHashMap<String, Collection>();
    described.path("collections").fields().forEachRemaining(
        entry -> collections.put(entry.getKey(), Collection.read(entry.getKey(), entry.getValue())));
    var routes = new ArrayList<Route>();
    described.path("routes").forEach(route -> routes.add(Route.read(route)));
    var vendor = new Vendor(described.path("vendor").asText(), collections, List.copyOf(routes), described);
    vendor.refuseDanglingReferences();
    return vendor;
  }

  private void refuseDanglingReferences() {
    collections.values().forEach(collection -> collection.fields().all().forEach(field -> {
      if (field.target() != null && !collections.containsKey(field.target())) {
        throw new IllegalArgumentException(name + ": " + collection.name() + "." + field.name() + " points to nothing: " + field.target());
      }
    }));
  }

  public Optional<Collection> collection(String name) {
    return Optional.ofNullable(collections.get(name));
  }

  /** {@code v2} or {@code v4} when the vendor speaks OData, otherwise empty. */
  public String odata() {
    return described.path("odata").asText("");
  }

  /** The name of the field that holds the row's id. */
  public String idField() {
    return described.path("id").path("field").asText("id");
  }

  /** How this vendor writes an instant, in UTC. */
  public DateTimeFormatter stampFormat() {
    var pattern = described.path("stamps").path("format").asText("yyyy-MM-dd'T'HH:mm:ss.SSSX");
    return FORMATS.computeIfAbsent(pattern, known -> DateTimeFormatter.ofPattern(known).withZone(ZoneOffset.UTC));
  }

  /** True when a reference is written as an object rather than as a plain id. */
  public boolean refersByObject() {
    return !described.path("references").asText("plain").equals("plain");
  }

  /** The id a reference holds: {@code {id, refName}}, or {@code {key, id, name}} where rows have a number and a name of the user's. */
  public String referred(JsonNode reference) {
    if (!reference.isObject()) return reference.asText();
    return reference.path(described.path("references").asText().equals("keyed") ? "key" : "id").asText();
  }

  /** The field, unique in the vendor, by which a reference may name a row instead of its id; empty when there is none. */
  public String externalField() {
    return described.path("id").path("external").asText("");
  }
}
