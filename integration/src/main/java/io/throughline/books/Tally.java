package io.throughline.books;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/**
 * The sums over time entries, expenses, documents and the ledger, kept as they change: every statement adds a row by a trigger, in its own transaction and without waiting for
 * anybody. The sum of an engagement's rows is true at every moment; folding makes one row of them, and one a day of what is open, and adds what is new in it to the totals of the firm.
 */
@ApplicationScoped
@Transactional
public class Tally {

  /** Engagements folded in one go: a short transaction, even after a night of catching up. */
  private static final int BATCH = 500;

  private static final String FOLD =
      "with changed as (select distinct thread_id from tally where not folded limit ?), gone as (delete from tally where thread_id in (select thread_id from changed) returning *)"
          + " insert into tally (thread_id, currency, folded, entries, approved, invoiced, unbilled, held, written_off, covered, non_billable, unbilled_at_rate, held_at_rate)"
          + " select thread_id, currency, true, sum(entries), sum(approved), sum(invoiced), sum(unbilled), sum(held), sum(written_off), sum(covered), sum(non_billable), sum(unbilled_at_rate), sum(held_at_rate)"
          + " from gone group by 1, 2";

  private static final String FOLD_OPEN =
      "with changed as (select distinct thread_id from open_time where not folded limit ?), gone as (delete from open_time where thread_id in (select thread_id from changed) returning *)"
          + " insert into open_time (thread_id, currency, work_date, folded, minutes, at_rate)"
          + " select thread_id, currency, work_date, true, sum(minutes), sum(at_rate) from gone group by 1, 2, 3 having sum(minutes) <> 0 or sum(at_rate) <> 0";

  private static final String FOLD_EXPENSES =
      "with changed as (select distinct thread_id from expense_tally where not folded limit ?), gone as (delete from expense_tally where thread_id in (select thread_id from changed) returning *), days as ("
          + "select thread_id, currency, incurred_on, sum(entries) as entries, sum(approved) as approved, sum(billed) as billed, sum(unbilled) as unbilled, sum(held) as held, sum(non_billable) as non_billable,"
          + " sum(to_bill) as to_bill, sum(held_worth) as held_worth from gone group by 1, 2, 3)"
          + " insert into expense_tally (thread_id, currency, incurred_on, folded, entries, approved, billed, unbilled, held, non_billable, to_bill, held_worth)"
          + " select thread_id, currency, case when to_bill <> 0 then incurred_on end, true, sum(entries), sum(approved), sum(billed), sum(unbilled), sum(held), sum(non_billable), sum(to_bill), sum(held_worth)"
          + " from days group by 1, 2, 3";

  private static final String FOLD_MONEY =
      "with changed as (select distinct thread_id from money_tally where not folded limit ?), gone as (delete from money_tally where thread_id in (select thread_id from changed) returning *)"
          + " insert into money_tally (thread_id, currency, folded, documents, posted, settled, drafted, billed, paid, revenue, asset)"
          + " select thread_id, currency, true, sum(documents), sum(posted), sum(settled), sum(drafted), sum(billed), sum(paid), sum(revenue), sum(asset) from gone group by 1, 2";

  /** Rows that the totals may have before they are folded. */
  private static final int TOTALS = 500;

  private static final String FOLD_TOTALS =
      "with gone as (delete from total where (select count(*) from total) > ? returning *) insert into total (what, word, currency, n) select what, word, currency, sum(n) from gone group by 1, 2, 3";

  private static final String STAGES =
      "with due as (delete from stage_due where id in (select id from stage_due order by id limit ?) returning thread_id),"
          + " now as materialized (select d.thread_id, s.stage from (select distinct thread_id from due) d left join engagement_stage s using (thread_id)),"
          + " moved as (select n.thread_id, n.stage, c.stage as before from now n left join stage_counted c using (thread_id) where n.stage is distinct from c.stage),"
          + " counted as (insert into stage_counted (thread_id, stage) select thread_id, stage from moved on conflict (thread_id) do update set stage = excluded.stage)"
          + " insert into total (what, word, n) select 'stage', word, sum(n) from (select stage as word, 1 as n from moved union all select before, -1 from moved) parts where word is not null group by 2";

  private static final long LOCK = 0x54616c6cL;

  @Inject Sql sql;

  /** Rows only move between sums: whoever reads sees all of them before or all of them after. One node folds at a time, so that no stage is counted by what an older look has seen. */
  public void fold() {
    if (!sql.one(row -> row.is("mine"), "select pg_try_advisory_xact_lock(?) as mine", LOCK).orElseThrow()) return;
    sql.run(FOLD, BATCH);
    sql.run(FOLD_OPEN, BATCH);
    sql.run(FOLD_EXPENSES, BATCH);
    sql.run(FOLD_MONEY, BATCH);
    sql.run(STAGES, BATCH);
    sql.run(FOLD_TOTALS, TOTALS);
  }
}
