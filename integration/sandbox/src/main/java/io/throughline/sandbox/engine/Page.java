package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One page out of all rows, cut by page number or by offset as the description says. */
record Page(int from, int to, int size, int total) {

  /** {@code {style: page|offset, number: <parameter>, size: <parameter>, default: 20, max: 200}} */
  static Page of(JsonNode paging, Call call, int total) {
    int size = Math.min(number(call, paging.path("size").asText(), paging.path("default").asInt(100)), paging.path("max").asInt(1000));
    if (size <= 0) throw Refusal.of("bad-paging", "field", paging.path("size").asText(), "value", Integer.toString(size));
    boolean byPage = paging.path("style").asText().equals("page");
    int given = number(call, paging.path("number").asText(), byPage ? 1 : 0);
    int from = byPage ? (given - 1) * size : given;
    if (from < 0) throw Refusal.of("bad-paging", "field", paging.path("number").asText(), "value", Integer.toString(given));
    return new Page(Math.min(from, total), (int) Math.min((long) from + size, total), size, total);
  }

  private static int number(Call call, String parameter, int otherwise) {
    var text = call.query(parameter);
    if (text.isEmpty()) return otherwise;
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException noNumber) {
      throw Refusal.of("bad-paging", "field", parameter, "value", text);
    }
  }

  <T> List<T> of(List<T> rows) {
    return rows.subList(from, Math.max(from, to));
  }

  /** What templates may say about a page. */
  Map<String, JsonNode> names() {
    var names = new LinkedHashMap<String, JsonNode>();
    names.put("total", Json.of(total));
    names.put("count", Json.of(Math.max(0, to - from)));
    names.put("offset", Json.of(from));
    names.put("size", Json.of(size));
    names.put("page", Json.of(from / size + 1));
    names.put("pages", Json.of((total + size - 1) / size));
    names.put("more", Json.of(to < total));
    names.put("last", Json.of(to >= total));
    if (to < total) names.put("next", Json.of(to));
    return names;
  }
}
