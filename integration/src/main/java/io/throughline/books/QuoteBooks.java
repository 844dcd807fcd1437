package io.throughline.books;

import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.store.JsonSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The standing facts that quotes are checked with (entities, tax rates, price lists, rules of dimensions, exchange rates, policy):
 * {@code throughline.quotes.books}, a JSON object, or {@code file:/path} to one. Exchange rates that it does not say are the ERP's.
 */
@ApplicationScoped
public class QuoteBooks {

  private static final TypeReference<Map<String, Object>> BOOKS = new TypeReference<>() {};
  private static final String RATES = "fxRates";

  @Inject FxRates rates;

  @Transactional
  public Map<String, Object> all() {
    var books = new LinkedHashMap<>(JsonSetting.read("throughline.quotes.books", BOOKS));
    if (!books.containsKey(RATES)) books.put(RATES, rates.all());
    return books;
  }
}
