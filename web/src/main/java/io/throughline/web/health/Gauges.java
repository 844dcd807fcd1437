package io.throughline.web.health;

import io.throughline.books.Counting;
import io.throughline.connector.Connectors;
import io.throughline.connector.Connectors.SystemHealth;
import io.throughline.thread.view.Overview;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** The hub in numbers, for Prometheus. One look at the database serves all gauges of a scrape. */
@ApplicationScoped
public class Gauges {

  /** Scrapes come every 15 s or so; all gauges of one scrape share one look. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private static final List<String> JOURNEY_STATES = List.of("running", "waiting", "held", "undoing", "done", "undone");
  private static final List<String> OWNERS = List.of("sales-ops", "delivery", "finance", "operator");

  @Inject MetricRegistry registry;
  @Inject Overview overview;
  @Inject Connectors connectors;
  @Inject Counting counting;
  @Inject Clock clock;

  private Overview.Numbers numbers;
  private Instant looked = Instant.EPOCH;

  void register(@Observes @Initialized(ApplicationScoped.class) Object started) {
    JOURNEY_STATES.forEach(state -> gauge("throughline_journeys", "Journeys by state", Gauges::journeys, state, "state"));
    OWNERS.forEach(owner -> gauge("throughline_exceptions_open", "Open exceptions by owner", Overview.Numbers::openExceptionsByOwner, owner, "owner"));
    gauge("throughline_evidence_unread", "Evidence that nobody read yet", () -> now().evidenceUnread());
    gauge("throughline_proofs_broken", "Proofs of minutes, expenses, money and journals that did not hold when this node last counted; -1 before its first count", () -> counting.broken().orElse(-1));
    for (var health : connectors.health()) {
      var system = health.system();
      gauge("throughline_waiting_commands", "Commands that wait for a system", Overview.Numbers::waitingBySystem, system, "system");
      gauge("throughline_system_calls", "Calls to a system since the start", SystemHealth::calls, system);
      gauge("throughline_system_failures", "Failed calls to a system since the start", SystemHealth::failures, system);
      gauge("throughline_system_quota_left", "Calls left in the present quota", SystemHealth::quotaLeft, system);
      gauge("throughline_system_open", "1 while traffic flows, 0 while it is paused or its circuit is open", one -> connectors.open(system) ? 1 : 0, system);
    }
  }

  private static Map<String, Long> journeys(Overview.Numbers numbers) {
    return numbers.journeys();
  }

  private void gauge(String name, String says, Function<Overview.Numbers, Map<String, Long>> part, String word, String tag) {
    gauge(name, says, () -> part.apply(now()).getOrDefault(word, 0L), new Tag(tag, word));
  }

  private void gauge(String name, String says, ToLongFunction<SystemHealth> part, String system) {
    gauge(name, says, () -> connectors.health().stream().filter(one -> one.system().equals(system)).mapToLong(part).sum(), new Tag("system", system));
  }

  private void gauge(String name, String says, java.util.function.Supplier<Long> value, Tag... tags) {
    registry.gauge(Metadata.builder().withName(name).withDescription(says).withUnit(MetricUnits.NONE).build(), value, java.util.function.Supplier::get, tags);
  }

  private synchronized Overview.Numbers now() {
    var at = clock.instant();
    if (Duration.between(looked, at).compareTo(FRESH) > 0) {
      numbers = overview.now();
      looked = at;
    }
    return numbers;
  }
}
