package io.throughline.journey.engagementopening;

import io.throughline.canonical.ClientAccount;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which customer of the ERP the client is: the one under our key, else the only one with its tax id. Several with the tax id, or one with
 * its name alone, are for a person to choose from; what was chosen once holds for the client's later deals.
 */
final class Match {

  private static final String FIND = "find-customer";

  private Match() {}

  static Optional<String> customer(Story<WonDeal> story) {
    return said(story, "customerId");
  }

  /** A word of the customer that was found or chosen; empty if there is none. */
  static Optional<String> said(Story<WonDeal> story, String word) {
    var found = story.said(FIND, word);
    return found.isPresent() ? found : chosen(story).map(customer -> customer.get(word)).map(Object::toString);
  }

  static Verdict unmistakable(Story<WonDeal> story) {
    var candidates = candidates(story);
    if (candidates.isEmpty() || chosen(story).isPresent() || ClientAccount.NEW.equals(story.trigger().client().customerId())) return Verdict.FIT;
    var which = candidates.stream().map(Match::described).collect(Collectors.joining("; "));
    return new Verdict.Held(
        "CUSTOMER_AMBIGUOUS", "The ERP has customers that may be this client", "finance",
        List.of(new Field("/client/customerId", "CUSTOMER_AMBIGUOUS", "choose its id, or say " + ClientAccount.NEW + ": " + which)));
  }

  /** By a person; else the only candidate where it has the tax id: another deal of the client made it after the ERP was asked for that, and before it was asked for the name. */
  private static Optional<Map<?, ?>> chosen(Story<WonDeal> story) {
    var client = story.trigger().client();
    if (client == null) return Optional.empty();
    var candidates = candidates(story);
    if (client.customerId() != null) return candidates.stream().filter(customer -> client.customerId().equals(String.valueOf(customer.get("customerId")))).findFirst();
    return candidates.stream().filter(customer -> candidates.size() == 1 && client.taxId() != null && client.taxId().equals(customer.get("taxId"))).findFirst();
  }

  private static List<Map<?, ?>> candidates(Story<WonDeal> story) {
    var said = story.answer(FIND).map(answer -> answer.get("candidates")).orElse(null);
    return said instanceof List<?> several ? several.stream().<Map<?, ?>>map(customer -> (Map<?, ?>) customer).toList() : List.of();
  }

  private static String described(Map<?, ?> customer) {
    return customer.get("customerId") + " " + customer.get("name") + (customer.get("taxId") == null ? "" : " (" + customer.get("taxId") + ")");
  }
}
