package io.throughline.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** A setting that is a JSON object, or {@code file:/path} to one. Read each time: what it says is changed without a restart. */
public final class JsonSetting {

  private JsonSetting() {}

  /** Empty where it is not set. */
  public static <T> Map<String, T> read(String name, TypeReference<Map<String, T>> type) {
    return ConfigProvider.getConfig().getOptionalValue(name, String.class).map(String::strip).filter(value -> !value.isEmpty()).map(value -> read(name, value, type)).orElse(Map.of());
  }

  private static <T> Map<String, T> read(String name, String value, TypeReference<Map<String, T>> type) {
    try {
      return Json.MAPPER.readValue(value.startsWith("file:") ? Files.readString(Path.of(value.substring("file:".length()))) : value, type);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException(name + ": " + unreadable.getOriginalMessage(), unreadable);
    } catch (IOException missing) {
      throw new UncheckedIOException(name + ": " + missing.getMessage(), missing);
    }
  }
}
