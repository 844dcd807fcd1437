package io.throughline.thread.view;

import io.throughline.store.Sql;
import io.throughline.thread.view.AgesView.Aged;
import io.throughline.thread.view.AgesView.Open;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;

/** What is not billed yet, engagement by engagement. */
@ApplicationScoped
@Transactional
public class UnbilledView {

  private static final String CURRENCY = "cast(coalesce(currency, '') as text)";

  public static final Sorts SORTS =
      new Sorts("-amount", Order.by(CURRENCY, "text").then("-amount", "numeric").then("thread_id", "text")).and("worked", Order.by("oldest", "date").then(CURRENCY, "text").then("thread_id", "text"));

  /** The engagements that have any open, by the sums that are kept: what time is worth by the minute of an hour's rate, hence the others too. */
  private static final String KEPT =
      "select thread_id, currency, sum(at_rate) / 60 as amount from (select thread_id, currency, unbilled as minutes, unbilled_at_rate as at_rate from tally union all select thread_id, currency, 0, to_bill * 60 from expense_tally"
          + " union all select thread_id, currency, 0, amount * 60 from open_event) open"
          + " where thread_id <> '' group by 1, 2" + AgesView.SOME;

  @Inject Sql sql;
  @Inject AgesView ages;

  /** An engagement in one currency. */
  private record Place(String threadId, String currency) {

    boolean has(Aged item) {
      return item.threadId().equals(threadId) && Objects.equals(item.currency(), currency);
    }
  }

  /** {@code limit} counts engagements; each has its ages one after the other, the oldest first. */
  public Open list(Scope scope, String sort, int limit, String cursor) {
    var places = places(scope, sort, limit, cursor);
    var today = ages.today();
    var items = aged(scope, places.items().stream().map(Place::threadId).distinct().toArray(String[]::new), today, today, today);
    return new Open(today, places.items().stream().flatMap(place -> items.stream().filter(place::has)).toList(), places.next());
  }

  /** By the sums that are kept where no day matters: there are as many days as work was done on. */
  private Page<Place> places(Scope scope, String sort, int limit, String cursor) {
    var dayMatters = scope.through() != null || sort != null && sort.endsWith("worked");
    var days = new Where().given("work_date <= ?", scope.through());
    var where = new Where(days.arguments()).given("exists (select 1 from engagement e where e.thread_id = o.thread_id and e.contracting_entity = ?)", scope.entity());
    var rows = dayMatters ? "select thread_id, currency, sum(amount) as amount, min(work_date) as oldest from (" + days(days) + ") days group by 1, 2 having sum(minutes) <> 0 or sum(amount) <> 0" : KEPT;
    return SORTS.named(sort).page(sql, row -> new Place(row.text("thread_id"), row.text("currency")), "* from (" + rows + ") o", where, limit, cursor);
  }

  private List<Aged> aged(Scope scope, String[] threads, Object... today) {
    var days = new Where(today).given("work_date <= ?", scope.through()).and("thread_id = any (?)", (Object) threads);
    return sql.list(
        row -> AgesView.aged(row, row.numberOrNull("minutes"), Amount.estimate(row.decimal("amount"), row.text("currency"))),
        "select o.*, e.name, e.client from (select thread_id, currency, " + AgesView.age("? - work_date") + " as age, sum(minutes) as minutes, sum(amount) as amount, min(work_date) as oldest from (" + days(days) + ") days group by 1, 2, 3) o"
            + " join engagement e on e.thread_id = o.thread_id order by o.oldest",
        days.arguments());
  }

  private static String days(Where where) {
    return "select thread_id, currency, work_date, sum(minutes) as minutes, sum(at_rate) / 60 as amount from " + AgesView.OPEN + where.text() + "group by 1, 2, 3" + AgesView.SOME;
  }
}
