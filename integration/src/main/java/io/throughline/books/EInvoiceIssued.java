package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.einvoice.EInvoices;
import io.throughline.finance.einvoice.EInvoice;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.HubRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The e-invoice with its legal number, kept. Its total must be the ERP's: the tax decision is the ERP's, and two bills of one number must not differ. */
@ApplicationScoped
class EInvoiceIssued implements HubRecord<InvoiceReady> {

  @Inject Documents documents;
  @Inject EInvoicing said;
  @Inject EInvoices einvoices;

  @Override
  public String name() {
    return "einvoice-issued";
  }

  @Override
  public Verdict fit(Story<InvoiceReady> story) {
    var document = document(story);
    var einvoice = of(document);
    if (einvoice.isEmpty()) return Verdict.FIT;
    var owed = Amounts.money(document.owed().abs(), document.currency());
    var total = einvoice.get().total();
    if (total.equals(owed)) return said.taxTold(document, einvoice.get()).orElseGet(() -> einvoices.check(einvoice.get()));
    var reason = "the ERP's " + document.number() + " is " + owed + ", the e-invoice would say " + total;
    return new Verdict.Held("TAX_DIFFERS", reason, "finance", List.of());
  }

  @Override
  public Map<String, Object> write(Story<InvoiceReady> story, String journeyId) {
    var document = document(story);
    return of(document).<Map<String, Object>>map(einvoice -> Map.of("sha256", einvoices.keep(document.id(), einvoice))).orElse(Map.of());
  }

  private Document document(Story<InvoiceReady> story) {
    return documents.locked(story.trigger().documentId()).orElseThrow();
  }

  private Optional<EInvoice> of(Document document) {
    return said.of(document, document.number());
  }
}
