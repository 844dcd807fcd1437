package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What is open and for how long: time, expenses, completed milestones and due periods that are not billed yet, bills that are not paid yet. */
@ApplicationScoped
@Transactional
public class AgesView {

  /** The engagements that have any open, by the sums that are kept: what time is worth by the minute of an hour's rate, hence the others too. */
  private static final String WITH_OPEN =
      "select thread_id, currency, sum(at_rate) / 60 as amount from (select thread_id, currency, unbilled as minutes, unbilled_at_rate as at_rate from tally union all select thread_id, currency, 0, to_bill * 60 from expense_tally"
          + " union all select thread_id, currency, 0, amount * 60 from open_event) open"
          + " where thread_id <> '' group by 1, 2 having sum(minutes) <> 0 or sum(at_rate) <> 0";

  /** By the day. */
  private static final String OPEN =
      "(select thread_id, currency, work_date, minutes, at_rate from open_time union all select thread_id, currency, incurred_on, 0, to_bill * 60 from expense_tally where incurred_on is not null"
          + " union all select thread_id, currency, due_on, 0, amount * 60 from open_event) open";

  /** What was opened and billed since cancels out. */
  private static final String SOME = " having sum(minutes) <> 0 or sum(at_rate) <> 0";

  private static final String OPEN_BILLS = " from document d join engagement e on e.thread_id = d.thread_id where d.state = 'posted' and coalesce(d.erp_total, d.net) <> d.paid + d.credited ";

  @Inject Sql sql;
  @Inject Clock clock;

  /** A part of what is open, by engagement and age in days. {@code minutes} is absent for bills. */
  public record Open(LocalDate asOf, List<Aged> items, String next) {}

  public record Aged(String threadId, String engagement, String client, String age, String currency, Long minutes, String amount, LocalDate oldest) {}

  /** All that is open, by currency and age. */
  public record Ages(LocalDate asOf, List<Age> items) {}

  public record Age(String currency, String age, Long minutes, String amount) {}

  /** An engagement with its place in the list. */
  private record Place(String threadId, String currency, BigDecimal amount) {}

  /** By days since the work was done. {@code limit} counts engagements; in each currency the largest amount first. */
  public Open unbilled(int limit, String cursor) {
    var from = Page.position(cursor, 3);
    var amount = from[1] == null ? null : new BigDecimal(from[1]);
    var places =
        Page.of(
            sql.list(
                row -> new Place(row.text("thread_id"), row.text("currency"), row.decimal("amount")),
                "select * from (" + WITH_OPEN + ") o where (cast(? as text) is null or (coalesce(currency, ''), -amount, thread_id) > (?, -cast(? as numeric), ?))"
                    + " order by coalesce(currency, ''), -amount, thread_id limit ?",
                from[0], from[0], amount, from[2], limit + 1),
            limit, place -> List.of(place.currency() == null ? "" : place.currency(), place.amount().toPlainString(), place.threadId()));
    var threads = places.items().stream().map(Place::threadId).distinct().toArray(String[]::new);
    var today = today();
    var items =
        sql.list(
            row -> aged(row, row.numberOrNull("minutes"), Amount.estimate(row.decimal("amount"), row.text("currency"))),
            "select o.*, e.name, e.client from (select thread_id, currency, " + age("? - work_date") + " as age, sum(minutes) as minutes, sum(amount) as amount, min(work_date) as oldest"
                + " from (select thread_id, currency, work_date, sum(minutes) as minutes, sum(at_rate) / 60 as amount from " + OPEN + " where thread_id = any (?) group by 1, 2, 3" + SOME + ") days group by 1, 2, 3) o"
                + " join engagement e on e.thread_id = o.thread_id order by o.oldest",
            today, today, today, threads);
    return new Open(today, places.items().stream().flatMap(place -> items.stream().filter(item -> isAt(place, item))).toList(), places.next());
  }

  private static boolean isAt(Place place, Aged item) {
    return item.threadId().equals(place.threadId()) && java.util.Objects.equals(item.currency(), place.currency());
  }

  public Ages unbilledAges() {
    var today = today();
    return new Ages(
        today,
        sql.list(
            row -> new Age(row.text("currency"), row.text("age"), row.number("minutes"), Amount.estimate(row.decimal("amount"), row.text("currency"))),
            "select currency, " + age("? - work_date") + " as age, sum(minutes) as minutes, sum(at_rate) / 60 as amount from " + OPEN + " group by 1, 2" + SOME + " order by 1, 2",
            today, today, today));
  }

  /** By days since the bill was due, the oldest first. */
  public Open receivables(int limit, String cursor) {
    var from = Page.position(cursor, 4);
    var today = today();
    var found =
        sql.list(
            row -> aged(row, null, Amount.text(row.decimal("amount"), row.text("currency"))),
            "select * from (select d.thread_id, e.name, e.client, d.currency, " + dueAge() + " as age, sum(coalesce(d.erp_total, d.net) - d.paid - d.credited) as amount, min(d.due_on) as oldest" + OPEN_BILLS
                + "group by 1, 2, 3, 4, 5) o where (cast(? as text) is null or (cast(oldest as text), thread_id, currency, age) > (?, ?, ?, ?)) order by cast(oldest as text), thread_id, currency, age limit ?",
            today, today, today, today, from[0], from[0], from[1], from[2], from[3], limit + 1);
    var page = Page.of(found, limit, bill -> List.of(bill.oldest(), bill.threadId(), bill.currency(), bill.age()));
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

  private static Aged aged(Row row, Long minutes, String amount) throws SQLException {
    return new Aged(row.text("thread_id"), row.text("name"), row.text("client"), row.text("age"), row.text("currency"), minutes, amount, row.date("oldest"));
  }

  /** Four marks for the same day. */
  private static String dueAge() {
    return "case when d.due_on >= ? then 'not-due' else " + age("? - d.due_on") + " end";
  }

  /** Three marks for the same day: as many times as the text names it. */
  private static String age(String days) {
    return "case when " + days + " <= 30 then '0-30' when " + days + " <= 60 then '31-60' when " + days + " <= 90 then '61-90' else 'over-90' end";
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
