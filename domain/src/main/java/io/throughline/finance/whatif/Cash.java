package io.throughline.finance.whatif;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.finance.Account;
import io.throughline.finance.Journals;
import io.throughline.finance.Journals.Leg;
import io.throughline.finance.Tender;
import io.throughline.finance.whatif.Documents.Doc;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Applies payments. What is named goes first, never more than is open, then what the policy says; what is left stays unapplied until it
 * is refunded. Money of another currency than the invoice's is exchanged on the day it came.
 */
final class Cash {

  /** What is given up, and the tax in it that the state gives back. */
  private record Loss(Money amount, Money tax) {}

  private final Facts facts;
  private final Documents documents;
  private final Ledger ledger;
  private final Losses losses;
  private final WaitingTax waiting;
  private final Advances advances;
  private final Returns returns;
  final List<Answer.PaymentView> payments = new ArrayList<>();
  final List<Answer.Explanation> explanations = new ArrayList<>();
  private final Map<String, Answer.Held> held = new TreeMap<>();
  /** Payments of payers for whom nothing was open, and whose books have them. */
  private final Map<MoneyFacts.Payment, String> owingNothing = new LinkedHashMap<>();
  private final CashPolicy policy;

  Cash(Facts facts, Documents documents, Ledger ledger, Losses losses, WaitingTax waiting, Advances advances, Returns returns) {
    this.losses = losses;
    this.waiting = waiting;
    this.advances = advances;
    this.returns = returns;
    this.facts = facts;
    policy = new CashPolicy(facts);
    this.documents = documents;
    this.ledger = ledger;
  }

  void receive(MoneyFacts.Payment fact) {
    var received = facts.money(fact.amount(), fact.currency(), fact, "amount");
    var left = received;
    var parts = new ArrayList<Answer.PaymentPart>();
    var entity = entityOf(fact);
    for (var each : fact.allocations().isEmpty() ? List.<MoneyFacts.Applied>of() : sorted(fact.allocations())) {
      var doc = documents.byReference.get(each.invoice());
      if (doc == null && facts.absent(each.invoice())) continue;
      if (doc == null || doc.corrects != null) throw facts.refused(each, "invoice", "UNKNOWN_REFERENCE", "no invoice " + each.invoice() + " on " + fact.on());
      ours(fact, doc, each, "invoice");
      var cash = facts.money(each.amount(), fact.currency(), each, "amount");
      if (cash.compareTo(left) > 0) throw facts.refused(each, "amount", "CONTRADICTION", "allocates " + cash + ", " + left + " is left of the payment");
      var withheld = optional(each.withheld(), doc.currency, each, "withheld");
      var charge = optional(each.charge(), doc.currency, each, "charge");
      var badDebt = optional(each.badDebt(), doc.currency, each, "badDebt");
      var relief = relief(doc, badDebt, each);
      var others = withheld.plus(charge).plus(badDebt);
      if (!others.isZero() && others.compareTo(doc.owed()) > 0) throw facts.refused(each, null, "CONTRADICTION", "takes " + others + " besides cash, " + doc.owed() + " is open");
      var offered = Tender.of(cash, worth(cash, doc.currency, each.settles(), each, fact.on()));
      losses.takeBack(doc, offered.settled().minus(doc.owed().minus(others)), fact.paymentId(), fact.on());
      var tender = offered.upTo(Money.greater(doc.owed().minus(others), Money.zero(doc.currency)));
      parts.add(settle(fact, doc, tender, withheld, charge, new Loss(badDebt, relief), each.certificate()));
      left = left.minus(tender.cash());
    }
    for (var doc : named(fact)) {
      if (!left.isPositive()) break;
      losses.takeBack(doc, worth(left, doc.currency, null, fact, fact.on()).minus(doc.owed()), fact.paymentId(), fact.on());
      left = pay(fact, doc, left, left, parts);
    }
    var chosen = policy.of(fact);
    var open = open(fact);
    if (fact.payerId() != null && fact.advance() == null && open.isEmpty() && parts.isEmpty()) owingNothing.put(fact, entity);
    var aims = policy.aims(chosen.policy(), fact, open, left);
    for (var aim : aims.aims()) left = pay(fact, aim.doc(), Money.lesser(aim.most(), left), left, parts);
    explain(fact, received, chosen, aims, parts, left);
    var sum = Money.sum(parts.stream().map(Answer.PaymentPart::cash).toList(), fact.currency()).plus(left);
    Invariant.holds(sum.equals(received), "payment %s of %s applied as %s", fact.paymentId(), received, sum);
    var source = new Ledger.Source(threadOf(fact), fact.paymentId(), entity, fact.on(), fact.on());
    ledger.post(Journals.unapplied(fact.owner(), left), source);
    var tax = advances.received(fact, left, source);
    returns.leaves(fact, left, source);
    payments.add(new Answer.PaymentView(fact.paymentId(), fact.on(), fact.payerId(), fact.currency(), received, Reading.word(chosen.policy()), parts, left, tax));
  }

