package io.throughline.thread.view;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.takeover.TakeOver;
import io.throughline.store.Json;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Deals that were won and are not carried here, and those that somebody proposes to take over. */
@ApplicationScoped
@Transactional
public class TakeOversView {

  /** Newest versions of won deals of which there is no engagement but one that is being taken over, or was not in the end. */
  private static final String SELECT =
      "select f.*, j.state as journey_state, j.id as journey_id, j.approved_by, j.trigger_body from"
          + " (select distinct on (source, fact_key) source, fact_key, body, thread_id, id from fact where kind = 'won-deal' order by source, fact_key, version desc) f"
          + " left join journey j on j.business_key = 'engagement-takeover:' || f.source || ':' || f.fact_key left join engagement e on e.thread_id = f.thread_id"
          + " where coalesce(f.body ->> 'stage', 'won') = 'won' and f.body ->> 'amendsDealId' is null and (e.thread_id is null or j.id is not null and e.state in ('opening', 'undone'))"
          + " and not exists (select 1 from engagement part where part.master_thread = f.thread_id) ";

  @Inject Sql sql;

  /**
   * A deal that is not carried here.
   *
   * @param state left, or the proposal's: proposed, held, under-way or withdrawn
   * @param value net, in {@code currency}
   * @param proposal absent where nobody proposed to take it over
   */
  public record Left(
      String system, String dealId, String threadId, String name, String client, String contractingEntity, String value, String currency, LocalDate wonOn, LocalDate startOn, LocalDate endOn, String state, List<QuoteLine> lines, Proposal proposal) {}

  /** @param approvedBy absent until it is */
  public record Proposal(String journeyId, LocalDate from, String projectId, String customerId, List<TakeOver.Line> lines, String left, String proposedBy, String approvedBy) {}

  /** The deals that were told last first. */
  public Page<Left> list(String like, int limit, String cursor) {
    var before = Page.position(cursor, 1)[0];
    var found =
        sql.list(
            row -> new Found(row.number("id"), left(row)),
            SELECT + "and (cast(? as text) is null or strpos(lower(f.body ->> 'name' || ' ' || coalesce(f.body -> 'client' ->> 'name', '') || ' ' || f.fact_key), lower(?)) > 0) and (cast(? as text) is null or f.id < cast(? as bigint)) order by f.id desc limit ?",
            like, like, before, before, limit + 1);
    var page = Page.of(found, limit, one -> List.of(one.id()));
    return new Page<>(page.items().stream().map(Found::left).toList(), page.next());
  }

  private record Found(long id, Left left) {}

  public Optional<Left> of(String system, String dealId) {
    return sql.one(TakeOversView::left, SELECT + "and f.source = ? and f.fact_key = ?", system, dealId);
  }

  private static Left left(Row row) throws SQLException {
    var deal = Json.read(row.text("body"), WonDeal.class);
    var proposal = row.text("trigger_body") == null ? null : Json.read(row.text("trigger_body"), TakeOver.class);
    return new Left(
        row.text("source"), row.text("fact_key"), row.text("thread_id"), deal.name(), deal.client() == null ? null : deal.client().name(), deal.contractingEntity(), deal.value(), deal.currency(), deal.wonOn(), deal.startOn(), deal.endOn(),
        state(row.text("journey_state")), deal.lines(), proposal == null ? null : proposal(proposal, row));
  }

  private static Proposal proposal(TakeOver told, Row row) throws SQLException {
    var client = told.deal().client();
    return new Proposal(row.text("journey_id"), told.from(), told.projectId(), client == null ? null : client.customerId(), told.lines(), told.left().value(), told.by(), row.text("approved_by"));
  }

  private static String state(String journey) {
    if (journey == null) return "left";
    return switch (journey) {
      case "waiting" -> "proposed";
      case "held" -> "held";
      case "undone" -> "withdrawn";
      default -> "under-way";
    };
  }
}
