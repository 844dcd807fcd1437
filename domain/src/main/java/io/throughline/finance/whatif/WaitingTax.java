package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.Journals.Entry;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.whatif.Documents.Doc;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Tax whose point is the payment, where an entity accounts for it so: the tax of an invoice waits on VATD; whatever settles a part of the
 * invoice makes that part of it due (J23), what settles the rest all that is left; what is credited or given up takes from what waits first.
 */
final class WaitingTax {

  private final Ledger ledger;
  final List<Answer.Explanation> explanations = new ArrayList<>();

  WaitingTax(Ledger ledger) {
    this.ledger = ledger;
  }

  /** What is posted of an invoice, a credit note or a loss, with its tax on the account where the invoice's stands. */
  Entry placed(Doc invoice, Entry entry) {
    if (invoice.waiting == null) return entry;
    var legs = new ArrayList<Leg>();
    for (var leg : entry.legs()) {
      if (leg.account() != Account.VAT) {
        legs.add(leg);
        continue;
      }
      var part = leg.amount().isPositive() ? Money.lesser(leg.amount(), invoice.waiting) : leg.amount();
      invoice.waiting = invoice.waiting.minus(part);
      legs.add(new Leg(Account.VATD, part, invoice.reference));
      legs.add(new Leg(Account.VAT, leg.amount().minus(part), invoice.reference));
    }
    return new Entry(entry.rule(), legs);
  }

  /** Before what is open of the invoice is lowered by what settles it. */
  void settled(Doc invoice, Money settled, String source, LocalDate on) {
    if (nothing(invoice) || !settled.isPositive()) return;
    var exact = exact(invoice.waiting, settled, invoice.open);
    var part = part(invoice, settled);
    explanations.add(new Answer.Explanation(
        source + "#tax-due/" + invoice.reference, "tax that waits for the payment, in proportion to what is open; what settles the rest takes what is left", invoice.waiting + " x " + settled + " of " + invoice.open, exact, part, part.exact().minus(exact).value().toString()));
    due(invoice, part, source, on);
  }

  /** Before money goes back that settled a part of the invoice: the tax that was due with as much of it as is open again, at what it was due at. */
  void again(Doc invoice, Money back, String source, LocalDate on) {
    var beyond = Money.greater(invoice.open.negated(), Money.zero(invoice.currency));
    if (invoice.waiting == null || back.compareTo(beyond) <= 0) return;
    var due = ledger.balance(invoice.entity, Account.VAT, invoice.reference, invoice.currency).negated();
    var part = inProportion(due, back.minus(beyond), invoice.settled.minus(beyond));
    ledger.move("J23", invoice.posted(source, on), new Leg(Account.VAT, part, invoice.reference), Account.VATD, invoice.reference);
    invoice.waiting = invoice.waiting.plus(part);
  }

  /** The tax in a part of what is open; null of an invoice whose tax does not wait. */
  Money part(Doc invoice, Money part) {
    if (invoice.waiting == null) return null;
    if (part.isZero() || nothing(invoice)) return Money.zero(invoice.currency);
    return inProportion(invoice.waiting, part, invoice.open);
  }

  /** An invoice of which nothing is open any more has no tax that waits. */
  void closed(Doc invoice, String source, LocalDate on) {
    if (!nothing(invoice) && !invoice.open.isPositive()) due(invoice, invoice.waiting, source, on);
  }

  private static boolean nothing(Doc invoice) {
    return invoice.waiting == null || !invoice.waiting.isPositive();
  }

  /** All of it with the whole. */
  private static Money inProportion(Money tax, Money part, Money whole) {
    return part.compareTo(whole) >= 0 ? tax : exact(tax, part, whole).rounded(RoundingPolicy.HALF_UP);
  }

  private static ExactAmount exact(Money tax, Money part, Money whole) {
    return new ExactAmount(tax.exact().value().times(part.exact().value()).dividedBy(whole.exact().value()), tax.currency());
  }

  private void due(Doc invoice, Money part, String source, LocalDate on) {
    ledger.move("J23", invoice.posted(source, on), new Leg(Account.VATD, part, invoice.reference), Account.VAT, invoice.reference);
    invoice.waiting = invoice.waiting.minus(part);
  }
}
