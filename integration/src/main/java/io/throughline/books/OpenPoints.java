package io.throughline.books;

import io.throughline.books.OpenPoint.Item;
import io.throughline.books.OpenPoint.Sum;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** What is open of a legal entity's month, each by one query that counts all and lists the first of each currency. */
@ApplicationScoped
class OpenPoints {

  /** Of each currency; a page shows them under their sum. */
  private static final int LISTED = 20;

  private static final String ENTITY = " join engagement e on e.thread_id = o.thread_id where e.contracting_entity = ?";

  private static final String DOCUMENTS =
      "select d.currency, d.id, d.number as text, d.type as what, e.name as engagement, e.client, d.state, d.invoiced_on as day, cast(null as bigint) as minutes, d.net as amount"
          + " from document d join engagement e using (thread_id) where e.contracting_entity = ? and d.invoiced_on <= ? and ";

  /** By engagement. What nobody's engagement is has no thread: it may be this entity's. */
  private static final String BY_ENGAGEMENT =
      "select o.currency, o.thread_id as id, null as text, null as what, e.name as engagement, e.client, e.state, min(o.day) as day, sum(o.minutes) as minutes, sum(o.amount) as amount from (";

  private static final String GROUPED = " group by 1, 2, 5, 6, 7 having sum(o.minutes) <> 0 or sum(o.amount) <> 0";

  @Inject Sql sql;
  @Inject Clock clock;

  /** A month that is not over; it blocks while nothing was posted in it or behind it, but what an accrual took back: closing it would send all that comes far away. */
  OpenPoint notOver(String entity, YearMonth month) {
    if (month.atEndOfMonth().isBefore(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) return new OpenPoint("not-over", false, List.of());
    var posted = sql.one(row -> true, "select 1 from posting where entity = ? and period >= ? and rule <> 'J25' limit 1", entity, month.toString()).isPresent();
    return new OpenPoint("not-over", !posted, one(new Item(entity + ":" + month, month.toString(), null, null, null, null, month.atEndOfMonth(), null, null)));
  }

  /** Open months before it, of those that {@code all} lists: they would be sealed behind it, and it without what they still take. */
  OpenPoint earlier(String entity, YearMonth month, List<Months.Month> all) {
    var open = all.stream().filter(each -> each.entity().equals(entity) && each.closedAt() == null && each.month().compareTo(month.toString()) < 0)
        .map(each -> new Item(entity + ":" + each.month(), each.month(), null, null, null, null, YearMonth.parse(each.month()).atEndOfMonth(), null, null)).toArray(Item[]::new);
    return new OpenPoint("earlier-open", open.length > 0, one(open));
  }

  /** Released documents that are not posted and booked yet. */
  OpenPoint underWay(String entity, YearMonth month) {
    var found = sums(DOCUMENTS + "(d.state = 'released' or d.state = 'posted' and d.booked_at is null)", entity, month.atEndOfMonth());
    return new OpenPoint("under-way", !found.isEmpty(), found);
  }

  OpenPoint drafts(String entity, YearMonth month) {
    return beside("drafts", sums(DOCUMENTS + "d.state = 'draft'", entity, month.atEndOfMonth()));
  }

  /** Time, expenses, milestones and periods that are billable and on no document. */
  OpenPoint unbilled(String entity, YearMonth month) {
    var through = month.atEndOfMonth();
    return beside(
        "unbilled",
        sums(
            BY_ENGAGEMENT + "select thread_id, currency, work_date as day, minutes, at_rate / 60 as amount from open_time where work_date <= ?"
                + " union all select thread_id, currency, incurred_on, null, to_bill from expense_tally where incurred_on <= ? union all select thread_id, currency, due_on, null, amount from open_event where due_on <= ?) o" + ENTITY + GROUPED,
            through, through, through, entity));
  }

  /** Time and expenses that could not be bound or priced, and what a cap of expenses has no room for. */
  OpenPoint held(String entity, YearMonth month) {
    return beside(
        "held",
        sums(
            BY_ENGAGEMENT + "select * from held_work where day <= ?) o left join engagement e on e.thread_id = o.thread_id where e.contracting_entity = ? or e.thread_id is null" + GROUPED,
            month.atEndOfMonth(), entity));
  }

  OpenPoint unapplied(String entity, YearMonth month) {
    return beside(
        "unapplied",
        sums(
            "select currency, system || ':' || payment_id as id, payment_id as text, reference as what, advance_name as engagement, payer_id as client, null as state, received_on as day, cast(null as bigint) as minutes, lies as amount"
                + " from payment_lies where unapplied > 0 and lies > 0 and entity = ? and received_on <= ?",
            entity, month.atEndOfMonth()));
  }

  /** Of the entity's engagements and their projects, whichever month they are about: few say so. */
  OpenPoint exceptions(String entity) {
    return beside(
        "exceptions",
        sums(
            "select case when i.amount is not null then i.currency end as currency, cast(i.id as text) as id, i.reason as text, i.code as what, e.name as engagement, e.client, i.owner as state, i.at_risk_on as day, cast(null as bigint) as minutes, i.amount"
                + " from exception_item i join engagement e on e.thread_id = coalesce(i.thread_id, project_thread(i.subject, i.subject_id)) where i.state = 'open' and e.contracting_entity = ?",
            entity));
  }

  static OpenPoint beside(String code, List<Sum> sums) {
    return new OpenPoint(code, false, sums);
  }

  /** Things without an amount. */
  static List<Sum> one(Item... items) {
    return items.length == 0 ? List.of() : List.of(new Sum(null, items.length, null, null, List.of(items).subList(0, Math.min(LISTED, items.length))));
  }

  private record Found(Sum all, Item item) {}

  private List<Sum> sums(String rows, Object... arguments) {
    var marks = new ArrayList<Object>(List.of(arguments));
    marks.add(LISTED);
    var sums = new ArrayList<Sum>();
    sql.list(
            OpenPoints::found,
            "select * from (select *, count(*) over one as n, sum(minutes) over one as all_minutes, sum(amount) over one as all_amount,"
                + " row_number() over (partition by currency order by abs(amount) desc nulls last, minutes desc nulls last, day, id) as place from (" + rows + ") r window one as (partition by currency)) p where place <= ? order by currency nulls last, place",
            marks.toArray())
        .forEach(found -> {
          if (sums.isEmpty() || !java.util.Objects.equals(sums.get(sums.size() - 1).currency(), found.all().currency())) sums.add(found.all());
          sums.get(sums.size() - 1).items().add(found.item());
        });
    return sums;
  }

  private static Found found(Row row) throws SQLException {
    var currency = row.text("currency");
    return new Found(
        new Sum(currency, row.number("n"), row.numberOrNull("all_minutes"), estimate(row.decimal("all_amount"), currency), new ArrayList<>()),
        new Item(
            row.text("id"), row.text("text"), row.text("what"), row.text("engagement"), row.text("client"), row.text("state"), row.date("day"), row.numberOrNull("minutes"), estimate(row.decimal("amount"), currency)));
  }

  /** Time at its rate may have a part of a cent. */
  private static String estimate(BigDecimal amount, String currency) {
    return amount == null || currency == null ? null : amount.setScale(Currency.getInstance(currency).getDefaultFractionDigits(), RoundingMode.HALF_UP).toPlainString();
  }
}
