package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Vendor;

/** Rows of a collection whose JSON is nested: {@code shape} is how a row is shown, {@code takes} which values of a body it is made of. */
final class Shapes {

  private Shapes() {}

  /** The template by which a row is shown, or null where its fields are shown as they are. */
  static JsonNode out(Vendor vendor, Collection collection) {
    var shape = described(vendor, collection).path("shape");
    return shape.isMissingNode() ? null : shape;
  }

  static JsonNode in(Vendor vendor, Collection collection, JsonNode body) {
    var takes = described(vendor, collection).path("takes");
    return takes.isMissingNode() ? body : Template.fill(takes, Scope.of(body));
  }

  /** {@code texts: properties}: every value below that name is written as text, whatever it is. */
  static JsonNode texts(Vendor vendor, JsonNode shown) {
    var below = shown.path(vendor.described().path("texts").asText(""));
    if (below instanceof ObjectNode values) values.properties().forEach(value -> value.setValue(Json.text(value.getValue().asText())));
    return shown;
  }

  private static JsonNode described(Vendor vendor, Collection collection) {
    return vendor.described().path("collections").path(collection.name());
  }
}
