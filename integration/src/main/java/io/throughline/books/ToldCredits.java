package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.canonical.CreditUse;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** What the ERP has used credit notes for, as it was told last, and whether the books could follow. */
@ApplicationScoped
class ToldCredits {

  private static final String SUBJECT = "credit-use";

  /** An application {@code u} of a booked note {@code c} to a booked invoice {@code i}. */
  private static final String APPLIED =
      " from credit_use u join document c on c.erp_system = u.system and c.erp_id = u.credit_id and c.currency = u.currency and c.type = 'credit-note' and c.booked_at is not null"
          + " join document i on i.erp_system = u.system and i.erp_id = u.used_for and i.currency = u.currency and i.type = 'invoice' and i.booked_at is not null where not u.refund and ";

  @Inject Sql sql;
  @Inject ExceptionItems exceptions;

  /** Nothing where the ERP took it back. */
  record Applied(String noteId, String invoiceId, BigDecimal amount) {

    private static Applied of(Row row) throws SQLException {
      return new Applied(row.text("note_id"), row.text("invoice_id"), row.decimal("amount"));
    }
  }

  record Refunded(LocalDate on, BigDecimal amount) {}

  void keep(String system, CreditUse use) {
    sql.alone(Stream.concat(Stream.of(use.creditNoteId()), use.applications().stream().map(CreditUse.Application::invoiceId)).map(id -> lock(system, id)).toArray(String[]::new));
    sql.run("delete from credit_use where system = ? and credit_id = ?", system, use.creditNoteId());
    for (var each : use.applications()) keep(system, use, false, each.invoiceId(), each.amount(), each.appliedOn());
    for (var each : use.refunds()) keep(system, use, true, each.refundId(), each.amount(), each.refundedOn());
  }

  private void keep(String system, CreditUse use, boolean refund, String usedFor, String amount, LocalDate on) {
    sql.run(
        "insert into credit_use (system, credit_id, refund, used_for, amount, currency, used_on) values (?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (system, credit_id, refund, used_for) do update set amount = credit_use.amount + excluded.amount",
        system, use.creditNoteId(), refund, usedFor, new BigDecimal(amount), use.currency(), on);
  }

  /** Until this transaction ends, nothing is told of a document that does not see what it writes. */
  void still(Document document) {
    sql.alone(lock(document.erpSystem(), document.erpId()));
  }

  private static String lock(String system, String erpId) {
    return "credit-use:" + system + ":" + erpId;
  }

  /** Of a booked note; also what is in the books and not told any more. */
  List<Applied> of(String noteId) {
    return sql.list(
        Applied::of,
        "select c.id as note_id, i.id as invoice_id, u.amount" + APPLIED + "c.id = ? union all select s.credit_id, s.invoice_id, 0 from set_off s where s.credit_id = ? and s.origin = 'erp'"
            + " and not exists (select 1" + APPLIED + "c.id = s.credit_id and i.id = s.invoice_id) order by 2",
        noteId, noteId);
  }

  /** The booked notes that are applied to an invoice. */
  List<String> notes(String invoiceId) {
    return sql.list(row -> row.text("id"), "select c.id" + APPLIED + "i.id = ? order by 1", invoiceId);
  }

  /** Of a note, the first first. */
  List<Refunded> refunds(Document note) {
    return sql.list(
        row -> new Refunded(row.date("used_on"), row.decimal("amount")),
        "select used_on, amount from credit_use where system = ? and credit_id = ? and refund and currency = ? order by used_on, used_for", note.erpSystem(), note.erpId(), note.currency());
  }

  /** An open item for finance while more of a note is used there than the books could follow. */
  void tell(Document note) {
    record Use(BigDecimal told, BigDecimal counted, String currency) {}
    var use =
        sql.one(
            row -> new Use(row.decimal("told"), row.decimal("counted"), row.text("currency")),
            "select coalesce(sum(amount), 0) as told, coalesce(max(currency), ?) as currency, (select coalesce(sum(amount), 0) from refund_share where credit_id = ?)"
                + " + (select coalesce(sum(least(amount, taken)), 0) from (select u.amount, (select coalesce(sum(s.amount), 0) from set_off s where s.credit_id = c.id and s.invoice_id = i.id and s.origin <> 'person') as taken" + APPLIED + "c.id = ?) applied) as counted"
                + " from credit_use where system = ? and credit_id = ?",
            note.currency(), note.id(), note.id(), note.erpSystem(), note.erpId()).orElseThrow();
    var beyond = use.told().subtract(use.counted());
    if (beyond.signum() <= 0) {
      exceptions.resolve(SUBJECT, note.id(), "hub", "all that the ERP uses of it is used here");
      return;
    }
    var said = Amounts.text(use.told(), use.currency()) + " " + use.currency() + " of credit note " + note.number() + " is used in the ERP, " + Amounts.text(use.counted(), note.currency()) + " " + note.currency() + " here";
    exceptions.raise(new Trouble(SUBJECT, note.id(), note.threadId(), null, null, "CREDIT_USE_DIFFERS", said, "finance", List.of(new Field("", "CREDIT_USE_DIFFERS", said))));
    exceptions.amountAtRisk(SUBJECT, note.id(), beyond, use.currency(), note.invoicedOn());
  }
}
