package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Payable;
import io.throughline.canonical.Money;
import io.throughline.finance.CashAllocation;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Checkpoints.Hop;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Credit notes against invoices, tax included: which of a payer's receivables is settled by which credit. No journal is made of it. A booked note settles
 * what it corrects, as far as that is open; what is left is owed to who pays, until a person sets it off against another of their invoices. Money of an
 * invoice comes first, then what a note corrects: what a person set off gives way to both.
 */
@ApplicationScoped
@Transactional
public class SetOffs {

  private static final String HUB = "hub";
  private static final String SUBJECT = "credit-note";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Documents documents;
  @Inject Engagements engagements;
  @Inject ExceptionItems exceptions;
  @Inject Checkpoints checkpoints;
  @Inject Audit audit;

  /** An invoice that it may be set off against; {@code open} with tax. */
  public record Open(String invoiceId, String number, String threadId, String engagement, String client, LocalDate dueOn, String open, String currency) {}

  /** Why nothing was set off. */
  public enum Refusal {
    /** No booked credit note of which something is open. */
    NOTHING_OWED,
    /** No open invoice of who is owed, in the note's entity and currency. */
    NOT_THEIRS,
    /** Less than a cent, or more than is open of either. */
    AMOUNT,
    /** Nothing was set off there by a person. */
    NOT_SET_OFF
  }

  private record Taken(String noteId, BigDecimal amount, boolean byHand) {}

  /** A credit note is booked. */
  void booked(String noteId) {
    var touched = new TreeSet<>(Set.of(noteId));
    for (var invoice : sql.list(row -> row.text("reference"), "select distinct reference from posting where source_id = ? and account = 'AR' order by 1", noteId)) touched.addAll(settled(invoice));
    touched.forEach(this::tell);
  }

  /** What the notes that correct an invoice take off it stands against what money left open of it; what does not is given back, the last first. */
  void settle(String invoiceId) {
    settled(invoiceId).forEach(this::tell);
  }

  private Set<String> settled(String invoiceId) {
    var invoice = documents.locked(invoiceId).orElseThrow();
    return invoice.open().signum() < 0 ? freed(invoice) : invoice.open().signum() > 0 ? filled(invoice) : Set.of();
  }

  /** What the notes that correct an invoice have settled of it: no money pays that. */
  BigDecimal byNotes(String invoiceId) {
    return sql.one(row -> row.decimal("amount"), "select coalesce(sum(amount), 0) as amount from set_off where invoice_id = ? and not by_hand", invoiceId).orElseThrow();
  }

  /** Those that a person may choose for what is open of a note, by what is due first. */
  public List<Open> choice(String noteId) {
    return documents.of(noteId).filter(SetOffs::owes).map(this::may).orElse(List.of()).stream()
        .sorted(Comparator.comparing(Payable::receivable, CashAllocation.DUE))
        .map(may -> new Open(may.document().id(), may.document().number(), may.document().threadId(), may.engagement(), may.client(), may.document().dueOn(), may.receivable().open().text(), may.document().currency()))
        .toList();
  }

  /** A person sets so much of what is open of a note off against an invoice, besides what is already; {@code amount} null: as much as there is. */
  public Optional<Refusal> set(String noteId, String invoiceId, String amount, String actor) {
    var invoices = documents.of(noteId).filter(SetOffs::owes).map(this::may); // invoices are locked before notes
    var note = documents.locked(noteId).filter(SetOffs::owes);
    if (note.isEmpty() || invoices.isEmpty()) return Optional.of(Refusal.NOTHING_OWED);
    var invoice = invoices.get().stream().filter(may -> may.document().id().equals(invoiceId)).findFirst();
    if (invoice.isEmpty()) return Optional.of(Refusal.NOT_THEIRS);
    var most = Money.lesser(Amounts.money(note.get().open().negate(), note.get().currency()), invoice.get().receivable().open());
    var part = amount == null ? Optional.of(most) : Amounts.said(amount, note.get().currency());
    if (part.isEmpty() || !part.get().isPositive() || part.get().compareTo(most) > 0) return Optional.of(Refusal.AMOUNT);
    record(note.get(), invoiceId, Amounts.decimal(part.get()), true, actor);
    tell(noteId);
    audit.note(actor, "set-off", "document:" + noteId, Map.of("invoice", invoiceId, "amount", part.get().text()));
    return Optional.empty();
  }

  /** What a person set off is open on both again. */
  public Optional<Refusal> takeBack(String noteId, String invoiceId, String reason, String actor) {
    documents.locked(invoiceId);
    var note = documents.locked(noteId);
    var made = sql.one(row -> row.decimal("amount"), "select amount from set_off where credit_id = ? and invoice_id = ? and by_hand for update", noteId, invoiceId);
    if (note.isEmpty() || made.isEmpty()) return Optional.of(Refusal.NOT_SET_OFF);
    record(note.get(), invoiceId, made.get().negate(), true, actor);
    tell(noteId);
    audit.note(actor, "set-off-taken-back", "document:" + noteId, Map.of("invoice", invoiceId, "reason", reason));
    return Optional.empty();
  }

