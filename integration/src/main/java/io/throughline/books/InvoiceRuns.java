package io.throughline.books;

import io.throughline.canonical.Invariant;
import io.throughline.thread.Audit;
import io.throughline.thread.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  private List<String> draft(String threadId, LocalDate through) {
    try {
      return invoicing.draft(threadId, through);
    } catch (Invariant broken) {
      parking.engagement(threadId, "invoice-run", broken);
      return List.of();
    }
  }
}
