package io.throughline.books;

import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.store.JsonSetting;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/**
 * The standing facts that quotes are checked with (entities, tax rates, price lists, rules of dimensions, exchange rates, policy):
 * {@code throughline.quotes.books}, a JSON object, or {@code file:/path} to one.
 */
@ApplicationScoped
public class QuoteBooks {

  private static final TypeReference<Map<String, Object>> BOOKS = new TypeReference<>() {};

  public Map<String, Object> all() {
    return JsonSetting.read("throughline.quotes.books", BOOKS);
  }
}
