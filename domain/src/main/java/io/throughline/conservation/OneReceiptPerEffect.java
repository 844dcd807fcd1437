package io.throughline.conservation;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Each intended effect on another system has exactly one receipt, and each target record answers one effect. */
public final class OneReceiptPerEffect {

  /** An effect that was intended and settled as applied. */
  public record Effect(String effectKey, String system) {}

  /** What the target answered. {@code targetId} is its natural key. */
  public record Receipt(String effectKey, String system, String targetId) {}

  /** An effect with none or several receipts; an unknown effect with a receipt has {@code intended} false. */
  public record Off(String effectKey, String system, boolean intended, List<String> targetIds) {}

  private OneReceiptPerEffect() {}

  public static List<Off> off(Collection<Effect> effects, Collection<Receipt> receipts) {
    var targets = new TreeMap<String, Set<String>>();
    var systems = new TreeMap<String, String>();
    for (var receipt : receipts) {
      targets.computeIfAbsent(receipt.effectKey(), key -> new TreeSet<>()).add(receipt.targetId());
      systems.put(receipt.effectKey(), receipt.system());
    }
    var intended = new TreeSet<String>();
    for (var effect : effects) {
      intended.add(effect.effectKey());
      systems.put(effect.effectKey(), effect.system());
      targets.computeIfAbsent(effect.effectKey(), key -> new TreeSet<>());
    }
    return targets.entrySet().stream()
        .filter(each -> each.getValue().size() != 1 || !intended.contains(each.getKey()))
        .map(each -> new Off(each.getKey(), systems.get(each.getKey()), intended.contains(each.getKey()), List.copyOf(each.getValue())))
        .toList();
  }
}
