package io.throughline.books;

import io.throughline.books.Ledger.Entry;
import io.throughline.connector.Connectors;
import io.throughline.journey.Story;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.HubRecord;
import io.throughline.system.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** The ERP has the invoice: what was earned becomes owed (J1, J2), and payments that came before it are applied. */
@ApplicationScoped
class InvoicePosted implements HubRecord<InvoiceReady> {

  @Inject Documents documents;
  @Inject Ledger ledger;
  @Inject Remittances remittances;
  @Inject Connectors connectors;

  @Override
  public String name() {
    return "invoice-posted";
  }

  @Override
  public Map<String, Object> write(Story<InvoiceReady> story, String journeyId) {
    var erp = connectors.systemFor(Role.ERP).orElseThrow();
    var erpId = story.said("post-invoice", "invoiceId").orElseThrow();
    var id = story.trigger().documentId();
    documents.posted(id, erp, erpId);
    var document = documents.locked(id).orElseThrow();
    ledger.post(id + ":J1", "J1", document.threadId(), id, document.currency(), document.invoicedOn(), List.of(Entry.debit("CA", document.net()), Entry.credit("REV", document.net())));
    ledger.post(id + ":J2", "J2", document.threadId(), id, document.currency(), document.invoicedOn(), List.of(Entry.debit("AR", document.net()), Entry.credit("CA", document.net())));
    remittances.collect(document);
    return Map.of("invoiceId", erpId);
  }
}
