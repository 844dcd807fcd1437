package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Payable;
import io.throughline.books.ToldCredits.Applied;
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
 * what it corrects, as far as that is open; what is left is owed to who pays, until the ERP applies it to another of their invoices, or a person sets it off
 * here. Money of an invoice comes first, then what a note corrects, then what the ERP says: what a person set off gives way to all of them.
 */
@ApplicationScoped
@Transactional
public class SetOffs {

  private static final String HUB = "hub";
  private static final String SUBJECT = "credit-note";

  // whose word it is: in the order of the alphabet, the last gives way first
  private static final String CORRECTION = "correction";
  private static final String ERP = "erp";
  private static final String PERSON = "person";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Documents documents;
  @Inject ToldCredits told;
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

  private record Taken(String noteId, String invoiceId, BigDecimal amount, String origin) {}

  /** A credit note is booked. */
  void booked(String noteId) {
    var touched = new TreeSet<>(Set.of(noteId));
    for (var invoice : sql.list(row -> row.text("reference"), "select distinct reference from posting where source_id = ? and account = 'AR' order by 1", noteId)) touched.addAll(settled(invoice));
    touched.forEach(this::follow);
  }

  /** What the notes that correct an invoice take off it stands against what money left open of it; what does not is given back, the last first. */
  void settle(String invoiceId) {
    var touched = settled(invoiceId);
    touched.addAll(told.notes(invoiceId));
    touched.forEach(this::follow);
  }

  /** What the ERP says of a booked note counts as far as it, and what it is applied to, is open; what it takes back first. */
  void follow(String noteId) {
    var touched = new TreeSet<>(Set.of(noteId));
    for (var applied : told.of(noteId)) {
      var less = lacks(applied).negate();
      if (less.signum() > 0) record(documents.locked(noteId).orElseThrow(), applied.invoiceId(), less.negate(), ERP, HUB);
    }
    for (var applied : told.of(noteId)) {
      var more = lacks(applied);
      if (more.signum() > 0) touched.addAll(apply(noteId, applied.invoiceId(), more));
    }
    touched.forEach(this::tell);
  }

  /** What the note corrects it settles anyway. */
  private BigDecimal lacks(Applied applied) {
    return applied.amount().subtract(of(applied, CORRECTION)).max(BigDecimal.ZERO).subtract(of(applied, ERP));
  }

  private BigDecimal of(Applied applied, String origin) {
    return sum("credit_id = ? and invoice_id = ? and origin = ?", applied.noteId(), applied.invoiceId(), origin);
  }

  /** What persons said gives way: of the same two, which is the same word, and of others; of which notes. */
  private Set<String> apply(String noteId, String invoiceId, BigDecimal more) {
    var invoice = documents.locked(invoiceId).orElseThrow();
    var note = documents.locked(noteId).orElseThrow();
    var part = more.min(invoice.open().add(sum("invoice_id = ? and origin = ?", invoiceId, PERSON))).min(sum("credit_id = ? and origin = ?", noteId, PERSON).subtract(note.open()));
    if (part.signum() <= 0) return Set.of();
    var same = part.min(sum("credit_id = ? and invoice_id = ? and origin = ?", noteId, invoiceId, PERSON));
    if (same.signum() > 0) record(note, invoiceId, same.negate(), PERSON, HUB);
    var touched = giveWay("invoice_id = ?", invoiceId, PERSON, part.subtract(documents.locked(invoiceId).orElseThrow().open()));
    giveWay("credit_id = ?", noteId, PERSON, part.add(documents.locked(noteId).orElseThrow().open()));
    record(note, invoiceId, part, ERP, note.erpSystem());
    return touched;
  }

  private BigDecimal sum(String where, Object... of) {
    return sql.one(row -> row.decimal("amount"), "select coalesce(sum(amount), 0) as amount from set_off where " + where, of).orElseThrow();
  }

  private Set<String> settled(String invoiceId) {
    var invoice = documents.locked(invoiceId).orElseThrow();
    if (invoice.open().signum() > 0) return filled(invoice);
    return giveWay("invoice_id = ?", invoiceId, CORRECTION, invoice.open().negate());
  }

  /** What the notes that correct an invoice have settled of it: no money pays that. */
  BigDecimal byNotes(String invoiceId) {
    return sum("invoice_id = ? and origin = ?", invoiceId, CORRECTION);
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
    record(note.get(), invoiceId, Amounts.decimal(part.get()), PERSON, actor);
    tell(noteId);
    audit.note(actor, "set-off", "document:" + noteId, Map.of("invoice", invoiceId, "amount", part.get().text()));
    return Optional.empty();
  }

