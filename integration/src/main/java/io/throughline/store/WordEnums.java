package io.throughline.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Enumerations are words in JSON: {@code TIME_AND_MATERIALS} is {@code time-and-materials}. */
final class WordEnums extends SimpleModule {

  private static final long serialVersionUID = 1L;

  WordEnums() {
    super("word-enums");
    setSerializers(new SimpleSerializers(java.util.List.of(new Words())));
    setDeserializers(new SimpleDeserializers() {
      private static final long serialVersionUID = 1L;

      @Override
      public JsonDeserializer<?> findEnumDeserializer(Class<?> type, DeserializationConfig config, BeanDescription bean) {
        return new FromWord(type);
      }
    });
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @SuppressWarnings("rawtypes")
  private static final class Words extends JsonSerializer<Enum> {
    @Override
    public Class<Enum> handledType() {
      return Enum.class;
    }

    @Override
    public void serialize(Enum value, JsonGenerator json, SerializerProvider provider) throws IOException {
      json.writeString(word(value));
    }
  }

  private static final class FromWord extends JsonDeserializer<Object> {
    private final Class<?> type;

    FromWord(Class<?> type) {
      this.type = type;
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      var word = parser.getValueAsString();
      for (var constant : type.getEnumConstants()) if (word((Enum<?>) constant).equals(word)) return constant;
      var words = Arrays.stream(type.getEnumConstants()).map(constant -> word((Enum<?>) constant)).toList();
      return context.handleWeirdStringValue(type, word, "one of %s", words);
    }
  }
}
