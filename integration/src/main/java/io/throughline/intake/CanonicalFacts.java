package io.throughline.intake;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.connector.Connectors.Item;
import io.throughline.connector.Connectors.Translation;
import io.throughline.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Facts that are canonical already: nothing to translate, only to take apart. */
@ApplicationScoped
class CanonicalFacts {

  /** The field that names a fact, by kind. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          entry("won-deal", "dealId"), entry("time-entry", "entryId"), entry("expense", "expenseId"), entry("milestone", "milestoneId"), entry("invoice-status", "invoiceId"), entry("payment", "paymentId"), entry("credit-use", "creditNoteId"),
          entry("signature", "signatureId"), entry("worker", "personId"), entry("leave", "leaveId"), entry("member", "memberId"), entry("client", "accountId"), entry("fx-rate", "rateId"), entry("work-rate", "rateId"), entry("billing-account", "customerId"));

  Translation translate(String kind, byte[] body) {
    try {
      var tree = Json.MAPPER.readTree(body);
      var items = new ArrayList<Item>();
      for (JsonNode fact : tree.isArray() ? tree : List.of(tree)) items.add(item(kind, fact));
      return new Translation(items, "canonical");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Item item(String kind, JsonNode fact) {
    return new Item(kind, fact.path(KEYS.get(kind)).asText(), fact.path("version").asText(), Json.map(fact), null);
  }
}
