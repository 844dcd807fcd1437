package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.Journals;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.Tender;
import io.throughline.finance.whatif.Documents.Doc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Money that goes back after it was received: a direct debit that the bank returned, a payment recorded in error. What lies unapplied of it
 * goes first, also what credit notes set free, then what was applied last; those invoices are open again, at the rates of the day.
 */
final class Returns {

  /** What a payment still pays of an invoice. */
  private record Part(Doc doc, Tender tender, Money withheld, String certificate, Money charge) {

    /** What goes back with a part of its cash: of what it settled as much as of the cash, the rest only with the last of it. */
    Part share(Money cash) {
      return cash.equals(tender.cash()) ? this : alone(cash);
    }

    Part alone(Money cash) {
      var none = Money.zero(doc.currency);
      return new Part(doc, Tender.of(cash, settled(cash)), none, null, none);
    }

    private Money settled(Money cash) {
      var exact = tender.settled().exact().value().times(cash.exact().value()).dividedBy(tender.cash().exact().value());
      return new ExactAmount(exact, doc.currency).rounded(RoundingPolicy.HALF_UP);
    }

    Part less(Part share) {
      return new Part(doc, Tender.of(tender.cash().minus(share.tender.cash()), tender.settled().minus(share.tender.settled())), withheld.minus(share.withheld), certificate, charge.minus(share.charge));
    }

    boolean isNothing() {
      return tender.cash().isZero() && withheld.isZero() && charge.isZero();
    }
  }

  private static final class Received {
    final MoneyFacts.Payment fact;
    final List<Part> parts = new ArrayList<>();
    Ledger.Source source;
    Money unapplied;

    Received(MoneyFacts.Payment fact) {
      this.fact = fact;
    }
  }

  private final Facts facts;
  private final Ledger ledger;
  private final WaitingTax waiting;
  private final Advances advances;
  private final Map<String, Received> payments = new HashMap<>();
  final Map<String, Answer.Held> held = new TreeMap<>();
  final List<Answer.ReturnView> returned = new ArrayList<>();

  Returns(Facts facts, Ledger ledger, WaitingTax waiting, Advances advances) {
    this.advances = advances;
    this.facts = facts;
    this.ledger = ledger;
    this.waiting = waiting;
  }

  /** Remembers what a payment pays of an invoice. */
  void pays(MoneyFacts.Payment payment, Doc doc, Tender tender, Money withheld, String certificate, Money charge) {
    payments.computeIfAbsent(payment.paymentId(), id -> new Received(payment)).parts.add(new Part(doc, tender, withheld, certificate, charge));
  }

  /** Remembers what nobody could apply of it, and where that was posted. */
  void leaves(MoneyFacts.Payment payment, Money unapplied, Ledger.Source source) {
    var received = payments.computeIfAbsent(payment.paymentId(), id -> new Received(payment));
    received.unapplied = unapplied;
    received.source = source;
  }

  /** Whether a payment was received so far. */
  boolean came(String paymentId) {
    return payments.containsKey(paymentId);
  }

  void take(MoneyFacts.Return fact) {
    var from = payments.get(fact.paymentId());
    if (from == null) throw facts.refused(fact, "paymentId", "UNKNOWN_REFERENCE", "no payment " + fact.paymentId() + " on " + fact.on());
    var parts = of(from, fact);
    if (fact.invoice() != null && parts.isEmpty()) throw facts.refused(fact, "invoice", "UNKNOWN_REFERENCE", "payment " + fact.paymentId() + " paid nothing of " + fact.invoice());
    var unapplied = fact.invoice() == null ? unapplied(from) : Money.zero(from.fact.currency());
    var there = Money.sum(parts.stream().map(part -> part.tender.cash()).toList(), from.fact.currency()).plus(unapplied);
    var asked = fact.amount() == null ? there : facts.money(fact.amount(), from.fact.currency(), fact, "amount");
    if (asked.compareTo(there) > 0 || !asked.isPositive()) {
      held.put("return:" + fact.returnId(), new Answer.Held("return", fact.returnId(), null, null, "NOT_RECEIVED", asked + " asked, " + there + " is left of payment " + fact.paymentId(), null, from.fact.currency(), asked));
      return;
    }
    var left = asked.minus(giveBack(from, Money.lesser(asked, unapplied), fact));
    left = left.minus(freed(from, parts, left, fact));
    var lay = asked.minus(left);
    var reopened = new ArrayList<Answer.ReturnPart>();
    parts = of(from, fact);
    for (int i = parts.size() - 1; i >= 0; i--) {
      var part = parts.get(i);
      var share = part.share(Money.lesser(left, part.tender.cash()));
      if (share.isNothing() || part.tender.cash().isZero() && !asked.equals(there)) continue; // what was only withheld goes with all of the money
      reopened.add(reopen(part.doc, share, fact));
      from.parts.set(from.parts.indexOf(part), part.less(share));
      left = left.minus(share.tender.cash());
    }
    Invariant.holds(left.isZero(), "return %s of %s leaves %s", fact.returnId(), asked, left);
    returned.add(new Answer.ReturnView(fact.returnId(), fact.paymentId(), fact.on(), asked.currency(), asked, fact.reason(), reopened, lay));
  }

