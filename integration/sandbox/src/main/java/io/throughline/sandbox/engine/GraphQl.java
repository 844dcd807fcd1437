package io.throughline.sandbox.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.Field;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.ObjectValue;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Vendor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * One GraphQL document: each root field does what the description says of it ({@code list}, {@code create}, {@code update} or
 * {@code value}), and only what the document selects is shown. An error is an answer with {@code errors}, as GraphQL has it.
 */
final class GraphQl {

  private final Vendor vendor;
  private final Rows rows;
  private final Reading reading;
  private final Clock clock;

  /** A row among others, as nested fields see it. */
  private record Seen(Collection collection, ObjectNode row) {}

  GraphQl(Vendor vendor, Rows rows, Reading reading, Clock clock) {
    this.vendor = vendor;
    this.rows = rows;
    this.reading = reading;
    this.clock = clock;
  }

  Answer run(Call call) {
    var body = call.json();
    var data = Json.object();
    try {
      var document = new Parser().parseDocument(body.path("query").asText());
      var operation = document.getDefinitionsOfType(OperationDefinition.class).get(0);
      for (var field : fields(operation.getSelectionSet(), null)) data.set(field.getAlias() == null ? field.getName() : field.getAlias(), root(field, body.path("variables"), call));
    } catch (InvalidSyntaxException malformed) {
      throw Refusal.of("malformed-query", "message", malformed.getMessage());
    }
    return Answer.of(200, Json.object().set("data", data));
  }

  private JsonNode root(Field field, JsonNode variables, Call call) {
    var described = vendor.described().path("graphql").path(field.getName());
    if (described.isMissingNode()) throw Refusal.of("unknown-column", "collection", "Query", "field", field.getName());
    var arguments = Json.object();
    field.getArguments().forEach(argument -> arguments.set(argument.getName(), value(argument.getValue(), variables)));
    described.path("json").forEach(name -> arguments.set(name.asText(), parsed(arguments.path(name.asText()))));
    if (described.has("value")) return projected(described.get("value"), field.getSelectionSet(), variables, call, null);
    if (described.has("list")) return list(described, arguments, field, variables, call);
    var collection = vendor.collections().get(described.path("create").asText(described.path("update").asText()));
    var written = written(described, collection, arguments);
    return field.getSelectionSet() == null ? Json.text("{\"success\":true}") : projected(reading.shown(collection, written, call), field.getSelectionSet(), variables, call, new Seen(collection, written));
  }

  private ObjectNode written(JsonNode described, Collection collection, ObjectNode arguments) {
    var change = rows.change();
    var writing = new Writing(vendor, change, clock);
    var row = Template.fill(described.get("row"), Scope.of(arguments));
    ObjectNode written;
    if (described.has("create")) written = writing.create(collection, row, Author.API);
    else {
      var id = arguments.path(described.path("by").asText()).asText();
      var old = rows.find(collection.name(), id);
      if (old == null) throw Refusal.of("not-found", "collection", collection.name(), "value", id);
      written = writing.update(collection, old, row, Author.API);
    }
    change.commit();
    return written;
  }

  private JsonNode list(JsonNode described, ObjectNode arguments, Field field, JsonNode variables, Call call) {
    var collection = vendor.collections().get(described.get("list").asText());
    var found = new ArrayList<ObjectNode>();
    for (var row : rows.all(collection.name())) if (passes(described, arguments, row)) found.add(row);
    int size = Math.min(arguments.path("limit").asInt(25), described.path("max").asInt(500));
    int from = (arguments.path("page").asInt(1) - 1) * size;
    var page = from >= found.size() ? List.<ObjectNode>of() : found.subList(from, Math.min(found.size(), from + size));
    return wrapped(described.path("as").asText(), collection, page, field, variables, call);
  }

  /** {@code where}: a row's field for each argument that filters; {@code columns} filters by pairs of column and values. */
  private static boolean passes(JsonNode described, ObjectNode arguments, ObjectNode row) {
    for (var where = described.path("where").fields(); where.hasNext(); ) {
      var filter = where.next();
      var wanted = arguments.path(filter.getKey());
      if (!Json.nothing(wanted) && !among(wanted, row.path(filter.getValue().asText()).asText())) return false;
    }
    for (var column : arguments.path("columns")) if (!among(column.path("column_values"), row.path(column.path("column_id").asText()).asText())) return false;
    return described.path("always").isMissingNode() || row.path(described.path("always").fieldNames().next()).asText().equals(described.path("always").elements().next().asText());
  }

