package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.language.Values;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Field;
import io.throughline.sandbox.vendor.Vendor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A row as OData shows it: {@code $select} and {@code $expand}, dates as ticks and decimals as text in v2, deferred links where v2 was not
 * asked to expand.
 */
final class ODataShape {

  private final Vendor vendor;
  private final Rows rows;
  private final Reading reading;
  private final Call call;

  /** What is shown of a row; an empty selection is everything. */
  private record Options(Set<String> select, Map<String, Options> expand) {}

  ODataShape(Vendor vendor, Rows rows, Reading reading, Call call) {
    this.vendor = vendor;
    this.rows = rows;
    this.reading = reading;
    this.call = call;
  }

  static String etag(ObjectNode row) {
    return "W/\"" + Integer.toHexString(row.hashCode()) + "\"";
  }

  JsonNode shown(Collection collection, ObjectNode row) {
    return shown(collection, row, options(call.query("$select"), call.query("$expand")));
  }

  private JsonNode shown(Collection collection, ObjectNode row, Options options) {
    var shown = Json.object();
    var scope = reading.scope(collection, row).with("base", Json.text(call.base())).with("collection", Json.text(collection.name())).with("etag", Json.text(etag(row)));
    decorate(shown, "row", scope);
    if (call.header("accept").contains("odata.metadata=full")) decorate(shown, "full", scope);
    for (var field : collection.fields().all()) {
      if (!field.hidden() && (options.select().isEmpty() || options.select().contains(field.name()))) shown.set(field.name(), value(field, row.get(field.name())));
      if (field.also() != null && options.expand().containsKey(field.also())) shown.set(field.also(), parent(field, row, options.expand().get(field.also())));
    }
    collection.children().fields().forEachRemaining(child -> {
      if (options.expand().containsKey(child.getKey())) shown.set(child.getKey(), children(child.getValue(), row, options.expand().get(child.getKey())));
      else if (v2() && options.select().isEmpty()) shown.set(child.getKey(), Json.object().set("__deferred", Json.object().put("uri", call.base())));
    });
    return shown;
  }

  private void decorate(ObjectNode shown, String by, Scope scope) {
    if (Template.fill(vendor.described().get(by), scope) instanceof ObjectNode decoration) shown.setAll(decoration);
  }

  private JsonNode parent(Field field, ObjectNode row, Options options) {
    var target = row.hasNonNull(field.name()) ? rows.find(field.target(), row.get(field.name()).asText()) : null;
    return target == null ? NullNode.getInstance() : shown(vendor.collections().get(field.target()), target, options);
  }

  private JsonNode children(JsonNode relation, ObjectNode row, Options options) {
    var collection = vendor.collections().get(relation.get("of").asText());
    var id = row.path(vendor.idField()).asText();
    var found = rows.all(collection.name()).stream().filter(child -> child.path(relation.get("by").asText()).asText().equals(id)).map(child -> shown(collection, child, options)).toList();
    if (relation.path("one").asBoolean()) return found.isEmpty() ? NullNode.getInstance() : found.get(0);
    var list = Json.array().addAll(found);
    return v2() ? Json.object().set("results", list) : list;
  }

  private JsonNode value(Field field, JsonNode value) {
    if (Json.nothing(value)) return field.type() == Field.Type.BOOLEAN ? BooleanNode.FALSE : v2() && field.type() == Field.Type.STRING ? Json.text("") : NullNode.getInstance();
    return switch (field.type()) {
      case NUMBER -> v2() ? Json.text(value.decimalValue().toPlainString()) : value;
      case DATE -> v2() ? ticks(value, "") : Json.text(value.asText() + vendor.described().path("dates").asText(""));
      case DATETIME -> v2() ? ticks(value, "+0000") : value;
      default -> value;
    };
  }

  private static JsonNode ticks(JsonNode value, String zone) {
    return Json.text("/Date(" + Values.instant(value.asText()).orElseThrow().toEpochMilli() + zone + ")/");
  }

  private boolean v2() {
    return vendor.odata().equals("v2");
  }

  /** {@code a,b} and {@code c($select=d;$expand=e)} as v4 writes it, {@code c/e} as v2 does. */
  private static Options options(String select, String expand) {
    var chosen = new LinkedHashSet<String>();
    for (var name : select.split(",")) if (!name.isBlank() && !name.contains("/")) chosen.add(name.strip());
    var expanded = new LinkedHashMap<String, Options>();
    for (var part : parts(expand, ',')) {
      int open = part.indexOf('(');
      var path = (open < 0 ? part : part.substring(0, open)).strip();
      int slash = path.indexOf('/');
      var inner = open >= 0 ? part.substring(open + 1, part.lastIndexOf(')')) : "";
      var options = slash >= 0 ? options("", path.substring(slash + 1)) : options(option(inner, "$select"), option(inner, "$expand"));
      expanded.merge(slash >= 0 ? path.substring(0, slash) : path, options, ODataShape::both);
    }
    return new Options(chosen, expanded);
  }

  private static Options both(Options left, Options right) {
    var expand = new LinkedHashMap<>(left.expand());
    expand.putAll(right.expand());
    return new Options(left.select(), expand);
  }

  private static String option(String inner, String name) {
    return parts(inner, ';').stream().map(String::strip).filter(each -> each.startsWith(name + "=")).map(each -> each.substring(name.length() + 1)).findFirst().orElse("");
  }

  private static List<String> parts(String text, char separator) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      char sign = at == text.length() ? separator : text.charAt(at);
      if (sign == '(') depth++;
      else if (sign == ')') depth--;
      else if (sign == separator && depth == 0) {
        if (at > from) parts.add(text.substring(from, at));
        from = at + 1;
      }
    }
    return parts;
  }
}
