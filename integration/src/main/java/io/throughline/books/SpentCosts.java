package io.throughline.books;

import io.throughline.books.Binding.Bound;
import io.throughline.canonical.Expense;
import io.throughline.canonical.Money;
import io.throughline.finance.ExpenseBilling;
import io.throughline.finance.Journal.Context;
import io.throughline.finance.Journals;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;

/**
 * What was spent on a contract line for expenses, in the subledger (J16) and in the contract's currency: a cost of the engagement, owed to whoever paid. What steps back
 * for a newer version is taken back.
 */
@ApplicationScoped
class SpentCosts {

  /** What the journal of a cost that is taken back comes from. */
  static final String BACK = "cost-";

  @Inject Sql sql;
  @Inject Ledger ledger;
  @Inject Engagements engagements;

  void post(Bound bound, Expense expense) {
    if (bound.lineId() != null) post(bound.threadId(), ExpenseBilling.source(expense.versionKey()), bound.cost(), expense.incurredOn(), List.of());
  }

  /** Of the versions that count until now. */
  void takeBack(String source, String[] expenses) {
    record Counted(String threadId, String version, Money amount, LocalDate incurredOn) {}
    for (var one :
        sql.list(
            row -> new Counted(row.text("thread_id"), source + ":" + row.text("expense_id") + "@" + row.text("version"), Amounts.money(row.decimal("cost"), row.text("cost_currency")), row.date("incurred_on")),
            "select *, coalesce(exchanged, amount) as cost, coalesce(exchanged_to, currency) as cost_currency from expense where source = ? and current and expense_id = any (?) and line_id is not null order by expense_id",
            source, expenses)) {
      post(one.threadId(), BACK + one.version(), one.amount().negated(), one.incurredOn(), List.of(ExpenseBilling.source(one.version())));
    }
  }

  private void post(String threadId, String source, Money amount, LocalDate on, List<String> settled) {
    var entity = engagements.of(threadId).orElseThrow().contractingEntity();
    ledger.post(Journals.spent(amount).journal(Context.of(threadId, source, entity, ledger.day(entity, on, settled))));
  }
}
