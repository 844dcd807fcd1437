package io.throughline.sandbox.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON shape with holes. {@code "${path}"} alone keeps the value's type and drops the property when there is none;
 * {@code "${path ?? other}"} takes another path, or else that text; {@code "${path after mark}"} is what
 * stands behind the mark's first place; inside a longer text a hole becomes text. Five forms work on lists and words:
 * {@code {$each: path, $as: name, $do: shape}}, {@code {$index: path, $by: field}}, {@code {$of: shape, $map: {..}}},
 * {@code {$sum: path, $of: field}}, and
 * {@code {$with: path, $do: shape}}, which is dropped when there is nothing at the path.
 */
public final class Template {

  private static final Pattern HOLE = Pattern.compile("\\$\\{([^}]+)}");

  private Template() {}

  public static JsonNode fill(JsonNode shape, Scope scope) {
    if (shape == null) return MissingNode.getInstance();
    if (shape.isTextual()) return text(shape.textValue(), scope);
    if (shape.has("$each")) return each(shape, scope);
    if (shape.has("$index")) return index(shape, scope);
    if (shape.has("$with")) return Json.nothing(scope.at(shape.get("$with").asText())) ? MissingNode.getInstance() : fill(shape.get("$do"), scope);
    if (shape.has("$sum")) return sum(shape, scope);
    if (shape.has("$map")) return mapped(shape, scope);
    if (shape.isArray()) return array(shape, scope);
    return shape.isObject() ? object(shape, scope) : shape;
  }

  public static String line(String shape, Scope scope) {
    return HOLE.matcher(shape).replaceAll(hole -> Matcher.quoteReplacement(hole(hole.group(1), scope).asText("")));
  }

  private static JsonNode text(String shape, Scope scope) {
    var hole = HOLE.matcher(shape);
    return hole.matches() ? hole(hole.group(1), scope) : Json.text(line(shape, scope));
  }

  private static JsonNode hole(String content, Scope scope) {
    var cut = content.split(" after ", 2);
    if (cut.length == 2) return Json.text(scope.at(cut[0].trim()).asText().replaceFirst("^.*?" + Pattern.quote(cut[1].trim()), ""));
    var parts = content.split("\\?\\?", 2);
    var value = scope.at(parts[0].trim());
    if (!value.isMissingNode() || parts.length == 1) return value;
    var other = hole(parts[1], scope);
    return other.isMissingNode() ? Json.text(parts[1].trim()) : other;
  }

  private static JsonNode object(JsonNode shape, Scope scope) {
    var filled = Json.object();
    shape.fields().forEachRemaining(entry -> {
      var value = fill(entry.getValue(), scope);
      if (!value.isMissingNode()) filled.set(line(entry.getKey(), scope), value);
    });
    return filled;
  }

  private static JsonNode array(JsonNode shape, Scope scope) {
    var filled = Json.array();
    shape.forEach(item -> {
      var value = fill(item, scope);
      if (!value.isMissingNode()) filled.add(value);
    });
    return filled;
  }

  private static JsonNode each(JsonNode shape, Scope scope) {
    var filled = Json.array();
    var name = shape.path("$as").asText("item");
    scope.at(shape.get("$each").asText()).forEach(item -> filled.add(fill(shape.get("$do"), scope.with(name, item))));
    return filled;
  }

  private static JsonNode index(JsonNode shape, Scope scope) {
    ObjectNode filled = Json.object();
    scope.at(shape.get("$index").asText()).forEach(item -> filled.set(item.path(shape.get("$by").asText()).asText(), shape.has("$do") ? fill(shape.get("$do"), scope.with("item", item)) : item));
    return filled;
  }

  private static JsonNode sum(JsonNode shape, Scope scope) {
    var sum = java.math.BigDecimal.ZERO;
    for (var item : scope.at(shape.get("$sum").asText())) sum = sum.add(item.path(shape.get("$of").asText()).decimalValue());
    return com.fasterxml.jackson.databind.node.DecimalNode.valueOf(sum);
  }

  private static JsonNode mapped(JsonNode shape, Scope scope) {
    var value = fill(shape.get("$of"), scope);
    return shape.get("$map").path(value.asText());
  }
}
