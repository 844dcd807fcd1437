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

  /** As the index of the worklist has it: column by column, for a list of all of them is no order that an index has. */
  private static final String ORDER = "amount is null, case when amount is null then '' else coalesce(currency, '') end, -coalesce(amount, 0), coalesce(at_risk_on, date '9999-12-31'), id";

  @Inject Sql sql;
  @Inject JourneysView journeys;
  @Inject EvidenceView evidence;

  /** Which items. Absent criteria are null. */
  public record Wanted(String state, String owner, String code, String threadId, String assignedTo, String currency, String like) {}

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

  /** An owner or a user for whom a message about it was made. */
  public record Told(String to, Instant at) {}

  public Page<ExceptionItem> list(Wanted wanted, Audience audience, int limit, String cursor) {
    var from = Page.position(cursor, 1)[0]; // the item alone: a cursor must not tell amounts
    var found =
        sql.list(
            ExceptionItem::of,
            "select * from exception_item where (cast(? as text) is null or state = ?) and (cast(? as text) is null or owner = ?) and (cast(? as text) is null or code = ?)"
                + " and (cast(? as text) is null or thread_id = ?) and (cast(? as text) is null or assigned_to = ?) and (cast(? as text) is null or currency = ?)"
                + " and (cast(? as text) is null or position(lower(?) in lower(concat_ws(' ', id, customer, reason, code, subject_id, thread_id, journey_id))) > 0"
                + " or thread_id in (select thread_id from engagement where position(lower(?) in lower(concat_ws(' ', name, client, deal_id))) > 0 union all select thread_id from document where lower(?) in (lower(number), lower(erp_id), lower(id))))"
                + " and (cast(? as text) is null or (" + ORDER + ") > (select " + ORDER + " from exception_item where id = cast(? as bigint))) order by " + ORDER + " limit ?",
            wanted.state(), wanted.state(), wanted.owner(), wanted.owner(), wanted.code(), wanted.code(), wanted.threadId(), wanted.threadId(), wanted.assignedTo(), wanted.assignedTo(),
            wanted.currency(), wanted.currency(), wanted.like(), wanted.like(), wanted.like(), wanted.like(),
            from, from, limit + 1);
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
    return sql.list(row -> new Told(row.text("told_to"), row.instant("made_at")), "select i.told_to, n.made_at from notice_item i join notice n on n.id = i.notice_id where i.item_id = ? order by n.made_at, n.id", id);
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
