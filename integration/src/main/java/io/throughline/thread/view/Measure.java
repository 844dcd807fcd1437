package io.throughline.thread.view;

import io.throughline.canonical.Rational;
import io.throughline.finance.Figures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A figure that a firm runs by, who sees it, and the rows it follows from; docs/finance.md says in words what each counts.
 *
 * <p>A query gives a row a month (and currency, where the figure weighs money): how many it counts, and the numbers that its unit needs.
 * {@code w} is what is wanted: since, until (the day after), today, entity.
 */
enum Measure {
  WON_TO_PROJECT(Unit.SECONDS, For.EVERYBODY, Sqls.spread("e.activated_at", "extract(epoch from e.activated_at - e.won_at)", "w, engagement e where true")),
  CONTRACT_TO_BILLING(
      Unit.SECONDS,
      For.EVERYBODY,
      Sqls.spread(
          "b.at", "extract(epoch from b.at - e.won_at)",
          "w, engagement e join journey j using (thread_id) cross join lateral (select max(at) as at from journey_answer where journey_id = j.id and step = 'schedule-billing') b where j.plan = 'engagement-opening'")),
  MILESTONE_TO_INVOICE(
      Unit.WEIGHTED_DAYS,
      For.EVERYBODY,
      Sqls.invoices("count(distinct d.id) as n, sum(l.amount * (d.invoiced_on - m.completed_on)) as a, sum(l.amount) as b", "join document_line l on l.document_id = d.id join billing_event m on m.id = l.billing_event_id and m.period_from is null where true", "d.currency")),
  DAYS_TO_INVOICE(Unit.WEIGHTED_DAYS, For.WORK, Sqls.invoices("count(*) as n, sum(d.waited) as a, sum(d.billed_time) as b", "where d.billed_time is not null", "d.currency")),
  INVOICES_HELD(
      Unit.PERCENT,
      For.MONEY,
      Sqls.invoices("count(*) as n, count(*) filter (where exists (select from exception_item x where x.thread_id = d.thread_id and x.journey_id = d.journey_id and x.raised_at <= d.booked_at)) as a, count(*) as b", "where true", "null")),
  INVOICES_CREDITED(
      Unit.PERCENT,
      For.MONEY,
      Sqls.invoices(
          "count(*) as n, count(*) filter (where exists (select from document_line l join document n on n.id = l.document_id where l.credits_document = d.id and n.booked_at is not null and n.invoiced_on - d.invoiced_on <= " + Figures.CREDITED_WITHIN_DAYS
              + ")) as a, count(*) as b",
          "where true", "null")),
  CASH_TO_APPLIED(
      Unit.DAYS,
      For.BOOKS,
      Sqls.spread(
          "c.at", "greatest(cast(c.at at time zone 'UTC' as date) - p.received_on, 0)", "w, cash_application c join payment p using (system, payment_id) join engagement e on e.thread_id = c.thread_id where c.amount > 0")),
  DAYS_SALES_OUTSTANDING(
      Unit.SALES_DAYS,
      For.BOOKS,
      Sqls.DAILY + " select m.month, d.currency, cast(null as bigint) as n, sum(d.receivable) as a, coalesce(sum(d.revenue) filter (where d.day > m.last - " + Figures.SALES_DAYS + "), 0) as b from months m join daily d on d.day <= m.last group by 1, 2"),
  BACKLOG_CONVERSION(
      Unit.PERCENT,
      For.MONEY,
      Sqls.DAILY + " select m.month, d.currency, cast(null as bigint) as n, coalesce(sum(d.revenue) filter (where d.day >= m.since), 0) as a, sum(d.sold - d.revenue) filter (where d.day < m.since) as b from months m join daily d on d.day <= m.last"
          + " group by 1, 2 having sum(d.sold - d.revenue) filter (where d.day < m.since) > 0"),
  WRITTEN_OFF(
      Unit.MONEY,
      For.BOOKS,
      " select " + Sqls.month("o.decided_at") + " as month, s.currency, count(*) as n, sum(s.amount) as a, null as b from w, write_off o join write_off_entry s on s.write_off_id = o.id join engagement e on e.thread_id = o.thread_id"
          + " where o.state = 'approved' and s.written and s.amount is not null" + Sqls.within("o.decided_at") + " group by 1, 2"),
  JOURNEYS_NEVER_HELD(
      Unit.PERCENT,
      For.OPERATIONS,
      " select " + Sqls.month("j.changed_at") + " as month, null as currency, count(*) as n, count(*) filter (where j.state = 'done' and x.journey_id is null) as a, count(*) as b from w, journey j left join engagement e on e.thread_id = j.thread_id"
          + " left join (select distinct journey_id from exception_item where journey_id is not null) x on x.journey_id = j.id where j.state in ('done', 'undone')" + Sqls.within("j.changed_at") + " group by 1"),
  HELD_TO_RESOLVED(
      Unit.SECONDS,
      For.EVERYBODY,
      Sqls.spread("x.resolved_at", "extract(epoch from x.resolved_at - x.raised_at)", "w, exception_item x left join engagement e on e.thread_id = x.thread_id where x.state = 'resolved' and x.journey_id is not null")),
  TOUCHES(
      Unit.EACH,
      For.OPERATIONS,
      " select month, null as currency, sum(moved) as n, sum(touches) as a, sum(moved) as b from ("
          + "select " + Sqls.month("j.changed_at") + " as month, count(distinct j.thread_id) as moved, 0 as touches from w, journey j join engagement e on e.thread_id = j.thread_id where j.state in ('done', 'undone')" + Sqls.within("j.changed_at") + " group by 1"
          + " union all select " + Sqls.month("a.at") + ", 0, count(*) from w, audit a left join journey j on a.subject = 'journey:' || j.id left join exception_item x on a.subject = 'exception:' || x.id join engagement e on e.thread_id = coalesce(j.thread_id, x.thread_id)"
          + " where a.actor <> 'hub' and a.action <> 'approve'" + Sqls.within("a.at") + " group by 1) parts group by 1");

