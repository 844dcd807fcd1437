package io.throughline.books;

import io.throughline.finance.Rated;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems.Trouble;
import io.throughline.thread.ExceptionItems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/** Work on what a change order adds before it is in force: one exception item an engagement, with what the work is worth. */
@ApplicationScoped
class PendingWork {

  static final String CODE = Rated.Reason.CO_PENDING.name();

  private static final String SUBJECT = "change-order";

  @Inject Sql sql;
  @Inject ExceptionItems exceptions;

  private record Sum(String currency, long entries, long minutes, BigDecimal amount, LocalDate since) {}

  /** Says what there is now; none ends the item. */
  void tell(String threadId) {
    var held =
        sql.one(
                row -> new Sum(row.text("currency"), row.number("entries"), row.number("minutes"), row.decimal("amount"), row.date("since")),
                "select max(currency) as currency, count(*) as entries, coalesce(sum(minutes), 0) as minutes, coalesce(sum(minutes * rate), 0) / 60 as amount, min(work_date) as since"
                    + " from time_entry where thread_id = ? and current and state = 'held' and hold_code = ?",
                threadId, CODE)
            .orElseThrow();
    if (held.entries() == 0) {
      exceptions.resolve(SUBJECT, threadId, "hub", "its work waits no more");
      return;
    }
    var reason = held.minutes() + " minutes of " + held.entries() + " entries are worked on a change order that is not in force";
    exceptions.raise(new Trouble(SUBJECT, threadId, threadId, null, null, CODE, reason, "sales-ops", List.of(new Field("", CODE, reason))));
    if (held.currency() == null) return; // work on what has no price of its own
    exceptions.amountAtRisk(SUBJECT, threadId, held.amount().setScale(Currency.getInstance(held.currency()).getDefaultFractionDigits(), RoundingMode.HALF_UP), held.currency(), held.since());
  }
}
