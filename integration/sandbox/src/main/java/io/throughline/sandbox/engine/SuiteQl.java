package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Malformed;
import io.throughline.sandbox.language.Query;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.language.Values;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Vendor;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * SuiteQL, the part in use: one table, WHERE, ORDER BY, {@code BUILTIN.DF}, date functions. The description's
 * {@code tables} say from which collections (or lines of a sublist) a table is made and how its columns are called; every
 * value is answered as text, names in lower case, nothing left out as nothing.
 */
final class SuiteQl implements QueryLanguage {

  @Override
  public List<JsonNode> run(String source, Found about, Vendor vendor, Rows rows, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var query = Query.read(source, SuiteQl::function);
    var table = vendor.described().path("tables").path(query.from().toLowerCase(Locale.ROOT));
    if (table.isMissingNode()) throw Refusal.of("unknown-table", "field", query.from());
    query.names().forEach(name -> refuseUnknown(name, query, table));
    Stream<Scope> found = lines(table, vendor, rows).stream().map(line -> columns(line, query, table)).filter(query.where());
    if (query.order() != null) found = found.sorted(query.order());
    return disorder.apply(found.skip(query.offset()).limit(query.limit()).map(line -> item(query, line)).toList());
  }

  /** One scope a line of the table: the constants of its source, then the line of the sublist, then the row. */
  private static List<Scope> lines(JsonNode table, Vendor vendor, Rows rows) {
    var reading = new Reading(vendor, rows);
    var lines = new ArrayList<Scope>();
    table.path("from").fields().forEachRemaining(from -> {
      var collection = vendor.collections().get(from.getKey());
      var constants = Scope.of(from.getValue());
      for (var row : rows.all(collection.name())) {
        var scope = reading.scope(collection, row);
        if (!table.has("each")) lines.add(first(constants, scope));
        else {
          var sublist = collection.fields().exactly(table.get("each").asText()).orElseThrow();
          row.path(sublist.name()).path("items").forEach(line -> lines.add(first(constants, scope.line(sublist, line))));
        }
      }
    });
    return lines;
  }

  private static Scope first(Scope constants, Scope row) {
    return path -> {
      var constant = constants.at(path);
      return constant.isMissingNode() ? row.at(path) : constant;
    };
  }

  private static String plain(String name, Query query) {
    boolean prefixed = name.regionMatches(true, 0, query.alias() + ".", 0, query.alias().length() + 1)
        || name.regionMatches(true, 0, query.from() + ".", 0, query.from().length() + 1);
    return (prefixed ? name.substring(name.indexOf('.') + 1) : name).toLowerCase(Locale.ROOT);
  }

  private static void refuseUnknown(String name, Query query, JsonNode table) {
    if (!table.path("columns").has(plain(name, query))) throw Refusal.of("unknown-column", "collection", query.from(), "field", plain(name, query));
  }

  /** A column is a path, or {@code {value: shape, display: shape}} for those whose stored and shown forms differ. */
  private static Scope columns(Scope line, Query query, JsonNode table) {
    return name -> {
      var column = table.path("columns").path(plain(name, query));
      if (column.isTextual()) return line.at(column.asText());
      var filled = Json.object();
      filled.set("id", Template.fill(column.get("value"), line));
      filled.set("refName", Template.fill(column.get("display"), line));
      return Json.nothing(filled.path("id")) ? MissingNode.getInstance() : filled;
    };
  }

  private static JsonNode function(String name, List<JsonNode> arguments) {
    var value = arguments.get(0);
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "BUILTIN.DF" -> value.has("refName") ? value.get("refName") : scalar(value);
      case "TO_DATE", "TO_TIMESTAMP", "TO_TIMESTAMP_TZ" -> scalar(value);
      case "TO_CHAR" -> characters(scalar(value), arguments.size() > 1 ? arguments.get(1).asText() : "");
      case "UPPER" -> TextNode.valueOf(scalar(value).asText().toUpperCase(Locale.ROOT));
      case "LOWER" -> TextNode.valueOf(scalar(value).asText().toLowerCase(Locale.ROOT));
      case "NVL" -> Json.nothing(value) ? arguments.get(1) : value;
      default -> throw new Malformed("unknown function: " + name);
    };
  }

  /** A time as the format wants it; formats without fractions lose them, which pollers must live with. */
  private static JsonNode characters(JsonNode value, String format) {
    if (Json.nothing(value)) return value;
    if (!format.contains("HH24") || format.contains("FF")) return value;
    return Values.instant(value.asText()).map(instant -> Json.text(instant.truncatedTo(ChronoUnit.SECONDS).toString())).orElse(value);
  }

  private static JsonNode scalar(JsonNode value) {
    return value.isObject() ? value.path("id") : value;
  }

  private static JsonNode item(Query query, Scope line) {
    var item = Json.object();
    item.putArray("links");
    for (var column : query.columns()) {
      var value = scalar(column.value().apply(line));
      if (Json.nothing(value)) continue;
      var text = value.isBoolean() ? (value.asBoolean() ? "T" : "F") : value.asText();
      item.put(plain(column.as(), query), text);
    }
    return item;
  }
}
