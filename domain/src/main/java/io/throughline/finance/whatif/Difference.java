package io.throughline.finance.whatif;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the books of two answers: by entity, period, thread, account and currency. */
final class Difference {

  private record Key(String entity, String period, String thread, String account, String currency) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      return toString().compareTo(other.toString());
    }
  }

  private Difference() {}

  static Map<Object, BigDecimal> sums(Map<String, Object> answer) {
    var sums = new TreeMap<Object, BigDecimal>();
    for (var journal : (List<?>) answer.get("journals")) {
      var fields = (Map<?, ?>) journal;
      for (var posting : (List<?>) fields.get("postings")) {
        var line = (Map<?, ?>) posting;
        var key = new Key(text(fields, "entity"), text(fields, "period"), text(fields, "threadId"), text(line, "account"), text(fields, "currency"));
        sums.merge(key, new BigDecimal(text(line, "amount")), BigDecimal::add);
      }
    }
    return sums;
  }

  static List<Map<String, Object>> of(Map<Object, BigDecimal> was, Map<Object, BigDecimal> becomes) {
    var keys = new TreeSet<Object>(was.keySet());
    keys.addAll(becomes.keySet());
    var differences = new ArrayList<Map<String, Object>>();
    for (var key : keys) {
      var before = was.getOrDefault(key, BigDecimal.ZERO);
      var after = becomes.getOrDefault(key, BigDecimal.ZERO);
      if (before.compareTo(after) != 0) differences.add(row((Key) key, before, after));
    }
    return differences;
  }

  private static Map<String, Object> row(Key key, BigDecimal before, BigDecimal after) {
    var row = new LinkedHashMap<String, Object>();
    row.put("entity", key.entity());
    row.put("period", key.period());
    row.put("threadId", key.thread());
    row.put("account", key.account());
    row.put("currency", key.currency());
    row.put("was", before.toPlainString());
    row.put("becomes", after.toPlainString());
    row.put("difference", after.subtract(before).toPlainString());
    return row;
  }

  private static String text(Map<?, ?> fields, String name) {
    return String.valueOf(fields.get(name));
  }
}
