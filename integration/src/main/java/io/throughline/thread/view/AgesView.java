package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What is open and for how long: time, expenses, completed milestones and due periods that are not billed yet, bills that are not paid yet. */
@ApplicationScoped
@Transactional
public class AgesView {

  /** By the day. */
  static final String OPEN =
      "(select thread_id, currency, work_date, minutes, at_rate from open_time union all select thread_id, currency, incurred_on, 0, to_bill * 60 from expense_tally where incurred_on is not null"
          + " union all select thread_id, currency, due_on, 0, amount * 60 from open_event) open";

  /** What was opened and billed since cancels out. */
  static final String SOME = " having sum(minutes) <> 0 or sum(at_rate) <> 0";

  private static final String OPEN_BILLS = " from document d join engagement e on e.thread_id = d.thread_id where d.state = 'posted' and coalesce(d.erp_total, d.net) <> d.paid + d.credited ";

  public static final Sorts RECEIVABLES =
      new Sorts("due", Order.by("oldest", "date").then("thread_id", "text").then("currency", "text").then("age", "text"))
          .and("-amount", Order.by("currency", "text").then("-amount", "numeric").then("thread_id", "text").then("age", "text"))
          .and("client", Order.by("coalesce(client, '')", "text").then("name", "text").then("thread_id", "text").then("currency", "text").then("age", "text"));

  @Inject Sql sql;
  @Inject Clock clock;

  /** A part of what is open, by engagement and age in days. {@code minutes} is absent for bills. */
  public record Open(LocalDate asOf, List<Aged> items, String next) {}

  public record Aged(String threadId, String engagement, String client, String age, String currency, Long minutes, String amount, LocalDate oldest) {}

  /** All that is open, by currency and age. */
  public record Ages(LocalDate asOf, List<Age> items) {}

  public record Age(String currency, String age, Long minutes, String amount) {}

  public Ages unbilledAges() {
    var today = today();
    return new Ages(
        today,
        sql.list(
            row -> new Age(row.text("currency"), row.text("age"), row.number("minutes"), Amount.estimate(row.decimal("amount"), row.text("currency"))),
            "select currency, " + age("? - work_date") + " as age, sum(minutes) as minutes, sum(at_rate) / 60 as amount from " + OPEN + " group by 1, 2" + SOME + " order by 1, 2",
            today, today, today));
  }

  /** By days since the bill was due. */
  public Open receivables(String sort, int limit, String cursor) {
    var today = today();
    var page =
        RECEIVABLES.named(sort).page(
            sql,
            row -> aged(row, null, Amount.text(row.decimal("amount"), row.text("currency"))),
            "* from (select d.thread_id, e.name, e.client, cast(d.currency as text) as currency, " + dueAge() + " as age, sum(coalesce(d.erp_total, d.net) - d.paid - d.credited) as amount, min(d.due_on) as oldest" + OPEN_BILLS + "group by 1, 2, 3, 4, 5) o",
            new Where(today, today, today, today), limit, cursor);
    return new Open(today, page.items(), page.next());
  }

  public Ages receivablesAges() {
    var today = today();
    return new Ages(
        today,
        sql.list(
            row -> new Age(row.text("currency"), row.text("age"), null, Amount.text(row.decimal("amount"), row.text("currency"))),
            "select d.currency, " + dueAge() + " as age, sum(coalesce(d.erp_total, d.net) - d.paid - d.credited) as amount" + OPEN_BILLS + "group by 1, 2 order by 1, 2",
            today, today, today, today));
  }

  static Aged aged(Row row, Long minutes, String amount) throws SQLException {
    return new Aged(row.text("thread_id"), row.text("name"), row.text("client"), row.text("age"), row.text("currency"), minutes, amount, row.date("oldest"));
  }

  /** Four marks for the same day. */
  private static String dueAge() {
    return "case when d.due_on >= ? then 'not-due' else " + age("? - d.due_on") + " end";
  }

  /** Three marks for the same day: as many times as the text names it. */
  static String age(String days) {
    return "case when " + days + " <= 30 then '0-30' when " + days + " <= 60 then '31-60' when " + days + " <= 90 then '61-90' else 'over-90' end";
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
