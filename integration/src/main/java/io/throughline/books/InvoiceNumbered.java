package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.finance.Allotment;
import io.throughline.finance.Journal.Context;
import io.throughline.finance.Journals;
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
  @Inject Ledger ledger;
  @Inject SetOffs setOffs;
  @Inject CreditUses credits;
  @Inject PostingDays days;
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
      documents.booked(document.id(), Amounts.decimal(tax));
      post(document, tax, story.trigger().contractingEntity());
      if (!"invoice".equals(document.type())) setOffs.booked(document.id());
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

  private static Money tax(Document document, BigDecimal total) {
    return Amounts.money(total.subtract(document.net()), document.currency());
  }

  /** What is billed is earned, and is owed now; a credit note takes both back from the invoices it corrects, which no money is applied to meanwhile. */
  private void post(Document document, Money tax, String entity) {
    var net = Amounts.money(document.net(), document.currency());
    var none = Money.zero(net.currency());
    var corrected = documents.corrected(document.id(), document.currency());
    corrected.keySet().forEach(documents::locked);
    var context = Context.of(document.threadId(), document.id(), entity, days.of(document, entity));
    if ("invoice".equals(document.type())) {
      ledger.post(Journals.invoiced(document.threadId(), document.id(), net, tax, none, net).journal(context));
      return;
    }
    Invariant.holds(Money.sum(corrected.values(), net.currency()).equals(net.negated()), "credit note %s of %s corrects %s", document.id(), net, corrected);
    var taxes = tax.isZero() ? List.<Money>of() : Allotment.of(tax.negated(), corrected.values().stream().map(part -> part.exact().value()).toList());
    int no = 0;
    for (var part : corrected.entrySet()) {
      var taxed = taxes.isEmpty() ? none : taxes.get(no++);
      ledger.post(Journals.credited("J5", document.threadId(), part.getKey(), part.getValue(), taxed, none, part.getValue()).journal(context));
    }
  }
}
