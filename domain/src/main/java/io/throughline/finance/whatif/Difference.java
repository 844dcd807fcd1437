package io.throughline.finance.whatif;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the books of two answers: by entity, period, thread, account and currency, in document currency and in that of the books. */
final class Difference {

  /** In document currency and in the books' own. */
  private record Sums(BigDecimal amount, BigDecimal base) {

    static final Sums NOTHING = new Sums(BigDecimal.ZERO, BigDecimal.ZERO);

    Sums plus(Sums other) {
      return new Sums(amount.add(other.amount), base.add(other.base));
    }

    boolean same(Sums other) {
      return amount.compareTo(other.amount) == 0 && base.compareTo(other.base) == 0;
    }
  }

  private record Key(String entity, String period, String thread, String account, String currency, String baseCurrency) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      return toString().compareTo(other.toString());
    }
  }

  private Difference() {}

  /** What the second answer's books say that the first's do not; whoever is the same is left out. */
  static List<Map<String, Object>> of(Map<String, Object> was, Map<String, Object> becomes) {
    var before = sums(was);
    var after = sums(becomes);
    var keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    var differences = new ArrayList<Map<String, Object>>();
    for (var key : keys) {
      var one = before.getOrDefault(key, Sums.NOTHING);
      var other = after.getOrDefault(key, Sums.NOTHING);
      if (!one.same(other)) differences.add(row(key, one, other));
    }
    return differences;
  }

  private static Map<Key, Sums> sums(Map<String, Object> answer) {
    var sums = new TreeMap<Key, Sums>();
    for (var journal : (List<?>) answer.get("journals")) {
      var fields = (Map<?, ?>) journal;
      for (var posting : (List<?>) fields.get("postings")) {
        var line = (Map<?, ?>) posting;
        var key = new Key(text(fields, "entity"), text(fields, "period"), text(fields, "threadId"), text(line, "account"), text(fields, "currency"), text(fields, "baseCurrency"));
        sums.merge(key, new Sums(new BigDecimal(text(line, "amount")), new BigDecimal(text(line, "base"))), Sums::plus);
      }
    }
    return sums;
  }

  private static Map<String, Object> row(Key key, Sums before, Sums after) {
    var row = new LinkedHashMap<String, Object>();
    row.put("entity", key.entity());
    row.put("period", key.period());
    row.put("threadId", key.thread());
    row.put("account", key.account());
    row.put("currency", key.currency());
    row.put("was", before.amount().toPlainString());
    row.put("becomes", after.amount().toPlainString());
    row.put("difference", after.amount().subtract(before.amount()).toPlainString());
    if (!key.baseCurrency().equals(key.currency())) {
      row.put("baseCurrency", key.baseCurrency());
      row.put("baseWas", before.base().toPlainString());
      row.put("baseBecomes", after.base().toPlainString());
      row.put("baseDifference", after.base().subtract(before.base()).toPlainString());
    }
    return row;
  }

  private static String text(Map<?, ?> fields, String name) {
    return String.valueOf(fields.get(name));
  }
}
