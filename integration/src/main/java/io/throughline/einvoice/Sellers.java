package io.throughline.einvoice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Which legal entities send e-invoices: {@code throughline.einvoice.sellers}, a JSON object by entity, or {@code file:/path} to one. Read
 * each time, so that what a held invoice lacked can be added while the server runs. An entity that is not there sends none.
 */
@ApplicationScoped
public class Sellers {

  private static final String SETTING = "throughline.einvoice.sellers";
  private static final TypeReference<Map<String, Seller>> SELLERS = new TypeReference<>() {};

  public Optional<Seller> of(String entity) {
    return Optional.ofNullable(all().get(entity));
  }

  public boolean none() {
    return all().isEmpty();
  }

  private static Map<String, Seller> all() {
    return ConfigProvider.getConfig().getOptionalValue(SETTING, String.class).map(String::strip).filter(value -> !value.isEmpty()).map(Sellers::read).orElse(Map.of());
  }

  private static Map<String, Seller> read(String value) {
    try {
      return Json.MAPPER.readValue(value.startsWith("file:") ? Files.readString(Path.of(value.substring("file:".length()))) : value, SELLERS);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException(SETTING + ": " + unreadable.getOriginalMessage(), unreadable);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
