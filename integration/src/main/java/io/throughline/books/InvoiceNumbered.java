package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.canonical.Money;
import io.throughline.finance.ToldTax;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.HubRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The ERP's number, status and total of the invoice. What the total is above the net amount is the tax it decided; with it the document is
 * booked (J2, J5 for a credit note), payments that came before are applied, advances of its engagement deducted, and what the ERP used of credits is followed.
 */
@ApplicationScoped
class InvoiceNumbered implements HubRecord<InvoiceReady> {

  @Inject Documents documents;
  @Inject Booking booking;
  @Inject CreditUses credits;
  @Inject Remittances remittances;
  @Inject UnappliedCash cash;

  @Override
  public String name() {
    return "invoice-numbered";
  }

  @Override
  public Verdict fit(Story<InvoiceReady> story) {
    var document = documents.locked(story.trigger().documentId()).orElseThrow();
    var net = Amounts.money(document.net(), document.currency());
    var tax = tax(document, total(story, document));
    if (document.booked() || ToldTax.plausible(net, tax)) return Verdict.FIT;
    var reason = "the ERP's total gives a tax of " + tax + " on " + net;
    return new Verdict.Held("TAX_DIFFERS", reason, "finance", List.of());
  }

  @Override
  public Map<String, Object> write(Story<InvoiceReady> story, String journeyId) {
    var number = story.said("read-invoice", "number").orElseThrow();
    var document = documents.locked(story.trigger().documentId()).orElseThrow();
    var total = total(story, document);
    documents.numbered(document.id(), number, story.said("read-invoice", "status").orElse("open"), total);
    if (!document.booked()) {
      var tax = tax(document, total);
      booking.book(document, tax, story.trigger().contractingEntity());
    }
    remittances.collect(documents.locked(document.id()).orElseThrow());
    cash.booked(document.id());
    credits.booked(document);
    return Map.of("number", number);
  }

  /** With the sign of what it bills; what is told of a credit note is an amount. */
  private static BigDecimal total(Story<InvoiceReady> story, Document document) {
    return story.said("read-invoice", "total").map(BigDecimal::new).map(BigDecimal::abs).map(total -> document.net().signum() < 0 ? total.negate() : total).orElse(document.net());
  }

  /** The last credits of an invoice take what is left of its tax, though the ERP rounds the tax of each. */
  private Money tax(Document document, BigDecimal total) {
    var tax = Amounts.money(total.subtract(document.net()), document.currency());
    return documents.taxLeft(document.id()).map(left -> left.within(tax)).orElse(tax);
  }
}
