package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.LocalDate;

/** Held time and expenses, engagement by engagement: a currency after the other, in each the largest amount first. */
@ApplicationScoped
@Transactional
public class HeldView {

  private static final Order AMOUNT =
      Order.by("cast(coalesce(o.currency, '') as text)", "text").then("-coalesce(o.amount, 0)", "numeric").then("-coalesce(o.minutes, 0)", "numeric").then("coalesce(o.thread_id, '')", "text");

  @Inject Sql sql;

  /** Engagement and client are absent for work of a project that nobody knows, minutes for expenses, and amount and currency for time without a rate. */
  public record Held(String threadId, String engagement, String client, String currency, Long minutes, String amount, LocalDate oldest) {}

  /** What nobody's engagement is may be any legal entity's. */
  public Page<Held> list(Scope scope, int limit, String cursor) {
    var days = new Where().given("day <= ?", scope.through());
    var where = new Where(days.arguments()).given("(e.contracting_entity = ? or e.thread_id is null)", scope.entity());
    var rows = "select thread_id, currency, min(day) as oldest, sum(minutes) as minutes, sum(amount) as amount from held_work" + days.text() + "group by 1, 2 having sum(minutes) <> 0 or sum(amount) <> 0";
    return AMOUNT.page(sql, HeldView::held, "o.*, e.name, e.client from (" + rows + ") o left join engagement e on e.thread_id = o.thread_id", where, limit, cursor);
  }

  private static Held held(Row row) throws SQLException {
    var currency = row.text("currency");
    return new Held(row.text("thread_id"), row.text("name"), row.text("client"), currency, row.numberOrNull("minutes"), currency == null ? null : Amount.estimate(row.decimal("amount"), currency), row.date("oldest"));
  }
}
