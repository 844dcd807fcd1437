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
        count("select count(*) as n from engagement where state <> 'undone'"),
        work.minutes(),
        money(),
        count("select coalesce(sum(documents), 0) as n from money_tally"),
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
            + "select currency, sum(value) as sold, cast(null as numeric) as invoiced, cast(null as numeric) as paid, cast(null as numeric) as unbilled, cast(null as numeric) as held from engagement where state <> 'undone' and currency is not null group by 1"
            + " union all select currency, null, sum(drafted + billed), sum(paid), null, null from money_tally group by 1"
            + " union all select currency, null, null, null, sum(unbilled_at_rate) / 60, sum(held_at_rate) / 60 from tally where thread_id <> '' and currency is not null group by 1"
            + " union all select currency, null, null, null, sum(to_bill), sum(held_worth) from expense_tally where thread_id <> '' group by 1"
            + " union all select currency, null, null, null, sum(amount), null from open_event group by 1"
            + ") parts group by currency order by currency");
  }

  private long count(String query) {
    return sql.one(row -> row.number("n"), query).orElseThrow();
  }
}
