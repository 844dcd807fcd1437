package io.throughline.finance;

import io.throughline.canonical.Money;
import io.throughline.finance.Journal.Context;
import java.util.List;
import java.util.Optional;

/**
 * The double-entry rules of documents, cash and what was spent: one piece for the live books and for every what-if, so that the same facts give the same
 * journals to the byte.
 */
public final class Journals {

  /** The thread of money that is on no engagement's. */
  public static final String NO_THREAD = "cash";

  /** Begins the name of a payer whose unapplied money it is, where accounts are named too. */
  public static final String PAYER = "payer:";

  private Journals() {}

  /**
   * A posting to be: debit positive.
   *
   * @param carriedBy what the balance belongs to (contract, invoice, payer), or null
   */
  public record Leg(Account account, Money amount, String carriedBy) {}

  /** A rule and its legs, not yet in any books. Legs of nothing are left out; without legs nothing is posted. */
  public record Entry(String rule, List<Leg> legs) {

    public Entry {
      legs = legs.stream().filter(leg -> !leg.amount().isZero()).toList();
    }

    /** In books that are kept in the document's currency. */
    public Optional<Journal> journal(Context context) {
      if (legs.isEmpty()) return Optional.empty();
      return Optional.of(Journal.of(rule, context, legs.stream().map(leg -> new Journal.Line(leg.account(), leg.amount(), leg.amount(), leg.carriedBy())).toList()));
    }
  }

  /**
   * J2: an invoice. What was earned before relieves the contract asset, what is earned with it is revenue, the rest is a contract liability
   * (J3 where all of it is).
   */
  public static Entry invoiced(String contractId, String invoice, Money net, Money tax, Money fromAsset, Money earned) {
    return new Entry(
        fromAsset.isZero() && earned.isZero() ? "J3" : "J2",
        List.of(
            new Leg(Account.AR, net.plus(tax), invoice),
            new Leg(Account.CA, fromAsset.negated(), contractId),
            new Leg(Account.REV, earned.negated(), contractId),
            new Leg(Account.CL, net.minus(fromAsset).minus(earned).negated(), contractId),
            new Leg(Account.VAT, tax.negated(), null)));
  }

  /**
   * J5: a credit note, the work stays billable (J7 where a whole invoice is reversed). Takes the contract liability first, then revenue that
   * was never earned otherwise, and the rest becomes a contract asset again.
   */
  public static Entry credited(String rule, String contractId, String invoice, Money net, Money tax, Money fromLiability, Money unearned) {
    return new Entry(
        rule,
        List.of(
            new Leg(Account.CL, fromLiability, contractId),
            new Leg(Account.REV, unearned, contractId),
            new Leg(Account.CA, net.minus(fromLiability).minus(unearned), contractId),
            new Leg(Account.VAT, tax, null),
            new Leg(Account.AR, net.plus(tax).negated(), invoice)));
  }

  /** J8: a payment applied to an invoice. */
  public static Entry paid(String invoice, Money cash) {
    return new Entry("J8", List.of(new Leg(Account.CASH, cash, null), new Leg(Account.AR, cash.negated(), invoice)));
  }

  /**
   * J8 where the money is of another currency than the invoice: a journal in each, of the same worth in the books.
   *
   * @param from cash, or money that lay unapplied
   * @param owner whose unapplied money it is, or null
   */
  public static List<Entry> exchanged(Account from, String owner, Tender tender, String source, String invoice) {
    return List.of(
        new Entry("J8", List.of(new Leg(from, tender.cash(), owner), new Leg(Account.EXC, tender.cash().negated(), source))),
        new Entry("J8", List.of(new Leg(Account.EXC, tender.settled(), source), new Leg(Account.AR, tender.settled().negated(), invoice))));
  }

  /** J16: what was spent for a contract and is owed to whoever paid or has to be paid; less than nothing where it is taken back. */
  public static Entry spent(Money amount) {
    return new Entry("J16", List.of(new Leg(Account.COST, amount, null), new Leg(Account.AP, amount.negated(), null)));
  }

  /** J25: what a contract is carried at when a month is closed, net: earned and not billed, and billed and not earned. Revenue taken as it is billed becomes that which is earned; the other way round takes it back. */
  public static Entry accrued(String contractId, Money asset, Money liability) {
    return new Entry("J25", List.of(new Leg(Account.CA, asset, contractId), new Leg(Account.CL, liability.negated(), contractId), new Leg(Account.REV, liability.minus(asset), contractId)));
  }

  /** J9: cash nobody could apply yet. */
  public static Entry unapplied(String billingAccount, Money left) {
    return new Entry("J9", List.of(new Leg(Account.CASH, left, null), new Leg(Account.UNAP, left.negated(), billingAccount)));
  }
}
