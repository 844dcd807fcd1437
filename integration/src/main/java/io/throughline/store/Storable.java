package io.throughline.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.annotation.JacksonStdImpl;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Predicate;

/**
 * Reads what a row can hold, and refuses the rest where it is read: repeating a statement with it would fail for ever. Untyped JSON is
 * read as ever: it has no fields to point at.
 */
@JacksonStdImpl
final class Storable<T> extends StdScalarDeserializer<T> implements ContextualDeserializer {

  private static final long serialVersionUID = 1L;

  private final transient JsonDeserializer<T> read;
  private final transient Predicate<T> held;

  private Storable(Class<T> type, JsonDeserializer<T> read, Predicate<T> held) {
    super(type);
    this.read = read;
    this.held = held;
  }

  /** Text without U+0000, which PostgreSQL does not know, and years of four digits. */
  static SimpleModule module() {
    return new SimpleModule("storable")
        .addDeserializer(String.class, new Storable<>(String.class, StringDeserializer.instance, text -> text.indexOf(0) < 0))
        .addDeserializer(LocalDate.class, new Storable<>(LocalDate.class, LocalDateDeserializer.INSTANCE, day -> fourDigits(day.getYear())))
        .addDeserializer(Instant.class, new Storable<>(Instant.class, InstantDeserializer.INSTANT, at -> fourDigits(at.atOffset(ZoneOffset.UTC).getYear())));
  }

  private static boolean fourDigits(int year) {
    return year >= 1 && year <= 9999;
  }

  /** As strict as the mapper wants it. */
  @Override
  @SuppressWarnings("unchecked")
  public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) throws JsonMappingException {
    return read instanceof ContextualDeserializer contextual ? new Storable<>((Class<T>) handledType(), (JsonDeserializer<T>) contextual.createContextual(context, property), held) : this;
  }

  @Override
  public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (parser.currentToken().isStructStart()) context.handleUnexpectedToken(handledType(), parser); // a day may be three numbers for Jackson
    var value = read.deserialize(parser, context);
    if (value != null && !held.test(value)) context.reportInputMismatch(this, "no row can hold it");
    return value;
  }

  @Override
  public LogicalType logicalType() {
    return read.logicalType();
  }
}
