package io.throughline.books;

import io.throughline.journey.Story;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.HubRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Map;

/** The ERP's number, status and total of the invoice. */
@ApplicationScoped
class InvoiceNumbered implements HubRecord<InvoiceReady> {

  @Inject Documents documents;

  @Override
  public String name() {
    return "invoice-numbered";
  }

  @Override
  public Map<String, Object> write(Story<InvoiceReady> story, String journeyId) {
    var number = story.said("read-invoice", "number").orElseThrow();
    var total = story.said("read-invoice", "total").map(BigDecimal::new).map(BigDecimal::abs);
    var document = documents.locked(story.trigger().documentId()).orElseThrow();
    documents.numbered(document.id(), number, story.said("read-invoice", "status").orElse("open"), total.map(amount -> document.net().signum() < 0 ? amount.negate() : amount).orElse(null));
    return Map.of("number", number);
  }
}
