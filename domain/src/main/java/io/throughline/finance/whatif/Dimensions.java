package io.throughline.finance.whatif;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which posting dimensions a contract line has, and whether the rules allow their combination. */
final class Dimensions {

  private final Facts facts;
  private final Map<String, Bundle.DimensionRule> rules;

  Dimensions(Facts facts) {
    this.facts = facts;
    rules = facts.unique(facts.bundle.dimensionRules(), Bundle.DimensionRule::ruleId);
  }

  /** The contract's, and over them the line's own. */
  static Map<String, String> of(ContractFact contract, ContractFact.Line line) {
    return of(contract, line == null ? Map.of() : line.dimensions());
  }

  static Map<String, String> of(ContractFact contract, Map<String, String> own) {
    var dimensions = new TreeMap<>(contract.dimensions());
    dimensions.putAll(own);
    return new LinkedHashMap<>(dimensions);
  }

  /** What all lines have in common: the dimensions of something that concerns them all. */
  static Map<String, String> shared(ContractFact contract, Collection<ContractFact.Line> lines) {
    return lines.isEmpty() ? of(contract, Map.of()) : common(lines.stream().map(line -> of(contract, line)).toList());
  }

  static Map<String, String> common(Collection<Map<String, String>> all) {
    Map<String, String> common = null;
    for (var each : all) {
      if (common == null) common = new LinkedHashMap<>(each);
      else common.entrySet().retainAll(each.entrySet());
    }
    return common == null ? Map.of() : common;
  }

  /** Why a combination is refused; null when it is allowed. */
  String wrong(String entity, ContractFact contract, ContractFact.Line line) {
    if (rules.isEmpty()) return null;
    var dimensions = of(contract, line);
    for (var rule : rules.values()) {
      boolean applies = (rule.entity() == null || rule.entity().equals(entity)) && rule.when().entrySet().stream().allMatch(each -> each.getValue().equals(dimensions.get(each.getKey())));
      if (!applies) continue;
      for (var name : rule.requires().stream().sorted().toList()) if (!dimensions.containsKey(name)) return "rule " + rule.ruleId() + " requires " + name;
      for (var allowed : new TreeMap<>(rule.allows()).entrySet()) {
        var value = dimensions.get(allowed.getKey());
        if (value != null && !allowed.getValue().contains(value)) return "rule " + rule.ruleId() + " allows no " + allowed.getKey() + " " + value;
      }
    }
    return null;
  }
}