  private Set<String> freed(Document invoice) {
    var touched = new TreeSet<String>();
    var over = invoice.open().negate();
    for (var made : sql.list(SetOffs::taken, "select credit_id, amount, by_hand from set_off where invoice_id = ? order by by_hand desc, at desc, credit_id", invoice.id())) {
      var part = made.amount().min(over);
      over = over.subtract(part);
      if (part.signum() <= 0) break;
      record(documents.locked(made.noteId()).orElseThrow(), invoice.id(), part.negate(), made.byHand(), HUB);
      touched.add(made.noteId());
    }
    return touched;
  }

  private Set<String> filled(Document invoice) {
    var touched = new TreeSet<String>();
    var room = invoice.open();
    for (var taken :
        sql.list(
            SetOffs::taken,
            "select c.id as credit_id, p.amount - coalesce(s.amount, 0) as amount, false as by_hand from document c cross join lateral (select sum(p.credit - p.debit) as amount from posting p where p.source_id = c.id and p.account = 'AR' and p.reference = ?) p"
                + " left join set_off s on s.credit_id = c.id and s.invoice_id = ? and not s.by_hand where c.booked_at is not null and c.id in (select document_id from document_line where credits_document = ?) order by c.created_at, c.id",
            invoice.id(), invoice.id(), invoice.id())) {
      var wanted = taken.amount().min(room);
      var note = recalled(taken.noteId(), wanted);
      var part = wanted.min(note.open().negate());
      if (part.signum() <= 0) continue;
      record(note, invoice.id(), part, false, HUB);
      touched.add(note.id());
      room = room.subtract(part);
    }
    return touched;
  }

  /** With so much of it open, where persons set that off elsewhere: what it corrects goes first, as in the books. */
  private Document recalled(String noteId, BigDecimal wanted) {
    var note = documents.locked(noteId).orElseThrow();
    var lacks = wanted.add(note.open());
    record Elsewhere(String invoiceId, BigDecimal amount) {}
    for (var made : sql.list(row -> new Elsewhere(row.text("invoice_id"), row.decimal("amount")), "select invoice_id, amount from set_off where credit_id = ? and by_hand order by at desc, invoice_id", noteId)) {
      var part = made.amount().min(lacks);
      if (part.signum() <= 0) break;
      lacks = lacks.subtract(part);
      record(note, made.invoiceId(), part.negate(), true, HUB);
    }
    return documents.locked(noteId).orElseThrow();
  }

  private static Taken taken(Row row) throws SQLException {
    return new Taken(row.text("credit_id"), row.decimal("amount"), row.is("by_hand"));
  }

  private void record(Document note, String invoiceId, BigDecimal more, boolean byHand, String actor) {
    if (more.signum() > 0) {
      sql.run(
          "insert into set_off (credit_id, invoice_id, amount, by_hand, made_by, at) values (?, ?, ?, ?, ?, ?)"
              + " on conflict (credit_id, invoice_id, by_hand) do update set amount = set_off.amount + excluded.amount, made_by = excluded.made_by, at = excluded.at",
          note.id(), invoiceId, more, byHand, actor, clock.instant());
    } else if (sql.run("delete from set_off where credit_id = ? and invoice_id = ? and by_hand = ? and amount = ?", note.id(), invoiceId, byHand, more.negate()) == 0) {
      sql.run("update set_off set amount = amount + ? where credit_id = ? and invoice_id = ? and by_hand = ?", more, note.id(), invoiceId, byHand);
    }
    documents.settled(invoiceId, BigDecimal.ZERO, more);
    documents.settled(note.id(), BigDecimal.ZERO, more.negate());
    checkpoints.leave(Hop.inside(note.threadId(), null, "set-off", more.signum() > 0 ? "set off" : "taken back", Amounts.text(more.abs(), note.currency()) + " " + note.currency() + " against " + invoiceId));
  }

  private static boolean owes(Document note) {
    return note.booked() && note.open().signum() < 0;
  }

  private List<Payable> may(Document note) {
    var engagement = engagements.of(note.threadId()).orElseThrow();
    return documents.payable(note.erpSystem(), note.currency(), engagement.contractingEntity(), List.of(engagement.customerId()));
  }

  private void tell(String noteId) {
    var note = documents.locked(noteId).orElseThrow();
    if (!owes(note)) {
      exceptions.resolve(SUBJECT, note.id(), HUB, "nothing of it is owed any more");
      return;
    }
    var owed = Amounts.text(note.open().negate(), note.currency()) + " " + note.currency();
    exceptions.raise(new Trouble(SUBJECT, note.id(), note.threadId(), null, null, "CREDIT_OWED", "credit note " + note.number() + " takes off " + owed + " more than is open on what it corrects", "finance", List.of(new Field("", "CREDIT_OWED", owed))));
    exceptions.amountAtRisk(SUBJECT, note.id(), note.open().negate(), note.currency(), note.invoicedOn());
  }
}
