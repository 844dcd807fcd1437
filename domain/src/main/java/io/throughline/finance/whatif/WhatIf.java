package io.throughline.finance.whatif;

import io.throughline.canonical.Invariant;
import io.throughline.finance.ContentId;
import io.throughline.finance.Journal;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The door: a bundle as a tree of maps, lists and texts in, an answer as such a tree out, or refusals with pointers. Pure: the same facts
 * in any order give the same answer.
 */
public final class WhatIf {

  /**
   * Which rules answered; part of the hash, so that a stored month can tell a change of rules from a change of facts. Raised whenever the
   * answer to the same facts changes; a month closed by an older version keeps its hash as long as its journals are the same.
   */
  public static final String RULES = "2026.18";

  /** An answer or refusals. */
  public sealed interface Outcome {

    /** {@code tree} holds maps, lists, texts, whole numbers and booleans in a fixed order. */
    record Answered(Map<String, Object> tree) implements Outcome {}

    record Refused(List<Refusal> refusals) implements Outcome {}

    /** Forces the caller to handle both. */
    default <T> T fold(Function<Answered, T> answered, Function<Refused, T> refused) {
      return this instanceof Answered a ? answered.apply(a) : refused.apply((Refused) this);
    }
  }

  private WhatIf() {}

  public static Outcome of(Map<String, ?> bundle) {
    var reading = new Reading();
    var read = reading.read(Bundle.class, bundle);
    if (read == null) return new Outcome.Refused(reading.refusals());
    try {
      return new Outcome.Answered(tree(answer(parked -> new Engine(new Facts(read, reading, parked)))));
    } catch (Invariant broken) {
      return new Outcome.Refused(List.of(new Refusal("", "INVARIANT", broken.getMessage())));
    } catch (Refused refused) {
      return new Outcome.Refused(List.of(refused.refusal()));
    } catch (IllegalArgumentException nonsense) {
      return new Outcome.Refused(List.of(new Refusal("", "NONSENSE", nonsense.getMessage())));
    }
  }

  /**
   * What a change of facts does, in money: for each contract and account the sum as it was, as it would be, and the difference; contracts
   * and accounts that stay the same are left out.
   */
  public static List<Map<String, Object>> difference(Outcome.Answered was, Outcome.Answered becomes) {
    return Difference.of(was.tree(), becomes.tree());
  }

  /** Journals as an answer writes them, in its order: what two books must agree on to the byte. */
  public static List<Object> journals(Collection<Journal> journals) {
    return journals.stream().sorted(Answers.ORDER).map(journal -> Writing.tree(Answer.JournalView.of(journal, "shadow", Map.of()))).toList();
  }

  /** The order of journals that several answers, or books, have written. */
  public static final Comparator<Map<?, ?>> ORDER = Comparator.comparing((Map<?, ?> journal) -> written(journal, "postedOn")).thenComparing(journal -> written(journal, "rule")).thenComparing(journal -> written(journal, "source")).thenComparing(journal -> written(journal, "journalId"));

  private static String written(Map<?, ?> journal, String field) {
    return (String) journal.get(field);
  }

  /** An engagement at which an invariant fails is parked, with an exception item, and the others go on without it. */
  static Answer answer(Function<Map<String, String>, Engine> engines) {
    var parked = new TreeMap<String, String>();
    while (true) {
      var engine = engines.apply(Collections.unmodifiableMap(new TreeMap<>(parked)));
      try {
        return new Answers(engine.lived()).answer();
      } catch (Invariant broken) {
        if (engine.contract == null || parked.put(engine.contract, broken.getMessage()) != null) throw broken;
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(Answer answer) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rules", RULES);
    tree.putAll((Map<String, Object>) Writing.tree(answer));
    tree.put("hash", ContentId.of(RULES, (List<?>) tree.get("journals")));
    return tree;
  }
}
