package io.throughline.finance.einvoice;

import static java.util.Objects.requireNonNull;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.finance.TaxTreatment;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;

/**
 * A bill or a credit note as it goes to the client's machine.
 *
 * <p>Money: one currency; net is the sum of the lines, tax is computed per treatment on their sum, due is what remains to be paid. A credit
 * note's amounts are positive. Dates: of the billing entity.
 *
 * @param taxAccounted the tax in the currency the seller accounts it in, where that is another; or null
 * @param rounding what is added to the total so that the amount due can be paid; zero otherwise
 */
public record EInvoice(Head head, List<Line> lines, List<Tax> taxes, Money net, Money tax, Money rounding, Money paid, Money taxAccounted) {

  /** What it is. */
  public enum Type {
    INVOICE,
    CREDIT_NOTE
  }

  /** The document a credit note corrects. */
  public record Preceding(String number, LocalDate issuedOn) {}

  /** Where to pay. */
  public record Payee(String iban, String bic) {}

  /**
   * Everything that is not a line or an amount. An absent word is null.
   *
   * @param buyerReference by which the buyer finds who ordered; one of it and the purchase order must be there
   * @param preceding for a credit note; or null
   */
  public record Head(
      Type type,
      String number,
      LocalDate issuedOn,
      LocalDate dueOn,
      Period period,
      String buyerReference,
      String purchaseOrder,
      String contract,
      String project,
      List<Preceding> preceding,
      Party seller,
      Party buyer,
      Payee payee,
      String terms) {

    public Head {
      requireNonNull(type, "type");
      requireNonNull(number, "number");
      requireNonNull(issuedOn, "issuedOn");
      preceding = preceding == null ? List.of() : List.copyOf(preceding);
    }

    public boolean isCreditNote() {
      return type == Type.CREDIT_NOTE;
    }

    /** The day whose exchange rate its tax is told by: what corrects documents of one day only has theirs. */
    public LocalDate taxPoint() {
      var days = preceding.stream().map(Preceding::issuedOn).distinct().toList();
      return days.size() == 1 ? days.get(0) : issuedOn;
    }
  }

  /** The tax of one treatment. */
  public record Tax(TaxTreatment treatment, Money base, Money amount) {}

  public EInvoice {
    lines = List.copyOf(lines);
    taxes = List.copyOf(taxes);
    var currency = net.currency();
    Invariant.holds(Money.sum(lines.stream().map(Line::amount).toList(), currency).equals(net), "%s: the lines are not %s", head.number(), net);
    Invariant.holds(Money.sum(taxes.stream().map(Tax::base).toList(), currency).equals(net), "%s: the bases are not %s", head.number(), net);
    Invariant.holds(Money.sum(taxes.stream().map(Tax::amount).toList(), currency).equals(tax), "%s: the taxes are not %s", head.number(), tax);
    if (taxAccounted != null && taxAccounted.sameCurrencyAs(net)) throw new IllegalArgumentException("not an e-invoice: the tax is accounted in the document's currency already");
  }

  /** Nothing rounded, nothing paid. */
  public static EInvoice of(Head head, List<Line> lines) {
    if (lines.isEmpty()) throw new IllegalArgumentException("not an e-invoice: " + head.number() + " has no line");
    var currency = lines.get(0).amount().currency();
    var bases = new TreeMap<TaxTreatment, Money>();
    for (var line : lines) bases.merge(line.tax(), line.amount(), Money::plus);
    var taxes = bases.entrySet().stream().map(base -> new Tax(base.getKey(), base.getValue(), base.getKey().of(base.getValue()))).toList();
    var zero = Money.zero(currency);
    return new EInvoice(head, lines, taxes, Money.sum(bases.values(), currency), Money.sum(taxes.stream().map(Tax::amount).toList(), currency), zero, zero, null);
  }

  /** With what the amount due is rounded by, and what was paid before. */
  public EInvoice settled(Money rounding, Money paid) {
    return new EInvoice(head, lines, taxes, net, tax, rounding, paid, taxAccounted);
  }

  /** With the tax as the seller's own tax office wants it. */
  public EInvoice accounted(Money taxInOtherCurrency) {
    return new EInvoice(head, lines, taxes, net, tax, rounding, paid, taxInOtherCurrency);
  }

  public Money total() {
    return net.plus(tax);
  }

  public Money due() {
    return total().minus(paid).plus(rounding);
  }
}
