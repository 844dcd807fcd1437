package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.finance.Allotment;
import io.throughline.finance.Journal.Context;
import io.throughline.finance.Journals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Books a document once its tax is known: J2, J5 for a credit note and J6 for one that gives a part up, which settles what it corrects. */
@ApplicationScoped
class Booking {

  @Inject Documents documents;
  @Inject Ledger ledger;
  @Inject PostingDays days;
  @Inject SetOffs setOffs;
  @Inject SetBackMilestones milestones;

  /** @param tax with the sign of what it bills */
  void book(Document document, Money tax, String entity) {
    documents.booked(document.id(), Amounts.decimal(tax));
    post(document, tax, entity);
    if ("invoice".equals(document.type())) return;
    setOffs.booked(document.id());
    milestones.credited(document.id());
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
      ledger.post(Journals.credited("concession".equals(document.origin()) ? "J6" : "J5", document.threadId(), part.getKey(), part.getValue(), taxed, none, part.getValue()).journal(context));
    }
  }
}