  private static List<Part> of(Received from, MoneyFacts.Return fact) {
    return from.parts.stream().filter(part -> fact.invoice() == null || fact.invoice().equals(part.doc.reference)).toList();
  }

  /** What credit notes set free of it lies unapplied too, as far as nobody has used it; its tax they took back. */
  private Money freed(Received from, List<Part> parts, Money most, MoneyFacts.Return fact) {
    var freed = Money.zero(most.currency());
    for (int i = parts.size() - 1; i >= 0; i--) {
      var part = parts.get(i);
      var doc = part.doc;
      if (part.tender.exchanged()) continue;
      var there = Money.lesser(doc.freed, ledger.balance(doc.entity, Account.UNAP, doc.billingAccount, doc.currency).negated());
      var cash = Money.lesser(Money.lesser(part.tender.cash(), there), most.minus(freed));
      if (!cash.isPositive()) continue;
      ledger.post(Journals.unapplied(doc.billingAccount, cash.negated()), doc.posted(fact.returnId(), fact.on()));
      doc.freed = doc.freed.minus(cash);
      doc.paid = doc.paid.minus(cash);
      from.parts.set(from.parts.indexOf(part), part.less(part.alone(cash)));
      freed = freed.plus(cash);
    }
    return freed;
  }

  /** As far as nobody has used it: unapplied money of an account or a payer is one, but what invoices deducted of an advance is used. */
  private Money unapplied(Received from) {
    var ofOwner = ledger.balance(from.source.entity(), Account.UNAP, from.fact.owner(), from.fact.currency()).negated();
    var unused = advances.is(from.fact) ? advances.left(from.fact) : from.unapplied;
    return Money.greater(Money.lesser(unused, ofOwner), Money.zero(from.fact.currency()));
  }

  private Money giveBack(Received from, Money back, MoneyFacts.Return fact) {
    var source = new Ledger.Source(from.source.threadId(), fact.returnId(), from.source.entity(), fact.on(), fact.on());
    advances.used(from.fact, back, each -> each.fact == from.fact, source);
    ledger.post(Journals.unapplied(from.fact.owner(), back.negated()), source);
    from.unapplied = from.unapplied.minus(back);
    return back;
  }

  private Answer.ReturnPart reopen(Doc doc, Part share, MoneyFacts.Return fact) {
    var source = doc.posted(fact.returnId(), fact.on());
    var back = Tender.of(share.tender.cash().negated(), share.tender.settled().negated());
    if (back.exchanged()) ledger.exchange(Account.CASH, null, back, doc.reference, source);
    else ledger.post(Journals.paid(doc.reference, back.cash()), source);
    ledger.post("J10", source, new Leg(Account.WHT, share.withheld.negated(), doc.certificate(share.certificate)), new Leg(Account.AR, share.withheld, doc.reference));
    ledger.post("J12", source, new Leg(Account.BANK, share.charge.negated(), null), new Leg(Account.AR, share.charge, doc.reference));
    var settled = share.tender.settled().plus(share.withheld);
    waiting.again(doc, settled.plus(share.charge), fact.returnId(), fact.on());
    doc.paid = doc.paid.minus(settled);
    doc.settles(settled.plus(share.charge).negated());
    return new Answer.ReturnPart(doc.reference, share.tender.cash(), share.tender.settled(), doc.currency, share.withheld, share.charge);
  }
}
