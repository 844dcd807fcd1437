package io.throughline.thread.view;

import io.throughline.store.Sql;
import io.throughline.thread.view.EngagementThread.Minutes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** Everything that is counted, in one answer. */
@ApplicationScoped
@Transactional
public class FinanceView {

  @Inject Sql sql;
  @Inject Work work;

  /** Draft, released, posted and paid documents all count as invoiced, as their minutes do. */
  public record Totals(long engagements, Minutes minutes, List<Money> money, long invoices, long exceptions) {

    /** Minutes for who sees work, money for who sees money; what is unbilled and held is told by hours, so it needs both. */
    public Totals to(Audience audience) {
      var shown = audience.work ? money : money.stream().map(one -> new Money(one.currency(), one.sold(), one.invoiced(), one.paid(), null, null)).toList();
      return new Totals(engagements, audience.work ? minutes : null, audience.money ? shown : null, invoices, exceptions);
    }
  }

  public record Money(String currency, String sold, String invoiced, String paid, String unbilled, String held) {}

  public Totals totals() {
    return new Totals(
        count("select coalesce(sum(n), 0) as n from totals where what = 'engagement' and word <> 'undone'"),
        work.minutes(),
        money(),
        count("select coalesce(sum(n), 0) as n from totals where what = 'documents'"),
        count("select count(*) as n from exception_item where state = 'open'"));
  }

  private List<Money> money() {
    return sql.list(
        row -> {
          var currency = row.text("currency");
          return new Money(
              currency,
              Amount.text(row.decimal("sold"), currency),
              Amount.text(row.decimal("invoiced"), currency),
              Amount.text(row.decimal("paid"), currency),
              Amount.estimate(row.decimal("unbilled"), currency),
              Amount.estimate(row.decimal("held"), currency));
        },
        "select currency, coalesce(sum(sold), 0) as sold, coalesce(sum(invoiced), 0) as invoiced, coalesce(sum(paid), 0) as paid, coalesce(sum(unbilled), 0) as unbilled, coalesce(sum(held), 0) as held from ("
            + "select currency, sum(n) filter (where what = 'sold' and word <> 'undone') as sold, sum(n) filter (where what = 'money' and word = 'invoiced') as invoiced, sum(n) filter (where what = 'money' and word = 'paid') as paid,"
            + worth("unbilled") + "," + worth("held")
            + " from totals where currency is not null group by 1 having bool_or(what in ('money', 'at-rate', 'expenses')) or sum(n) filter (where what = 'engagement' and word <> 'undone') > 0"
            + " union all select currency, null, null, null, sum(amount), null from open_event group by 1"
            + ") parts group by currency order by currency");
  }

  /** Time by the minute of an hour's rate, and expenses. */
  private static String worth(String word) {
    return " coalesce(sum(n) filter (where what = 'at-rate' and word = '%1$s'), 0) / 60 + coalesce(sum(n) filter (where what = 'expenses' and word = '%1$s'), 0) as %1$s".formatted(word);
  }

  private long count(String query) {
    return sql.one(row -> row.number("n"), query).orElseThrow();
  }
}
