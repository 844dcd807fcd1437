package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.language.Values;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Field;
import io.throughline.sandbox.vendor.Vendor;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Finds rows for lists and shows them as the vendor does: decorated, with nulls, with sublists folded. */
final class Reading {

  private final Vendor vendor;
  private final Rows rows;

  Reading(Vendor vendor, Rows rows) {
    this.vendor = vendor;
    this.rows = rows;
  }

  RowScope scope(Collection collection, JsonNode row) {
    return RowScope.of(vendor, rows::find, collection, row);
  }

  /** Rows that pass every filter the call names; a parameter that is no filter changes nothing. */
  List<ObjectNode> list(Collection collection, Call call) {
    Predicate<ObjectNode> passes = row -> true;
    for (var parameter : call.query().entrySet()) {
      var filter = filter(collection, parameter.getKey());
      if (!filter.isEmpty()) passes = passes.and(filtering(collection, filter, parameter.getValue()));
    }
    var found = rows.all(collection.name()).stream().filter(passes);
    var order = call.query(vendor.described().path("paging").path("order").asText("order"));
    return order.isEmpty() ? found.toList() : found.sorted(ordering(order)).toList();
  }

  private String filter(Collection collection, String name) {
    return collection.filters().path(name).asText(vendor.described().path("filters").path(name).asText());
  }

  /** {@code "updated_at >"}: a field and how it compares; {@code in} takes a list separated by commas. */
  private Predicate<ObjectNode> filtering(Collection collection, String filter, String value) {
    var words = filter.split(" ");
    var field = words[0];
    if (words[1].equals("in")) {
      var wanted = List.of(value.split(","));
      return row -> wanted.contains(scope(collection, row).at(field).asText());
    }
    if (words[1].equals("between")) {
      var ends = value.split("[:,]");
      if (ends.length != 2) throw Refusal.of("bad-paging", "field", field, "value", value);
      return compares(collection, field, ">=", ends[0]).and(compares(collection, field, "<=", ends[1]));
    }
    return compares(collection, field, words[1], value);
  }

  private Predicate<ObjectNode> compares(Collection collection, String field, String sign, String value) {
    var wanted = Json.text(value.length() > 10 ? Values.instant(value).map(vendor.stampFormat()::format).orElse(value) : value);
    boolean plain = !field.contains(".");
    IntPredicate holds = switch (sign) {
      case "=" -> difference -> difference == 0;
      case ">" -> difference -> difference > 0;
      case ">=" -> difference -> difference >= 0;
      case "<" -> difference -> difference < 0;
      case "<=" -> difference -> difference <= 0;
      default -> throw new IllegalArgumentException("a filter cannot compare by " + sign);
    };
    return row -> {
      var is = plain ? row.get(field) : scope(collection, row).at(field);
      return !Json.nothing(is) && holds.test(Values.compare(is, wanted));
    };
  }

  private static Comparator<ObjectNode> ordering(String order) {
    var parts = order.split(":");
    Comparator<ObjectNode> comparator = (left, right) -> Values.compare(left.path(parts[0]), right.path(parts[0]));
    return parts.length == 2 && parts[1].equalsIgnoreCase("desc") ? comparator.reversed() : comparator;
  }

  /** {@code decimals: text} and {@code sublists: plain} where a vendor writes them so. */
  private JsonNode value(Field field, JsonNode value) {
    if (field.type() == Field.Type.NUMBER && vendor.described().path("decimals").asText().equals("text")) return Json.text(value.decimalValue().toPlainString());
    if (field.type() != Field.Type.SUBLIST || !vendor.described().path("sublists").asText().equals("plain")) return value;
    var lines = Json.array();
    value.path("items").forEach(line -> {
      var shown = lines.addObject();
      line.fields().forEachRemaining(part -> shown.set(part.getKey(), field.fields().exactly(part.getKey()).map(known -> value(known, part.getValue())).orElse(part.getValue())));
    });
    return lines;
  }

  /** The row as a single read or a list shows it. */
  JsonNode shown(Collection collection, ObjectNode row, Call call) {
    if (!vendor.odata().isEmpty()) return new ODataShape(vendor, rows, this, call).shown(collection, row);
    var shape = Shapes.out(vendor, collection);
    if (shape != null) return Shapes.texts(vendor, Template.fill(shape, scope(collection, row).with("base", Json.text(call.base()))));
    var shown = Json.object();
    var scope = scope(collection, row).with("base", Json.text(call.base())).with("collection", Json.text(collection.name()));
    if (Template.fill(vendor.described().get("row"), scope) instanceof ObjectNode decoration) shown.setAll(decoration);
    boolean nulls = vendor.described().path("shows").asText().equals("nulls");
    boolean folded = vendor.described().has("expand") && !call.query(vendor.described().path("expand").asText()).equals("true");
    for (var field : collection.fields().all()) {
      if (folded && field.type() == Field.Type.SUBLIST && row.has(field.name())) {
        shown.set(field.name(), Template.fill(vendor.described().path("folded"), scope.with("field", Json.text(field.name()))));
      } else if (row.has(field.name())) shown.set(field.name(), value(field, row.get(field.name())));
      else if (nulls && !field.sparse()) shown.set(field.name(), field.type() == Field.Type.BOOLEAN ? BooleanNode.FALSE : NullNode.getInstance());
    }
    return shown;
  }
}
