package io.throughline.books;

import io.throughline.books.Months.Revenue;
import io.throughline.books.OpenPoint.Item;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What finance looks at before it closes a month: what keeps it from being closed, and what is not in it but perhaps should be. Nothing is stored. */
@ApplicationScoped
@Transactional
public class CloseChecklist {

  @Inject Months months;
  @Inject OpenPoints points;
  @Inject Seals seals;

  /**
   * The points of an open month, those that can block first; of a closed one there are none.
   *
   * @param closed what was sealed; absent while the month is open
   * @param reopenedBy who opened it again, and does not close it; absent for a month that never was closed
   * @param accrues what the close posts on the last day and takes back on the next; absent where the entity does not accrue
   */
  public record Checklist(Months.Closed closed, String reopenedBy, List<OpenPoint> points, List<Accrued> accrues) {}

  /** All contracts of a currency, net. */
  public record Accrued(String currency, String contractAsset, String contractLiability) {}

  /** It replays the month, and asks what it earned: it takes as long as both. */
  public Checklist of(String entity, YearMonth month) {
    var closed = months.closed(entity, month);
    if (closed.isPresent()) return new Checklist(closed.get(), null, List.of(), null);
    var earned = months.revenue(entity, month, Optional.empty());
    return new Checklist(
        null,
        seals.reopener(entity, month).orElse(null),
        List.of(
            points.notOver(entity, month), points.earlier(entity, month, months.all()), points.underWay(entity, month), replayed(entity, month), points.drafts(entity, month), points.unbilled(entity, month), points.held(entity, month),
            points.unapplied(entity, month), points.exceptions(entity), OpenPoints.beside("refused", OpenPoints.one(engagements(earned.refused())))),
        months.accrued(entity, month, Optional.empty()) ? accrues(earned.revenue()) : null);
  }

  private OpenPoint replayed(String entity, YearMonth month) {
    var replay = months.replay(entity, month, Optional.empty());
    if (replay.identical()) return new OpenPoint("replay-differs", false, List.of());
    var why = new TreeMap<String, String>();
    replay.missing().forEach(journal -> why.put(thread(journal), "has journals that do not follow from its facts"));
    replay.surplus().forEach(journal -> why.merge(thread(journal), "lacks journals that follow from its facts", (one, other) -> one + ", and " + other));
    return new OpenPoint("replay-differs", true, OpenPoints.one(engagements(why)));
  }

  private static String thread(Object journal) {
    return (String) ((Map<?, ?>) journal).get("threadId");
  }

  private static List<Accrued> accrues(List<Revenue> revenue) {
    return revenue.stream().collect(Collectors.groupingBy(Revenue::currency, TreeMap::new, Collectors.toList())).entrySet().stream()
        .map(each -> new Accrued(each.getKey(), sum(each.getValue(), Revenue::contractAsset, each.getKey()), sum(each.getValue(), Revenue::contractLiability, each.getKey())))
        .toList();
  }

  private static String sum(List<Revenue> revenue, Function<Revenue, String> amount, String currency) {
    return Amounts.text(revenue.stream().map(amount).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add), currency);
  }

  private Item[] engagements(Map<String, String> why) {
    var names = months.names(why.keySet());
    return why.entrySet().stream()
        .map(each -> {
          var name = names.get(each.getKey());
          return new Item(each.getKey(), each.getValue(), null, name == null ? null : name.engagement(), name == null ? null : name.client(), null, null, null, null);
        })
        .toArray(Item[]::new);
  }
}
