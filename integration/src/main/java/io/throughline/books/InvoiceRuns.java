package io.throughline.books;

import io.throughline.canonical.Invariant;
import io.throughline.thread.Audit;
import io.throughline.thread.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Drafts what is due, engagement by engagement. One that breaks an invariant is parked, and the run goes on with the next. */
@ApplicationScoped
public class InvoiceRuns {

  @Inject Invoicing invoicing;
  @Inject Parking parking;
  @Inject Audit audit;

  /** Drafts for one engagement, or for all that have time open, each in a transaction of its own; the drafts' ids. */
  public List<String> run(LocalDate through, Optional<String> threadId, String actor) {
    var drafts = new ArrayList<String>();
    for (var thread : invoicing.engagements(threadId)) drafts.addAll(draft(thread, through));
    audit.note(actor, "invoice-run", "through:" + through, Map.of("drafts", drafts));
    return drafts;
  }

  /**
   * A document that a run would draft.
   *
   * @param type invoice or credit-note
   * @param net in {@code currency}; less than nothing on a credit note
   * @param minutes billed, less those given back
   * @param workedFrom the day of the earliest time on it; absent where there is none
   */
  public record Due(String threadId, String engagement, String client, String entity, String type, String origin, String currency, String net, long minutes, LocalDate workedFrom) {}

  /** Of a legal entity, in a currency. */
  public record Total(String entity, String currency, long documents, String net, long minutes) {}

  /**
   * What a run would draft now, by client.
   *
   * @param broken engagements that the run would park, each with what it breaks
   */
  public record Preview(List<Total> totals, List<Due> due, Map<String, String> broken) {}

  /** What a run through this day would draft, of one engagement or of all; nothing is changed. */
  public Preview preview(LocalDate through, Optional<String> threadId) {
    var due = new ArrayList<Due>();
    var broken = new TreeMap<String, String>();
    for (var thread : invoicing.engagements(threadId)) {
      try {
        due.addAll(invoicing.due(thread, through));
      } catch (Invariant why) {
        broken.put(thread, why.getMessage());
      }
    }
    due.sort(Comparator.comparing(Due::client, Comparator.nullsLast(Comparator.naturalOrder())).thenComparing(Due::engagement).thenComparing(Due::threadId));
    return new Preview(totals(due), due, broken);
  }

  private static List<Total> totals(List<Due> due) {
    var books = due.stream().sorted(Comparator.comparing(Due::entity).thenComparing(Due::currency)).collect(Collectors.groupingBy(one -> List.of(one.entity(), one.currency()), LinkedHashMap::new, Collectors.toList()));
    return books.entrySet().stream()
        .map(book -> {
          var net = book.getValue().stream().map(one -> new BigDecimal(one.net())).reduce(BigDecimal.ZERO, BigDecimal::add);
          return new Total(book.getKey().get(0), book.getKey().get(1), book.getValue().size(), Amounts.text(net, book.getKey().get(1)), book.getValue().stream().mapToLong(Due::minutes).sum());
        })
        .toList();
  }

  private List<String> draft(String threadId, LocalDate through) {
    try {
      return invoicing.draft(threadId, through);
    } catch (Invariant broken) {
      parking.engagement(threadId, "invoice-run", broken);
      return List.of();
    }
  }
}
