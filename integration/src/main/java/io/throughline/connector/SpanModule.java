package io.throughline.connector;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Spans of time as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 9d}. */
final class SpanModule extends SimpleModule {

  private static final long serialVersionUID = 1L;
  private static final Pattern SPAN = Pattern.compile("(\\d+)(ms|s|m|h|d)");

  SpanModule() {
    addDeserializer(Duration.class, new StdScalarDeserializer<>(Duration.class) {
      private static final long serialVersionUID = 1L;

      @Override
      public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var span = SPAN.matcher(parser.getText().strip());
        if (!span.matches()) return (Duration) context.handleWeirdStringValue(Duration.class, parser.getText(), "a span is 500ms, 30s, 5m, 24h or 9d");
        return of(Long.parseLong(span.group(1)), span.group(2));
      }
    });
  }

  static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
