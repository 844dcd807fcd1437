package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.connector.Connectors;
import io.throughline.finance.Journal.Context;
import io.throughline.finance.Journals;
import io.throughline.journey.Story;
import io.throughline.journey.invoicing.InvoiceReady;
import io.throughline.process.HubRecord;
import io.throughline.system.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** The ERP has the invoice: what is billed is earned and owed (J2, J5 for a credit note), and payments that came before it are applied. */
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
    post(document, story.trigger().contractingEntity());
    remittances.collect(document);
    return Map.of("invoiceId", erpId);
  }

  /** What is billed is earned, and is owed now; a credit note takes both back from the invoices it corrects. */
  private void post(Document document, String entity) {
    var context = Context.of(document.threadId(), document.id(), entity, ledger.day(entity, document.invoicedOn()));
    var net = Amounts.money(document.net(), document.currency());
    var none = Money.zero(net.currency());
    if ("invoice".equals(document.type())) {
      ledger.post(Journals.invoiced(document.threadId(), document.id(), net, none, none, net).journal(context));
    } else {
      var corrected = documents.corrected(document.id());
      Invariant.holds(corrected.size() == 1, "credit note %s corrects %d invoices", document.id(), corrected.size());
      ledger.post(Journals.credited("J5", document.threadId(), corrected.get(0), net.negated(), none, none, net.negated()).journal(context));
    }
  }
}
