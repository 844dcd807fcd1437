package io.throughline.books;

import io.throughline.books.Credits.Billed;
import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Held;
import io.throughline.books.Documents.Line;
import io.throughline.canonical.Invariant;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A booked invoice that is credited whole: a credit note takes all off it that is left, to the cent, and its work is to be billed again. One person
 * proposes it, and another releases the draft. What the note gives back is unbilled from then on, and the runs bill it once the note is booked.
 */
@ApplicationScoped
@Transactional
public class InvoiceCredits {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Engagements engagements;
  @Inject Contracts contracts;
  @Inject Documents documents;
  @Inject Credits credits;
  @Inject ExpenseBills expenses;
  @Inject PeriodBills periods;
  @Inject Invoicing invoicing;
  @Inject Audit audit;

  /** Why nothing was drafted. */
  public enum Refusal {
    UNKNOWN,
    /** Not an invoice, or not booked: a draft is discarded instead. */
    NOT_BOOKED,
    /** The ERP voided it: a credit note there would take it off once more. */
    VOIDED,
    /** The ERP did not void it, so that it has to be credited there too. */
    NOT_VOIDED,
    /** A credit note of it is not booked yet. */
    UNDER_WAY,
    /** It was credited in full. */
    NOTHING_LEFT,
    /** Its engagement is parked. */
    PARKED,
    /** Of an amount: it has no such line, or one of an expense or a period. */
    NOT_GIVEN_UP,
    /** Less than a cent, or more than is left of the line. */
    AMOUNT
  }

  /** What came of it: every outcome is expected. */
  public sealed interface Outcome {

    record Drafted(String noteId) implements Outcome {}

    record Refused(Refusal why) implements Outcome {}

    default <T> T fold(Function<Drafted, T> drafted, Function<Refused, T> refused) {
      return this instanceof Drafted done ? drafted.apply(done) : refused.apply((Refused) this);
    }
  }

  /** Drafts the credit note of all that is left of an invoice. */
  public Outcome propose(String invoiceId, String reason, String actor) {
    return propose(invoiceId, reason, actor, false);
  }

  /** The same of an invoice that the ERP voided: of the day that was told, and for these books alone. */
  public Outcome takeBack(String invoiceId, String reason, String actor) {
    return propose(invoiceId, reason, actor, true);
  }

  private Outcome propose(String invoiceId, String reason, String actor, boolean voided) {
    var found = documents.of(invoiceId);
    if (found.isEmpty()) return new Outcome.Refused(Refusal.UNKNOWN);
    var engagement = engagements.alone(found.get().threadId());
    var invoice = documents.locked(invoiceId).orElseThrow();
    var left = credits.left(invoiceId).stream().filter(line -> !line.isOver()).toList();
    var refusal = refusal(invoice, left, voided);
    if (refusal.isPresent()) return new Outcome.Refused(refusal.get());
    var noteId = draft(engagement, invoice, left);
    documents.proposed(noteId, actor, reason);
    audit.note(actor, voided ? "take-invoice-back" : "credit-invoice", "document:" + invoiceId, Map.of("reason", reason, "note", noteId));
    return new Outcome.Drafted(noteId);
  }

  /** Why a note of an invoice that is locked cannot be drafted; empty if it can. */
  Optional<Refusal> refusal(Document invoice, List<Billed> left, boolean voided) {
    if (!"invoice".equals(invoice.type()) || !invoice.booked()) return Optional.of(Refusal.NOT_BOOKED);
    if (voided != isVoided(invoice)) return Optional.of(voided ? Refusal.NOT_VOIDED : Refusal.VOIDED);
    if (isBeingCredited(invoice.id())) return Optional.of(Refusal.UNDER_WAY);
    if (left.stream().allMatch(line -> line.amountLeft().signum() == 0)) return Optional.of(Refusal.NOTHING_LEFT);
    return invoicing.engagements(Optional.of(invoice.threadId())).isEmpty() ? Optional.of(Refusal.PARKED) : Optional.empty();
  }

  private static boolean isVoided(Document invoice) {
    return "void".equals(invoice.erpStatus());
  }

  /** By whatever note: what it takes is known when it is booked. */
  private boolean isBeingCredited(String invoiceId) {
    return !sql.list(row -> true, "select 1 from document_line l join document d on d.id = l.document_id where l.credits_document = ? and d.booked_at is null and d.state <> 'discarded' limit 1", invoiceId).isEmpty();
  }

  private String draft(Engagement engagement, Document invoice, List<Billed> left) {
    var live = contracts.of(engagement);
    var id = documents.unused("cn-" + Sha256.of(engagement.threadId(), invoice.id(), "whole").substring(0, 24));
    var events = periods.giveBack(engagement, live, invoice.id(), id);
    var lines = new ArrayList<Line>();
    var numbers = new HashMap<Integer, Integer>();
    for (var line : left) {
      numbers.put(line.no(), lines.size() + 1);
      lines.add(line(lines.size() + 1, invoice, line, events.getOrDefault(line.no(), line.event())));
    }
    var net = lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    var on = day(engagement, invoice);
    invoicing.credit(engagement, Document.draft(id, engagement.threadId(), isVoided(invoice) ? "voided" : invoice.origin(), "credit-note", invoice.currency(), Amounts.money(net, invoice.currency()), on, on), lines);
    release(engagement, invoice, id, lines, numbers);
    expenses.giveBack(engagement, invoice.id(), id, numbers);
    sql.run("update billing_event set document_id = null where document_id = ? and period_from is null", invoice.id());
    periods.count(engagement, live);
    return id;
  }

  private Line line(int no, Document invoice, Billed line, String event) {
    var minutes = line.minutesLeft() == null ? 0L : line.minutesLeft();
    var amount = Amounts.scaled(line.amountLeft(), invoice.currency());
    return new Line(no, line.lineId(), line.description(), line.personId(), line.minutesLeft() == null ? null : (Long) (-minutes), line.rate(), amount.negate(), line.purchaseOrder(), event, line.allowance(minutes, amount).negate(), invoice.id(), line.no());
  }

  /** Today, or the day the ERP told that it voided it; but not before the invoice, which may be dated ahead. */
  LocalDate day(Engagement engagement, Document invoice) {
    var day = (isVoided(invoice) ? voidedAt(invoice) : clock.instant()).atZone(ZoneId.of(engagement.zone())).toLocalDate();
    return day.isAfter(invoice.invoicedOn()) ? day : invoice.invoicedOn();
  }

  private Instant voidedAt(Document invoice) {
    return sql.one(
            row -> row.instant("at"),
            "select coalesce(min(recorded_at), ?) as at from fact where kind = 'invoice-status' and source = ? and thread_id = ? and body ->> 'invoiceId' = ? and body ->> 'status' = 'void'",
            clock.instant(), invoice.erpSystem(), invoice.threadId(), invoice.erpId())
        .orElseThrow();
  }

  /** Takes the minutes off the invoice that held them. */
  private void release(Engagement engagement, Document invoice, String id, List<Line> lines, Map<Integer, Integer> numbers) {
    var given = credits.heldBy(engagement, invoice.id()).stream().map(one -> new Held(id, numbers.get(one.lineNo()), one.source(), one.entryId(), one.version(), -one.minutes())).toList();
    var minutes = lines.stream().filter(line -> line.minutes() != null).mapToLong(Line::minutes).sum();
    Invariant.holds(given.stream().mapToLong(Held::minutes).sum() == minutes, "credit note %s of %s minutes gives %s back", id, minutes, given);
    documents.allocate(engagement.threadId(), given);
  }
}
