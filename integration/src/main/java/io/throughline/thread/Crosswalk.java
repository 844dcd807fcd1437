package io.throughline.thread;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Our id ↔ theirs. One of ours may be several of theirs (split) and the other way round (merge). */
@ApplicationScoped
public class Crosswalk {

  @Inject Sql sql;
  @Inject Clock clock;

  /** Ours behind one of theirs. */
  public record Ours(String id, String threadId) {}

  /** Remembers a pair; a pair that is known already is left alone. */
  public void link(String kind, String ours, String system, String theirs, String threadId) {
    sql.run(
        "insert into crosswalk (kind, ours, system, theirs, thread_id, recorded_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        kind, ours, system, theirs, threadId, clock.instant());
  }

  /** A pair of one kind. */
  public record Pair(String ours, String theirs) {}

  /** All pairs of a kind in a thread, at one system, the first first. */
  public List<Pair> pairs(String kind, String system, String threadId) {
    return sql.list(row -> new Pair(row.text("ours"), row.text("theirs")), "select ours, theirs from crosswalk where kind = ? and system = ? and thread_id = ? order by recorded_at, theirs", kind, system, threadId);
  }

  /** Ours behind theirs, of one kind. */
  public Optional<Ours> ours(String kind, String system, String theirs) {
    return sql.one(row -> new Ours(row.text("ours"), row.text("thread_id")), "select ours, thread_id from crosswalk where kind = ? and system = ? and theirs = ?", kind, system, theirs);
  }
}
