package io.throughline.books;

import io.throughline.books.Credits.Billed;
import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Line;
import io.throughline.books.InvoiceCredits.Outcome;
import io.throughline.books.InvoiceCredits.Refusal;
import io.throughline.canonical.Money;
import io.throughline.store.Row;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of what an invoice bills that is given up: a credit note of an amount, and of no work, which stays billed. One person proposes it, and another releases the draft. What is given up
 * of a line stays so when the line is credited and billed again: that bill is lower by it, as the rules have it.
 */
@ApplicationScoped
@Transactional
public class Concessions {

  @Inject Sql sql;
  @Inject Engagements engagements;
  @Inject Documents documents;
  @Inject Credits credits;
  @Inject InvoiceCredits invoices;
  @Inject Invoicing invoicing;
  @Inject Audit audit;

  /** Drafts the credit note of a net amount of one line, which is time or a milestone. */
  public Outcome propose(String invoiceId, int lineNo, String amount, String reason, String actor) {
    var found = documents.of(invoiceId);
    if (found.isEmpty()) return new Outcome.Refused(Refusal.UNKNOWN);
    var engagement = engagements.alone(found.get().threadId());
    var invoice = documents.locked(invoiceId).orElseThrow();
    var left = credits.left(invoiceId).stream().filter(line -> !line.isOver()).toList();
    var refusal = invoices.refusal(invoice, left, false);
    if (refusal.isPresent()) return new Outcome.Refused(refusal.get());
    var line = left.stream().filter(one -> one.no() == lineNo).findFirst().filter(this::isTimeOrMilestone);
    if (line.isEmpty()) return new Outcome.Refused(Refusal.NOT_GIVEN_UP);
    var part = Amounts.said(amount, invoice.currency()).filter(Money::isPositive).filter(one -> Amounts.decimal(one).compareTo(line.get().amountLeft()) <= 0);
    if (part.isEmpty()) return new Outcome.Refused(Refusal.AMOUNT);
    var noteId = draft(engagement, invoice, line.get(), part.get());
    documents.proposed(noteId, actor, reason);
    audit.note(actor, "give-up-part", "document:" + invoiceId, Map.of("reason", reason, "note", noteId, "line", lineNo, "amount", part.get().text()));
    return new Outcome.Drafted(noteId);
  }

  private boolean isTimeOrMilestone(Billed line) {
    return line.minutesLeft() != null || line.event() != null && sql.one(row -> true, "select 1 from billing_event where id = ? and period_from is null", line.event()).isPresent();
  }

  private String draft(Engagement engagement, Document invoice, Billed line, Money part) {
    var before = sql.one(row -> row.number("notes"), "select count(*) as notes from document_line where credits_document = ?", invoice.id()).orElseThrow();
    var id = "cn-" + Sha256.of(engagement.threadId(), invoice.id(), "part", Long.toString(before)).substring(0, 24);
    var on = invoices.day(engagement, invoice);
    var given = new Line(1, line.lineId(), line.description(), line.personId(), null, null, Amounts.decimal(part).negate(), line.purchaseOrder(), line.event(), BigDecimal.ZERO, invoice.id(), line.no());
    invoicing.credit(engagement, Document.draft(id, engagement.threadId(), "concession", "credit-note", invoice.currency(), part.negated(), on, on), List.of(given));
    return id;
  }

  /** What was given up of a milestone, be it a draft still. */
  Money of(Engagement engagement, String eventId) {
    return Amounts.money(
        sql.one(
                row -> row.decimal("amount"),
                "select coalesce(-sum(l.amount), 0) as amount from document_line l join document d on d.id = l.document_id where l.billing_event_id = ? and d.origin = 'concession' and d.state <> 'discarded'", eventId)
            .orElseThrow(),
        engagement.currency());
  }

  private record Place(String document, long line) {}

  /** A line of time that bills, or credits {@code of} another. */
  private record Step(Place at, String lineId, Long minutes, BigDecimal amount, BigDecimal allowance, Place of) {

    static Step of(Row row) throws SQLException {
      var credited = row.text("credits_document");
      return new Step(
          new Place(row.text("document_id"), row.number("line_no")), row.text("line_id"), row.numberOrNull("minutes"), row.decimal("amount"), row.decimal("allowance"), credited == null ? null : new Place(credited, row.number("credits_line")));
    }
  }

  /** What a line of a document holds: minutes, and what was given up of them. */
  private static final class Holding {

    long minutes;
    BigDecimal conceded = BigDecimal.ZERO;
  }

  /** What was given up of time that is to be billed again, by line of the contract: of a line of an invoice it goes on once all its minutes are given back. */
  Map<String, Money> open(Engagement engagement) {
    var open = new HashMap<String, BigDecimal>();
    var holdings = new HashMap<Place, Holding>();
    for (var step :
        sql.list(
            Step::of,
            "select l.* from document_line l join document d on d.id = l.document_id where d.thread_id = ? and d.state <> 'discarded' and l.billing_event_id is null and l.line_id in"
                + " (select c.line_id from document_line c join document n on n.id = c.document_id where n.thread_id = ? and n.origin = 'concession' and n.state <> 'discarded') order by d.created_at, d.id, l.line_no",
            engagement.threadId(), engagement.threadId())) {
      var before = open.getOrDefault(step.lineId(), BigDecimal.ZERO);
      open.put(step.lineId(), before.add(moved(step, before, holdings)));
    }
    open.values().removeIf(amount -> amount.signum() == 0);
    var amounts = new HashMap<String, Money>();
    open.forEach((line, amount) -> amounts.put(line, Amounts.money(amount, engagement.currency())));
    return amounts;
  }

  /** By how much more, or less, is open after it. */
  private static BigDecimal moved(Step step, BigDecimal open, Map<Place, Holding> holdings) {
    var holding = holdings.computeIfAbsent(step.of() == null ? step.at() : step.of(), place -> new Holding());
    if (step.minutes() == null) {
      holding.conceded = holding.conceded.subtract(step.amount());
      return BigDecimal.ZERO;
    }
    holding.minutes += step.minutes();
    if (step.of() == null) {
      holding.conceded = step.allowance().min(open);
      return holding.conceded.negate();
    }
    if (holding.minutes != 0) return BigDecimal.ZERO;
    var back = holding.conceded;
    holding.conceded = BigDecimal.ZERO;
    return back;
  }
}
