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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Pages read without looking whether the system was paused meanwhile. */
  private static final int PAGES = 20;

  @Inject Connectors connectors;
  @Inject Rows rows;
  @Inject Lately told;
  @Inject Clock clock;

  /** Feeds that are due, of systems that take calls. */
  public List<Feed> due() {
    var resting = rows.resting();
    return connectors.feeds().stream().filter(feed -> !resting.contains(name(feed)) && connectors.open(feed.system())).toList();
  }

  /** Reads a feed as far as it goes in one go; what others read already is left to them. */
  public void poll(Feed feed) {
    for (int pages = 0; pages < PAGES; pages++) {
      var lease = rows.lease(feed, LEASE);
      if (lease.isEmpty() || !poll(feed, lease.get())) return;
    }
  }

  /** Whether there is more. */
  private boolean poll(Feed feed, Rows.Lease lease) {
    var name = name(feed);
    var asked = clock.instant();
    var polled = connectors.poll(feed.system(), feed.name(), lease.cursor(), item -> told.knows(name, item), DEADLINE);
    if (polled instanceof Poll.Later later) {
      rows.later(feed, lease, later);
      return false;
    }
    var page = (Poll.Page) polled;
    var news = !page.told().inFull() || !page.told().items().stream().allMatch(item -> told.knows(name, item));
    if (!rows.keep(feed, lease, page, news)) return false;
    told.add(name, page.told(), asked);
    return page.more();
  }

  private static String name(Feed feed) {
    return feed.system() + " " + feed.name();
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

    /** Feeds that are not due, or with somebody now. */
    Set<String> resting() {
      var now = clock.instant();
      return Set.copyOf(sql.list(row -> row.text("name"), "select system || ' ' || feed as name from poller where due_at > ? or leased_until > ?", now, now));
    }

    Optional<Lease> lease(Feed feed, Duration length) {
      var now = clock.instant();
      sql.run("insert into poller (system, feed) values (?, ?) on conflict do nothing", feed.system(), feed.name());
      return sql.one(
          row -> new Lease(row.number("fence"), Json.read(row.text("cursor"))),
          "update poller set fence = fence + 1, leased_until = ? where system = ? and feed = ? and due_at <= ? and leased_until <= ? returning fence, cursor",
          now.plus(length), feed.system(), feed.name(), now, now);
    }

    /** Moves the watermark, and keeps the page unless all of it is known; false if the lease was lost. */
    boolean keep(Feed feed, Lease lease, Poll.Page page, boolean news) {
      var now = clock.instant();
      var moved =
          sql.run(
              "update poller set cursor = cast(? as jsonb), leased_until = 'epoch', due_at = ?, polled_at = ?, items = items + ?, failures = 0, problem = null where system = ? and feed = ? and fence = ?",
              page.cursor(), page.more() ? now : now.plus(every.orElse(feed.every())), now, page.items(), feed.system(), feed.name(), lease.fence());
      if (moved == 1 && page.items() > 0 && news) evidence.keep(feed.system(), feed.name(), feed.name() + ":" + Sha256.of(page.raw()), page.raw());
      return moved == 1;
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
