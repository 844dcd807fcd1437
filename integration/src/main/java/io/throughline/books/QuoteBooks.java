package io.throughline.books;

import io.throughline.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The standing facts that quotes are checked with (entities, tax rates, price lists, rules of dimensions, exchange rates, policy):
 * {@code throughline.quotes.books}, a JSON object, or {@code file:/path} to one. Read each time: a price list is changed without a restart.
 */
@ApplicationScoped
public class QuoteBooks {

  private static final String SETTING = "throughline.quotes.books";

  public Map<String, Object> all() {
    return ConfigProvider.getConfig().getOptionalValue(SETTING, String.class).map(String::strip).filter(value -> !value.isEmpty()).map(QuoteBooks::read).orElse(Map.of());
  }

  private static Map<String, Object> read(String value) {
    try {
      return Json.read(value.startsWith("file:") ? Files.readString(Path.of(value.substring("file:".length()))) : value);
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalStateException(SETTING + ": " + unreadable.getMessage(), unreadable);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
