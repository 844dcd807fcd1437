package io.throughline.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Property names that a contract does not have: a schema that says nothing about further names lets them through, a vendor does not. */
final class Names {

  private final JsonNode document;
  private final String custom;

  Names(JsonNode document, String custom) {
    this.document = document;
    this.custom = custom;
  }

  /** Pointers to the properties that no schema names. */
  List<String> unknown(JsonNode schema, JsonNode value) {
    var unknown = new ArrayList<String>();
    look(List.of(schema), value, "", unknown);
    return unknown;
  }

  private void look(List<JsonNode> schemas, JsonNode value, String at, List<String> unknown) {
    var flat = new ArrayList<JsonNode>();
    schemas.forEach(schema -> flatten(schema, flat));
    if (value.isArray()) {
      var items = flat.stream().filter(schema -> schema.has("items")).map(schema -> schema.get("items")).toList();
      for (var i = 0; i < value.size(); i++) if (!items.isEmpty()) look(items, value.get(i), at + "/" + i, unknown);
      return;
    }
    Map<String, List<JsonNode>> known = new LinkedHashMap<>();
    for (var schema : flat) schema.path("properties").fields().forEachRemaining(property -> known.computeIfAbsent(property.getKey(), name -> new ArrayList<>()).add(property.getValue()));
    var open = known.isEmpty() || flat.stream().anyMatch(schema -> schema.path("additionalProperties").asBoolean() || schema.path("additionalProperties").isObject());
    value.fields().forEachRemaining(field -> {
      if (known.containsKey(field.getKey())) look(known.get(field.getKey()), field.getValue(), at + "/" + field.getKey(), unknown);
      else if (!open && !field.getKey().matches(custom)) unknown.add(at + "/" + field.getKey());
    });
  }

  /** The schema with everything that it refers to and is put together from. */
  private void flatten(JsonNode schema, List<JsonNode> flat) {
    if (schema.has("$ref")) flatten(document.at(schema.get("$ref").asText().substring(1)), flat);
    else flat.add(schema);
    for (var part : List.of("allOf", "anyOf", "oneOf")) schema.path(part).forEach(each -> flatten(each, flat));
  }
}
