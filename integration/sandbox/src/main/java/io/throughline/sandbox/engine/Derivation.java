package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Expressions;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.rows.Change;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Values that a vendor sets by itself. One derivation is {@code {field, <how>}} where how is one of
 * {@code initial}, {@code number}, {@code from} (all three only when absent), {@code sum}, {@code product}, {@code plus},
 * {@code minus}, {@code least}, {@code when/value/otherwise}, {@code map/of}; {@code each} names a sublist whose lines it is done on, and
 * {@code absent: true} leaves a given value alone.
 */
final class Derivation {

  /** Read once each; as many as the descriptions have. */
  private static final Map<String, Predicate<Scope>> CONDITIONS = new ConcurrentHashMap<>();

  private Derivation() {}

  static void into(ObjectNode target, JsonNode how, Scope scope, Change change) {
    var field = how.get("field").asText();
    boolean keeps = how.has("initial") || how.has("number") || how.has("from") || how.path("absent").asBoolean();
    if (keeps && target.hasNonNull(field)) return;
    var value = value(how, scope, change);
    if (Json.nothing(value)) return;
    target.set(field, value);
  }

  private static JsonNode value(JsonNode how, Scope scope, Change change) {
    if (how.has("initial")) return how.get("initial");
    if (how.has("from")) return scope.at(how.get("from").asText());
    if (how.has("number")) return Json.text(numbered(how.get("number").asText(), change));
    if (how.has("sum")) return sum(scope.at(how.get("sum").asText()));
    if (how.has("plus")) return DecimalNode.valueOf(number(how.get("plus").get(0), scope).add(number(how.get("plus").get(1), scope)));
    if (how.has("minus")) return DecimalNode.valueOf(number(how.get("minus").get(0), scope).subtract(number(how.get("minus").get(1), scope)));
    if (how.has("least")) return DecimalNode.valueOf(number(how.get("least").get(0), scope).min(number(how.get("least").get(1), scope)));
    if (how.has("product")) return product(how.get("product"), scope);
    if (how.has("map")) return how.get("map").path(scope.at(how.get("of").asText()).asText());
    if (how.has("when")) return when(how, scope);
    throw new IllegalArgumentException("a derivation that says nothing: " + how);
  }

  private static String numbered(String format, Change change) {
    return String.format(format, change.next(format, 1));
  }

  private static JsonNode sum(JsonNode values) {
    var sum = BigDecimal.ZERO.setScale(2);
    for (var value : values.isArray() ? values : List.of(values)) sum = sum.add(value.decimalValue());
    return DecimalNode.valueOf(sum);
  }

  /** Two decimals, half up, as these vendors round a line. */
  private static JsonNode product(JsonNode factors, Scope scope) {
    var product = BigDecimal.ONE;
    for (var factor : factors) {
      if (Json.nothing(scope.at(factor.asText()))) return MissingNode.getInstance();
      product = product.multiply(number(factor, scope));
    }
    return DecimalNode.valueOf(product.setScale(2, RoundingMode.HALF_UP));
  }

  private static JsonNode when(JsonNode how, Scope scope) {
    boolean holds = CONDITIONS.computeIfAbsent(how.get("when").asText(), Expressions::condition).test(scope);
    return holds ? how.path("value") : how.path("otherwise");
  }

  static BigDecimal number(JsonNode path, Scope scope) {
    var value = scope.at(path.asText());
    return Json.nothing(value) ? BigDecimal.ZERO : new BigDecimal(value.asText());
  }
}
