package io.throughline.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.store.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Schemas of the records that the hub answers and takes, wherever they live: the container describes only those of the war. */
final class Shapes {

  private final Components components;

  Shapes(Components components) {
    this.components = components;
  }

  Schema of(Type type) {
    if (type instanceof ParameterizedType generic) return generic(generic);
    var plain = (Class<?>) type;
    if (plain == String.class) return schema(SchemaType.STRING);
    if (plain == boolean.class || plain == Boolean.class) return schema(SchemaType.BOOLEAN);
    if (plain == int.class || plain == Integer.class || plain == long.class || plain == Long.class) return schema(SchemaType.INTEGER);
    if (plain == double.class || plain == BigDecimal.class) return schema(SchemaType.NUMBER);
    if (plain == Instant.class) return schema(SchemaType.STRING).format("date-time");
    if (plain == LocalDate.class) return schema(SchemaType.STRING).format("date");
    if (plain.isEnum()) return words(plain);
    if (plain.isRecord()) return record(plain, plain, name(plain));
    return plain == JsonNode.class || plain == Object.class ? OASFactory.createSchema() : schema(SchemaType.OBJECT);
  }

  private Schema generic(ParameterizedType type) {
    var raw = (Class<?>) type.getRawType();
    var arguments = type.getActualTypeArguments();
    if (Collection.class.isAssignableFrom(raw)) return schema(SchemaType.ARRAY).items(of(arguments[0]));
    if (Map.class.isAssignableFrom(raw)) return schema(SchemaType.OBJECT).additionalPropertiesSchema(of(arguments[1]));
    return record(raw, arguments[0], name(raw) + "Of" + name((Class<?>) arguments[0]));
  }

  /** {@code argument} stands for the record's own type variable, where it has one. */
  private Schema record(Class<?> type, Type argument, String name) {
    if (components.getSchemas() == null || !components.getSchemas().containsKey(name)) {
      var schema = schema(SchemaType.OBJECT);
      components.addSchema(name, schema); // before its parts: a record may hold itself
      for (var part : type.getRecordComponents()) schema.addProperty(part.getName(), of(bound(part.getGenericType(), argument)));
    }
    return OASFactory.createSchema().ref("#/components/schemas/" + name);
  }

  private static Type bound(Type type, Type argument) {
    if (type instanceof java.lang.reflect.TypeVariable<?>) return argument;
    if (type instanceof ParameterizedType generic && generic.getActualTypeArguments()[0] instanceof java.lang.reflect.TypeVariable<?>) return new ListOf(argument);
    return type;
  }

  /** A list of what a type variable stands for. */
  private record ListOf(Type element) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return new Type[] {element};
    }

    @Override
    public Type getRawType() {
      return List.class;
    }

    @Override
    public Type getOwnerType() {
      return null;
    }
  }

  private static Schema words(Class<?> type) {
    var words = Arrays.stream(type.getEnumConstants()).map(word -> (Object) Json.MAPPER.convertValue(word, String.class)).toList();
    return schema(SchemaType.STRING).enumeration(words);
  }

  /** Nested records carry their owner's name, so that two called Entry stay apart. */
  private static String name(Class<?> type) {
    return type.getEnclosingClass() == null ? type.getSimpleName() : type.getEnclosingClass().getSimpleName() + type.getSimpleName();
  }

  private static Schema schema(SchemaType type) {
    return OASFactory.createSchema().type(List.of(type));
  }
}
