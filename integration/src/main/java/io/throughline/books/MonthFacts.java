package io.throughline.books;

import io.throughline.finance.Journals;
import io.throughline.finance.whatif.WhatIf;
import io.throughline.finance.whatif.WhatIf.Outcome;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The facts behind a month, engagement by engagement, as what-if bundles: no journal, and nothing that is earned, follows from the facts of two. One is in memory at a time.
 *
 * @param firm what is of no engagement: the day they are asked of, who pays, what lies unapplied
 * @param threads the engagements, in order
 * @param reader reads the facts of one
 */
record MonthFacts(Map<String, Object> firm, List<String> threads, Function<String, Map<String, Object>> reader) {

  /** What every bundle has of the firm's. */
  private static final List<String> COMMON = List.of("asOf", "accounts");

  /** Those of a month that was sealed in one piece. */
  static MonthFacts whole(Map<String, Object> bundle) {
    return new MonthFacts(bundle, List.of(), thread -> Map.of());
  }

  /**
   * The facts of an engagement, or the firm's, of {@link Journals#NO_THREAD no thread}.
   *
   * @param bundle the same as a what-if takes them, with what every bundle has
   */
  record Part(String thread, Map<String, Object> facts, Map<String, Object> bundle) {

    Outcome answer() {
      return WhatIf.of(bundle);
    }

    /** With revenue as it is earned. */
    Outcome earned() {
      return WhatIf.of(AsEarned.of(bundle));
    }

    List<String> named(Outcome.Refused why) {
      return said(why).stream().map(each -> thread + " " + each).toList();
    }

    List<String> said(Outcome.Refused why) {
      return why.refusals().stream().map(refusal -> refusal.pointer() + " " + refusal.code() + ": " + refusal.text()).toList();
    }
  }

  Stream<Part> parts() {
    return Stream.concat(Stream.of(new Part(Journals.NO_THREAD, firm, firm)), threads.stream().map(this::part));
  }

  /** The bundle of one engagement; empty where it has none of the month. */
  Optional<Map<String, Object>> of(String thread) {
    return threads.contains(thread) ? Optional.of(part(thread).bundle()) : Optional.empty();
  }

  /** Of the engagements, those that are wanted. */
  MonthFacts only(Predicate<String> wanted) {
    return new MonthFacts(firm, threads.stream().filter(wanted).toList(), reader);
  }

  private Part part(String thread) {
    var facts = reader.apply(thread);
    var bundle = new TreeMap<>(facts);
    for (var each : COMMON) if (firm.containsKey(each)) bundle.put(each, firm.get(each));
    return new Part(thread, facts, bundle);
  }

  /** One bundle of them all; empty where it is longer than so many characters. */
  Optional<Map<String, Object>> together(long most) {
    var rows = new TreeMap<String, List<Object>>();
    long length = 0;
    for (var part : (Iterable<Part>) parts()::iterator) {
      length += Json.write(part.facts()).length();
      if (length > most) return Optional.empty();
      part.facts().forEach((kind, some) -> {
        if (some instanceof List<?> list) rows.computeIfAbsent(kind, none -> new ArrayList<>()).addAll(list);
      });
    }
    var together = new TreeMap<>(firm);
    together.putAll(rows);
    return Optional.of(together);
  }

  /** The hash of them all, by those of each part. */
  static String sha256(SortedMap<String, String> parts) {
    return parts.size() == 1 ? parts.get(parts.firstKey()) : Sha256.of(Json.write(parts));
  }
}
