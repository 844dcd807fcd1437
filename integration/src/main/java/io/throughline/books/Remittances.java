package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.journey.collecting.InvoiceToCash;
import io.throughline.journey.collecting.PaymentSeen;
import io.throughline.process.Journeys;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;

/** What payments say they are for. One that names an invoice the hub does not know yet waits for it. */
@ApplicationScoped
class Remittances {

  @Inject Sql sql;
  @Inject Journeys journeys;
  @Inject Engagements engagements;

  private record Open(String paymentId, LocalDate receivedOn, BigDecimal amount, String currency) {}

  /** Begins the journey of each payment that was waiting for this document, once it is booked. */
  void collect(Document document) {
    if (!document.booked()) return; // what is owed is not known yet
    for (var open :
        sql.list(
            row -> new Open(row.text("payment_id"), row.date("received_on"), row.decimal("amount"), row.text("currency")),
            "update remittance r set taken = true from payment p where r.system = ? and r.invoice_id = ? and not r.taken and p.system = r.system and p.payment_id = r.payment_id"
                + " returning r.payment_id, p.received_on, r.amount, p.currency",
            document.erpSystem(), document.erpId())) {
      var engagement = engagements.of(document.threadId()).orElseThrow();
      var seen =
          new PaymentSeen(
              document.erpSystem(), open.paymentId(), document.id(), document.number(), engagement.dealId(), engagement.projectId(), open.receivedOn(), Amounts.text(open.amount(), open.currency()), open.currency());
      journeys.start(InvoiceToCash.PLAN, "invoice-to-cash:" + document.erpSystem() + ":" + open.paymentId() + ":" + document.id(), document.threadId(), seen);
    }
  }
}