  /** Pays an invoice with money that nobody gave an amount for; returns what is left. */
  private Money pay(MoneyFacts.Payment fact, Doc doc, Money offered, Money left, List<Answer.PaymentPart> parts) {
    if (!offered.isPositive() || !doc.owed().isPositive()) return left;
    var none = Money.zero(doc.currency);
    var tender = Tender.of(offered, ledger.converted(offered, doc.currency, fact.on())).upTo(doc.owed());
    parts.add(settle(fact, doc, tender, none, none, new Loss(none, none), null));
    return left.minus(tender.cash());
  }

  /** Money that one of our entities received pays none of another's invoices. */
  private void ours(MoneyFacts.Payment fact, Doc doc, Object named, String field) {
    if (fact.entity() != null && !fact.entity().equals(doc.entity)) throw facts.refused(named, field, "CONTRADICTION", doc.reference + " is of " + doc.entity + ", the money came to " + fact.entity());
  }

  /** The invoices a payment names without amounts, the oldest due first. */
  private List<Doc> named(MoneyFacts.Payment fact) {
    var named = new ArrayList<Doc>();
    for (var each : fact.references()) {
      var doc = documents.byReference.get(each);
      if (doc == null && facts.absent(each)) continue;
      if (doc == null || doc.corrects != null) throw facts.refused(fact, "references", "UNKNOWN_REFERENCE", "no invoice " + each + " on " + fact.on());
      ours(fact, doc, fact, "references");
      named.add(doc);
    }
    named.sort(CashPolicy.DUE);
    return named;
  }

  private void explain(MoneyFacts.Payment fact, Money received, CashPolicy.Chosen chosen, CashPolicy.Aims aims, List<Answer.PaymentPart> parts, Money left) {
    var applied = new ArrayList<>(parts.stream().map(part -> part.cash() + " for " + part.invoice()).toList());
    applied.add(left + " unapplied");
    explanations.add(new Answer.Explanation("payment/" + fact.paymentId(), Reading.word(chosen.policy()) + ", as " + chosen.why() + aims.found(), String.join(", ", applied), received.exact(), received, "0"));
  }

  private static List<MoneyFacts.Applied> sorted(List<MoneyFacts.Applied> allocations) {
    return allocations.stream().sorted(Comparator.comparing(MoneyFacts.Applied::invoice).thenComparing(MoneyFacts.Applied::amount)).toList();
  }

  /** What money is worth in the invoice's currency: as told, else at the rate of the day. */
  private Money worth(Money cash, Currency owed, BigDecimal told, Object fact, LocalDate on) {
    if (told == null) return ledger.converted(cash, owed, on);
    var settles = facts.money(told, owed, fact, "settles");
    if (settles.isNegative() || settles.isZero() != cash.isZero() || cash.sameCurrencyAs(settles) && !settles.equals(cash)) throw facts.refused(fact, "settles", "CONTRADICTION", cash + " settles " + settles);
    return settles;
  }

