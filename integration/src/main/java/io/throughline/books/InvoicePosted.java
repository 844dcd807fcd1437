package io.throughline.books;

import io.throughline.journey.Story;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.HubRecord;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** The ERP has the invoice. It is booked once its total is read: the tax is the ERP's. */
@ApplicationScoped
class InvoicePosted implements HubRecord<InvoiceReady> {

  @Inject Documents documents;
  @Inject Engagements engagements;

  @Override
  public String name() {
    return "invoice-posted";
  }

  @Override
  public Map<String, Object> write(Story<InvoiceReady> story, String journeyId) {
    var erp = engagements.of(story.threadId()).orElseThrow().erpSystem();
    var erpId = story.said("post-invoice", "invoiceId").orElseThrow();
    documents.posted(story.trigger().documentId(), erp, erpId);
    return Map.of("invoiceId", erpId);
  }
}
