package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Values;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Vendor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A query as a body: {@code {object, fields, filters: [{$gte: {field: value}}], orderBy: [{field: asc}]}}; every filter has to hold. A
 * record's fields are named by their whole path.
 */
final class ObjectQuery implements QueryLanguage {

  @Override
  public List<JsonNode> run(String source, Found about, Vendor vendor, Rows rows, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var query = call.json();
    var collection = vendor.collection(query.path("object").asText()).orElseThrow(() -> Refusal.of("unknown-collection", "collection", query.path("object").asText()));
    var reading = new Reading(vendor, rows);
    var records = new ArrayList<JsonNode>();
    for (var row : rows.all(collection.name())) {
      var shown = reading.shown(collection, row, call);
      if (passes(query.path("filters"), shown, collection)) records.add(shown);
    }
    var order = order(query.path("orderBy"));
    if (order != null) records.sort(order);
    return disorder.apply(new ArrayList<>(records.stream().map(record -> (JsonNode) columns(query.path("fields"), record)).toList()));
  }

  private static boolean passes(JsonNode filters, JsonNode record, Collection collection) {
    for (var filter : filters) {
      var sign = filter.fieldNames().next();
      var condition = filter.get(sign).fields().next();
      var name = condition.getKey();
      if (!name.startsWith("audit.") && collection.fields().exactly(name.split("\\.")[0]).isEmpty()) throw Refusal.of("unknown-column", "collection", collection.name(), "field", name);
      var is = at(record, name);
      int difference = Values.compare(is, condition.getValue());
      boolean holds = switch (sign) {
        case "$eq" -> difference == 0;
        case "$ne" -> difference != 0;
        case "$gt" -> difference > 0;
        case "$gte" -> difference >= 0;
        case "$lt" -> difference < 0;
        default -> throw Refusal.of("malformed-query", "message", "unknown operator " + sign);
      };
      if (!holds || Json.nothing(is) && !sign.equals("$ne")) return false;
    }
    return true;
  }

  private static Comparator<JsonNode> order(JsonNode orders) {
    Comparator<JsonNode> order = null;
    for (var each : orders) {
      var name = each.fieldNames().next();
      Comparator<JsonNode> next = (left, right) -> Values.compare(at(left, name), at(right, name));
      if (each.get(name).asText().equals("desc")) next = next.reversed();
      order = order == null ? next : order.thenComparing(next);
    }
    return order;
  }

  private static ObjectNode columns(JsonNode fields, JsonNode record) {
    var columns = Json.object();
    for (var field : fields) columns.set(field.asText(), at(record, field.asText()));
    return columns;
  }

  private static JsonNode at(JsonNode record, String path) {
    return record.at("/" + path.replace('.', '/'));
  }
}
