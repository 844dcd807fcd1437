package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.finance.Account;
import io.throughline.finance.Journals.Leg;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Keeps a contract's position with the entity that has the contract. What another entity billed for it, or what was earned before the
 * contract moved, is settled between the two entities, in both books at one instant.
 */
final class Positions {

  private final Facts facts;
  private final Ledger ledger;
  private final Revenue revenue;
  private final Map<String, String> entity = new HashMap<>();
  private final Map<String, TreeSet<String>> entitiesOf = new HashMap<>();

  Positions(Facts facts, Ledger ledger, Revenue revenue) {
    this.facts = facts;
    this.ledger = ledger;
    this.revenue = revenue;
    for (var id : facts.contractIds()) {
      var entities = entitiesOf.computeIfAbsent(id, key -> new TreeSet<>());
      for (var version : facts.contracts.get(id)) {
        entities.add(version.entity());
        version.split().forEach(share -> {
          if (share.entity() != null) entities.add(share.entity());
        });
      }
    }
  }

  void settle(String contractId, LocalDate day) {
    if (entitiesOf.get(contractId).size() < 2 || day.isBefore(facts.first(contractId).startsOn())) return;
    var contract = facts.latest(contractId, day);
    var before = entity.put(contractId, contract.entity());
    if (before != null && !before.equals(contract.entity())) earnedAgain(contract, before, day);
    for (var other : entitiesOf.get(contractId)) {
      if (other.equals(contract.entity())) continue;
      move(contract, other, Account.CA, day);
      move(contract, other, Account.CL, day);
    }
  }

  /** What was earned since the day from which the new entity counts belongs in its books. */
  private void earnedAgain(ContractFact contract, String before, LocalDate day) {
    var amount = revenue.earnedSince(contract.contractId(), contract.effectiveFrom(), before);
    revenue.movedTo(contract.contractId(), contract.entity());
    ledger.post("J18", source(contract, before, day), new Leg(Account.REV, amount, contract.contractId()), new Leg(Account.CA, amount.negated(), contract.contractId()));
    ledger.post("J18", source(contract, contract.entity(), day), new Leg(Account.CA, amount, contract.contractId()), new Leg(Account.REV, amount.negated(), contract.contractId()));
  }

  private void move(ContractFact contract, String other, Account account, LocalDate day) {
    Money balance = ledger.balance(other, account, contract.contractId(), contract.currency());
    var pair = Facts.key(contract.contractId(), contract.entity().compareTo(other) < 0 ? Facts.key(contract.entity(), other) : Facts.key(other, contract.entity()));
    var claim = balance.isPositive() ? Account.ICR : Account.ICP;
    var against = balance.isPositive() ? Account.ICP : Account.ICR;
    var settled = meeting(balance, ledger.balance(other, against, pair, contract.currency()));
    var rest = balance.minus(settled);
    ledger.post("J17", source(contract, other, day).carriedBy(pair), new Leg(account, balance.negated(), contract.contractId()), new Leg(against, settled, null), new Leg(claim, rest, null));
    var netted = meeting(balance, ledger.balance(contract.entity(), account == Account.CA ? Account.CL : Account.CA, contract.contractId(), contract.currency()));
    ledger.post(
        "J17", source(contract, contract.entity(), day).carriedBy(pair), new Leg(account == Account.CA ? Account.CL : Account.CA, netted, contract.contractId()), new Leg(account, balance.minus(netted), contract.contractId()), new Leg(claim, settled.negated(), null), new Leg(against, rest.negated(), null));
  }

  /**
   * What comes in meets what is there on the other side first: a contract is either an asset or a liability (IFRS 15.105), and what one entity
   * owes another for it goes as it comes back.
   */
  private static Money meeting(Money comes, Money there) {
    var zero = Money.zero(comes.currency());
    return comes.isPositive() ? Money.lesser(comes, Money.greater(there.negated(), zero)) : Money.lesser(comes.negated(), Money.greater(there, zero)).negated();
  }

  private static Ledger.Source source(ContractFact contract, String entity, LocalDate day) {
    return new Ledger.Source(contract.threadId(), "ic/" + contract.contractId() + "/" + day, entity, day, day, Dimensions.of(contract, Map.of()));
  }
}
