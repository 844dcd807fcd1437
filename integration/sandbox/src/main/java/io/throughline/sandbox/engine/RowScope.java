package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Field;
import io.throughline.sandbox.vendor.Fields;
import io.throughline.sandbox.vendor.Vendor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** A row as names see it: a path follows references into other rows, and walks over every line of a sublist. */
final class RowScope implements Scope {

  private final Vendor vendor;
  private final BiFunction<String, String, ObjectNode> rows;
  private final Fields fields;
  private final JsonNode row;

  RowScope(Vendor vendor, BiFunction<String, String, ObjectNode> rows, Fields fields, JsonNode row) {
    this.vendor = vendor;
    this.rows = rows;
    this.fields = fields;
    this.row = row;
  }

  static RowScope of(Vendor vendor, BiFunction<String, String, ObjectNode> rows, Collection collection, JsonNode row) {
    return new RowScope(vendor, rows, collection.fields(), row);
  }

  /** One line of a sublist, seen before its row. */
  Scope line(Field sublist, JsonNode line) {
    var own = new RowScope(vendor, rows, sublist.fields(), line);
    return path -> {
      var value = own.at(path);
      return value.isMissingNode() ? at(path) : value;
    };
  }

  @Override
  public JsonNode at(String path) {
    return walk(fields, row, Arrays.asList(path.split("\\.")));
  }

  private JsonNode walk(Fields known, JsonNode node, List<String> path) {
    if (path.isEmpty() || Json.nothing(node)) return node;
    if (node.isArray()) {
      var values = Json.array();
      node.forEach(item -> {
        var value = walk(known, item, path);
        if (!value.isMissingNode()) values.add(value);
      });
      return values;
    }
    var rest = path.subList(1, path.size());
    var field = known.named(path.get(0)).orElse(null);
    if (field == null) return walk(known, node.path(path.get(0)), rest);
    var value = node.path(field.name());
    return switch (field.type()) {
      case REF, LINK -> rest.isEmpty() ? value : follow(field, value, rest);
      case SUBLIST -> walk(field.fields(), value, rest);
      default -> walk(known, value, rest);
    };
  }

  private JsonNode follow(Field field, JsonNode value, List<String> rest) {
    if (Json.nothing(value)) return MissingNode.getInstance();
    if (value.has(rest.get(0)) && rest.size() == 1) return value.get(rest.get(0));
    var target = rows.apply(field.target(), vendor.referred(value));
    if (target == null) return MissingNode.getInstance();
    return walk(vendor.collections().get(field.target()).fields(), target, rest);
  }
}
