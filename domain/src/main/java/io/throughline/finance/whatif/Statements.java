package io.throughline.finance.whatif;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.finance.Account;
import io.throughline.finance.Journal;
import io.throughline.finance.Journals;
import io.throughline.finance.whatif.Documents.Doc;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each payer owes each of our entities: how it came about from the books, how old it is from the invoices. An invoice is owed by the
 * payer of its date; what lies unapplied on an account is its present payer's.
 */
final class Statements {

  private static final List<String> AGES = List.of("not-due", "1-30", "31-60", "61-90", "over-90");

  /** An account's money as the books have it; no account where a payer paid for none in particular. */
  private static final class Tally {

    final String account;
    Money invoiced;
    Money credited;
    Money settled;
    Money lost;
    Money unapplied;

    Tally(String account, Currency currency) {
      this.account = account;
      invoiced = credited = settled = lost = unapplied = Money.zero(currency);
    }

    Money open() {
      return invoiced.minus(credited).minus(settled).minus(lost);
    }

    Tally plus(Tally other) {
      var sum = new Tally(null, invoiced.currency());
      sum.invoiced = invoiced.plus(other.invoiced);
      sum.credited = credited.plus(other.credited);
      sum.settled = settled.plus(other.settled);
      sum.lost = lost.plus(other.lost);
      sum.unapplied = unapplied.plus(other.unapplied);
      return sum;
    }
  }

  private record Key(String payer, String entity, Currency currency) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      int byPayer = payer.compareTo(other.payer);
      if (byPayer != 0) return byPayer;
      int byEntity = entity.compareTo(other.entity);
      return byEntity != 0 ? byEntity : currency.getCurrencyCode().compareTo(other.currency.getCurrencyCode());
    }
  }

  private final Engine engine;
  private final Facts facts;
  private final Map<Key, TreeMap<String, Tally>> tallies = new TreeMap<>();
  private final Map<Key, Map<String, Money>> ages = new HashMap<>();

  Statements(Engine engine) {
    this.engine = engine;
    facts = engine.facts;
  }

  static String age(long overdue) {
    return AGES.get(overdue <= 0 ? 0 : overdue <= 30 ? 1 : overdue <= 60 ? 2 : overdue <= 90 ? 3 : 4);
  }

  List<Answer.Statement> all() {
    for (var journal : engine.ledger.journals()) {
      for (var line : journal.lines()) {
        if (line.document().isZero()) continue;
        if (line.account() == Account.AR) receivable(journal, line);
        if (line.account() == Account.UNAP) {
          boolean payers = line.reference().startsWith(Journals.PAYER);
          var payer = payers ? line.reference().substring(Journals.PAYER.length()) : facts.payer(line.reference(), facts.asOf);
          var tally = tally(payer, payers ? null : line.reference(), journal.entity(), line.document().currency());
          tally.unapplied = tally.unapplied.minus(line.document());
        }
      }
    }
    for (var doc : engine.documents.all) if (doc.corrects == null) grow(doc);
    return tallies.entrySet().stream().map(each -> statement(each.getKey(), each.getValue())).toList();
  }

  private void receivable(Journal journal, Journal.Line line) {
    var doc = engine.documents.byReference.get(line.reference());
    var tally = tally(facts.payer(doc.billingAccount, doc.on), doc.billingAccount, journal.entity(), line.document().currency());
    switch (journal.rule()) {
      case "J2", "J3" -> tally.invoiced = tally.invoiced.plus(line.document());
      case "J5", "J6", "J7" -> tally.credited = tally.credited.minus(line.document());
      case "J8", "J9", "J10", "J12" -> tally.settled = tally.settled.minus(line.document());
      case "J14" -> tally.lost = tally.lost.minus(line.document());
      case "J21" -> {
        if (journal.sourceId().equals(line.reference())) tally.invoiced = tally.invoiced.plus(line.document());
        else tally.credited = tally.credited.minus(line.document());
      }
      default -> Invariant.holds(false, "%s moves the receivable of %s", journal.rule(), line.reference());
    }
  }

  private Tally tally(String payer, String account, String entity, Currency currency) {
    return tallies.computeIfAbsent(new Key(payer, entity, currency), key -> new TreeMap<>()).computeIfAbsent(account == null ? "" : account, key -> new Tally(account, currency));
  }

  private Answer.Statement statement(Key key, TreeMap<String, Tally> accounts) {
    var sum = accounts.values().stream().reduce(new Tally(null, key.currency()), Tally::plus);
    var byAge = ages.getOrDefault(key, none(key.currency()));
    var overdue = Money.sum(byAge.values(), key.currency()).minus(byAge.get(AGES.get(0)));
    var parts = new ArrayList<Answer.AccountStatement>();
    accounts.values().forEach(each -> parts.add(new Answer.AccountStatement(each.account, client(each.account), each.invoiced, each.credited, each.settled, each.lost, each.open(), each.unapplied)));
    return new Answer.Statement(key.payer(), key.entity(), key.currency(), sum.invoiced, sum.credited, sum.settled, sum.lost, sum.open(), byAge, overdue, sum.unapplied, sum.open().minus(sum.unapplied), parts);
  }

  private String client(String account) {
    var known = account == null ? null : facts.accounts.get(account);
    return known == null ? null : known.clientId();
  }

  /** What is open of an invoice, to its age. */
  private void grow(Doc doc) {
    ages.computeIfAbsent(new Key(facts.payer(doc.billingAccount, doc.on), doc.entity, doc.currency), key -> none(key.currency())).merge(age(ChronoUnit.DAYS.between(doc.dueOn, facts.asOf)), doc.open, Money::plus);
  }

  private static Map<String, Money> none(Currency currency) {
    var byAge = new LinkedHashMap<String, Money>();
    AGES.forEach(age -> byAge.put(age, Money.zero(currency)));
    return byAge;
  }
}
