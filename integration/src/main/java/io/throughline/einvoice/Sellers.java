package io.throughline.einvoice;

import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.store.JsonSetting;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * Which legal entities send e-invoices: {@code throughline.einvoice.sellers}, by entity. What a held invoice lacked can be added
 * while the server runs. An entity that is not there sends none.
 */
@ApplicationScoped
public class Sellers {

  private static final TypeReference<Map<String, Seller>> SELLERS = new TypeReference<>() {};

  public Optional<Seller> of(String entity) {
    return Optional.ofNullable(all().get(entity));
  }

  public boolean none() {
    return all().isEmpty();
  }

  private static Map<String, Seller> all() {
    return JsonSetting.read("throughline.einvoice.sellers", SELLERS);
  }
}
