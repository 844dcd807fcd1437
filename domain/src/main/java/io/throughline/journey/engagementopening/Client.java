package io.throughline.journey.engagementopening;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Whether the client can be billed: finance's own door, in front of everything that creates. */
final class Client {

  private Client() {}

  static Verdict fitToBeBilled(Story<WonDeal> story) {
    if (story.said("find-customer", "credit").filter("blocked"::equals).isPresent()) {
      return new Verdict.Held("CREDIT_BLOCKED", "The customer is on credit hold in the ERP", "finance", List.of(new Field("/client", "CREDIT_BLOCKED", "release the hold in the ERP, then resume")));
    }
    var deal = story.trigger();
    var client = deal.client();
    var wrong = new ArrayList<Field>();
    if (client == null) return new Verdict.Held("CLIENT_MISSING", "The deal names no client", "sales-ops", List.of(new Field("/client", "REQUIRED", "missing")));
    if (blank(client.legalName())) wrong.add(new Field("/client/legalName", "REQUIRED", "missing: the name on the invoice"));
    if (blank(client.taxId())) wrong.add(new Field("/client/taxId", "TAX_PROFILE_MISSING", "missing: the client's tax id"));
    if (blank(client.country())) wrong.add(new Field("/client/country", "TAX_PROFILE_MISSING", "missing: the country decides the tax"));
    if (client.address() == null || blank(client.address().street()) || blank(client.address().city())) wrong.add(new Field("/client/address", "REQUIRED", "missing: the billing address"));
    if (!wrong.isEmpty()) return new Verdict.Held("TAX_PROFILE_INCOMPLETE", "The client's billing and tax data are not complete", "finance", wrong);
    var known = story.said("find-customer", "currency");
    if (known.isPresent() && !known.get().equals(deal.currency())) {
      wrong.add(new Field("/currency", "CURRENCY_DIFFERS", "the deal is in " + deal.currency() + ", the ERP bills this customer in " + known.get()));
    }
    return Verdict.of("CURRENCY_DIFFERS", "The deal's currency is not the customer's", "finance", wrong);
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }
}
