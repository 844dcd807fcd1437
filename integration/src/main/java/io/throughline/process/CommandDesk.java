package io.throughline.process;

import io.throughline.connector.Connectors;
import io.throughline.connector.Connectors.Call;
import io.throughline.journey.Effect;
import io.throughline.journey.Outcome.Done;
import io.throughline.journey.Outcome.Retry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Carries out one command exactly once.
 *
 * <p>The attempt commits before the call, the receipt right after it, each alone; the database is not enlisted while the call is out. A
 * key with a receipt is answered again; a key that is UNKNOWN is probed after its settle time, never guessed. What has to wait is parked
 * in the transaction that acknowledges the message.
 */
@ApplicationScoped
public class CommandDesk {

  /** The first wait after a failure; doubles up to {@link #LONGEST_WAIT}. */
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);

  /** Nobody should wait longer than this for a system that is back. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** A call must end well before the listener's transaction does (120 s). */
  @Inject
  @ConfigProperty(name = "throughline.call.deadline", defaultValue = "PT20S")
  Duration deadline;

  /** Overrides every operation's settle time; without it each descriptor says. */
  @Inject
  @ConfigProperty(name = "throughline.call.settle")
  Optional<Duration> settle;

  @Inject Attempts attempts;
  @Inject Waiting waiting;
  @Inject Connectors connectors;
  @Inject Clock clock;

  /** The reply, unless the command has to wait. */
  public Optional<Reply> carryOut(Envelope envelope) {
    var known = attempts.intend(envelope);
    if (known.receipt() != null && !envelope.effectFree()) return Optional.of(Reply.done(envelope, known.receipt(), known.targetId(), known.mappingVersion()));
    if (known.effect() == Effect.UNKNOWN) return settle(envelope, known);
    if (known.withdrawn()) return withdrawn(envelope);
    return call(envelope, known.tries());
  }

  private Optional<Reply> settle(Envelope envelope, Attempts.Known known) {
    var operation = settle.orElseGet(() -> connectors.settle(envelope.system(), envelope.operation()));
    var patience = operation.compareTo(deadline) < 0 && inFlightElsewhere(known) ? deadline : operation;
    var left = Duration.between(clock.instant(), known.lastAt().plus(patience));
    if (!left.isNegative() && !left.isZero()) return park(envelope, left, "SETTLING", "the last try may still land");
    var probe = connectors.probe(callOf(envelope));
    if (probe instanceof Connectors.Probe.Found found) {
      attempts.receipt(envelope, found.done());
      return Optional.of(done(envelope, found.done()));
    }
    if (probe instanceof Connectors.Probe.Unavailable unavailable) return park(envelope, unavailable.after(), "PROBING", unavailable.reason());
    attempts.failed(envelope.key(), Effect.NONE, "probed: not there");
    return known.withdrawn() ? withdrawn(envelope) : call(envelope, known.tries());
  }

  /** Without a recorded problem the last try never came back to its listener, which may still be at it. */
  private static boolean inFlightElsewhere(Attempts.Known known) {
    return known.problem() == null;
  }

  private Optional<Reply> call(Envelope envelope, int tries) {
    if (!connectors.open(envelope.system())) return park(envelope, FIRST_WAIT, "SYSTEM_CLOSED", "the system is paused or its circuit is open");
    if (!attempts.calling(envelope)) return withdrawn(envelope);
    return connectors.carryOut(callOf(envelope))
        .fold(
            done -> {
              attempts.receipt(envelope, done);
              return Optional.of(done(envelope, done));
            },
            retry -> {
              attempts.failed(envelope.key(), envelope.effectFree() ? Effect.NONE : retry.effect(), retry.code() + ": " + retry.reason());
              return park(envelope, wait(retry, tries), retry.code(), retry.reason());
            },
            hold -> {
              attempts.failed(envelope.key(), Effect.NONE, hold.code());
              return Optional.of(Reply.held(envelope, hold));
            },
            refused -> {
              attempts.failed(envelope.key(), Effect.NONE, refused.code());
              return Optional.of(Reply.refused(envelope, refused.code(), refused.reason(), refused.fields()));
            });
  }

  private Optional<Reply> park(Envelope envelope, Duration after, String code, String reason) {
    waiting.park(envelope, after, code, reason);
    return Optional.empty();
  }

  private static Duration wait(Retry retry, int tries) {
    var doubled = FIRST_WAIT.multipliedBy(1L << Math.min(tries, 7));
    var bounded = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    var jittered = bounded.multipliedBy(ThreadLocalRandom.current().nextInt(75, 126)).dividedBy(100);
    return retry.after() != null && retry.after().compareTo(jittered) > 0 ? retry.after() : jittered;
  }

  private static Optional<Reply> withdrawn(Envelope envelope) {
    return Optional.of(Reply.refused(envelope, "WITHDRAWN", "the journey no longer wants it", List.of()));
  }

  private static Reply done(Envelope envelope, Done done) {
    return Reply.done(envelope, done.answer(), done.targetId(), done.mappingVersion());
  }

  private Call callOf(Envelope envelope) {
    Map<String, String> headers = envelope.traceparent() == null ? Map.of() : Map.of("traceparent", envelope.traceparent());
    return new Call(envelope.system(), envelope.operation(), envelope.key(), envelope.input(), deadline, headers);
  }
}
