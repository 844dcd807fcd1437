package io.throughline.books;

import io.throughline.books.Months.Closed;
import io.throughline.finance.whatif.Changes;
import io.throughline.finance.whatif.Comparison;
import io.throughline.finance.whatif.Comparison.DocumentChange;
import io.throughline.finance.whatif.Comparison.Figure;
import io.throughline.finance.whatif.Comparison.HeldChange;
import io.throughline.finance.whatif.Comparison.PostingChange;
import io.throughline.finance.whatif.WhatIf;
import io.throughline.finance.whatif.WhatIf.Outcome;
import io.throughline.finance.whatif.WhatIf.Outcome.Answered;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What a legal entity's month would be if some of its facts were otherwise, engagement by engagement. Nothing is stored or sent. */
@ApplicationScoped
@Transactional
public class OtherFacts {

  /** Rows of a list. */
  private static final int MOST = 200;

  @Inject Months months;

  /**
   * What would become of a month.
   *
   * @param engagements how many have anything that is changed; the figures are of these
   * @param changed how many have another figure, {@code contracts} those that change most
   * @param documents of one engagement that is asked for; else empty, as {@code held}
   * @param unmatched the changes, from 0, that change nothing in any
   * @param refused engagements that are left out, and what the rules refuse of their facts
   * @param proved whether no minute and no cent would be lost
   */
  public record Otherwise(
      String rules, List<Figure> figures, int engagements, int changed, List<Contract> contracts, List<PostingChange> postings, List<DocumentChange> documents, List<HeldChange> held, SortedSet<Integer> unmatched, SortedMap<String, String> refused,
      boolean proved) {}

  /** @param differences by figure, those that are not nothing */
  public record Contract(String threadId, String engagement, String client, String currency, Map<String, String> differences) {}

  /** Of all engagements of the entity, or of one; empty where the month has none of it. */
  public Optional<Otherwise> of(String entity, YearMonth month, Optional<Closed> seal, Optional<String> threadId, Changes changes) {
    var facts = months.known(entity, month, seal);
    if (threadId.isPresent() && !facts.threads().contains(threadId.get())) return Optional.empty();
    var asked = new Asked(month, changes, threadId.isPresent());
    facts.only(thread -> changes.concern(thread) && threadId.map(thread::equals).orElse(true)).parts().filter(part -> part.bundle().containsKey("contracts")).forEach(asked::take);
    return Optional.of(asked.otherwise(months));
  }

  private static final class Asked {

    private final Changes changes;
    private final boolean one;
    private final Comparison comparison;
    private final SortedSet<Integer> unmatched;
    private final SortedMap<String, String> refused = new TreeMap<>();
    private final List<DocumentChange> documents = new ArrayList<>();
    private final List<HeldChange> held = new ArrayList<>();
    private int engagements;

    Asked(YearMonth month, Changes changes, boolean one) {
      this.changes = changes;
      this.one = one;
      comparison = new Comparison(month, changes.asEarned());
      unmatched = new TreeSet<>(IntStream.range(0, changes.count()).boxed().toList());
    }

    void take(MonthFacts.Part part) {
      var facts = changes.of(part.bundle());
      if (facts.touched().isEmpty()) return;
      unmatched.removeAll(facts.touched());
      engagements++;
      answer(facts.was()).fold(
          was -> answer(facts.becomes()).fold(becomes -> compared(was, becomes), why -> refused(part, why)), why -> refused(part, why));
    }

    private Outcome answer(Map<String, Object> bundle) {
      return WhatIf.of(changes.asEarned() ? AsEarned.of(bundle) : bundle);
    }

    private Void compared(Answered was, Answered becomes) {
      comparison.take(was, becomes);
      if (one) {
        documents.addAll(Comparison.documents(was, becomes));
        held.addAll(Comparison.held(was, becomes));
      }
      return null;
    }

    private Void refused(MonthFacts.Part part, Outcome.Refused why) {
      refused.put(part.thread(), String.join("; ", part.said(why)));
      return null;
    }

    Otherwise otherwise(Months months) {
      var contracts = comparison.contracts();
      var heaviest = contracts.stream().sorted(Comparator.comparing((Comparison.ContractChange each) -> weight(each.differences())).reversed().thenComparing(Comparison.ContractChange::contractId)).limit(MOST).toList();
      var names = months.names(heaviest.stream().map(Comparison.ContractChange::contractId).toList());
      return new Otherwise(
          WhatIf.RULES, comparison.figures(), engagements, contracts.size(),
          heaviest.stream().map(each -> new Contract(each.contractId(), names.get(each.contractId()).engagement(), names.get(each.contractId()).client(), each.currency(), each.differences())).toList(),
          comparison.postings(), documents.stream().limit(MOST).toList(), held.stream().limit(MOST).toList(), unmatched, refused, comparison.proved());
    }

    private static BigDecimal weight(Map<String, String> differences) {
      return differences.values().stream().map(difference -> new BigDecimal(difference).abs()).max(Comparator.naturalOrder()).orElseThrow();
    }
  }
}
