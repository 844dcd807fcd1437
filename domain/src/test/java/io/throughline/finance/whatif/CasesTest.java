package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each file of {@code what-if/} is a case: what it is about, a bundle, and what must follow. Every case must also prove itself, in any order of facts. */
class CasesTest {

  @TestFactory
  Stream<DynamicTest> cases() throws IOException, URISyntaxException {
    var folder = Path.of(CasesTest.class.getResource("/what-if").toURI());
    List<Path> files;
    try (var list = Files.list(folder)) {
      files = list.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream().flatMap(CasesTest::in);
  }

  @SuppressWarnings("unchecked")
  private static Stream<DynamicTest> in(Path file) {
    try {
      var cases = (List<Map<String, Object>>) Json.read(Files.readString(file));
      return cases.stream().map(each -> dynamicTest(file.getFileName() + ": " + each.get("case"), () -> check(each)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @SuppressWarnings("unchecked")
  private static void check(Map<String, Object> each) {
    var bundle = (Map<String, Object>) each.get("bundle");
    var outcome = WhatIf.of(bundle);
    if (each.containsKey("refused")) {
      var refusals = outcome.fold(answered -> List.<String>of(), refused -> refused.refusals().stream().map(one -> one.pointer() + " " + one.code()).toList());
      assertThat(refusals).isEqualTo(each.get("refused"));
      return;
    }
    var tree = outcome.fold(WhatIf.Outcome.Answered::tree, refused -> {
      throw new AssertionError("refused: " + refused.refusals());
    });
    var actual = new LinkedHashMap<String, Object>();
    ((Map<String, Object>) each.get("expect")).forEach((query, wanted) -> actual.put(query, same(Query.of(tree, query), wanted)));
    assertThat(actual).isEqualTo(each.get("expect"));
    assertThat(Query.of(tree, "proof.holds")).as("proof: %s", tree.get("proof")).isEqualTo(true);
    for (int seed = 1; seed <= 2; seed++) {
      var again = WhatIf.of((Map<String, Object>) shuffled(bundle, new Random(seed)));
      assertThat(Json.write(again.fold(WhatIf.Outcome.Answered::tree, refused -> Map.of("refused", refused.refusals())))).isEqualTo(Json.write(tree));
    }
  }

  /** Amounts compare by value where both are decimals. */
  private static Object same(Object found, Object wanted) {
    if (found instanceof Long && wanted instanceof Long || found instanceof Integer) return Long.valueOf(found.toString());
    if (found instanceof String a && wanted instanceof String b && a.matches("-?[0-9.]+") && b.matches("-?[0-9.]+") && new BigDecimal(a).compareTo(new BigDecimal(b)) == 0) return wanted;
    return found;
  }

  static Object shuffled(Object tree, Random random) {
    if (tree instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<Object, Object>();
      var names = new ArrayList<Object>(map.keySet());
      Collections.shuffle(names, random);
      names.forEach(name -> copy.put(name, shuffled(map.get(name), random)));
      return copy;
    }
    if (tree instanceof List<?> list) {
      var copy = new ArrayList<Object>();
      list.forEach(item -> copy.add(shuffled(item, random)));
      Collections.shuffle(copy, random);
      return copy;
    }
    return tree;
  }
}
