package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.books.Payments.Payment;
import io.throughline.books.RefundShares.Share;
import io.throughline.facts.Facts;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Money that the ERP gave back of credit notes: the payments of what a note corrects pay so much less of it, the last first, and the note settles that
 * by itself. Where no payment is left to take it of, finance is told.
 */
@ApplicationScoped
class Refunds {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Facts facts;
  @Inject Documents documents;
  @Inject Remittances remittances;
  @Inject RefundShares shares;
  @Inject ToldCredits told;

  private record Paid(String system, String paymentId) {}

  /** What a payment pays of an invoice that a note corrects. */
  private record Room(Share share, BigDecimal corrected) {}

  /** Until this transaction ends, nothing is told of the notes that correct these invoices, by the ERP's ids, that does not see what it writes. */
  void still(String system, Collection<String> invoices) {
    for (var note : notes(system, invoices)) told.still(note);
  }

  /** A payment changed what it pays: what was given back is taken of it anew, or of others. */
  void paid(String system, String paymentId) {
    var invoices = sql.list(row -> row.text("invoice_id"), "select distinct invoice_id from remittance where system = ? and payment_id = ?", system, paymentId);
    for (var note : notes(system, invoices)) {
      if (told.refunds(note).isEmpty()) continue;
      follow(note.id(), null);
      told.tell(note);
    }
  }

  private List<Document> notes(String system, Collection<String> invoices) {
    return sql
        .list(
            row -> row.text("id"),
            "select distinct n.id from document d join document_line l on l.credits_document = d.id join document n on n.id = l.document_id where d.erp_system = ? and d.erp_id = any (?) and n.booked_at is not null order by 1",
            system, invoices.toArray(String[]::new))
        .stream().map(id -> documents.of(id).orElseThrow()).toList();
  }

  /** {@code voidedOn} is the day on which one was voided; absent: today. */
  void follow(String noteId, LocalDate voidedOn) {
    var note = documents.of(noteId).orElseThrow();
    var refunds = told.refunds(note);
    lockPayments(note);
    var given = total(shares.of(noteId).stream().map(Share::amount).toList());
    var more = total(refunds.stream().map(ToldCredits.Refunded::amount).toList()).subtract(given);
    if (more.signum() < 0) less(noteId, more.negate(), voidedOn == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : voidedOn);
    for (var refund : refunds) {
      var known = refund.amount().min(given);
      given = given.subtract(known);
      if (refund.amount().compareTo(known) > 0) more(note, refund.amount().subtract(known), refund.on());
    }
  }

  /** Nobody says anew what they pay meanwhile. */
  private void lockPayments(Document note) {
    sql.list(
        row -> row.text("payment_id"),
        "select payment_id from payment where (system, payment_id) in (select r.system, r.payment_id from remittance r join document d on d.erp_system = r.system and d.erp_id = r.invoice_id join document_line l on l.credits_document = d.id where l.document_id = ?) order by 1 for update",
        note.id());
  }

  private static BigDecimal total(List<BigDecimal> amounts) {
    return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void less(String noteId, BigDecimal amount, LocalDate on) {
    var left = amount;
    var changed = new LinkedHashSet<Paid>();
    for (var share : shares.of(noteId)) {
      var part = left.min(share.amount());
      if (part.signum() == 0) break;
      shares.add(share.of(part.negate()));
      changed.add(new Paid(share.system(), share.paymentId()));
      left = left.subtract(part);
    }
    collect(changed, on);
  }

  private void more(Document note, BigDecimal amount, LocalDate on) {
    var left = amount;
    var ofInvoice = new HashMap<String, BigDecimal>();
    var changed = new LinkedHashSet<Paid>();
    for (var room : rooms(note)) {
      var invoice = room.share().invoiceId();
      var part = left.min(room.share().amount()).min(room.corrected().subtract(ofInvoice.getOrDefault(invoice, BigDecimal.ZERO)));
      if (part.signum() <= 0) continue;
      shares.add(room.share().of(part));
      changed.add(new Paid(room.share().system(), room.share().paymentId()));
      ofInvoice.merge(invoice, part, BigDecimal::add);
      left = left.subtract(part);
    }
    collect(changed, on);
  }

  /** What payments pay of each invoice, the last first, and how much of it the note took off and did not give back yet. */
  private List<Room> rooms(Document note) {
    return sql.list(
        row -> new Room(new Share(note.id(), row.text("system"), row.text("payment_id"), row.text("invoice_id"), row.decimal("pays")), row.decimal("corrected")),
        "select r.system, r.payment_id, r.invoice_id, sum(r.amount) as pays, c.amount - (select coalesce(sum(s.amount), 0) from refund_share s where s.credit_id = ? and s.system = r.system and s.invoice_id = r.invoice_id) as corrected"
            + " from (select reference, sum(credit - debit) as amount from posting where source_id = ? and account = 'AR' group by 1) c join document d on d.id = c.reference join remittance r on r.system = d.erp_system and r.invoice_id = d.erp_id"
            + " join payment p on p.system = r.system and p.payment_id = r.payment_id and p.currency = d.currency group by r.system, r.payment_id, r.invoice_id, c.amount having sum(r.amount) > 0 order by max(r.moved_on) desc, r.payment_id desc, r.invoice_id",
        note.id(), note.id());
  }

  private void collect(Set<Paid> changed, LocalDate on) {
    for (var paid : changed) {
      var payment = Json.read(facts.newest("payment", paid.system(), paid.paymentId()).orElseThrow().body(), Payment.class);
      for (var invoice : remittances.changed(paid.system(), payment, on)) documents.ofErp(paid.system(), invoice).ifPresent(remittances::collect);
    }
  }
}