  private static boolean among(JsonNode wanted, String value) {
    if (!wanted.isArray()) return wanted.asText().equals(value);
    for (var each : wanted) if (each.asText().equals(value)) return true;
    return false;
  }

  private JsonNode wrapped(String as, Collection collection, List<ObjectNode> page, Field field, JsonNode variables, Call call) {
    var list = Json.array();
    if (as.isEmpty()) {
      for (var row : page) list.add(projected(reading.shown(collection, row, call), field.getSelectionSet(), variables, call, new Seen(collection, row)));
      return list;
    }
    var wrapped = Json.object();
    for (var inner : fields(field.getSelectionSet(), null)) {
      if (inner.getName().equals(as)) wrapped.set(as, wrapped("", collection, page, inner, variables, call));
      else wrapped.set(inner.getName(), NullNode.getInstance());
    }
    return wrapped;
  }

  private JsonNode projected(JsonNode node, SelectionSet selected, JsonNode variables, Call call, Seen seen) {
    if (selected == null || Json.nothing(node)) return Json.nothing(node) ? NullNode.getInstance() : node;
    if (node.isArray()) {
      var list = Json.array();
      node.forEach(each -> list.add(projected(each, selected, variables, call, seen)));
      return list;
    }
    var shown = Json.object();
    for (var field : fields(selected, node.path("__typename").asText(null))) shown.set(field.getName(), inner(node, field, variables, call, seen));
    return shown;
  }

  private JsonNode inner(JsonNode node, Field field, JsonNode variables, Call call, Seen seen) {
    var children = seen == null ? null : seen.collection().children().path(field.getName());
    if (!node.has(field.getName()) && children != null && children.has("of")) {
      var collection = vendor.collections().get(children.get("of").asText());
      var id = seen.row().path(vendor.idField()).asText();
      var found = rows.all(collection.name()).stream().filter(child -> child.path(children.get("by").asText()).asText().equals(id)).toList();
      return wrapped(children.path("as").asText(), collection, found, field, variables, call);
    }
    var ids = field.getArguments().stream().filter(argument -> argument.getName().equals("ids")).findFirst();
    if (ids.isEmpty()) return projected(node.path(field.getName()), field.getSelectionSet(), variables, call, seen);
    var kept = Json.array();
    for (var each : node.path(field.getName())) if (among(value(ids.get().getValue(), variables), each.path("id").asText())) kept.add(each);
    return projected(kept, field.getSelectionSet(), variables, call, seen);
  }

  /** Plain fields, and those of the fragments that fit the type. */
  private static List<Field> fields(SelectionSet selected, String type) {
    var fields = new ArrayList<Field>();
    for (var selection : selected.getSelections()) {
      if (selection instanceof Field field) fields.add(field);
      else if (selection instanceof InlineFragment fragment && fragment.getTypeCondition().getName().equals(type)) fields.addAll(fields(fragment.getSelectionSet(), type));
    }
    return fields;
  }

  private static JsonNode value(Value<?> value, JsonNode variables) {
    if (value instanceof VariableReference variable) return variables.path(variable.getName());
    if (value instanceof StringValue text) return Json.text(text.getValue());
    if (value instanceof EnumValue word) return Json.text(word.getName());
    if (value instanceof IntValue number) return Json.of(number.getValue());
    if (value instanceof BooleanValue truth) return Json.of(truth.isValue());
    if (value instanceof ArrayValue list) return Json.array().addAll(list.getValues().stream().map(each -> value(each, variables)).toList());
    if (value instanceof ObjectValue object) {
      var fields = Json.object();
      object.getObjectFields().forEach(field -> fields.set(field.getName(), value(field.getValue(), variables)));
      return fields;
    }
    return NullNode.getInstance();
  }

  private static JsonNode parsed(JsonNode text) {
    if (!text.isTextual()) return Json.object();
    try {
      return Json.MAPPER.readTree(text.asText());
    } catch (JsonProcessingException malformed) {
      throw Refusal.of("invalid-value", "field", "column_values", "value", text.asText());
    }
  }
}
