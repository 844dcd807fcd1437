package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What stands in the parentheses of an OData address: one value, or names with values, of the key or of an alternate key. */
final class ODataKey {

  private static final Pattern PART = Pattern.compile("(?:(?<name>\\w+)=)?(?:guid)?(?:'(?<text>(?:[^']|'')*)'|(?<bare>[^,']+))(?:,|$)");

  private final Collection collection;
  private final Map<String, String> values = new LinkedHashMap<>();

  ODataKey(Collection collection, String text) {
    this.collection = collection;
    var parts = PART.matcher(text);
    int at = 0;
    while (at < text.length() && parts.region(at, text.length()).lookingAt()) {
      var value = parts.group("text") == null ? parts.group("bare") : parts.group("text").replace("''", "'");
      values.put(Objects.requireNonNullElse(parts.group("name"), ""), value);
      at = parts.end();
    }
    if (at < text.length() || values.isEmpty()) throw Refusal.of("bad-key", "collection", collection.name(), "value", text);
  }

  /** The row it names, or null. */
  ObjectNode row(Rows rows) {
    if (alternate()) {
      var only = values.entrySet().iterator().next();
      return rows.find(collection.name(), only.getKey(), only.getValue());
    }
    var row = rows.find(collection.name(), id());
    boolean fits = row != null && values.entrySet().stream().allMatch(part -> part.getKey().isEmpty() || row.path(part.getKey()).asText().equals(part.getValue()));
    return fits ? row : null;
  }

  /** One name that is unique, but not the key. */
  boolean alternate() {
    var name = values.keySet().iterator().next();
    return values.size() == 1 && !name.isEmpty() && !collection.key().contains(name) && collection.fields().exactly(name).filter(field -> field.unique()).isPresent();
  }

  String id() {
    if (values.containsKey("")) return values.get("");
    return collection.key().stream().map(name -> Objects.requireNonNullElse(values.get(name), "")).collect(Collectors.joining("|"));
  }

  /** The names and values as a new row takes them. */
  Map<String, String> values() {
    return values;
  }
}
