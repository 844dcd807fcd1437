package io.throughline.sandbox.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One kind of row that a vendor keeps.
 *
 * @param singular the word around one row in a body ({@code workspace} for {@code workspaces})
 * @param mark what the id style needs: a key prefix, a first number
 * @param label field that names a row to people, empty when there is none
 * @param key fields that identify a row, joined to its id; empty when the vendor numbers its rows
 * @param may verbs that the API allows on it; empty = all
 * @param retired field that says true of a row which only history keeps, empty when there is none: it may share its keys with a living one
 * @param children child rows by the relationship name a query uses: {@code {of, by}}; {@code one: true}
 *     where there is at most one
 * @param transforms by target collection, the shape of the row that a transformation creates
 */
public record Collection(
    String name, String singular, String mark, String label, List<String> key, Set<String> may, String retired, Fields fields, Rules rules,
    JsonNode children, JsonNode transforms, JsonNode filters, JsonNode seed) {

  static Collection read(String name, JsonNode described) {
    var may = new TreeSet<String>();
    may.addAll(words(described.path("may")));
    return new Collection(name, described.path("singular").asText(name), described.path("mark").asText(""),
        described.path("label").asText(""), words(described.path("key")), may, described.path("retired").asText(""), Fields.read(described.path("fields")), Rules.read(described),
        described.path("children"), described.path("transforms"), described.path("filters"), described.path("seed"));
  }

  private static List<String> words(JsonNode list) {
    var words = new ArrayList<String>();
    list.forEach(word -> words.add(word.asText()));
    return List.copyOf(words);
  }

  public boolean allows(String verb) {
    return may.isEmpty() || may.contains(verb);
  }

  public List<Field> uniqueFields() {
    return fields.all().stream().filter(Field::unique).toList();
  }
}
