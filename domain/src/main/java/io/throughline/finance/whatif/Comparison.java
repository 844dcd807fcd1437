package io.throughline.finance.whatif;

import io.throughline.finance.whatif.WhatIf.Outcome.Answered;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What becomes of contracts in a month when facts are otherwise: pairs of answers in, figures with their differences out. Two currencies are never added. */
public final class Comparison {

  /** Through the month's end, as key figures name them. */
  private static final List<String> THROUGH = List.of("contractValue", "billed", "unbilledValue", "held", "recognised", "backlog");

  /** Cash is left out of facts that are looked at as earned. */
  private static final String OPEN = "openReceivables";

  /** Of the month alone, as balances name them. */
  private static final List<String> IN_MONTH = List.of("invoiced", "earned");

  /** Amounts in {@code currency}; the difference is what becomes less what was. */
  public record Figure(String figure, String currency, String was, String becomes, String difference) {}

  /** @param differences by figure, those that are not nothing */
  public record ContractChange(String contractId, String currency, Map<String, String> differences) {}

  /** Debits are positive; in the books' currency where that is another. */
  public record PostingChange(String period, String account, String currency, String difference, String baseCurrency, String baseDifference) {}

  /** A document whose net amount is another, or that is new or gone; a credit note's is less than nothing. */
  public record DocumentChange(String reference, String issuedOn, String currency, String was, String becomes, String difference) {}

  /** Held as facts are otherwise, and not before. */
  public record HeldChange(String subject, String reason, String text, String currency, String amountAtRisk) {}

  private record Pair(BigDecimal was, BigDecimal becomes) {

    Pair plus(Pair other) {
      return new Pair(was.add(other.was), becomes.add(other.becomes));
    }

    BigDecimal difference() {
      return becomes.subtract(was);
    }
  }

  /** In document currency, and in that of the books. */
  private record Moved(BigDecimal amount, BigDecimal base) {

    Moved plus(Moved other) {
      return new Moved(amount.add(other.amount), base.add(other.base));
    }

    boolean isNothing() {
      return amount.signum() == 0 && base.signum() == 0;
    }
  }

  private record Named(String figure, String currency) {}

  private record Account(String period, String account, String currency, String baseCurrency) implements Comparable<Account> {

    @Override
    public int compareTo(Account other) {
      return toString().compareTo(other.toString());
    }
  }

  private final YearMonth month;
  private final boolean asEarned;
  private final Map<Named, Pair> figures = new LinkedHashMap<>();
  private final List<ContractChange> contracts = new ArrayList<>();
  private final Map<Account, Moved> postings = new TreeMap<>();
  private boolean proved = true;

  /** @param asEarned whether the answers are of facts with revenue as it is earned */
  public Comparison(YearMonth month, boolean asEarned) {
    this.month = month;
    this.asEarned = asEarned;
  }

  public void take(Answered was, Answered becomes) {
    var before = amounts(was);
    var after = amounts(becomes);
    for (var contract : union(before, after)) {
      var one = before.getOrDefault(contract, Map.of());
      var other = after.getOrDefault(contract, Map.of());
      var differences = new LinkedHashMap<String, String>();
      String currency = null;
      for (var named : union(one, other)) {
        var pair = new Pair(one.getOrDefault(named, BigDecimal.ZERO), other.getOrDefault(named, BigDecimal.ZERO));
        figures.merge(named, pair, Pair::plus);
        currency = named.currency();
        if (pair.difference().signum() != 0) differences.put(named.figure(), pair.difference().toPlainString());
      }
      if (!differences.isEmpty()) contracts.add(new ContractChange(contract, currency, differences));
    }
    for (var row : WhatIf.difference(was, becomes)) {
      var account = new Account(text(row, "period"), text(row, "account"), text(row, "currency"), text(row, "baseCurrency"));
      postings.merge(account, new Moved(decimal(row, "difference"), row.containsKey("baseDifference") ? decimal(row, "baseDifference") : BigDecimal.ZERO), Moved::plus);
    }
    proved &= Boolean.TRUE.equals(((Map<?, ?>) becomes.tree().get("proof")).get("holds"));
  }

  /** Over all that were taken, in an order of their own. */
  public List<Figure> figures() {
    return Stream.of(THROUGH.stream(), asEarned ? Stream.<String>empty() : Stream.of(OPEN), IN_MONTH.stream()).flatMap(names -> names)
        .flatMap(name -> figures.entrySet().stream().filter(each -> each.getKey().figure().equals(name)).map(each -> figure(each.getKey(), each.getValue())))
        .toList();
  }

