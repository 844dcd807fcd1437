package io.throughline.books;

import io.throughline.finance.Journal;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Optional;

/** The shadow subledger: insert-only, balanced (the database refuses a journal that is not). Debits are positive, credits negative in a journal. */
@ApplicationScoped
class Ledger {

  @Inject Sql sql;
  @Inject Clock clock;

  /** Posts a journal once; a journal of nothing is empty. */
  void post(Optional<Journal> journal) {
    journal.ifPresent(this::post);
  }

  private void post(Journal journal) {
    int no = 0;
    for (var line : journal.lines()) {
      var amount = new BigDecimal(line.document().text());
      sql.run(
          "insert into posting (journal_id, line_no, rule, thread_id, source_id, account, debit, credit, currency, period, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
          journal.journalId(), ++no, journal.rule(), journal.threadId(), journal.sourceId(), line.account().name(), amount.max(BigDecimal.ZERO), amount.negate().max(BigDecimal.ZERO),
          line.document().currency().getCurrencyCode(), journal.periodId(), clock.instant());
    }
  }
}
