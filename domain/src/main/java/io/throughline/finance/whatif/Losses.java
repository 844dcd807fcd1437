package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.Journals.Entry;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.whatif.Documents.Doc;
import java.time.LocalDate;
import java.util.List;

/** What is given up of invoices as lost (J14), with the tax in it that the state gives back; and what of that is taken back later. */
final class Losses {

  private final Ledger ledger;
  private final WaitingTax waiting;

  Losses(Ledger ledger, WaitingTax waiting) {
    this.ledger = ledger;
    this.waiting = waiting;
  }

  /** Of what is more than open, as much as was given up: the loss is mirrored so far, its tax in proportion. */
  void takeBack(Doc doc, Money beyond, String source, LocalDate on) {
    var back = Money.lesser(beyond, doc.lost);
    if (!back.isPositive()) return;
    var share = doc.lostTax.exact().value().times(back.exact().value()).dividedBy(doc.lost.exact().value());
    book(doc, back.negated(), new ExactAmount(share, doc.currency).rounded(RoundingPolicy.HALF_UP).negated(), source, on);
  }

  /** More is given up; taken back where it is negative. */
  void book(Doc doc, Money loss, Money tax, String source, LocalDate on) {
    var entry = new Entry("J14", List.of(new Leg(Account.BD, loss.minus(tax), null), new Leg(Account.VAT, tax, null), new Leg(Account.AR, loss.negated(), doc.reference)));
    ledger.post(waiting.placed(doc, entry), doc.posted(source, on).ratedAs(doc.on).carriedBy(doc.reference));
    doc.lost = doc.lost.plus(loss);
    doc.lostTax = doc.lostTax.plus(tax);
    doc.open = doc.open.minus(loss);
  }
}
