package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.BillingModel;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.whatif.Documents.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Money that came before the bill, for a contract. Where an entity accounts for it so, the tax in it is due on receipt: it is posted to VAT
 * against VATA (J24), and taken back as an invoice, which has its tax in full, deducts the advance, or as it is given back. What a credit
 * releases of a deducted advance is an advance again.
 */
final class Advances {

  /** What is left of an advance, and of the tax in it that was due on receipt. */
  static final class Advance {

    final MoneyFacts.Payment fact;
    final String entity;
    Money left;
    Money tax;

    Advance(MoneyFacts.Payment fact, String entity, Money left, Money tax) {
      this.fact = fact;
      this.entity = entity;
      this.left = left;
      this.tax = tax;
    }

    String contractId() {
      return fact.advance().contractId();
    }
  }

  /** A part of an advance that was used, and the tax in it. */
  record Part(Advance advance, Money amount, Money tax) {}

  private final Facts facts;
  private final Ledger ledger;
  private final Taxes taxes;
  private final List<Advance> all = new ArrayList<>();
  final List<Answer.Explanation> explanations = new ArrayList<>();
  final Map<String, Answer.Held> held = new TreeMap<>();

  Advances(Facts facts, Ledger ledger) {
    this.facts = facts;
    this.ledger = ledger;
    taxes = new Taxes(facts);
  }

  /** Whether a payment is an advance; one for a contract that is not known yet is money like any other. */
  boolean is(MoneyFacts.Payment fact) {
    return fact.advance() != null && facts.contracts.containsKey(fact.advance().contractId());
  }

  /** What is left of a payment is an advance; returns the tax that is due of it. */
  Money received(MoneyFacts.Payment fact, Money left, Ledger.Source source) {
    if (!is(fact) || !left.isPositive()) return null;
    var tax = facts.taxesAdvances(source.entity()) ? tax(fact, left, source.entity()) : Money.zero(left.currency());
    all.add(new Advance(fact, source.entity(), left, tax));
    due(fact, tax, source);
    return tax;
  }

  private void due(MoneyFacts.Payment fact, Money tax, Ledger.Source source) {
    ledger.post("J24", source, new Leg(Account.VATA, tax, fact.paymentId()), new Leg(Account.VAT, tax.negated(), null));
  }

  private Money tax(MoneyFacts.Payment fact, Money gross, String entity) {
    var contract = facts.latest(fact.advance().contractId(), fact.on());
    var account = fact.billingAccount() == null ? contract.billingAccount() : fact.billingAccount();
    var treatment = taxes.of(entity, account, code(fact, contract), fact.on(), fact.on());
    if (treatment == null) {
      held.put("advance:" + fact.paymentId(), new Answer.Held("payment", fact.paymentId(), contract.contractId(), fact.advance().lineId(), "TAX_RULE_MISSING", "no tax rule for account " + account + ": the advance is not taxed", null, gross.currency(), null));
      return Money.zero(gross.currency());
    }
    var exact = within(gross, treatment);
    var tax = exact.rounded(RoundingPolicy.HALF_UP);
    explanations.add(new Answer.Explanation("payment/" + fact.paymentId() + "#tax", "tax in an advance, at the rate of the day it came", gross + " with " + treatment.percent().toPlainString() + " %", exact, tax, tax.exact().minus(exact).value().toString()));
    return tax;
  }

  private static ExactAmount within(Money gross, TaxTreatment treatment) {
    var rate = Rational.of(treatment.percent().movePointLeft(2));
    return new ExactAmount(gross.exact().value().times(rate).dividedBy(Rational.ONE.plus(rate)), gross.currency());
  }

  /** The tax code of the line it is for, else that of all lines of the contract. */
  private String code(MoneyFacts.Payment fact, ContractFact contract) {
    var id = fact.advance().lineId();
    if (id != null) return facts.lines(contract.contractId()).filter(line -> line.lineId().equals(id)).reduce((a, b) -> b).orElseThrow().taxCode();
    var codes = new ArrayList<String>();
    for (var line : contract.lines()) if (line.billing() != BillingModel.EXPENSES && !codes.contains(line.taxCode())) codes.add(line.taxCode());
    if (codes.size() > 1) throw facts.refused(fact.advance(), "lineId", "REQUIRED", "lines of " + contract.contractId() + " are taxed by several codes: which is it for");
    return codes.isEmpty() ? null : codes.get(0);
  }

