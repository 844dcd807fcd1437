package io.throughline.finance.whatif;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the JSON Schema 2020-12 of a record tree from the records themselves, so that it is exactly what is read. */
public final class SchemaOf {

  private final Map<String, Object> definitions = new TreeMap<>();

  private SchemaOf() {}

  /** The schema of the bundle as a tree of maps, lists and texts. */
  public static Map<String, Object> theBundle() {
    return of(Bundle.class, "what-if", "What-if bundle");
  }

  /** The schema of {@link Changes}. */
  public static Map<String, Object> theChanges() {
    return of(Changes.Asked.class, "what-if-changes", "What is to be otherwise");
  }

  private static Map<String, Object> of(Class<?> type, String file, String title) {
    var writer = new SchemaOf();
    var schema = new LinkedHashMap<String, Object>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "https://throughline.io/schema/" + file + ".schema.json");
    schema.put("title", title);
    schema.putAll(writer.object(type));
    schema.put("$defs", writer.definitions);
    return schema;
  }

  private Map<String, Object> object(Class<?> type) {
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    for (var component : type.getRecordComponents()) {
      var says = component.getAnnotation(Says.class);
      var property = new LinkedHashMap<String, Object>();
      property.put("description", says.value());
      property.putAll(of(component.getGenericType(), says.signed()));
      properties.put(component.getName(), property);
      if (says.must()) required.add(component.getName());
    }
    var schema = new LinkedHashMap<String, Object>();
    if (type.isAnnotationPresent(Says.class)) schema.put("description", type.getAnnotation(Says.class).value());
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) schema.put("required", required);
    schema.put("additionalProperties", false);
    return schema;
  }

  private Map<String, Object> of(Type type, boolean signed) {
    if (type instanceof ParameterizedType generic) {
      var items = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? ordered("array", "items", of(items[0], signed))
          : ordered("object", "additionalProperties", of(items[1], signed));
    }
    var wanted = (Class<?>) type;
    if (wanted.isRecord()) {
      var name = wanted.getSimpleName();
      if (!definitions.containsKey(name)) {
        definitions.put(name, Map.of());
        definitions.put(name, object(wanted));
      }
      return only("$ref", "#/$defs/" + name);
    }
    if (wanted.isEnum()) return only("enum", Reading.words(wanted));
    return scalar(wanted, signed);
  }

  private static Map<String, Object> scalar(Class<?> type, boolean signed) {
    if (type == boolean.class || type == Boolean.class) return only("type", "boolean");
    if (type == int.class || type == Integer.class) return signed ? only("type", "integer") : ordered("integer", "minimum", 0L);
    if (type == BigDecimal.class) return pattern((signed ? "-?" : "") + "(0|[1-9][0-9]{0,17})(\\.[0-9]{1,12})?");
    if (type == LocalDate.class) return ordered("string", "format", "date");
    if (type == Instant.class) return ordered("string", "format", "date-time");
    if (type == YearMonth.class) return pattern("[0-9]{4}-(0[1-9]|1[0-2])");
    if (type == Currency.class) return pattern("[A-Z]{3}");
    if (type == ZoneId.class) return pattern(".+");
    return ordered("string", "minLength", 1);
  }

  private static Map<String, Object> only(String key, Object value) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put(key, value);
    return schema;
  }

  private static Map<String, Object> pattern(String pattern) {
    return ordered("string", "pattern", "^" + pattern + "$");
  }

  private static Map<String, Object> ordered(String type, String key, Object value) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", type);
    schema.put(key, value);
    return schema;
  }
}
