package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.throughline.finance.ContentId;
import java.io.IOException;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Each file of {@code what-if/} holds cases: what it is about, a bundle, and what must follow. Every case must also prove itself, in any order
 * of facts, and give the very bytes it gave before, on any JDK: {@code what-if-answers.txt} holds their hashes and the version of the rules
 * that gave them. Where the rules change on purpose, {@link WhatIf#RULES} is raised and {@code -Dthroughline.answers=write} writes it anew; it
 * writes no changed answer of a version that answered otherwise before.
 */
class CasesTest {

  private static final Path ANSWERS = Path.of("src/test/resources/what-if-answers.txt");

  private static final boolean WRITE = "write".equals(System.getProperty("throughline.answers"));

  /** Other orders of facts that each case is tried in. */
  private static final int ORDERS = Integer.getInteger("throughline.orders", 2);

  /** The line that holds the version of the rules. */
  private static final String VERSION = "(the rules that gave these answers)";

  private static final Map<String, Map<String, Object>> ALL = read();

  private static final Map<String, String> WRITTEN = new TreeMap<>(Map.of(VERSION, WhatIf.RULES));

  @AfterAll
  static void writeAnswers() throws IOException {
    if (!WRITE) return;
    var before = pinned();
    var changed = WRITTEN.entrySet().stream().filter(each -> before.containsKey(each.getKey()) && !before.get(each.getKey()).equals(each.getValue())).map(Map.Entry::getKey).toList();
    if (!changed.isEmpty()) assertThat(WhatIf.RULES).as("these answers changed, so raise WhatIf.RULES: %s", changed).isNotEqualTo(before.get(VERSION));
    Files.write(ANSWERS, WRITTEN.entrySet().stream().map(each -> each.getValue() + "  " + each.getKey()).toList());
  }

  private static Map<String, String> pinned() throws IOException {
    return Files.readAllLines(ANSWERS).stream().collect(Collectors.toMap(line -> line.substring(line.indexOf("  ") + 2), line -> line.substring(0, line.indexOf("  "))));
  }

  @Test
  void theAnswersArePinnedForTheRulesThatClosesKeep() throws IOException {
    if (!WRITE) assertThat(pinned()).containsEntry(VERSION, WhatIf.RULES);
  }

  @TestFactory
  @DisabledIfSystemProperty(named = "throughline.first", matches = "true")
  Stream<DynamicTest> cases() throws IOException {
    var answers = pinned();
    return ALL.entrySet().stream().map(each -> dynamicTest(each.getKey(), () -> ask(each.getKey(), each.getValue(), answers)));
  }

  /** Where one failure is enough to know, as for who spoils the rules on purpose. */
  @Test
  @EnabledIfSystemProperty(named = "throughline.first", matches = "true")
  void everyCaseUntilOneFails() throws IOException {
    var answers = pinned();
    ALL.forEach((name, each) -> ask(name, each, answers));
  }

  private static void ask(String name, Map<String, Object> each, Map<String, String> answers) {
    var outcome = WhatIf.of(bundle(each));
    var hash = hash(outcome);
    check(each, outcome);
    if (WRITE) WRITTEN.put(name, hash);
    else assertThat(hash).as("the bytes of the answer; if the rules changed on purpose, raise WhatIf.RULES").isEqualTo(answers.get(name));
  }

  /** Every case, by its file and what it is about. */
  static Map<String, Map<String, Object>> all() {
    return ALL;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> read() {
    var cases = new TreeMap<String, Map<String, Object>>();
    try (var files = Files.list(Path.of(CasesTest.class.getResource("/what-if").toURI()))) {
      for (var file : files.toList()) {
        for (var each : (List<Map<String, Object>>) Json.read(Files.readString(file))) {
          var name = file.getFileName() + ": " + each.get("case");
          if (cases.put(name, each) != null) throw new AssertionError("two cases are named " + name);
        }
      }
    } catch (IOException | URISyntaxException unreadable) {
      throw new IllegalStateException(unreadable);
    }
    return Collections.unmodifiableMap(cases);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> bundle(Map<String, Object> each) {
    return (Map<String, Object>) each.get("bundle");
  }

  /** Of all that is answered but the version itself and the hash that is made with it. */
  private static String hash(WhatIf.Outcome outcome) {
    Object told = outcome.fold(answered -> {
      var tree = new LinkedHashMap<>(answered.tree());
      tree.keySet().removeAll(List.of("rules", "hash"));
      return tree;
    }, refused -> refused.refusals().stream().map(each -> List.of(each.pointer(), each.code(), each.text())).toList());
    return ContentId.of("answer", List.of(Json.write(told)));
  }

  @SuppressWarnings("unchecked")
  private static void check(Map<String, Object> each, WhatIf.Outcome outcome) {
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
    for (int seed = 1; seed <= ORDERS; seed++) {
      var again = WhatIf.of((Map<String, Object>) shuffled(bundle(each), new Random(seed)));
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
