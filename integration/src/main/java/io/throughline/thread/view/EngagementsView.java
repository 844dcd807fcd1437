package io.throughline.thread.view;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Engagements, the one won last first, and the whole thread of each; an audience sees its part. */
@ApplicationScoped
@Transactional
public class EngagementsView {

  /** The one won last first. */
  private static final Order WON = Order.by("e.won_at", "timestamptz").then("e.thread_id", "text").turned();

  @Inject Sql sql;
  @Inject Search search;
  @Inject Hops hops;
  @Inject Work work;
  @Inject SpendingView spending;
  @Inject JourneysView journeys;
  @Inject InvoicesView invoices;
  @Inject Ledger ledger;
  @Inject ExceptionsView exceptions;
  @Inject EvidenceView evidence;

  public Page<Engagement> list(Audience audience, String state, String stage, String currency, String like, int limit, String cursor) {
    var where = new Where().given("e.currency = ?", currency).given(Engagement.STAGE + " = ?", stage);
    if ("not-undone".equals(state)) where.and("e.state <> 'undone'");
    else where.given("e.state = ?", state);
    var page = WON.page(sql, Engagement::of, Engagement.COLUMNS, search.engagements(where, like), limit, cursor);
    return new Page<>(page.items().stream().map(engagement -> engagement.to(audience)).toList(), page.next());
  }

  /** The whole thread, as one audience sees it. */
  public Optional<EngagementThread> thread(String threadId, Audience audience) {
    return sql.one(Engagement::of, Engagement.SELECT + "where e.thread_id = ?", threadId).map(engagement -> thread(engagement.to(audience), audience));
  }

  /** One of its documents down to the time entries, as one audience sees it. */
  public Optional<Invoice> document(String threadId, String documentId, Audience audience) {
    return invoices.of(documentId).filter(document -> document.threadId().equals(threadId)).map(document -> seen(document, audience));
  }

  private EngagementThread thread(Engagement engagement, Audience audience) {
    var id = engagement.threadId();
    var plumbing = audience == Audience.OPERATIONS;
    var ids = hops.ids(id);
    var checkpoints = hops.checkpoints(id, audience);
    var arrived = audience.ledger ? evidence.ofThread(id) : null;
    return new EngagementThread(
        engagement,
        work.lines(id, audience),
        work.versions(id, audience),
        ids,
        checkpoints,
        journeys.ofThread(id).stream().map(journey -> plumbing ? journey : journey.outlined()).toList(),
        audience.work ? work.minutes(id) : null,
        audience.work && audience.money ? spending.of(id) : null,
        audience.work ? spending.expenses(id, audience) : null,
        work.milestones(id, audience),
        audience.work ? work.retainerPeriods(id) : null,
        audience.work ? work.labour(id) : null,
        audience == Audience.FINANCE ? work.costs(id) : null,
        audience == Audience.FINANCE ? work.minutesWithoutCost(id) : null,
        audience.work ? work.assignments(id, audience) : null,
        hops.signedContracts(id),
        invoices.ofThread(id).stream().map(invoice -> seen(invoice, audience)).toList(),
        audience.money ? ledger.payments(id) : null,
        audience.money ? ledger.advances(id) : null,
        audience.ledger ? ledger.postings(id) : null,
        exceptions.ofThread(id).stream().map(item -> audience.money ? item : item.withoutMoney()).toList(),
        arrived,
        cut(id, ids.size(), checkpoints.size(), arrived == null ? 0 : arrived.size()));
  }

  /** Counted only where a list came to its bound. */
  private Map<String, Long> cut(String id, int ids, int checkpoints, int arrived) {
    var cut = new LinkedHashMap<String, Long>();
    if (ids == Hops.SHOWN) cut.put("ids", hops.countIds(id));
    if (checkpoints == Hops.SHOWN) cut.put("checkpoints", hops.countCheckpoints(id));
    if (arrived == EvidenceView.SHOWN) cut.put("evidence", evidence.countOfThread(id));
    return cut.isEmpty() ? null : cut;
  }

  private static Invoice seen(Invoice invoice, Audience audience) {
    if (!audience.money) return invoice.withoutMoney();
    return audience.work ? invoice : invoice.with(null);
  }
}
