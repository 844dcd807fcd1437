package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.canonical.CreditUse;
import io.throughline.facts.FactByFact;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * What the ERP has used credit notes for: what it gave back is money that payments do not pay any more, what it applied is set off. A newer version says all
 * of it anew. What names a note or an invoice that is not booked yet waits for it.
 */
@ApplicationScoped
public class CreditUses extends FactByFact<CreditUse> {

  @Inject Sql sql;
  @Inject ToldCredits told;
  @Inject Refunds refunds;
  @Inject SetOffs setOffs;

  public CreditUses() {
    super("credit-use", CreditUse.class, "finance");
  }

  @Override
  protected void taken(Arrival arrival, CreditUse use, boolean newer) {
    told.keep(arrival.source(), use);
    sql.one(row -> row.text("id"), "select id from document where erp_system = ? and erp_id = ? and type = 'credit-note' and booked_at is not null", arrival.source(), use.creditNoteId())
        .ifPresent(note -> {
          refunds.follow(note, use.changedOn());
          setOffs.follow(note);
        });
  }

  /** Of a note that is used already, or of an invoice that one was applied to. */
  void booked(Document document) {
    told.still(document);
    if ("invoice".equals(document.type())) {
      setOffs.settle(document.id());
      return;
    }
    refunds.follow(document.id(), null);
    setOffs.follow(document.id());
  }
}
