package io.throughline.finance.whatif;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds leaves of an answer: {@code journals[rule=J2].postings[account=AR].amount}; {@code sum:} and {@code count:} before a path. */
final class Query {

  private static final Pattern STEP = Pattern.compile("([A-Za-z]+)((?:\\[[^\\]]*\\])*)");

  private Query() {}

  static Object of(Object tree, String query) {
    if (query.startsWith("sum:")) return leaves(tree, query.substring(4)).stream().map(leaf -> new BigDecimal(String.valueOf(leaf))).reduce(BigDecimal.ZERO, BigDecimal::add).toPlainString();
    if (query.startsWith("count:")) return (long) leaves(tree, query.substring(6)).size();
    var leaves = leaves(tree, query);
    return query.contains("[*]") ? leaves : leaves.size() == 1 ? leaves.get(0) : leaves.isEmpty() ? null : leaves;
  }

  private static List<Object> leaves(Object tree, String path) {
    List<Object> found = List.of(tree);
    for (var matcher = STEP.matcher(path); matcher.find(); ) {
      var next = new ArrayList<Object>();
      for (var each : found) {
        var value = each instanceof Map<?, ?> map ? map.get(matcher.group(1)) : null;
        if (value != null) next.add(value);
      }
      found = next;
      for (var filter = Pattern.compile("\\[([^\\]]*)\\]").matcher(matcher.group(2)); filter.find(); ) found = filtered(found, filter.group(1));
    }
    return found;
  }

  private static List<Object> filtered(List<Object> lists, String filter) {
    var kept = new ArrayList<Object>();
    for (var list : lists) {
      if (!(list instanceof List<?> items)) {
        var equals = filter.indexOf('=');
        if (list instanceof Map<?, ?> map && equals > 0 && filter.substring(equals + 1).equals(String.valueOf(map.get(filter.substring(0, equals))))) kept.add(list);
        continue;
      }
      if (filter.matches("[0-9]+")) {
        if (Integer.parseInt(filter) < items.size()) kept.add(items.get(Integer.parseInt(filter)));
        continue;
      }
      for (var item : items) {
        var equals = filter.indexOf('=');
        if (filter.equals("*") || item instanceof Map<?, ?> map && filter.substring(equals + 1).equals(String.valueOf(map.get(filter.substring(0, equals))))) kept.add(item);
      }
    }
    return kept;
  }
}
