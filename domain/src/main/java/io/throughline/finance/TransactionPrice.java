package io.throughline.finance;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Allocates a transaction price on stand-alone selling prices; a discount observed on a bundle stays within the bundle (IFRS 15.82).
 */
public final class TransactionPrice {

  /**
   * A promise with its stand-alone price.
   *
   * @param bundle those usually sold together, or null
   * @param bundlePrice at what price, or null
   */
  public record Promise(String obligationId, Rational standAlone, String bundle, Rational bundlePrice) {}

  /** What a promise got. */
  public record Share(String obligationId, Money allocated, ExactAmount exact) {}

  private TransactionPrice() {}

  public static List<Share> allocate(Money price, List<Promise> promises) {
    var groups = new TreeMap<String, List<Promise>>();
    for (var promise : promises) groups.computeIfAbsent(promise.bundle() == null ? "1" + promise.obligationId() : "0" + promise.bundle(), key -> new ArrayList<>()).add(promise);
    var weights = groups.values().stream().map(TransactionPrice::weight).toList();
    if (groups.values().stream().allMatch(group -> group.size() == 1)) return shares(price, promises, weightsOf(promises));
    var parts = Allotment.of(price, weights);
    var byId = new LinkedHashMap<String, Share>();
    int next = 0;
    for (var group : groups.values()) {
      for (var share : shares(parts.get(next), group, weightsOf(group))) byId.put(share.obligationId(), share);
      next++;
    }
    return promises.stream().map(promise -> byId.get(promise.obligationId())).toList();
  }

  private static List<Share> shares(Money price, List<Promise> promises, List<Rational> weights) {
    var money = Allotment.of(price, weights);
    var exact = Allotment.exact(price, weights);
    var shares = new ArrayList<Share>();
    for (int i = 0; i < promises.size(); i++) shares.add(new Share(promises.get(i).obligationId(), money.get(i), exact.get(i)));
    return shares;
  }

  private static List<Rational> weightsOf(List<Promise> promises) {
    return promises.stream().map(Promise::standAlone).toList();
  }

  private static Rational weight(List<Promise> group) {
    var observed = group.stream().map(Promise::bundlePrice).filter(price -> price != null).findFirst();
    return observed.orElseGet(() -> weightsOf(group).stream().reduce(Rational.ZERO, Rational::plus));
  }

  /** An estimate of a variable amount: the single most likely outcome, ties to the lower; or the weighted mean. */
  public static Rational estimate(Map<Rational, Rational> probabilityByAmount, boolean expectedValue) {
    if (expectedValue) {
      return probabilityByAmount.entrySet().stream().map(each -> each.getKey().times(each.getValue())).reduce(Rational.ZERO, Rational::plus);
    }
    return new TreeMap<>(probabilityByAmount).entrySet().stream().reduce((best, next) -> next.getValue().compareTo(best.getValue()) > 0 ? next : best).orElseThrow().getKey();
  }
}
