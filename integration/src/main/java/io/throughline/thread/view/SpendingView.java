package io.throughline.thread.view;

import io.throughline.store.Sql;
import io.throughline.thread.view.EngagementThread.Exchanged;
import io.throughline.thread.view.EngagementThread.Expense;
import io.throughline.thread.view.EngagementThread.Spending;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** What was spent on one thread: the sums as they are kept, and the expenses one by one, the latest first. */
@ApplicationScoped
class SpendingView {

  /** The bound only keeps an odd thread readable. */
  private static final int SHOWN = 1000;

  @Inject Sql sql;

  List<Spending> of(String threadId) {
    return sql.list(
        row -> {
          var currency = row.text("currency");
          return new Spending(
              currency,
              Amount.text(row.decimal("approved"), currency),
              Amount.text(row.decimal("billed"), currency),
              Amount.text(row.decimal("unbilled"), currency),
              Amount.text(row.decimal("held"), currency),
              Amount.text(row.decimal("non_billable"), currency));
        },
        "select currency, sum(approved) as approved, sum(billed) as billed, sum(unbilled) as unbilled, sum(held) as held, sum(non_billable) as non_billable from expense_tally where thread_id = ? group by 1 order by 1",
        threadId);
  }

  List<Expense> expenses(String threadId, Audience audience) {
    return sql.list(
        row -> {
          var currency = audience.money ? row.text("currency") : null;
          var exchanged = audience.money ? Exchanged.of(row) : null;
          return new Expense(
              row.text("source"),
              row.text("expense_id"),
              row.text("version"),
              row.text("line_id"),
              row.text("person_id"),
              row.text("person_name"),
              row.text("category"),
              row.date("incurred_on"),
              audience.money ? Amount.text(row.decimal("amount"), currency) : null,
              currency,
              row.text("state"),
              audience.money ? Amount.text(row.decimal("worth"), exchanged == null ? currency : exchanged.currency()) : null,
              audience.money ? Amount.text(row.decimal("beyond"), currency) : null,
              audience.money ? Amount.text(row.decimal("billed"), currency) : null,
              row.text("hold_reason"),
              row.text("receipt_reference"),
              exchanged);
        },
        "select e.*, " + PersonNames.column("e") + ", (select coalesce(sum(a.spent), 0) from expense_allocation a where a.source = e.source and a.expense_id = e.expense_id and a.version = e.version) as billed"
            + " from expense e where e.thread_id = ? and e.current order by e.incurred_on desc, e.source, e.expense_id limit ?",
        threadId, SHOWN);
  }
}
