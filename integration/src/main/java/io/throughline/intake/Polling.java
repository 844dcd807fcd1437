package io.throughline.intake;

import io.throughline.connector.Connectors;
import io.throughline.connector.Connectors.Feed;
import io.throughline.connector.Connectors.Poll;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Polls the feeds that are due. A poller holds a leased row with a fencing number; page and watermark commit together, so that a poller
 * that lost its lease cannot move the watermark.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class Polling {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Longer than a page may take. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  @Inject Connectors connectors;
  @Inject Rows rows;

  /** One page of each feed that is due. */
  public void pollDue() {
    for (var feed : connectors.feeds()) {
      if (connectors.open(feed.system())) rows.lease(feed, LEASE).ifPresent(lease -> poll(feed, lease));
    }
  }

  private void poll(Feed feed, Rows.Lease lease) {
    var polled = connectors.poll(feed.system(), feed.name(), lease.cursor(), DEADLINE);
    if (polled instanceof Poll.Page page) rows.keep(feed, lease, page);
    else rows.later(feed, lease, (Poll.Later) polled);
  }

  /** The poller's rows; each change is a short transaction. */
  @ApplicationScoped
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public static class Rows {

    @Inject Sql sql;
    @Inject Clock clock;
    @Inject EvidenceStore evidence;

    /** Overrides how often every feed is polled; without it each descriptor says. */
    @Inject
    @ConfigProperty(name = "throughline.poll.every")
    Optional<Duration> every;

    record Lease(long fence, Map<String, Object> cursor) {}

    Optional<Lease> lease(Feed feed, Duration length) {
      var now = clock.instant();
      sql.run("insert into poller (system, feed) values (?, ?) on conflict do nothing", feed.system(), feed.name());
      return sql.one(
          row -> new Lease(row.number("fence"), Json.read(row.text("cursor"))),
          "update poller set fence = fence + 1, leased_until = ? where system = ? and feed = ? and due_at <= ? and leased_until <= ? returning fence, cursor",
          now.plus(length), feed.system(), feed.name(), now, now);
    }

    void keep(Feed feed, Lease lease, Poll.Page page) {
      var now = clock.instant();
      var moved =
          sql.run(
              "update poller set cursor = cast(? as jsonb), leased_until = 'epoch', due_at = ?, polled_at = ?, items = items + ?, failures = 0, problem = null where system = ? and feed = ? and fence = ?",
              page.cursor(), page.more() ? now : now.plus(every.orElse(feed.every())), now, page.items(), feed.system(), feed.name(), lease.fence());
      if (moved == 1 && page.items() > 0) evidence.keep(feed.system(), feed.name(), feed.name() + ":" + Sha256.of(page.raw()), page.raw());
    }

    void later(Feed feed, Lease lease, Poll.Later later) {
      var now = clock.instant();
      var usual = every.orElse(feed.every());
      var wait = later.after().compareTo(usual) > 0 ? later.after() : usual;
      sql.run(
          "update poller set leased_until = 'epoch', due_at = ?, polled_at = ?, failures = failures + 1, problem = ? where system = ? and feed = ? and fence = ?",
          now.plus(wait), now, later.code() + ": " + later.reason(), feed.system(), feed.name(), lease.fence());
    }

    /** A signal that something changed: the feeds of that kind are due now. */
    public int due(String system, String feed) {
      return sql.run("update poller set due_at = ? where system = ? and feed = ?", Instant.EPOCH, system, feed);
    }
  }
}
