package io.throughline.sandbox.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hub's totals as flat names ({@code minutes.approved}, {@code money.EUR.paid}). Data outlives a play, so a file's
 * expectations are what the totals grew by.
 */
final class Totals {

  private Totals() {}

  static Map<String, BigDecimal> flat(JsonNode totals) {
    var flat = new LinkedHashMap<String, BigDecimal>();
    totals.fields().forEachRemaining(entry -> flatten(entry.getKey(), entry.getValue(), flat));
    return flat;
  }

  private static void flatten(String name, JsonNode value, Map<String, BigDecimal> into) {
    if (value.isObject()) value.fields().forEachRemaining(entry -> {
      if (!entry.getKey().equals("currency")) flatten(name + "." + entry.getKey(), entry.getValue(), into);
    });
    else if (value.isArray()) value.forEach(item -> flatten(name + "." + item.path("currency").asText(), item, into));
    else if (!Json.nothing(value)) into.put(name, new BigDecimal(value.asText()));
  }

  static Map<String, BigDecimal> grown(JsonNode before, JsonNode after) {
    var start = flat(before);
    var grown = new LinkedHashMap<String, BigDecimal>();
    flat(after).forEach((name, value) -> grown.put(name, value.subtract(start.getOrDefault(name, BigDecimal.ZERO))));
    return grown;
  }

  /** One line for each named expectation that is not met; a total that the hub does not know counts as 0. */
  static List<ObjectNode> differences(JsonNode expected, Map<String, BigDecimal> actual) {
    var differences = new ArrayList<ObjectNode>();
    flat(expected).forEach((name, value) -> {
      var is = actual.getOrDefault(name, BigDecimal.ZERO);
      if (is.compareTo(value) != 0) {
        differences.add(Json.object().put("total", name).put("expected", value.toPlainString()).put("actual", is.toPlainString()));
      }
    });
    return differences;
  }
}
