package io.throughline.thread.view;

import io.throughline.connector.Connectors;
import io.throughline.connector.Connectors.SystemHealth;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The connected systems: circuit, quota, what waits for each, and when each feed was last read. */
@ApplicationScoped
@Transactional
public class SystemsView {

  /** Subscriptions of a system, those that drifted last first. */
  private static final int SHOWN = 100;

  @Inject Sql sql;
  @Inject Connectors connectors;

  public record ConnectedSystem(SystemHealth health, long waiting, Instant waitingSince, Instant nextDueAt, List<Poller> pollers, List<Subscription> subscriptions) {}

  /**
   * What the system tells by itself, to the hub's address.
   *
   * @param scope a project's id, or account
   * @param drifts how often it was not as it should be; {@code drift} says what the last one was
   */
  public record Subscription(String scope, String subscriptionId, Instant endsAt, Instant seenAt, int drifts, String drift, Instant driftAt) {}

  public record Poller(String feed, Instant polledAt, Instant dueAt, long items, int failures, String problem) {}

  /** A command that has to wait. */
  public record Waiting(long id, String system, String role, String effectKey, String threadId, String code, String reason, Instant dueAt, Instant since) {}

  private record Queue(long waiting, Instant since, Instant due) {}

  public List<ConnectedSystem> all() {
    return connectors.health().stream().map(this::system).toList();
  }

  public Optional<ConnectedSystem> of(String name) {
    return connectors.health().stream().filter(health -> health.system().equals(name)).findFirst().map(this::system);
  }

  /** What waits, in the order in which it is released. */
  public Page<Waiting> waiting(String system, String threadId, int limit, String cursor) {
    var from = Page.position(cursor, 2);
    var found =
        sql.list(
            row ->
                new Waiting(
                    row.number("id"),
                    row.text("system"),
                    row.text("role"),
                    row.text("effect_key"),
                    row.text("thread_id"),
                    row.text("code"),
                    row.text("reason"),
                    row.instant("due_at"),
                    row.instant("since")),
            "select * from waiting where (cast(? as text) is null or system = ?) and (cast(? as text) is null or thread_id = ?)"
                + " and (cast(? as text) is null or (due_at, id) > (cast(? as timestamptz), cast(? as bigint))) order by due_at, id limit ?",
            system, system, threadId, threadId, from[0], from[0], from[1], limit + 1);
    return Page.of(found, limit, row -> List.of(row.dueAt(), row.id()));
  }

  private ConnectedSystem system(SystemHealth health) {
    var queue =
        sql.one(
                row -> new Queue(row.number("n"), row.instant("since"), row.instant("due")),
                "select count(*) as n, min(since) as since, min(due_at) as due from waiting where system = ?",
                health.system())
            .orElseThrow();
    var pollers =
        sql.list(
            row -> new Poller(row.text("feed"), row.instant("polled_at"), row.instant("due_at"), row.number("items"), (int) row.number("failures"), row.text("problem")),
            "select * from poller where system = ? order by feed",
            health.system());
    var subscriptions =
        sql.list(
            row -> new Subscription(row.text("scope"), row.text("subscription_id"), row.instant("ends_at"), row.instant("seen_at"), (int) row.number("drifts"), row.text("drift"), row.instant("drift_at")),
            "select * from subscription where system = ? order by drift_at desc nulls last, scope limit " + SHOWN,
            health.system());
    return new ConnectedSystem(health, queue.waiting(), queue.since(), queue.due(), pollers, subscriptions);
  }
}