  private Answer.PaymentPart settle(MoneyFacts.Payment fact, Doc doc, Tender tender, Money withheld, Money charge, Loss lost, String certificate) {
    var source = doc.posted(fact.paymentId(), fact.on());
    if (tender.exchanged()) ledger.exchange(Account.CASH, null, tender, doc.reference, source);
    else ledger.post(Journals.paid(doc.reference, tender.cash()), source);
    ledger.post("J10", source, new Leg(Account.WHT, withheld, doc.certificate(certificate)), new Leg(Account.AR, withheld.negated(), doc.reference));
    ledger.post("J12", source, new Leg(Account.BANK, charge, null), new Leg(Account.AR, charge.negated(), doc.reference));
    var settled = tender.settled().plus(withheld).plus(charge);
    waiting.settled(doc, settled, fact.paymentId(), fact.on());
    returns.pays(fact, doc, tender, withheld, certificate, charge);
    doc.settles(settled);
    doc.paid = doc.paid.plus(tender.settled()).plus(withheld);
    losses.book(doc, lost.amount(), Objects.requireNonNullElse(waiting.part(doc, lost.amount()), lost.tax()), fact.paymentId(), fact.on());
    Invariant.holds(!doc.owed().isNegative() || tender.cash().isZero(), "%s paid beyond what it owes: %s", doc.reference, doc.owed());
    return new Answer.PaymentPart(doc.reference, tender.cash(), tender.settled(), doc.currency, withheld, charge, lost.amount());
  }

  /** Tax that the state gives back of a loss: never more than the loss, nor than the invoice's. */
  private Money relief(Doc doc, Money badDebt, MoneyFacts.Applied each) {
    var relief = optional(each.badDebtTax(), doc.currency, each, "badDebtTax");
    if (doc.waiting != null && !relief.isZero()) throw facts.refused(each, "badDebtTax", "CONTRADICTION", "the tax of " + doc.reference + " is due when it is paid: the state gives none back");
    if (relief.compareTo(badDebt) > 0 || relief.plus(doc.lostTax).compareTo(doc.tax) > 0) throw facts.refused(each, "badDebtTax", "CONTRADICTION", relief + " of tax in a loss of " + badDebt + " on " + doc.reference + " with tax of " + doc.tax);
    return relief;
  }

  /** Those of the payment's own currency first; others only where a rate of the day is known. */
  private List<Doc> open(MoneyFacts.Payment fact) {
    return documents.all.stream()
        .filter(doc -> doc.corrects == null && doc.owed().isPositive() && facts.isFor(fact, doc.billingAccount, doc.on) && (fact.entity() == null || fact.entity().equals(doc.entity)) && ledger.convertible(fact.currency(), doc.currency, fact.on()))
        .sorted(Comparator.comparing((Doc doc) -> !doc.currency.equals(fact.currency())).thenComparing(CashPolicy.DUE))
        .toList();
  }

  /** The thread of the one invoice a payment names; money for several or for none is on no engagement's thread. */
  private String threadOf(MoneyFacts.Payment fact) {
    if (advances.is(fact)) return facts.first(fact.advance().contractId()).threadId();
    var doc = fact.allocations().size() == 1 ? documents.byReference.get(fact.allocations().get(0).invoice()) : null;
    return doc == null ? Journals.NO_THREAD : doc.contract.threadId();
  }

  /** The books the cash goes to: of an advance its contract's, else those it came to, else of the account's or the payer's invoices, else of its contracts, else the first entity. */
  private String entityOf(MoneyFacts.Payment fact) {
    var contracts = advances.is(fact) ? facts.latest(fact.advance().contractId(), fact.on()).entity() : fact.entity();
    if (fact.entity() != null && !fact.entity().equals(contracts)) throw facts.refused(fact, "entity", "CONTRADICTION", fact.advance().contractId() + " is of " + contracts + ": an advance for it came there");
    if (contracts != null) return contracts;
    for (var doc : documents.all) if (facts.isFor(fact, doc.billingAccount, doc.on)) return doc.entity;
    for (var versions : facts.contracts.values()) if (facts.isFor(fact, versions.get(0).billingAccount(), fact.on())) return versions.get(0).entity();
    return facts.entities.isEmpty() ? "unknown" : facts.entities.keySet().iterator().next();
  }

