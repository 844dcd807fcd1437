package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.MoneyFacts.Allocate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which open invoices money goes to, in which order and up to what. Those of the money's own currency come before others, whatever the
 * policy; ties go to what is due first, then to the lower name.
 */
final class CashPolicy {

  /** An invoice and the most that goes to it, in the money's currency. */
  record Aim(Doc doc, Money most) {}

  /** In which order, and how that was found. */
  record Aims(List<Aim> aims, String found) {}

  /** Which policy, and who says so. */
  record Chosen(Allocate policy, String why) {}

  /** An exact match is looked for among so many invoices that are due first, and of at most so many together. */
  private static final int LOOKED_AT = 24;
  private static final int TOGETHER = 5;

  static final Comparator<Doc> DUE = Comparator.comparing((Doc doc) -> doc.dueOn).thenComparing(doc -> doc.reference);

  private final Facts facts;

  CashPolicy(Facts facts) {
    this.facts = facts;
  }

  Chosen of(MoneyFacts.Payment payment) {
    if (payment.allocationPolicy() != null) return new Chosen(payment.allocationPolicy(), "the payment says so");
    if (!payment.allocations().isEmpty() || !payment.references().isEmpty()) return new Chosen(Allocate.AS_NAMED, "it names invoices");
    if (payment.advance() != null) return new Chosen(Allocate.HOLD, "it is an advance");
    if (payment.payerId() != null) return of(payment.payerId(), payment.contractId(), payment.on());
    var account = facts.accounts.get(payment.billingAccount());
    boolean unsaid = account != null && account.allocationPolicy() == Allocate.CONTRACT_FIRST && payment.contractId() == null;
    if (unsaid) return new Chosen(Allocate.OLDEST_DUE, "it says no contract that could come first");
    if (account != null && account.allocationPolicy() != null) return new Chosen(account.allocationPolicy(), "account " + account.accountId() + " says so");
    return new Chosen(Allocate.OLDEST_DUE, "nobody says otherwise");
  }

  /** What all accounts of a payer say alike: those it pays for on the day. */
  private Chosen of(String payer, String contractId, LocalDate on) {
    var said = facts.accounts.values().stream().filter(each -> facts.payer(each.accountId(), on).equals(payer)).map(Bundle.Account::allocationPolicy).distinct().toList();
    if (said.size() > 1) return new Chosen(Allocate.OLDEST_DUE, "the accounts of " + payer + " say different things");
    if (said.isEmpty() || said.get(0) == null) return new Chosen(Allocate.OLDEST_DUE, "nobody says otherwise");
    if (said.get(0) == Allocate.CONTRACT_FIRST && contractId == null) return new Chosen(Allocate.OLDEST_DUE, "it says no contract that could come first");
    return new Chosen(said.get(0), "the accounts of " + payer + " say");
  }

  /** @param open the open invoices of the account or the payer that the money can pay, those of its own currency first, by what is due first */
  Aims aims(Allocate policy, MoneyFacts.Payment payment, List<Doc> open, Money left) {
    return switch (policy) {
      case AS_NAMED, HOLD -> new Aims(List.of(), "");
      case OLDEST_DUE -> new Aims(all(open, left), "");
      case OLDEST_DOCUMENT -> sorted(open, left, Comparator.comparing(doc -> doc.on));
      case LARGEST -> sorted(open, left, Comparator.comparing((Doc doc) -> doc.currency.getCurrencyCode()).thenComparing(doc -> doc.open.negated()));
      case CONTRACT_FIRST -> sorted(open, left, Comparator.comparing(doc -> distance(doc, payment.contractId())));
      case EXACT_MATCH -> match(open, left);
      case PRO_RATA -> proRata(open, left);
    };
  }

  private static List<Aim> all(List<Doc> docs, Money left) {
    return docs.stream().map(doc -> new Aim(doc, left)).toList();
  }

  private static Aims sorted(List<Doc> open, Money left, Comparator<Doc> order) {
    return new Aims(all(open.stream().sorted(Comparator.comparing((Doc doc) -> !doc.currency.equals(left.currency())).thenComparing(order).thenComparing(DUE)).toList(), left), "");
  }

  /** 0 for the contract's own invoices, 1 for those of its engagement, 2 for others. */
  private int distance(Doc doc, String contractId) {
    if (doc.contract.contractId().equals(contractId)) return 0;
    return doc.contract.threadId().equals(facts.first(contractId).threadId()) ? 1 : 2;
  }

  /** The fewest invoices that are exactly what came, those due first among equals; else the oldest due. */
  private static Aims match(List<Doc> open, Money left) {
    var own = own(open, left);
    if (!own.isEmpty() && sum(own, left).equals(left)) return new Aims(all(own, left), ": all that is open");
    var looked = own.subList(0, Math.min(LOOKED_AT, own.size()));
    for (int many = 1; many <= Math.min(TOGETHER, looked.size()); many++) {
      var found = match(looked, 0, many, left, new ArrayList<>());
      if (found != null) return new Aims(all(found, left), many == 1 ? ": one invoice" : ": " + many + " invoices together");
    }
    return new Aims(all(open, left), ": none found, so the oldest due first");
  }

  private static List<Doc> match(List<Doc> docs, int from, int many, Money left, List<Doc> taken) {
    if (many == 0) return left.isZero() ? List.copyOf(taken) : null;
    for (int i = from; i <= docs.size() - many; i++) {
      var doc = docs.get(i);
      if (doc.open.compareTo(left) > 0) continue;
      taken.add(doc);
      var found = match(docs, i + 1, many - 1, left.minus(doc.open), taken);
      if (found != null) return found;
      taken.remove(taken.size() - 1);
    }
    return null;
  }

  /** Each its share of what came by what is open, rounded down; the cents that are left go to the last, as far as it is open, then to the one before. */
  private static Aims proRata(List<Doc> open, Money left) {
    var own = own(open, left);
    var total = sum(own, left);
    if (own.isEmpty() || left.compareTo(total) >= 0) return new Aims(all(open, left), ": enough for all");
    var shares = new ArrayList<Money>();
    for (var doc : own) shares.add(new ExactAmount(left.exact().value().times(doc.open.exact().value()).dividedBy(total.exact().value()), left.currency()).rounded(RoundingPolicy.DOWN));
    var cents = left.minus(Money.sum(shares, left.currency()));
    for (int i = own.size() - 1; i >= 0; i--) {
      var more = Money.lesser(cents, own.get(i).open.minus(shares.get(i)));
      shares.set(i, shares.get(i).plus(more));
      cents = cents.minus(more);
    }
    var aims = new ArrayList<Aim>();
    for (int i = 0; i < own.size(); i++) aims.add(new Aim(own.get(i), shares.get(i)));
    return new Aims(aims, ": " + left + " over " + total);
  }

  private static List<Doc> own(List<Doc> open, Money left) {
    return open.stream().filter(doc -> doc.currency.equals(left.currency())).toList();
  }

  private static Money sum(List<Doc> docs, Money like) {
    return Money.sum(docs.stream().map(doc -> doc.open).toList(), like.currency());
  }
}
