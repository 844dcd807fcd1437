package io.throughline.books;

import io.throughline.finance.Journal;
import io.throughline.finance.whatif.WhatIf;
import io.throughline.store.Sha256;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the rules make of a month's facts, engagement by engagement: the facts themselves are not kept. */
final class MadeMonth {

  private final String entity;
  private final YearMonth month;
  private final boolean accrued;
  private final Accruals.Told told;
  private final SortedMap<String, Made> parts = new TreeMap<>();

  /** @param sha256 of the facts */
  private record Made(String sha256, List<Map<?, ?>> journals, List<String> refused) {}

  /** @param accrued whether what contracts are carried at is asked for as well */
  MadeMonth(String entity, YearMonth month, boolean accrued) {
    this.entity = entity;
    this.month = month;
    this.accrued = accrued;
    told = new Accruals.Told(month);
  }

  /** In place of what was made of older facts. */
  void take(MonthFacts.Part part, String facts) {
    var sha256 = Sha256.of(facts);
    parts.put(part.thread(), part.answer().fold(
        answered -> new Made(sha256, Months.ofPeriod(answered, "journals", month).stream().filter(journal -> entity.equals(journal.get("entity"))).toList(), List.of()),
        why -> new Made(sha256, List.of(), part.named(why))));
    if (accrued) told.take(part);
  }

  boolean has(String thread) {
    return parts.containsKey(thread);
  }

  /** The engagements of which other journals are stored than were made. */
  Set<String> differing(List<Journal> stored) {
    var byThread = Months.maps(WhatIf.journals(stored)).stream().filter(journal -> !journal.get("rule").equals(Accruals.RULE)).collect(Collectors.groupingBy(journal -> (String) journal.get("threadId"), Collectors.toSet()));
    var differing = new TreeSet<>(byThread.keySet());
    parts.forEach((thread, made) -> {
      if (Set.copyOf(made.journals()).equals(byThread.getOrDefault(thread, Set.of()))) differing.remove(thread);
      else differing.add(thread);
    });
    return differing;
  }

  /** The month's journals; the accruals among those that are stored come again where nobody asks for them. */
  List<Map<?, ?>> journals(List<Journal> stored) {
    var journals = new ArrayList<Map<?, ?>>();
    parts.values().forEach(made -> journals.addAll(made.journals()));
    journals.addAll(Months.maps(WhatIf.journals(accrued ? Accruals.again(entity, month, stored, told) : Accruals.among(stored))));
    journals.sort(WhatIf.ORDER);
    return journals;
  }

  List<String> refused() {
    return parts.values().stream().flatMap(made -> made.refused().stream()).toList();
  }

  Accruals.Told told() {
    return told;
  }

  /** Of each part's facts. */
  SortedMap<String, String> hashes() {
    var hashes = new TreeMap<String, String>();
    parts.forEach((thread, made) -> hashes.put(thread, made.sha256()));
    return hashes;
  }
}
