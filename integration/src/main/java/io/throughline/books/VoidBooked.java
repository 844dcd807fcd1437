package io.throughline.books;

import io.throughline.journey.Story;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.HubRecord;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Map;

/** Takes an invoice that the ERP voided off the books: all that is left of its net and of its tax. The ERP is told nothing, and gives no number. */
@ApplicationScoped
class VoidBooked implements HubRecord<InvoiceReady> {

  @Inject Sql sql;
  @Inject Documents documents;
  @Inject Booking booking;
  @Inject ExceptionItems exceptions;

  @Override
  public String name() {
    return "void-booked";
  }

  @Override
  public Map<String, Object> write(Story<InvoiceReady> story, String journeyId) {
    var note = documents.locked(story.trigger().documentId()).orElseThrow();
    var invoice = documents.locked(documents.corrected(note.id(), note.currency()).keySet().iterator().next()).orElseThrow();
    var total = receivable(invoice.id()).negate();
    documents.voided(note.id(), invoice.erpSystem(), invoice.number() + " void", total);
    booking.book(note, Amounts.money(total.subtract(note.net()), note.currency()), story.trigger().contractingEntity());
    exceptions.resolve("document", invoice.id(), "hub", "taken back here");
    return Map.of();
  }

  /** What the invoice and its notes left in the ledger, whatever was paid. */
  private BigDecimal receivable(String invoiceId) {
    return sql.one(
            row -> row.decimal("amount"),
            "select coalesce(sum(debit - credit), 0) as amount from posting where account = 'AR' and reference = ? and source_id in (select ? union select document_id from document_line where credits_document = ?)",
            invoiceId, invoiceId, invoiceId)
        .orElseThrow();
  }
}
