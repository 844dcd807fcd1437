package io.throughline.thread.view;

import io.throughline.store.Sql;
import io.throughline.thread.view.EngagementThread.Minutes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** What finance counts: totals, time that is not billed yet, bills that are not paid yet. */
@ApplicationScoped
@Transactional
public class FinanceView {

  /** Time open, a row each entry, at its rate; what a superseded version was invoiced for counts against it. */
  private static final String OPEN_TIME =
      " from (select t.thread_id, t.currency, t.work_date, t.rate, (case when t.current and t.state = 'billable' then t.minutes - coalesce(c.minutes, 0) else 0 end) - coalesce(a.minutes, 0) as minutes"
          + " from time_entry t left join (select source, entry_id, version, sum(minutes) as minutes from allocation group by 1, 2, 3) a using (source, entry_id, version)"
          + " left join cap_coverage c using (source, entry_id, version)"
          + " where t.thread_id is not null) t where t.minutes <> 0 ";

  private static final String OPEN_BILLS = " from document d join engagement e on e.thread_id = d.thread_id where d.state = 'posted' and coalesce(d.erp_total, d.net) <> d.paid ";

  @Inject Sql sql;
  @Inject Clock clock;

  /** Everything in one answer. Draft, released, posted and paid documents all count as invoiced, as their minutes do. */
  public record Totals(long engagements, Minutes minutes, List<Money> money, long invoices, long exceptions) {}

  public record Money(String currency, String sold, String invoiced, String paid, String unbilled, String held) {}

  /** What is open, by engagement and age in days. {@code minutes} is absent for bills. */
  public record Open(LocalDate asOf, List<Aged> items) {}

  public record Aged(String threadId, String engagement, String client, String age, String currency, Long minutes, String amount, LocalDate oldest) {}

  public Totals totals() {
    var minutes = sql.one(Work::minutes, Work.MINUTES).orElseThrow();
    return new Totals(
        count("select count(*) as n from engagement where state <> 'undone'"),
        minutes,
        money(),
        count("select count(*) as n from document where state <> 'discarded'"),
        count("select count(*) as n from exception_item where state = 'open'"));
  }

  /** By days since the work was done. */
  public Open unbilled() {
    var today = today();
    var items =
        sql.list(
            row ->
                new Aged(
                    row.text("thread_id"), row.text("name"), row.text("client"), row.text("age"), row.text("currency"), row.number("minutes"),
                    Amount.estimate(row.decimal("amount"), row.text("currency")), row.date("oldest")),
            "select o.thread_id, e.name, e.client, o.currency, o.age, o.minutes, o.amount, o.oldest from ("
                + "select t.thread_id, t.currency, " + age("? - t.work_date") + " as age, sum(t.minutes) as minutes, sum(t.minutes * t.rate / 60) as amount, min(t.work_date) as oldest"
                + OPEN_TIME + "group by 1, 2, 3) o join engagement e on e.thread_id = o.thread_id order by o.oldest, o.thread_id, o.age",
            today, today, today);
    return new Open(today, items);
  }

  /** By days since the bill was due. */
  public Open receivables() {
    var today = today();
    var items =
        sql.list(
            row ->
                new Aged(
                    row.text("thread_id"), row.text("name"), row.text("client"), row.text("age"), row.text("currency"), null,
                    Amount.text(row.decimal("amount"), row.text("currency")), row.date("oldest")),
            "select d.thread_id, e.name, e.client, d.currency, case when d.due_on >= ? then 'not-due' else " + age("? - d.due_on") + " end as age,"
                + " sum(coalesce(d.erp_total, d.net) - d.paid) as amount, min(d.due_on) as oldest" + OPEN_BILLS + "group by 1, 2, 3, 4, 5 order by 7, 1",
            today, today, today, today);
    return new Open(today, items);
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
            + "select currency, value as sold, cast(null as numeric) as invoiced, cast(null as numeric) as paid, cast(null as numeric) as unbilled, cast(null as numeric) as held from engagement where state <> 'undone' and currency is not null"
            + " union all select currency, null, net, paid, null, null from document where state <> 'discarded'"
            + " union all select currency, null, null, null, sum(unbilled_at_rate) / 60, sum(held_at_rate) / 60 from tally where thread_id <> '' and currency is not null group by 1"
            + ") parts group by currency order by currency");
  }

  /** Three marks for the same day: as many times as the text names it. */
  private static String age(String days) {
    return "case when " + days + " <= 30 then '0-30' when " + days + " <= 60 then '31-60' when " + days + " <= 90 then '61-90' else 'over-90' end";
  }

  private long count(String query) {
    return sql.one(row -> row.number("n"), query).orElseThrow();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC);
  }
}
