package io.throughline.thread.view;

import io.throughline.journey.takeover.Remainder;
import io.throughline.store.Json;
import io.throughline.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * An engagement in a line: what it is called, where it stands, and its id in each system.
 *
 * @param payer who pays its bills where that is not the client, as told last
 * @param takenOverFrom the first day that counts here of one that was begun elsewhere; absent: it was opened here
 * @param billedBefore what was billed of it there, net
 * @param masterThreadId of the agreement of which it is one country's part; absent where it is whole
 */
public record Engagement(
    String threadId,
    String name,
    String client,
    Payer payer,
    String contractingEntity,
    String state,
    String currency,
    String value,
    String zone,
    Instant wonAt,
    Instant activatedAt,
    String dealSystem,
    String dealId,
    String projectSystem,
    String projectId,
    String erpSystem,
    String customerId,
    String contractId,
    String erpProjectId,
    long openExceptions,
    String masterThreadId,
    LocalDate takenOverFrom,
    String billedBefore) {

  /** The last stage an engagement {@code e} has reached on its way from quote to cash. */
  static final String STAGE = "(select s.stage from engagement_stage s where s.thread_id = e.thread_id)";

  static final String COLUMNS =
      "e.*, (select count(*) from exception_item x where x.thread_id = e.thread_id and x.state = 'open') as open_exceptions, " + Payer.COLUMNS + " from engagement e" + Payer.JOIN;
  static final String SELECT = "select " + COLUMNS;

  static Engagement of(Row row) throws SQLException {
    var currency = row.text("currency");
    var before = row.text("taken_over") == null ? null : Json.read(row.text("taken_over"), Remainder.class);
    return new Engagement(
        row.text("thread_id"),
        row.text("name"),
        row.text("client"),
        Payer.of(row),
        row.text("contracting_entity"),
        row.text("state"),
        currency,
        Amount.text(row.decimal("value"), currency),
        row.text("zone"),
        row.instant("won_at"),
        row.instant("activated_at"),
        row.text("deal_system"),
        row.text("deal_id"),
        row.text("project_system"),
        row.text("project_id"),
        row.text("erp_system"),
        row.text("customer_id"),
        row.text("contract_id"),
        row.text("erp_project_id"),
        row.number("open_exceptions"),
        row.text("master_thread"),
        before == null ? null : before.from(),
        before == null ? null : Amount.text(before.billed(), currency));
  }

  Engagement to(Audience audience) {
    if (audience.money) return this;
    return new Engagement(
        threadId, name, client, null, contractingEntity, state, null, null, zone, wonAt, activatedAt, dealSystem, dealId, projectSystem, projectId, erpSystem, customerId, contractId, erpProjectId, openExceptions, masterThreadId, takenOverFrom, null);
  }
}
