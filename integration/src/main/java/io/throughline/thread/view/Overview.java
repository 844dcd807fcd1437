package io.throughline.thread.view;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state of the hub in numbers. */
@ApplicationScoped
@Transactional
public class Overview {

  /** Counts by state go there at once, in the transaction that changes one. */
  private static final String TOTALS = "select word, sum(n) as n from total ";

  private static final String SOME = " group by 1 having sum(n) <> 0 order by 1";

  @Inject Sql sql;

  public record Numbers(
      Map<String, Long> engagements,
      Map<String, Long> stages,
      Map<String, Long> journeys,
      Map<String, Long> documents,
      Map<String, Long> openExceptionsByOwner,
      List<AtRisk> atRisk,
      Map<String, Long> waitingBySystem,
      Long evidenceUnread,
      Instant oldestUnread) {

    /** Everybody sees how far the threads are and what waits for a decision; amounts, and what only operators can help, as everywhere. */
    public Numbers to(Audience audience) {
      if (audience == Audience.OPERATIONS) return this;
      return new Numbers(engagements, stages, null, audience.money ? documents : null, openExceptionsByOwner, audience.money ? atRisk : null, null, null, null);
    }
  }

  /** The amount at risk in one currency. */
  public record AtRisk(String currency, String amount, long items) {}

  private record Count(String word, long count) {}

  private record Unread(long count, Instant oldest) {}

  public Numbers now() {
    var unread =
        sql.one(row -> new Unread(row.number("n"), row.instant("oldest")), "select count(*) as n, min(received_at) as oldest from evidence where state <> 'read'").orElseThrow();
    return new Numbers(
        counts(TOTALS + "where what = 'engagement'" + SOME),
        counts("select word, n from stages where word <> 'undone' and n <> 0 order by 1"),
        counts(TOTALS + "where what = 'journey'" + SOME),
        counts(TOTALS + "where what = 'document'" + SOME),
        counts("select owner as word, count(*) as n from exception_item where state = 'open' group by 1 order by 1"),
        sql.list(
            row -> new AtRisk(row.text("currency"), Amount.text(row.decimal("amount"), row.text("currency")), row.number("n")),
            "select currency, sum(amount) as amount, count(*) as n from exception_item where state = 'open' and currency is not null group by 1 order by 1"),
        counts("select system as word, count(*) as n from waiting group by 1 order by 1"),
        unread.count(),
        unread.oldest());
  }

  private Map<String, Long> counts(String query) {
    var counts = new LinkedHashMap<String, Long>();
    sql.list(row -> new Count(row.text("word"), row.number("n")), query).forEach(count -> counts.put(count.word(), count.count()));
    return counts;
  }
}
