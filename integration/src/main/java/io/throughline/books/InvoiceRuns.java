package io.throughline.books;

import io.throughline.canonical.Invariant;
import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import io.throughline.thread.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drafts what is due, engagement by engagement. One that breaks an invariant is parked, and the run goes on with the next. */
@ApplicationScoped
@Transactional
public class InvoiceRuns {

  @Inject Sql sql;
  @Inject Invoicing invoicing;
  @Inject Parking parking;
  @Inject Audit audit;

  /** Drafts for one engagement, or for all that have time open; the drafts' ids. */
  public List<String> run(LocalDate through, Optional<String> threadId, String actor) {
    var threads =
        sql.list(
            row -> row.text("thread_id"),
            "select thread_id from engagement where state in ('active', 'closed') and (cast(? as text) is null or thread_id = ?) order by thread_id",
            threadId.orElse(null), threadId.orElse(null));
    var drafts = new ArrayList<String>();
    for (var thread : threads) if (parking.engagement(thread).isEmpty()) drafts.addAll(draft(thread, through));
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