  /** Those of which something is left. */
  List<Advance> open() {
    return all.stream().filter(each -> each.left.isPositive()).toList();
  }

  /** What is left of a payment that is one. */
  Money left(MoneyFacts.Payment fact) {
    return all.stream().filter(each -> each.fact == fact).map(each -> each.left).findFirst().orElse(Money.zero(fact.currency()));
  }

  /** Takes a part of an advance: the tax in it was due before. */
  Part take(Advance advance, Money amount, Ledger.Source source) {
    var tax = share(advance.tax, amount, advance.left);
    ledger.move("J24", source, new Leg(Account.VATA, tax.negated(), advance.fact.paymentId()), Account.VAT, null);
    advance.left = advance.left.minus(amount);
    advance.tax = advance.tax.minus(tax);
    return new Part(advance, amount, tax);
  }

  /**
   * What of somebody's unapplied money that is used is of advances: first those it is meant for, then what is no advance, then other
   * advances, always the oldest first. Before it leaves the account where it lies.
   */
  List<Part> used(MoneyFacts.Owned whose, Money amount, Predicate<Advance> meant, Ledger.Source source) {
    var mine = open().stream().filter(each -> each.fact.owner().equals(whose.owner()) && each.entity.equals(source.entity()) && each.left.sameCurrencyAs(amount)).toList();
    if (mine.isEmpty()) return List.of();
    var lying = ledger.balance(source.entity(), Account.UNAP, whose.owner(), amount.currency()).negated();
    var none = lying.minus(Money.sum(mine.stream().map(each -> each.left).toList(), amount.currency()));
    var parts = new ArrayList<Part>();
    var left = take(mine.stream().filter(meant).toList(), amount, source, parts);
    left = left.minus(Money.lesser(left, none));
    take(mine.stream().filter(meant.negate()).toList(), left, source, parts);
    return parts;
  }

  private Money take(List<Advance> from, Money amount, Ledger.Source source, List<Part> parts) {
    var left = amount;
    for (var each : from) {
      var part = Money.lesser(left, each.left);
      if (!part.isPositive()) continue;
      parts.add(take(each, part, source));
      left = left.minus(part);
    }
    return left;
  }

  /** What was paid and is credited comes from the advances that the invoice deducted, the last first: they are advances again, their tax is due again. */
  List<Part> again(Doc invoice, Money back, Ledger.Source source) {
    var parts = new ArrayList<Part>();
    var left = back;
    for (int i = invoice.deducted.size() - 1; i >= 0 && left.isPositive(); i--) {
      var was = invoice.deducted.remove(i);
      var amount = Money.lesser(left, was.amount());
      var part = new Part(was.advance(), amount, share(was.tax(), amount, was.amount()));
      if (amount.compareTo(was.amount()) < 0) invoice.deducted.add(new Part(was.advance(), was.amount().minus(amount), was.tax().minus(part.tax())));
      part.advance().left = part.advance().left.plus(amount);
      part.advance().tax = part.advance().tax.plus(part.tax());
      due(part.advance().fact, part.tax(), source);
      parts.add(part);
      left = left.minus(amount);
    }
    return parts;
  }

  /** In proportion, rounded once; all that is left with all of it. */
  private static Money share(Money tax, Money part, Money whole) {
    if (part.equals(whole)) return tax;
    return new ExactAmount(tax.exact().value().times(part.exact().value()).dividedBy(whole.exact().value()), tax.currency()).rounded(RoundingPolicy.HALF_UP);
  }

  /** Advances whose tax is not what the books have of it, or of which more is left than lies unapplied. */
  List<String> off() {
    var off = new ArrayList<String>();
    var left = new TreeMap<String, Money>();
    for (var each : all) {
      var id = each.fact.paymentId();
      var sum = left.merge(each.entity + "|" + each.fact.owner() + "|" + each.left.currency(), each.left, Money::plus);
      boolean lies = sum.compareTo(ledger.balance(each.entity, Account.UNAP, each.fact.owner(), each.left.currency()).negated()) <= 0;
      if (!lies || each.left.isNegative() || each.tax.isNegative() || !ledger.balance(each.entity, Account.VATA, id, each.left.currency()).equals(each.tax) || each.left.isZero() && !each.tax.isZero()) off.add("advance " + id);
    }
    return off;
  }
}
