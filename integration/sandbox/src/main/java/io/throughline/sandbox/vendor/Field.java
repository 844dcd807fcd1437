package io.throughline.sandbox.vendor;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Json;
import java.util.List;
import java.util.Set;

/**
 * One field of a collection, in short ({@code "ref Account required"}) or in full
 * ({@code {type: pick, values: [..], required: true}}).
 *
 * @param target collection that a {@code ref} points to
 * @param unique refused twice
 * @param key natural key: not refused twice, but shown as a duplicate
 * @param within a reference: the key is one below each that it points to
 * @param readonly set by the vendor or its users, not through the API
 * @param sparse left out of an answer when nothing is there, even where the vendor shows nulls
 * @param hidden the vendor's own affair, never shown in an OData answer
 * @param also second name under which a query follows the reference ({@code Account} for {@code AccountId})
 * @param fields fields of one line, for a {@code sublist}
 */
public record Field(
    String name, Type type, String target, boolean required, boolean readonly, boolean unique, boolean key, boolean sparse, boolean hidden,
    String within, String also, JsonNode initial, JsonNode values, Fields fields) {

  /** What a value may be. {@code CHOICE} is shown as {@code {id, refName}}; {@code LINK} is a
   * reference kept as a bare number; {@code MANY} is a list of plain values. */
  public enum Type { STRING, NUMBER, INTEGER, BOOLEAN, DATE, DATETIME, REF, LINK, PICK, CHOICE, SUBLIST, OBJECT, MANY, ANY }

  static Field read(String name, JsonNode description) {
    return description.isTextual() ? shorthand(name, description.asText()) : full(name, description);
  }

  private static Field shorthand(String name, String text) {
    var words = List.of(text.trim().split("\\s+"));
    var type = Type.valueOf(words.get(0).toUpperCase(java.util.Locale.ROOT));
    var flags = Set.copyOf(words.subList(pointing(type) ? 2 : 1, words.size()));
    var unknown = flags.stream().filter(flag -> !List.of("required", "readonly", "unique", "key", "sparse", "hidden").contains(flag)).toList();
    if (!unknown.isEmpty()) throw new IllegalArgumentException("field " + name + ": unknown " + unknown);
    return new Field(name, type, pointing(type) ? words.get(1) : null, flags.contains("required"), flags.contains("readonly"),
        flags.contains("unique"), flags.contains("key"), flags.contains("sparse"), flags.contains("hidden"), null, null, null, Json.array(), Fields.NONE);
  }

  private static boolean pointing(Type type) {
    return type == Type.REF || type == Type.LINK;
  }

  private static Field full(String name, JsonNode full) {
    var brief = shorthand(name, full.path("type").asText());
    return new Field(name, brief.type, brief.target,
        brief.required || full.path("required").asBoolean(), brief.readonly || full.path("readonly").asBoolean(),
        brief.unique || full.path("unique").asBoolean(), brief.key || full.path("key").asBoolean(), brief.sparse, brief.hidden, full.path("within").asText(null),
        full.path("also").asText(null), full.get("initial"), requireNonNullElse(full.get("values"), Json.array()),
        Fields.read(full.path("fields")));
  }
}
