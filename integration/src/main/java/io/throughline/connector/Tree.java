package io.throughline.connector;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps and lists for mappings. Whole numbers stay numbers; every other number becomes its exact text, so that no amount is
 * ever binary floating point. {@link Exact} is the way back: text that is written as a JSON number, digit by digit.
 */
final class Tree {

  /** A number on its way out, opaque to mapping expressions. */
  record Exact(BigDecimal value) {
    @Override
    public String toString() {
      return value.toPlainString();
    }
  }

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // "12.50" stays "12.50"
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new SimpleModule().addSerializer(new ExactAsNumber()))
          .build();

  private Tree() {}

  /** Empty when the bytes are no JSON. */
  static Object read(byte[] json) throws IOException {
    var node = JSON.readTree(json);
    return node == null ? null : plain(node);
  }

  static byte[] write(Object tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Object plain(JsonNode node) {
    if (node.isObject()) {
      var map = new LinkedHashMap<String, Object>();
      node.fields().forEachRemaining(field -> map.put(field.getKey(), plain(field.getValue())));
      return map;
    }
    if (node.isArray()) {
      var list = new ArrayList<Object>(node.size());
      node.forEach(item -> list.add(plain(item)));
      return list;
    }
    if (node.isInt()) return node.intValue();
    if (node.isLong()) return node.longValue();
    if (node.isNumber()) return node.decimalValue().toPlainString();
    if (node.isBoolean()) return node.booleanValue();
    return node.isNull() || node.isMissingNode() ? null : node.asText();
  }

  /** Absent means that the key is missing: no nulls, no empty texts, no empty objects or lists. */
  static Object present(Object value) {
    if (value instanceof Map<?, ?> map) {
      var kept = new LinkedHashMap<String, Object>();
      map.forEach((key, item) -> {
        var left = present(item);
        if (left != null) kept.put(String.valueOf(key), left);
      });
      return kept.isEmpty() ? null : kept;
    }
    if (value instanceof List<?> list) {
      var kept = new ArrayList<Object>(list.size());
      for (var item : list) {
        var left = present(item);
        if (left != null) kept.add(left);
      }
      return kept.isEmpty() ? null : kept;
    }
    return "".equals(value) ? null : value;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /** A list as it is, nothing as an empty list, anything else as its only item: an expression drops the brackets around a single item. */
  static List<?> list(Object value) {
    if (value == null) return List.of();
    return value instanceof List<?> list ? list : List.of(value);
  }

  private static final class ExactAsNumber extends StdSerializer<Exact> {
    private static final long serialVersionUID = 1L;

    ExactAsNumber() {
      super(Exact.class);
    }

    @Override
    public void serialize(Exact exact, JsonGenerator out, SerializerProvider provider) throws IOException {
      out.writeNumber(exact.toString());
    }
  }
}
