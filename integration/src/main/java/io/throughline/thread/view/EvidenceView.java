package io.throughline.thread.view;

import io.throughline.store.Json;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.view.Evidence.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Raw evidence and what was read from it. */
@ApplicationScoped
@Transactional
public class EvidenceView {

  private static final String COLUMNS = "select id, source, feed, event_id, sha256, octet_length(body) as bytes, state, outcome, received_at, read_at from evidence ";

  /** Facts listed one by one; a page never has more. */
  private static final int ENTRIES = 2000;

  /** Pieces of evidence shown with a thread. */
  static final int SHOWN = 500;

  @Inject Sql sql;

  public Optional<Evidence> of(long id) {
    return sql.one(row -> evidence(row, List.of()), COLUMNS + "where id = ?", id).map(this::withEntries);
  }

  /** What arrived and is not read yet, the oldest first. */
  public Page<Evidence> unread(int limit, String cursor) {
    var from = Page.position(cursor, 2);
    var found =
        sql.list(
            row -> evidence(row, null),
            COLUMNS + "where state <> 'read' and (cast(? as text) is null or (received_at, id) > (cast(? as timestamptz), cast(? as bigint))) order by received_at, id limit ?",
            from[0], from[0], from[1], limit + 1);
    return Page.of(found, limit, one -> List.of(one.receivedAt(), one.id()));
  }

  /** The bytes as they arrived. */
  public Optional<byte[]> raw(long id) {
    return sql.one(row -> row.bytes("body"), "select body from evidence where id = ?", id);
  }

  /** The hash of the bytes. */
  public String sha256(long id) {
    return sql.one(row -> row.text("sha256"), "select sha256 from evidence where id = ?", id).orElseThrow();
  }

  /** Evidence that facts, hours, expenses or exceptions of a thread came from. */
  List<Evidence> ofThread(String threadId) {
    return sql.list(
        row -> evidence(row, null),
        COLUMNS
            + "where id in (select evidence_id from fact where thread_id = ? union select evidence_id from time_entry where thread_id = ? union select evidence_id from expense where thread_id = ? union select evidence_id from exception_item where thread_id = ?)"
            + " order by id limit ?",
        threadId, threadId, threadId, threadId, SHOWN);
  }

  long countOfThread(String threadId) {
    return sql.one(
            row -> row.number("n"),
            "select count(*) as n from (select evidence_id from fact where thread_id = ? union select evidence_id from time_entry where thread_id = ? union select evidence_id from expense where thread_id = ? union select evidence_id from exception_item where thread_id = ?) e where evidence_id is not null",
            threadId, threadId, threadId, threadId)
        .orElseThrow();
  }

  private Evidence withEntries(Evidence read) {
    var entries =
        new ArrayList<>(
            sql.list(
                row -> new Entry(row.text("key"), row.text("version"), row.text("outcome"), row.text("detail")),
                "select fact_key as key, version, 'accepted' as outcome, null as detail from fact where evidence_id = ?"
                    + " union all select entry_id, version, 'accepted', case when hold_code is null then state else state || ' ' || hold_code || ': ' || hold_reason end from time_entry where evidence_id = ?"
                    + " union all select expense_id, version, 'accepted', case when hold_code is null then state else state || ' ' || hold_code || ': ' || hold_reason end from expense where evidence_id = ?"
                    + " order by 1, 2 limit ?",
                read.id(), read.id(), read.id(), ENTRIES));
    if (read.outcome() != null && read.outcome().get("notable") instanceof List<?> notable) {
      for (var one : notable) {
        var known = (Map<?, ?>) one;
        entries.removeIf(entry -> entry.key().equals(known.get("key")));
        entries.add(new Entry(text(known.get("key")), null, text(known.get("outcome")), text(known.get("detail"))));
      }
    }
    return new Evidence(
        read.id(), read.source(), read.feed(), read.eventId(), read.sha256(), read.bytes(), read.state(), read.outcome(), read.receivedAt(), read.readAt(), List.copyOf(entries));
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static Evidence evidence(Row row, List<Entry> entries) throws SQLException {
    var outcome = row.text("outcome");
    return new Evidence(
        row.number("id"),
        row.text("source"),
        row.text("feed"),
        row.text("event_id"),
        row.text("sha256"),
        row.number("bytes"),
        row.text("state"),
        outcome == null ? null : Json.read(outcome),
        row.instant("received_at"),
        row.instant("read_at"),
        entries);
  }
}
