package io.throughline.conservation;

import io.throughline.canonical.Money;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** The postings of each journal sum to zero in each currency; document and base amounts are checked apart. */
public final class BalancedJournals {

  /** One posting as it was stored; debit positive, credit negative. {@code view} tells document from base. */
  public record Posting(String journalId, String view, Money amount) {}

  /** A journal that does not balance. */
  public record Off(String journalId, String view, Money residual) {}

  private BalancedJournals() {}

  /** The journals that are off; none when all balance. */
  public static List<Off> off(Collection<Posting> postings) {
    var sums = new TreeMap<String, Off>();
    for (var each : postings) {
      var key = String.join("\n", each.journalId(), each.view(), each.amount().currency().getCurrencyCode());
      sums.merge(key, new Off(each.journalId(), each.view(), each.amount()), (a, b) -> new Off(a.journalId(), a.view(), a.residual().plus(b.residual())));
    }
    return sums.values().stream().filter(sum -> !sum.residual().isZero()).toList();
  }
}