  /** What a person set off is open on both again. */
  public Optional<Refusal> takeBack(String noteId, String invoiceId, String reason, String actor) {
    documents.locked(invoiceId);
    var note = documents.locked(noteId);
    var made = sql.one(row -> row.decimal("amount"), "select amount from set_off where credit_id = ? and invoice_id = ? and origin = 'person' for update", noteId, invoiceId);
    if (note.isEmpty() || made.isEmpty()) return Optional.of(Refusal.NOT_SET_OFF);
    record(note.get(), invoiceId, made.get().negate(), PERSON, actor);
    tell(noteId);
    audit.note(actor, "set-off-taken-back", "document:" + noteId, Map.of("invoice", invoiceId, "reason", reason));
    return Optional.empty();
  }

  /** So much of what is set off there is not any more, down to whose word it is, the last first; of which notes. */
  private Set<String> giveWay(String where, String id, String downTo, BigDecimal amount) {
    var touched = new TreeSet<String>();
    var over = amount;
    for (var made : sql.list(SetOffs::taken, "select * from set_off where " + where + " and origin >= ? order by origin desc, at desc, credit_id, invoice_id", id, downTo)) {
      var part = made.amount().min(over);
      if (part.signum() <= 0) break;
      over = over.subtract(part);
      record(documents.locked(made.noteId()).orElseThrow(), made.invoiceId(), part.negate(), made.origin(), HUB);
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
            "select c.id as credit_id, p.reference as invoice_id, p.amount - coalesce(s.amount, 0) as amount, 'correction' as origin from document c cross join lateral (select p.reference, sum(p.credit - p.debit) as amount from posting p where p.source_id = c.id and p.account = 'AR' and p.reference = ? group by 1) p"
                + " left join set_off s on s.credit_id = c.id and s.invoice_id = ? and s.origin = 'correction' where c.booked_at is not null and c.id in (select document_id from document_line where credits_document = ?) order by c.created_at, c.id",
            invoice.id(), invoice.id(), invoice.id())) {
      var wanted = taken.amount().min(room);
      var note = recalled(taken.noteId(), wanted);
      var part = wanted.min(note.open().negate());
      if (part.signum() <= 0) continue;
      record(note, invoice.id(), part, CORRECTION, HUB);
      touched.add(note.id());
      room = room.subtract(part);
    }
    return touched;
  }

  /** With so much of it open, where it is set off elsewhere by another word: what it corrects goes first, as in the books. */
  private Document recalled(String noteId, BigDecimal wanted) {
    giveWay("credit_id = ?", noteId, ERP, wanted.add(documents.locked(noteId).orElseThrow().open()));
    return documents.locked(noteId).orElseThrow();
  }

  private static Taken taken(Row row) throws SQLException {
    return new Taken(row.text("credit_id"), row.text("invoice_id"), row.decimal("amount"), row.text("origin"));
  }

  private void record(Document note, String invoiceId, BigDecimal more, String origin, String actor) {
    if (more.signum() > 0) {
      sql.run(
          "insert into set_off (credit_id, invoice_id, amount, origin, made_by, at) values (?, ?, ?, ?, ?, ?)"
              + " on conflict (credit_id, invoice_id, origin) do update set amount = set_off.amount + excluded.amount, made_by = excluded.made_by, at = excluded.at",
          note.id(), invoiceId, more, origin, actor, clock.instant());
    } else if (sql.run("delete from set_off where credit_id = ? and invoice_id = ? and origin = ? and amount = ?", note.id(), invoiceId, origin, more.negate()) == 0) {
      sql.run("update set_off set amount = amount + ? where credit_id = ? and invoice_id = ? and origin = ?", more, note.id(), invoiceId, origin);
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
    told.tell(note);
    if (!owes(note)) {
      exceptions.resolve(SUBJECT, note.id(), HUB, "nothing of it is owed any more");
      return;
    }
    var owed = Amounts.text(note.open().negate(), note.currency()) + " " + note.currency();
    exceptions.raise(new Trouble(SUBJECT, note.id(), note.threadId(), null, null, "CREDIT_OWED", "credit note " + note.number() + " takes off " + owed + " more than is open on what it corrects", "finance", List.of(new Field("", "CREDIT_OWED", owed))));
    exceptions.amountAtRisk(SUBJECT, note.id(), note.open().negate(), note.currency(), note.invoicedOn());
  }
}