  final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  final Unit unit;
  final String query;
  private final Set<Audience> audiences;

  Measure(Unit unit, Set<Audience> audiences, String query) {
    this.unit = unit;
    this.audiences = audiences;
    this.query = Sqls.WANTED + query;
  }

  boolean isFor(Audience audience) {
    return audiences.contains(audience);
  }

  /** What its two numbers come to. */
  enum Unit {
    SECONDS("seconds", null),
    DAYS("days", null),
    WEIGHTED_DAYS("days", Figures::weightedDays),
    SALES_DAYS("days", Figures::daysSalesOutstanding),
    PERCENT("percent", Figures::percent),
    EACH("each", Figures::each),
    MONEY("money", null);

    final String word;
    private final Definition definition;

    Unit(String word, Definition definition) {
      this.word = word;
      this.definition = definition;
    }

    /** A median, and what nine of ten do not exceed. */
    boolean isSpread() {
      return this == SECONDS || this == DAYS;
    }

    /** Null where there is nothing to divide by. */
    String value(BigDecimal a, BigDecimal b, String currency) {
      return this == MONEY ? Amount.estimate(a, currency) : definition.of(exact(a), exact(b));
    }

    /** Of a spread: whole seconds or days. */
    String rounded(BigDecimal length) {
      return length.setScale(0, RoundingMode.HALF_UP).toPlainString();
    }

    private static Rational exact(BigDecimal number) {
      return number == null ? Rational.ZERO : Rational.of(number);
    }
  }

  private interface Definition {
    String of(Rational a, Rational b);
  }

  /** Money is for who sees money, work for who sees work. */
  private static final class For {
    static final Set<Audience> EVERYBODY = EnumSet.allOf(Audience.class);
    static final Set<Audience> MONEY = EnumSet.of(Audience.SALES, Audience.FINANCE, Audience.OPERATIONS);
    static final Set<Audience> WORK = EnumSet.of(Audience.DELIVERY, Audience.FINANCE, Audience.OPERATIONS);
    static final Set<Audience> BOOKS = EnumSet.of(Audience.FINANCE, Audience.OPERATIONS);
    static final Set<Audience> OPERATIONS = EnumSet.of(Audience.OPERATIONS);
  }

  private static final class Sqls {
    static final String WANTED = "with w as (select cast(? as date) as since, cast(? as date) as until, cast(? as date) as today, cast(? as text) as entity)";

    private static final String OF_ENTITY = " and (w.entity is null or e.contracting_entity = w.entity)";

    /** What is owed, what was earned and what was sold, by the day; and the months, up to today. */
    static final String DAILY =
        ", daily as (select currency, day, sum(receivable) as receivable, sum(revenue) as revenue, sum(sold) as sold from ("
            + "select p.currency, p.posted_on as day, case p.account when 'AR' then p.debit - p.credit else 0 end as receivable, case p.account when 'REV' then p.credit - p.debit else 0 end as revenue, 0 as sold"
            + " from w, posting p where p.account in ('AR', 'REV') and p.posted_on < w.until and (w.entity is null or p.entity = w.entity)"
            + " union all select e.currency, cast(v.in_force_at at time zone 'UTC' as date), 0, 0, v.value - coalesce(lag(v.value) over (partition by v.thread_id order by v.version), 0)"
            + " from w, contract_version v join engagement e using (thread_id) where v.state = 'in-force'" + OF_ENTITY
            + ") parts group by 1, 2), months as (select to_char(m, 'YYYY-MM') as month, cast(m as date) as since, least(cast(m + interval '1 month' as date) - 1, w.today) as last"
            + " from w, generate_series(cast(w.since as timestamp), cast(w.until as timestamp) - interval '1 day', interval '1 month') m where m <= w.today)";

    static String month(String instant) {
      return "to_char(" + instant + " at time zone 'UTC', 'YYYY-MM')";
    }

    static String within(String instant) {
      return " and %1$s >= cast(w.since as timestamp) at time zone 'UTC' and %1$s < cast(w.until as timestamp) at time zone 'UTC'".formatted(instant) + OF_ENTITY;
    }

    static String spread(String instant, String length, String from) {
      return " select %1$s as month, null as currency, count(*) as n, percentile_disc(0.5) within group (order by %2$s) as a, percentile_disc(0.9) within group (order by %2$s) as b from %3$s".formatted(month(instant), length, from)
          + within(instant) + " group by 1";
    }

    /** Of booked invoices, by the month of their day. */
    static String invoices(String numbers, String behind, String currency) {
      return " select to_char(d.invoiced_on, 'YYYY-MM') as month, " + currency + " as currency, " + numbers + " from w, document d join engagement e using (thread_id) " + behind
          + " and d.type = 'invoice' and d.booked_at is not null and d.invoiced_on >= w.since and d.invoiced_on < w.until" + OF_ENTITY + " group by 1, 2";
    }
  }
}
