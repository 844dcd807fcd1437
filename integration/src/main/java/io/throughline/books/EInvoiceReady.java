package io.throughline.books;

import io.throughline.einvoice.EInvoices;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.HubRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** What would leave as an e-invoice keeps the official rules; nothing is posted before. The number is not known yet: the document's id stands for it. */
@ApplicationScoped
class EInvoiceReady implements HubRecord<InvoiceReady> {

  @Inject Documents documents;
  @Inject EInvoicing said;
  @Inject EInvoices einvoices;

  @Override
  public String name() {
    return "einvoice-ready";
  }

  @Override
  public Verdict fit(Story<InvoiceReady> story) {
    var document = documents.locked(story.trigger().documentId()).orElseThrow();
    if ("discarded".equals(document.state())) return new Verdict.Held("TAKEN_BACK", "it was taken back, and what it billed is open again", "finance", List.of());
    return said.of(document, document.id()).map(einvoice -> said.taxTold(document, einvoice).orElseGet(() -> einvoices.check(einvoice))).orElse(Verdict.FIT);
  }

  @Override
  public Map<String, Object> write(Story<InvoiceReady> story, String journeyId) {
    return Map.of("documentId", story.trigger().documentId());
  }
}
