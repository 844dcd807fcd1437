package io.throughline.books;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The facts of a month with revenue as it is earned, not as it is billed.
 *
 * <p>They know each version of an expense as an expense of its own, and one that stepped back as a cost less than nothing. As earned, such a version is earned
 * only while it is billed: the last credit of it comes for good, where a release would leave it earned and open again. Cash, which earns nothing, is left out.
 */
final class AsEarned {

  private static final Comparator<Map<String, Object>> IN_ORDER =
      Comparator.comparing((Map<String, Object> credit) -> (String) credit.get("on")).thenComparing(credit -> ((Number) credit.getOrDefault("sequence", 0)).longValue()).thenComparing(credit -> (String) credit.get("creditId"));

  private final Map<String, Object> facts;
  private final Predicate<Object> steppedBack;

  /** How many bills name an expense that no credit seen so far takes back. */
  private final Map<Object, Integer> billed;

  private AsEarned(Map<String, Object> facts) {
    this.facts = facts;
    steppedBack = rows(facts, "costs").map(cost -> cost.get("costId")).collect(Collectors.toSet())::contains;
    billed = rows(facts, "bills").flatMap(bill -> all(bill, "expenses")).collect(Collectors.toMap(expense -> expense, expense -> 1, Integer::sum));
  }

  static Map<String, Object> of(Map<String, Object> facts) {
    return new AsEarned(facts).changed();
  }

  private Map<String, Object> changed() {
    var changed = new TreeMap<>(facts);
    changed.put("contracts", rows(facts, "contracts").map(contract -> with(contract, Map.of("revenue", "as-earned"))).toList());
    changed.put("expenses", rows(facts, "expenses").filter(expense -> billed.containsKey(expense.get("expenseId")) || !steppedBack.test(expense.get("expenseId"))).toList());
    changed.put("credits", rows(facts, "credits").sorted(IN_ORDER).flatMap(this::credits).toList());
    changed.keySet().removeAll(Set.of("payments", "paymentReturns"));
    return changed;
  }

  /** A credit, apart from what it takes back for good. */
  private Stream<Map<String, Object>> credits(Map<String, Object> credit) {
    var parts = rows(credit, "lines").collect(Collectors.partitioningBy(this::forGood));
    if (parts.get(true).isEmpty()) return Stream.of(credit);
    var apart = new TreeMap<>(credit);
    apart.remove("tax"); // is of the whole
    var taken = with(apart, Map.of("creditId", credit.get("creditId") + "/stepped-back", "reference", credit.get("reference") + "/stepped-back", "kind", "concession", "lines", parts.get(true)));
    return parts.get(false).isEmpty() ? Stream.of(taken) : Stream.of(with(apart, Map.of("lines", parts.get(false))), taken);
  }

  private boolean forGood(Map<String, Object> line) {
    var expense = line.get("expense");
    return steppedBack.test(expense) && billed.merge(expense, -1, Integer::sum) == 0;
  }

  private static Map<String, Object> with(Map<String, Object> row, Map<String, Object> fields) {
    var changed = new TreeMap<>(row);
    changed.putAll(fields);
    return changed;
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> rows(Map<String, Object> of, String list) {
    return all(of, list).map(row -> (Map<String, Object>) row);
  }

  private static Stream<?> all(Map<String, Object> of, String list) {
    return ((List<?>) of.getOrDefault(list, List.of())).stream();
  }
}
