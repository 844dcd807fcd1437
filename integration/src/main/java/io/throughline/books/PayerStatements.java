package io.throughline.books;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What payers owe, from what the facts of each engagement and the firm's own say of it: all amounts of a payer in a currency are summed, by account too. */
final class PayerStatements {

  private static final Set<String> NAMES = Set.of("payerId", "entity", "currency", "billingAccount", "clientId");

  private PayerStatements() {}

  static List<Map<String, Object>> together(List<Map<?, ?>> statements) {
    return by(statements, "payerId", "entity", "currency");
  }

  private static List<Map<String, Object>> by(List<?> rows, String... names) {
    var sums = new TreeMap<String, Map<String, Object>>();
    for (var each : rows) {
      var row = row(each);
      sums.merge(List.of(names).stream().map(name -> Objects.toString(row.get(name), "")).collect(Collectors.joining("\0")), row, PayerStatements::sum);
    }
    return List.copyOf(sums.values());
  }

  private static Map<String, Object> sum(Map<String, Object> one, Map<String, Object> other) {
    var sum = new TreeMap<>(one);
    other.forEach((name, value) -> {
      if (!NAMES.contains(name)) sum.merge(name, value, PayerStatements::added);
    });
    return sum;
  }

  private static Object added(Object one, Object other) {
    if (one instanceof List<?> accounts) return by(Stream.concat(accounts.stream(), ((List<?>) other).stream()).toList(), "billingAccount");
    if (one instanceof Map<?, ?>) return sum(row(one), row(other));
    return new BigDecimal((String) one).add(new BigDecimal((String) other)).toPlainString();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> row(Object row) {
    return (Map<String, Object>) row;
  }
}
