package io.throughline.thread.view;

import io.throughline.store.Sql;
import io.throughline.thread.Remedy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Exception items, a currency after the other: amounts of two currencies are never compared. In each the largest amount at risk first, then
 * the earliest date at risk, then the oldest; last what has no amount.
 */
@ApplicationScoped
@Transactional
public class ExceptionsView {

  /** Entries of the audit shown with an item. */
  private static final int AUDITED = 50;

  /** Messages shown with an item, the last first: of an item that stays open there is one a day. */
  private static final int TOLD = 50;

  /** As the indexes of the worklist have them: column by column, for a list of all of them is no order that an index has. */
  public static final Sorts SORTS =
      new Sorts(
              "-amount",
              Order.by("amount is null", "boolean").then("case when amount is null then '' else coalesce(currency, '') end", "char(3)").then("-coalesce(amount, 0)", "numeric").then("coalesce(at_risk_on, date '9999-12-31')", "date").then("id", "bigint"))
          .and("date", Order.by("coalesce(at_risk_on, date '9999-12-31')", "date").then("id", "bigint"))
          .and("raised", Order.by("id", "bigint"));

  @Inject Sql sql;
  @Inject Search search;
  @Inject JourneysView journeys;
  @Inject EvidenceView evidence;

  /** Which items. Absent criteria are null. */
  public record Wanted(String state, String owner, String code, String threadId, String assignedTo, String currency, String entity, String like) {}

  /** An item with all that is needed to decide it. {@code advice}: what its code means, and what to do. */
  public record Case(ExceptionItem item, Remedy.Advice advice, Engagement engagement, Journey journey, Evidence evidence, List<Comment> comments, List<Told> told, List<AuditView.Entry> audit) {

    /** Only who may see everything sees the calls, what started the journey, and the audit, which keeps what was there before. */
    Case to(Audience audience) {
      if (audience == Audience.OPERATIONS) return this;
      var outline = journey == null ? null : journey.outlined();
      return new Case(audience.money ? item : item.withoutMoney(), advice, engagement == null ? null : engagement.to(audience), outline, audience.ledger ? evidence : null, comments, told, null);
    }
  }

  public record Comment(long id, Instant at, String actor, String text) {}

  /** An owner or a user for whom a message was made that is about it. {@code by}: the systems that send it; absent for what was told before the hub kept that. */
  public record Told(String to, Instant at, String by) {}

  public Page<ExceptionItem> list(Wanted wanted, String sort, Audience audience, int limit, String cursor) {
    var order = SORTS.named(sort);
    var where =
        new Where().given("i.state = ?", wanted.state()).given("i.owner = ?", wanted.owner()).given("i.code = ?", wanted.code())
            .given("i.thread_id = ?", wanted.threadId()).given("i.assigned_to = ?", wanted.assignedTo()).given("i.currency = ?", wanted.currency()).given("(select e.contracting_entity from engagement e where e.thread_id = coalesce(i.thread_id, project_thread(i.subject, i.subject_id))) = ?", wanted.entity());
    var from = Page.position(cursor, 1)[0]; // the item alone: a cursor must not tell amounts
    search.exceptions(where, wanted.like()).given(order.behind("select " + order.text() + " from exception_item where id = cast(? as bigint)"), from);
    var found = sql.planned(ExceptionItem::of, "select * from exception_item i" + where.text() + order.orderBy() + " limit ?", where.arguments(limit + 1));
    var page = Page.of(found, limit, item -> List.of(item.id()));
    return audience.money ? page : new Page<>(page.items().stream().map(ExceptionItem::withoutMoney).toList(), page.next());
  }

  public Optional<ExceptionItem> item(long id) {
    return sql.one(ExceptionItem::of, "select * from exception_item where id = ?", id);
  }

  public Optional<Case> of(long id, Audience audience) {
    return item(id)
        .map(item -> {
          var engagement = sql.one(Engagement::of, Engagement.SELECT + "where e.thread_id = ?", item.threadId());
          var journey = item.journeyId() == null ? Optional.<Journey>empty() : journeys.of(item.journeyId());
          var raw = item.evidenceId() == null ? Optional.<Evidence>empty() : evidence.of(item.evidenceId());
          return new Case(item, Remedy.of(item.code()), engagement.orElse(null), journey.orElse(null), raw.orElse(null), comments(id), told(id), audit(item)).to(audience);
        });
  }

  List<ExceptionItem> ofThread(String threadId) {
    return sql.list(ExceptionItem::of, "select * from exception_item where thread_id = ? order by raised_at, id", threadId);
  }

  private List<Told> told(long id) {
    return sql.list(
        row -> new Told(row.text("told_to"), row.instant("made_at"), row.text("told_by")),
        "select n.told_to, n.made_at, n.told_by from notice_item i join notice n on n.id = i.notice_id where i.item_id = ? order by n.made_at desc, n.id desc limit ?", id, TOLD);
  }

  private List<Comment> comments(long id) {
    return sql.list(
        row -> new Comment(row.number("id"), row.instant("at"), row.text("actor"), row.text("said")), "select * from exception_comment where exception_id = ? order by id", id);
  }

  private List<AuditView.Entry> audit(ExceptionItem item) {
    return sql.list(
        AuditView::entry,
        "select * from audit where subject in (?, ?) order by id desc limit ?",
        "exception:" + item.id(), "journey:" + item.journeyId(), AUDITED);
  }
}
