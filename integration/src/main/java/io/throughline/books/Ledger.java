package io.throughline.books;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** The shadow subledger: insert-only, balanced (the database refuses a journal that is not). */
@ApplicationScoped
class Ledger {

  @Inject Sql sql;
  @Inject Clock clock;

  /** One line of a journal; exactly one side is not zero. */
  record Entry(String account, BigDecimal debit, BigDecimal credit) {

    static Entry debit(String account, BigDecimal amount) {
      return amount.signum() < 0 ? new Entry(account, BigDecimal.ZERO, amount.negate()) : new Entry(account, amount, BigDecimal.ZERO);
    }

    static Entry credit(String account, BigDecimal amount) {
      return debit(account, amount.negate());
    }
  }

  /** Posts a journal once; its id says what it is for. */
  void post(String journalId, String rule, String threadId, String sourceId, String currency, LocalDate on, List<Entry> entries) {
    var period = on.toString().substring(0, 7);
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      sql.run(
          "insert into posting (journal_id, line_no, rule, thread_id, source_id, account, debit, credit, currency, period, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
          journalId, i + 1, rule, threadId, sourceId, entry.account(), entry.debit(), entry.credit(), currency, period, clock.instant());
    }
  }
}
