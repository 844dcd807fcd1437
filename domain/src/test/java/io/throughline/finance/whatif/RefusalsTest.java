package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.finance.whatif.WhatIf.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A bundle is answered or refused with pointers, whatever is in it. */
@SuppressWarnings("unchecked")
class RefusalsTest {

  /** Changed bundles tried: a few hundred in the normal run, thousands in the nightly one. */
  private static final int TRIED = Integer.getInteger("throughline.histories", 30) * 10;

  @Test
  void aSpoiltBundleIsRefusedOrProvesItself() {
    var random = new Random(Long.getLong("throughline.history", 20270101));
    var bundles = CasesTest.all().values().stream().map(CasesTest::bundle).toList();
    for (int i = 0; i < TRIED; i++) {
      var spoilt = (Map<String, Object>) Json.read(Json.write(bundles.get(random.nextInt(bundles.size()))));
      spoil(spoilt, random);
      try {
        var outcome = WhatIf.of(spoilt);
        if (outcome instanceof Outcome.Answered answered) assertThat(Query.of(answered.tree(), "proof.holds")).as(Json.write(spoilt)).isEqualTo(true);
        else assertThat(((Outcome.Refused) outcome).refusals()).as(Json.write(spoilt)).isNotEmpty().noneMatch(each -> each.code().equals("INVARIANT"));
      } catch (RuntimeException untyped) {
        throw new AssertionError(untyped + "\n" + Json.write(spoilt), untyped);
      }
    }
  }

  /** Drops something, or puts another thing of its kind in its place. */
  private static void spoil(Map<String, Object> bundle, Random random) {
    Object at = bundle;
    while (true) {
      if (at instanceof Map<?, ?> map) {
        if (map.isEmpty()) return;
        var key = new ArrayList<Object>(map.keySet()).get(random.nextInt(map.size()));
        var value = map.get(key);
        if (random.nextInt(6) == 0) {
          ((Map<Object, Object>) map).remove(key);
          return;
        }
        if (!(value instanceof Map || value instanceof List)) {
          ((Map<Object, Object>) map).put(key, other(value, random));
          return;
        }
        at = value;
      } else {
        var list = (List<Object>) at;
        if (list.isEmpty()) return;
        int index = random.nextInt(list.size());
        if (random.nextInt(6) == 0) {
          list.remove(index);
          return;
        }
        if (!(list.get(index) instanceof Map || list.get(index) instanceof List)) {
          list.set(index, other(list.get(index), random));
          return;
        }
        at = list.get(index);
      }
    }
  }

  private static Object other(Object value, Random random) {
    if (value instanceof Long) return List.of(0L, -1L, 1L, 7L, 100_000L).get(random.nextInt(5));
    if (value instanceof Boolean truth) return !truth;
    var text = String.valueOf(value);
    if (text.matches("\\d{4}-\\d\\d-\\d\\d")) return List.of("2027-03-31", "1990-02-28", "2026-02-30", "2026-02-28", "9999-12-31").get(random.nextInt(5));
    if (text.matches("-?\\d+(\\.\\d+)?")) return List.of("0", "-5", "0.001", "999999999999", "33.33", "1.123456789012").get(random.nextInt(6));
    if (text.matches("[A-Z]{3}")) return List.of("JPY", "KWD", "XXX", "ZZZ").get(random.nextInt(4));
    return List.of("other", "time-and-materials", "units", "retainer", "fixed-fee", "milestone", "hours", "cost-to-cost", "T", "C-1", "").get(random.nextInt(11));
  }
}
