package io.throughline.intake;

import io.throughline.store.Traces;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Raw bytes as they arrived, once under (source, event id). That commit alone is the answer to the sender. */
@ApplicationScoped
@Transactional
public class EvidenceStore {

  /** The feed of canonical facts posted to the hub itself: {@code canonical:<kind>}. */
  public static final String CANONICAL = "canonical:";

  /** Kinds that come by the thousand. */
  private static final Set<String> VOLUME = Set.of("time-entry", "expense");

  /** Messages queued in one go. */
  private static final int BATCH = 200;

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject EvidenceQueue queue;
  @Inject Traces traces;
  @Inject Feeds feeds;

  /** A stored arrival. */
  public record Evidence(long id, String source, String feed, byte[] body, String state) {}

  /** Keeps what arrived; the id, and whether it is new. */
  public record Kept(long id, boolean isNew) {}

  public Kept keep(String source, String feed, String eventId, byte[] body) {
    var id =
        sql.one(
            row -> row.number("id"),
            "insert into evidence (source, feed, event_id, body, sha256, traceparent, received_at) values (?, ?, ?, ?, ?, ?, ?) on conflict (source, event_id) do nothing returning id",
            source, feed, eventId, body, Sha256.of(body), traces.currentOrNew(), clock.instant());
    return id.map(fresh -> new Kept(fresh, true))
        .orElseGet(() -> new Kept(sql.one(row -> row.number("id"), "select id from evidence where source = ? and event_id = ?", source, eventId).orElseThrow(), false));
  }

  /** Queues what nobody read yet, oldest first; state and message in one transaction. */
  public void release() {
    record Due(long id, String source, String feed, String traceparent) {}
    sql.list(
            row -> new Due(row.number("id"), row.text("source"), row.text("feed"), row.text("traceparent")),
            "update evidence set state = 'queued' where id in (select id from evidence where state = 'new' order by id limit ? for update skip locked) returning id, source, feed, traceparent",
            BATCH)
        .forEach(due -> queue.evidence(due.id(), VOLUME.contains(String.valueOf(feeds.kind(due.source(), due.feed()))), due.traceparent()));
  }

  /** Has read evidence read once more, as if it had just arrived. */
  public void again(long id) {
    sql.run("update evidence set state = 'new', outcome = null, read_at = null where id = ? and state = 'read'", id);
  }

  @Transactional(Transactional.TxType.MANDATORY)
  Optional<Evidence> unread(long id) {
    return sql.one(
        row -> new Evidence(row.number("id"), row.text("source"), row.text("feed"), row.bytes("body"), row.text("state")),
        "select id, source, feed, body, state from evidence where id = ? and state <> 'read' for update",
        id);
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void read(long id, Map<String, Object> outcome) {
    sql.run("update evidence set state = 'read', read_at = ?, outcome = cast(? as jsonb) where id = ?", clock.instant(), outcome, id);
  }
}