  private static Figure figure(Named named, Pair pair) {
    return new Figure(named.figure(), named.currency(), pair.was().toPlainString(), pair.becomes().toPlainString(), pair.difference().toPlainString());
  }

  /** Those of which a figure is another. */
  public List<ContractChange> contracts() {
    return List.copyOf(contracts);
  }

  /** By period, account and currency; what comes to nothing is left out. */
  public List<PostingChange> postings() {
    return postings.entrySet().stream()
        .filter(each -> !each.getValue().isNothing())
        .map(each -> posting(each.getKey(), each.getValue()))
        .toList();
  }

  private static PostingChange posting(Account account, Moved moved) {
    return new PostingChange(account.period(), account.account(), account.currency(), moved.amount().toPlainString(), account.baseCurrency(), account.baseCurrency() == null ? null : moved.base().toPlainString());
  }

  /** Whether no minute and no cent is lost in what became. */
  public boolean proved() {
    return proved;
  }

  /** Of one pair. */
  public static List<DocumentChange> documents(Answered was, Answered becomes) {
    var before = documents(was);
    var after = documents(becomes);
    var changes = new ArrayList<DocumentChange>();
    for (var reference : union(before, after)) {
      var one = before.get(reference);
      var other = after.get(reference);
      var difference = (other == null ? BigDecimal.ZERO : other.net()).subtract(one == null ? BigDecimal.ZERO : one.net());
      if (difference.signum() == 0) continue;
      var any = other == null ? one : other;
      changes.add(new DocumentChange(reference, any.issuedOn(), any.currency(), one == null ? null : one.net().toPlainString(), other == null ? null : other.net().toPlainString(), difference.toPlainString()));
    }
    return changes;
  }

  private record Net(String issuedOn, String currency, BigDecimal net) {}

  private static Map<String, Net> documents(Answered answer) {
    var documents = new TreeMap<String, Net>();
    rows(answer, "invoices").forEach(each -> documents.put(text(each, "reference"), new Net(text(each, "issuedOn"), text(each, "currency"), decimal(each, "net"))));
    rows(answer, "creditNotes").forEach(each -> documents.put(text(each, "reference"), new Net(text(each, "issuedOn"), text(each, "currency"), decimal(each, "net").negate())));
    return documents;
  }

  /** Of one pair. */
  public static List<HeldChange> held(Answered was, Answered becomes) {
    var before = held(was);
    return held(becomes).stream().filter(each -> !before.contains(each)).toList();
  }

  private static List<HeldChange> held(Answered answer) {
    return rows(answer, "held").map(each -> new HeldChange(text(each, "subject"), text(each, "reason"), text(each, "text"), text(each, "currency"), text(each, "amountAtRisk"))).toList();
  }

  private Map<String, Map<Named, BigDecimal>> amounts(Answered answer) {
    var amounts = new TreeMap<String, Map<Named, BigDecimal>>();
    rows(answer, "kpis").forEach(row -> THROUGH.forEach(name -> put(amounts, row, name)));
    if (!asEarned) rows(answer, "kpis").forEach(row -> put(amounts, row, OPEN));
    rows(answer, "contractBalances").filter(row -> month.toString().equals(row.get("period"))).forEach(row -> IN_MONTH.forEach(name -> put(amounts, row, name)));
    return amounts;
  }

  private static void put(Map<String, Map<Named, BigDecimal>> amounts, Map<?, ?> row, String name) {
    if (row.get(name) != null) amounts.computeIfAbsent(text(row, "contractId"), none -> new LinkedHashMap<>()).put(new Named(name, text(row, "currency")), decimal(row, name));
  }

  private static <K> Iterable<K> union(Map<K, ?> one, Map<K, ?> other) {
    return Stream.concat(one.keySet().stream(), other.keySet().stream()).distinct().toList();
  }

  private static Stream<Map<?, ?>> rows(Answered answer, String list) {
    return ((List<?>) answer.tree().get(list)).stream().map(row -> (Map<?, ?>) row);
  }

  private static BigDecimal decimal(Map<?, ?> row, String field) {
    return new BigDecimal(text(row, field));
  }

  private static String text(Map<?, ?> row, String field) {
    return (String) row.get(field);
  }
}
