package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Expressions;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Query;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Field;
import io.throughline.sandbox.vendor.Vendor;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** SOQL, the part in use: fields, {@code Parent.Field}, one child subselect, WHERE, ORDER BY, LIMIT, OFFSET. */
final class Soql implements QueryLanguage {

  @Override
  public List<JsonNode> run(String source, Found about, Vendor vendor, Rows rows, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var query = Query.read(source, Expressions.NONE);
    var collection = vendor.collections().values().stream().filter(known -> known.name().equalsIgnoreCase(query.from())).findFirst()
        .orElseThrow(() -> Refusal.of("unknown-collection", "collection", query.from()));
    return disorder.apply(found(query, collection, rows.all(collection.name()).stream(), new Reading(vendor, rows), vendor, rows, call));
  }

  private List<JsonNode> found(Query query, Collection collection, Stream<ObjectNode> from, Reading reading, Vendor vendor, Rows rows, Call call) {
    query.names().forEach(name -> refuseUnknown(vendor, collection, name));
    Stream<ObjectNode> found = from.filter(row -> query.where().test(reading.scope(collection, row)));
    if (query.order() != null) {
      found = found.sorted((left, right) -> query.order().compare(reading.scope(collection, left), reading.scope(collection, right)));
    }
    return found.skip(query.offset()).limit(query.limit()).map(row -> record(query, collection, row, reading, vendor, rows, call)).toList();
  }

  private static void refuseUnknown(Vendor vendor, Collection collection, String path) {
    var at = collection;
    var segments = path.split("\\.");
    for (int i = 0; i < segments.length; i++) {
      var owner = at;
      var field = at.fields().named(segments[i])
          .orElseThrow(() -> Refusal.of("unknown-column", "collection", owner.name(), "field", path));
      if (i < segments.length - 1) {
        if (field.type() != Field.Type.REF) throw Refusal.of("unknown-column", "collection", owner.name(), "field", path);
        at = vendor.collections().get(field.target());
      }
    }
  }

  private JsonNode record(Query query, Collection collection, ObjectNode row, Reading reading, Vendor vendor, Rows rows, Call call) {
    var scope = reading.scope(collection, row);
    var record = decorated(vendor, collection, scope, call);
    for (var column : query.columns()) {
      if (column.children() != null) record.set(column.as(), children(column.children(), collection, row, reading, vendor, rows, call));
      else put(record, column.as().split("\\."), 0, collection, scope, column.value().apply(scope), vendor, call);
    }
    return record;
  }

  private static ObjectNode decorated(Vendor vendor, Collection collection, Scope scope, Call call) {
    return Template.fill(vendor.described().get("row"), scope.with("base", Json.text(call.base())).with("collection", Json.text(collection.name())))
        instanceof ObjectNode decoration ? decoration : Json.object();
  }

  /** {@code Account.Name} becomes an object inside the record, or null when there is no parent. */
  private static void put(ObjectNode into, String[] path, int at, Collection collection, Scope scope, JsonNode value, Vendor vendor, Call call) {
    var field = collection.fields().named(path[at]).orElseThrow();
    if (at == path.length - 1) {
      var empty = field.type() == Field.Type.BOOLEAN ? BooleanNode.FALSE : NullNode.getInstance();
      into.set(field.name(), Json.nothing(value) ? empty : value);
      return;
    }
    if (Json.nothing(scope.at(field.name()))) {
      into.putNull(field.also());
      return;
    }
    var parent = vendor.collections().get(field.target());
    Scope above = name -> scope.at(field.name() + "." + name);
    var holder = into.path(field.also()) instanceof ObjectNode there ? there : decorated(vendor, parent, above, call);
    into.set(field.also(), holder);
    put(holder, path, at + 1, parent, above, value, vendor, call);
  }

  private JsonNode children(Query query, Collection parent, ObjectNode row, Reading reading, Vendor vendor, Rows rows, Call call) {
    var relation = parent.children().path(query.from());
    if (relation.isMissingNode()) throw Refusal.of("unknown-collection", "collection", query.from());
    var collection = vendor.collections().get(relation.get("of").asText());
    var id = row.path(vendor.idField()).asText();
    var of = rows.all(collection.name()).stream().filter(child -> child.path(relation.get("by").asText()).asText().equals(id));
    var records = found(query, collection, of, reading, vendor, rows, call);
    if (records.isEmpty()) return NullNode.getInstance();
    var inner = Json.object().put("totalSize", records.size()).put("done", true);
    inner.putArray("records").addAll(records);
    return inner;
  }
}
