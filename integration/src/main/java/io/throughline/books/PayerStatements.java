package io.throughline.books;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What payers owe, from what the facts of each engagement and the firm's own say of it: all amounts of a payer in a currency are summed, by account too. */
final class PayerStatements {

  private static final Set<String> NAMES = Set.of("payerId", "entity", "currency", "billingAccount", "clientId");

  private PayerStatements() {}

  static List<Map<String, Object>> together(List<Map<?, ?>> statements) {
    return by(statements, "payerId", "entity", "currency");
  }

  /** The same with the names of payers and of who holds each account, where they are known. */
  static List<Map<String, Object>> named(List<Map<String, Object>> statements, Function<Collection<String>, Map<String, String>> names) {
    var ids = Stream.concat(statements.stream().map(each -> each.get("payerId")), statements.stream().flatMap(PayerStatements::accounts).map(each -> each.get("billingAccount"))).filter(Objects::nonNull).map(String.class::cast).toList();
    var known = names.apply(ids);
    return statements.stream().map(each -> {
      var statement = named(each, "payerId", "payer", known);
      statement.put("accounts", accounts(each).map(account -> named(account, "billingAccount", "client", known)).toList());
      return statement;
    }).toList();
  }

  private static Map<String, Object> named(Map<String, Object> row, String id, String name, Map<String, String> known) {
    var named = new TreeMap<>(row);
    if (row.get(id) != null && known.containsKey(row.get(id))) named.put(name, known.get(row.get(id)));
    return named;
  }

  private static Stream<Map<String, Object>> accounts(Map<String, Object> statement) {
    return ((List<?>) statement.get("accounts")).stream().map(PayerStatements::row);
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