  /** Money that lay unapplied pays an invoice; a rate that moved since is realised. */
  void apply(MoneyFacts.Application fact) {
    var doc = documents.byReference.get(fact.invoice());
    if (doc == null && facts.absent(fact.invoice())) return;
    if (doc == null || doc.corrects != null) throw facts.refused(fact, "invoice", "UNKNOWN_REFERENCE", "no invoice " + fact.invoice() + " on " + fact.on());
    var currency = fact.currency() == null ? doc.currency : fact.currency();
    var amount = facts.money(fact.amount(), currency, fact, "amount");
    var tender = Tender.of(amount, worth(amount, doc.currency, fact.settles(), fact, fact.on()));
    var unapplied = ledger.balance(doc.entity, Account.UNAP, fact.owner(), currency).negated();
    if (amount.compareTo(unapplied) > 0 || tender.settled().compareTo(doc.owed()) > 0 || !amount.isPositive()) {
      held.put("application:" + fact.applicationId(), new Answer.Held("application", fact.applicationId(), doc.contract.contractId(), null, "NOT_UNAPPLIED", amount + " asked, " + unapplied + " unapplied, " + doc.owed() + " open", null, doc.currency, tender.settled()));
      return;
    }
    if (tender.exchanged() && !facts.entities.containsKey(doc.entity)) throw new Refused("/entities", "REQUIRED", "the books of " + doc.entity + " exchange " + currency + " for " + doc.currency + ": their own currency must be told");
    var source = doc.posted(fact.applicationId(), fact.on());
    var parts = advances.used(fact, amount, each -> each.contractId().equals(doc.contract.contractId()), source);
    if (!tender.exchanged()) doc.deducted.addAll(parts);
    use(doc, fact.owner(), tender, source);
  }

  /** Unapplied money pays a part of an invoice. */
  private void use(Doc doc, String owner, Tender tender, Ledger.Source source) {
    waiting.settled(doc, tender.settled(), source.sourceId(), source.on());
    if (tender.exchanged()) ledger.exchange(Account.UNAP, owner, tender, doc.reference, source);
    else ledger.post("J8", source, new Leg(Account.UNAP, tender.cash(), owner), new Leg(Account.AR, tender.cash().negated(), doc.reference));
    doc.settles(tender.settled());
    doc.paid = doc.paid.plus(tender.settled());
  }

  /** The invoices of a day deduct the advances for their contracts, the oldest first. */
  void deduct(LocalDate day) {
    for (var advance : advances.open()) {
      for (var doc : documents.of(advance.contractId())) {
        boolean takes = doc.corrects == null && doc.on.equals(day) && doc.owed().isPositive() && doc.entity.equals(advance.entity) && doc.currency.equals(advance.left.currency()) && facts.isFor(advance.fact, doc.billingAccount, doc.on);
        if (!takes || !advance.left.isPositive()) continue;
        var source = doc.posted(advance.fact.paymentId(), day);
        var part = advances.take(advance, Money.lesser(advance.left, doc.owed()), source);
        doc.deducted.add(part);
        use(doc, advance.fact.owner(), Tender.of(part.amount(), part.amount()), source);
      }
    }
  }

  void refund(MoneyFacts.Refund fact) {
    var amount = facts.money(fact.amount(), fact.currency(), fact, "amount");
    for (var entity : facts.entityIds()) {
      var unapplied = ledger.balance(entity, Account.UNAP, fact.owner(), fact.currency()).negated();
      if (unapplied.compareTo(amount) >= 0) {
        var source = new Ledger.Source(Journals.NO_THREAD, fact.refundId(), entity, fact.on(), fact.on());
        advances.used(fact, amount, each -> false, source);
        ledger.post("J9", source, new Leg(Account.UNAP, amount, fact.owner()), new Leg(Account.CASH, amount.negated(), null));
        return;
      }
    }
    held.put("refund:" + fact.refundId(), new Answer.Held("refund", fact.refundId(), null, null, "NOT_UNAPPLIED", amount + " is not unapplied", null, fact.currency(), amount));
  }

  /** What could not be done, and money of payers who owe nothing, until all that lies unapplied of theirs is used or given back. */
  Map<String, Answer.Held> held() {
    var all = new TreeMap<>(held);
    all.putAll(advances.held);
    owingNothing.forEach((fact, entity) -> {
      var unapplied = ledger.balance(entity, Account.UNAP, fact.owner(), fact.currency()).negated();
      var received = facts.money(fact.amount(), fact.currency(), fact, "amount");
      if (unapplied.isPositive()) all.put("payment:" + fact.paymentId(), new Answer.Held("payment", fact.paymentId(), null, null, "PAYER_OWES_NOTHING", "nothing was open for " + fact.payerId() + " on " + fact.on() + ": it is unapplied", null, fact.currency(), Money.lesser(received, unapplied)));
    });
    return all;
  }

  private Money optional(BigDecimal amount, Currency currency, Object fact, String field) {
    return amount == null ? Money.zero(currency) : facts.money(amount, currency, fact, field);
  }
}
