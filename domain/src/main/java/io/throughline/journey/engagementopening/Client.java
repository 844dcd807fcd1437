package io.throughline.journey.engagementopening;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.customermaster.BillingProfile;
import java.util.List;

/** Whether the client can be billed: finance's own door, in front of everything that creates. */
final class Client {

  private Client() {}

  static Verdict fitToBeBilled(Story<WonDeal> story) {
    if (Match.said(story, "credit").filter("blocked"::equals).isPresent()) {
      return new Verdict.Held("CREDIT_BLOCKED", "The customer is on credit hold in the ERP", "finance", List.of());
    }
    var deal = story.trigger();
    var client = deal.client();
    if (client == null) return new Verdict.Held("CLIENT_MISSING", "The deal names no client", "sales-ops", List.of(new Field("/client", "REQUIRED", "missing")));
    var missing = BillingProfile.missing(client);
    if (!missing.isEmpty()) return new Verdict.Held("TAX_PROFILE_INCOMPLETE", "The client's billing and tax data are not complete", "finance", missing);
    var mistakable = Match.unmistakable(story);
    if (mistakable instanceof Verdict.Held) return mistakable;
    var known = Match.said(story, "currency");
    if (known.isEmpty() || known.get().equals(deal.currency())) return Verdict.FIT;
    return new Verdict.Held("CURRENCY_DIFFERS", "The deal is in " + deal.currency() + ", the ERP bills this customer in " + known.get(), "finance", List.of());
  }
}
