package io.throughline.finance;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.finance.Journal.Context;
import io.throughline.finance.Journal.Line;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * The double-entry rules. A rule whose amount is zero posts nothing.
 *
 * <p>Here document and base currency are one.
 */
public final class Journals {

  private Journals() {}

  /** J1: revenue earned, not billed. */
  public static Optional<Journal> earned(Context context, Money revenue) {
    return pair("J1", context, Account.CA, Account.REV, revenue);
  }

  /** J2: invoice. Takes the contract asset first, the rest becomes a contract liability. */
  public static Optional<Journal> invoiced(Context context, Money net, Money tax, Money contractAsset) {
    var asset = Money.lesser(net, Money.greater(contractAsset, Money.zero(net.currency())));
    var book = new Book(net.currency());
    book.debit(Account.AR, net.plus(tax)).credit(Account.CA, asset).credit(Account.CL, net.minus(asset)).credit(Account.VAT, tax);
    return book.journal(asset.isZero() && !net.isZero() ? "J3" : "J2", context);
  }

  /** J4: earned from an advance. */
  public static Optional<Journal> earnedFromAdvance(Context context, Money revenue) {
    return pair("J4", context, Account.CL, Account.REV, revenue);
  }

  /** J5: credit note, the work stays billable. Takes the contract liability first, the rest becomes a contract asset again. */
  public static Optional<Journal> credited(Context context, Money net, Money tax, Money contractLiability) {
    var liability = Money.lesser(net, Money.greater(contractLiability, Money.zero(net.currency())));
    var book = new Book(net.currency());
    book.debit(Account.CL, liability).debit(Account.CA, net.minus(liability)).debit(Account.VAT, tax).credit(Account.AR, net.plus(tax));
    return book.journal("J5", context);
  }

  /** J6: credit note as a concession: less revenue. */
  public static Optional<Journal> conceded(Context context, Money net, Money tax) {
    var book = new Book(net.currency());
    book.debit(Account.REV, net).debit(Account.VAT, tax).credit(Account.AR, net.plus(tax));
    return book.journal("J6", context);
  }

  /** J7: the mirror of another journal, as a document of its own. */
  public static Journal reversed(Context context, Journal original) {
    var mirror = original.lines().stream().map(line -> new Line(line.account(), line.document().negated(), line.base().negated(), line.reference())).toList();
    return Journal.of("J7", context, mirror);
  }

  /** J8: payment applied to an invoice. */
  public static Optional<Journal> paid(Context context, Money applied) {
    return pair("J8", context, Account.CASH, Account.AR, applied);
  }

  /** J9: cash nobody could apply yet. */
  public static Optional<Journal> unapplied(Context context, Money left) {
    return pair("J9", context, Account.CASH, Account.UNAP, left);
  }

  /** J10: tax the client withheld. */
  public static Optional<Journal> withheld(Context context, Money withheld) {
    return pair("J10", context, Account.WHT, Account.AR, withheld);
  }

  /** J12: bank charge taken from the receipt. */
  public static Optional<Journal> charged(Context context, Money charge) {
    return pair("J12", context, Account.BANK, Account.AR, charge);
  }

  /** J13: unbilled work written off. */
  public static Optional<Journal> writtenOff(Context context, Money value) {
    return pair("J13", context, Account.WO, Account.CA, value);
  }

  /** J14: bad debt. */
  public static Optional<Journal> badDebt(Context context, Money lost) {
    return pair("J14", context, Account.BD, Account.AR, lost);
  }

  /** J15: labour cost. */
  public static Optional<Journal> labour(Context context, Money cost) {
    return pair("J15", context, Account.COST, Account.ACCR, cost);
  }

  /** J16: expense for the client. */
  public static Optional<Journal> expense(Context context, Money cost) {
    return pair("J16", context, Account.COST, Account.AP, cost);
  }

  /** J17, at the borrower. */
  public static Optional<Journal> borrowed(Context context, Money transfer) {
    return pair("J17", context, Account.ICCOST, Account.ICP, transfer);
  }

  /** J17, at the lender. */
  public static Optional<Journal> lent(Context context, Money transfer) {
    return pair("J17", context, Account.ICR, Account.ICREV, transfer);
  }

  /** J19: a rebate that is expected is never revenue. */
  public static Optional<Journal> rebateExpected(Context context, Money rebate) {
    return pair("J19", context, Account.REV, Account.RFL, rebate);
  }

  /** J20: a loss that is certain. */
  public static Optional<Journal> provided(Context context, Money loss) {
    return pair("J20", context, Account.COST, Account.PROV, loss);
  }

  /** J22: a retainer's unused part, at expiry. */
  public static Optional<Journal> breakage(Context context, Money unused) {
    return pair("J22", context, Account.CL, Account.REV, unused);
  }

  /** One amount from one account to another; a negative amount goes the other way round. */
  static Optional<Journal> pair(String rule, Context context, Account debit, Account credit, Money amount) {
    return new Book(amount.currency()).debit(debit, amount).credit(credit, amount).journal(rule, context);
  }

  /** Lines of one journal in one currency. */
  static final class Book {

    private final List<Line> lines = new ArrayList<>();
    private final Currency currency;

    Book(Currency currency) {
      this.currency = currency;
    }

    Book debit(Account account, Money amount) {
      Invariant.holds(amount.currency().equals(currency), "%s in a journal of %s", amount, currency);
      if (!amount.isZero()) lines.add(new Line(account, amount, amount, null));
      return this;
    }

    Book credit(Account account, Money amount) {
      return debit(account, amount.negated());
    }

    Optional<Journal> journal(String rule, Context context) {
      return lines.isEmpty() ? Optional.empty() : Optional.of(Journal.of(rule, context, lines));
    }
  }
}
