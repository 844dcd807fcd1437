package io.throughline.process;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.store.Json;
import java.util.Map;
import java.util.Optional;

/** Corrects fields of a stored trigger; empty if a pointer leads nowhere or the result is not a trigger any more. */
final class Repair {

  private Repair() {}

  static Optional<String> of(String trigger, Map<String, String> corrections, Class<?> type) {
    try {
      var body = Json.MAPPER.readTree(trigger);
      for (var correction : corrections.entrySet()) if (!set(body, JsonPointer.compile(correction.getKey()), correction.getValue())) return Optional.empty();
      return Optional.of(Json.write(Json.read(body.toString(), type)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean set(JsonNode body, JsonPointer pointer, String value) {
    if (pointer.matches()) return false;
    var parent = body.at(pointer.head());
    var last = pointer.last();
    if (parent.isMissingNode() && body instanceof ObjectNode) parent = ((ObjectNode) body).withObject(pointer.head());
    if (parent instanceof ObjectNode object) {
      object.set(last.getMatchingProperty(), typed(object.get(last.getMatchingProperty()), value));
      return true;
    }
    if (parent instanceof ArrayNode array && last.mayMatchElement() && last.getMatchingIndex() < array.size()) {
      array.set(last.getMatchingIndex(), typed(array.get(last.getMatchingIndex()), value));
      return true;
    }
    return false;
  }

  /** Numbers and flags stay what they are; everything else is text. */
  private static JsonNode typed(JsonNode before, String value) {
    if (before != null && before.isBoolean()) return Json.MAPPER.getNodeFactory().booleanNode(Boolean.parseBoolean(value));
    if (before != null && before.isIntegralNumber()) return Json.MAPPER.getNodeFactory().numberNode(Long.parseLong(value));
    return Json.MAPPER.getNodeFactory().textNode(value);
  }
}
