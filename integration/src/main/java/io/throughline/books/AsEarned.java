package io.throughline.books;

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
 * only while it is billed: what is credited of it comes for good, where a release would leave it earned and open again.
 */
final class AsEarned {

  private final Map<String, Object> facts;
  private final Predicate<Object> steppedBack;

  private AsEarned(Map<String, Object> facts) {
    this.facts = facts;
    steppedBack = rows(facts, "costs").map(cost -> cost.get("costId")).collect(Collectors.toSet())::contains;
  }

  static Map<String, Object> of(Map<String, Object> facts) {
    return new AsEarned(facts).changed();
  }

  private Map<String, Object> changed() {
    Set<Object> billed = rows(facts, "bills").flatMap(bill -> all(bill, "expenses")).collect(Collectors.toSet());
    var changed = new TreeMap<>(facts);
    changed.put("contracts", rows(facts, "contracts").map(contract -> with(contract, Map.of("revenue", "as-earned"))).toList());
    changed.put("expenses", rows(facts, "expenses").filter(expense -> billed.contains(expense.get("expenseId")) || !steppedBack.test(expense.get("expenseId"))).toList());
    changed.put("credits", rows(facts, "credits").flatMap(this::credits).toList());
    return changed;
  }

  /** A credit, apart from what it takes back for good. */
  private Stream<Map<String, Object>> credits(Map<String, Object> credit) {
    var parts = rows(credit, "lines").collect(Collectors.partitioningBy(line -> steppedBack.test(line.get("expense"))));
    if (parts.get(true).isEmpty()) return Stream.of(credit);
    var apart = new TreeMap<>(credit);
    apart.remove("tax"); // is of the whole
    var taken = with(apart, Map.of("creditId", credit.get("creditId") + "/stepped-back", "kind", "concession", "lines", parts.get(true)));
    return parts.get(false).isEmpty() ? Stream.of(taken) : Stream.of(with(apart, Map.of("lines", parts.get(false))), taken);
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
