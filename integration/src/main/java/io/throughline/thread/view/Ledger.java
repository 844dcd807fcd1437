package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.view.EngagementThread.Advance;
import io.throughline.thread.view.EngagementThread.Cash;
import io.throughline.thread.view.EngagementThread.Posting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;

/** Cash, advances and journals of one thread, oldest first. */
@ApplicationScoped
class Ledger {

  private static final String APPLIED =
      "select c.*, coalesce(r.moved_on, p.received_on) as received_on from cash_application c join payment p using (system, payment_id) join document d on d.id = c.document_id"
          + " left join remittance r on r.system = c.system and r.payment_id = c.payment_id and r.invoice_id = d.erp_id and r.no = c.no where c.thread_id = ?";
  private static final String OLDEST_FIRST = " order by c.at, c.payment_id, c.no";

  @Inject Sql sql;

  List<Cash> payments(String threadId) {
    return sql.list(Ledger::cash, APPLIED + OLDEST_FIRST, threadId);
  }

  /** Of one document of the thread. */
  List<Cash> payments(String threadId, String documentId) {
    return sql.list(Ledger::cash, APPLIED + " and c.document_id = ?" + OLDEST_FIRST, threadId, documentId);
  }

  private static Cash cash(Row row) throws SQLException {
    return new Cash(
        row.text("system"),
        row.text("payment_id"),
        row.text("document_id"),
        (int) row.number("no"),
        Amount.text(row.decimal("amount"), row.text("currency")),
        row.text("currency"),
        row.date("received_on"),
        row.instant("at"));
  }

  List<Advance> advances(String threadId) {
    return sql.list(
        row ->
            new Advance(
                row.text("system"), row.text("payment_id"), row.date("received_on"), Amount.text(row.decimal("amount"), row.text("currency")), Amount.text(row.decimal("left_of_it"), row.text("currency")), row.text("currency")),
        "select *, greatest(lies, 0) as left_of_it from payment_lies where (system, payment_id) in (select system, payment_id from cash_advance where thread_id = ?) and advance = ? and advance_state is not null order by received_on, payment_id",
        threadId, threadId);
  }

  List<Posting> postings(String threadId) {
    return sql.list(Ledger::posting, "select * from posting where thread_id = ? order by id", threadId);
  }

  /** The journals that a document made, and those that change what is owed of it: cash, and credit notes. */
  List<Posting> postings(String threadId, String documentId) {
    return sql.list(
        Ledger::posting, "select * from posting where journal_id in (select journal_id from posting where thread_id = ? and (source_id = ? or reference = ?)) order by id", threadId, documentId, documentId);
  }

  private static Posting posting(Row row) throws SQLException {
    return new Posting(
        row.text("journal_id"),
        (int) row.number("line_no"),
        row.text("rule"),
        row.text("source_id"),
        row.text("account"),
        Amount.text(row.decimal("debit"), row.text("currency")),
        Amount.text(row.decimal("credit"), row.text("currency")),
        row.text("currency"),
        row.text("period"),
        row.date("posted_on"),
        row.instant("at"));
  }
}
