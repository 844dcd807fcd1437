package io.throughline.sandbox.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Expressions;
import io.throughline.sandbox.language.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What happens by itself when a row is written: values that follow from others, checks that refuse, effects on other rows.
 *
 * @param values one node a derived value, in order; how it is computed is named by its key ({@code sum}, {@code minus}, ...)
 */
public record Rules(List<JsonNode> values, List<Check> checks, List<JsonNode> effects) {

  /**
   * A refusal of the row as it would become; {@code old.} names the row as it was.
   *
   * @param each sublist whose every line is looked at, or empty
   * @param except fields that may still change, when the check freezes the row; empty for an ordinary check
   */
  public record Check(String each, Predicate<Scope> refuses, String kind, String message, String field, Optional<List<String>> except) {}

  static Rules read(JsonNode collection) {
    return new Rules(
        nodes(collection.path("derive")),
        nodes(collection.path("checks")).stream().map(Rules::check).toList(),
        nodes(collection.path("effects")));
  }

  private static Check check(JsonNode check) {
    Optional<List<String>> except = check.has("except")
        ? Optional.of(nodes(check.get("except")).stream().map(JsonNode::asText).toList())
        : Optional.empty();
    return new Check(check.path("each").asText(""), Expressions.condition(check.path("refuse").asText()),
        check.path("kind").asText("invalid-value"), check.path("message").asText(), check.path("field").asText(""), except);
  }

  private static List<JsonNode> nodes(JsonNode array) {
    var nodes = new ArrayList<JsonNode>();
    array.forEach(nodes::add);
    return List.copyOf(nodes);
  }
}
