package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.finance.CashAllocation;
import io.throughline.finance.CashAllocation.Receivable;
import io.throughline.finance.whatif.Documents.Doc;
import io.throughline.finance.whatif.MoneyFacts.Allocate;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/** Which policy money follows, and which open invoices it goes to by it. */
final class CashPolicy {

  /** An invoice and the most that goes to it, in the money's currency. */
  record Aim(Doc doc, Money most) {}

  /** In which order, and how that was found. */
  record Aims(List<Aim> aims, String found) {}

  /** Which policy, and who says so. */
  record Chosen(Allocate policy, String why) {}

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
    var names = new HashMap<String, Doc>();
    for (var doc : open) names.put(doc.reference, doc);
    var receivables = open.stream().map(doc -> new Receivable(doc.reference, doc.on, doc.dueOn, doc.owed())).toList();
    var aims =
        switch (policy) {
          case AS_NAMED, HOLD -> new CashAllocation.Aims(List.of(), "");
          case CONTRACT_FIRST -> CashAllocation.sorted(receivables, left, Comparator.comparing(each -> distance(names.get(each.reference()), payment.contractId())));
          default -> CashAllocation.aims(CashAllocation.Policy.valueOf(policy.name()), receivables, left);
        };
    return new Aims(aims.aims().stream().map(aim -> new Aim(names.get(aim.receivable().reference()), aim.most())).toList(), aims.found());
  }

  /** 0 for the contract's own invoices, 1 for those of its engagement, 2 for others. */
  private int distance(Doc doc, String contractId) {
    if (doc.contract.contractId().equals(contractId)) return 0;
    return doc.contract.threadId().equals(facts.first(contractId).threadId()) ? 1 : 2;
  }
}
