package io.throughline.books;

import io.throughline.books.Proofs.Answer;
import io.throughline.books.Proofs.Proof;
import io.throughline.books.Proofs.Residual;
import io.throughline.thread.Parking;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Counts the proofs for whoever asks: one count at a time in a node, shared by all who asked before it began. Once a day it counts by itself
 * and parks each engagement whose books no transaction can have left as they are.
 */
@ApplicationScoped
public class Counting {

  private static final Logger LOG = System.getLogger(Counting.class.getName());

  /** How long who asks waits for the count; books of many million entries take minutes. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** After a count that took longer than that the database rests, so many times as long as it took. */
  private static final int REST = 4;

  /** A count that takes longer is given up. */
  private static final Duration LONGEST = Duration.ofHours(2);

  /** The first count of a node's own, so that one that is started anew every night counts as well. */
  private static final Duration AFTER_START = Duration.ofMinutes(15);

  /** What no transaction may leave off. The others also tell of what is on its way: an invoice that is numbered and not posted yet, a payment whose journey has just begun. */
  private static final Set<String> ALWAYS = Set.of("minutes", "expenses", "money", "journals");

  @Resource ManagedExecutorService executor;
  @Inject UserTransaction transaction;
  @Inject Proofs proofs;
  @Inject Parking parking;
  @Inject Clock clock;

  @Inject
  @ConfigProperty(name = "throughline.proofs.every", defaultValue = "PT24H")
  Duration every;

  private CompletableFuture<Count> running;
  private CompletableFuture<Count> next;
  private Instant begunAt;
  private volatile Instant dueAt;
  private volatile Count last;

  /** The books of that moment. */
  private record Count(Instant at, Duration took, Answer answer) {}

  /**
   * A count as it is told.
   *
   * @param countedAt what was written later is not in it; absent, with all the rest, before the first count of the node has come to an end
   * @param current whether it began after it was asked for; else it is the last one that came to an end
   * @param countingSince present while one is under way
   */
  public record Counted(Boolean holds, List<Proof> proofs, Instant countedAt, Long tookMillis, boolean current, Instant countingSince) {

    private static Counted of(Count count, boolean current, Instant countingSince) {
      if (count == null) return new Counted(null, null, null, null, false, countingSince);
      return new Counted(count.answer().holds(), count.answer().proofs(), count.at(), count.took().toMillis(), current, countingSince);
    }
  }

  @PostConstruct
  void begin() {
    dueAt = clock.instant().plus(every.compareTo(AFTER_START) < 0 ? every : AFTER_START);
  }

  /** The books as they are now; as they were counted last, where that takes long. */
  public Counted now() {
    var count = join();
    if (count.isEmpty()) return kept();
    try {
      return Counted.of(count.get().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), true, null);
    } catch (TimeoutException e) {
      return kept();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the proofs could not be counted", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while the proofs were counted", e);
    }
  }

  /** How many proofs that always hold did not when this node last counted to an end. */
  public OptionalLong broken() {
    return last == null ? OptionalLong.empty() : OptionalLong.of(broken(last.answer()).count());
  }

  private static Stream<Proof> broken(Answer answer) {
    return answer.proofs().stream().filter(proof -> ALWAYS.contains(proof.name()) && !proof.holds());
  }

  /** Counts if a day has gone by. Does not wait for it. */
  public void daily() {
    var now = clock.instant();
    if (now.isBefore(dueAt)) return;
    var count = join();
    if (count.isEmpty()) return;
    dueAt = now.plus(every);
    count.get().thenAccept(counted -> park(counted.answer())).whenComplete((done, failed) -> {
      if (failed == null) return;
      LOG.log(Level.WARNING, "the daily count did not come to its end and comes again: {0}", failed.toString());
      dueAt = now;
    });
  }

  private synchronized Counted kept() {
    return Counted.of(last, false, running == null ? null : begunAt);
  }

  /** The one that runs began too early for who asks now: what they have just written may not be in it. Empty where there will be none soon. */
  private synchronized Optional<CompletableFuture<Count>> join() {
    if (rests()) return Optional.empty();
    if (running == null) return Optional.of(begin(new CompletableFuture<>()));
    if (next == null) next = new CompletableFuture<>();
    return Optional.of(next);
  }

  private boolean rests() {
    return last != null && last.took().compareTo(PATIENCE) > 0 && (running != null || clock.instant().isBefore(last.at().plus(last.took().multipliedBy(REST + 1))));
  }

  private CompletableFuture<Count> begin(CompletableFuture<Count> count) {
    executor.execute(() -> run(count));
    begunAt = clock.instant();
    running = count;
    return count;
  }

  private void run(CompletableFuture<Count> count) {
    try {
      last = counted();
      count.complete(last);
    } catch (RuntimeException | NotSupportedException | SystemException e) {
      LOG.log(Level.WARNING, "the proofs could not be counted: {0}", e.toString());
      count.completeExceptionally(e);
    } finally {
      ended();
    }
  }

  private synchronized void ended() {
    running = null;
    var waited = next;
    next = null;
    if (waited != null && !rests()) begin(waited);
  }

  private Count counted() throws NotSupportedException, SystemException {
    transaction.setTransactionTimeout((int) LONGEST.toSeconds());
    transaction.begin();
    try {
      var at = clock.instant();
      var answer = proofs.all();
      return new Count(at, Duration.between(at, clock.instant()), answer);
    } finally {
      transaction.rollback(); // nothing was written
      transaction.setTransactionTimeout(0);
    }
  }

  private void park(Answer answer) {
    broken(answer).forEach(proof -> proof.residuals().forEach(residual -> park(proof, residual)));
  }

  private void park(Proof proof, Residual residual) {
    var reason = "the proof of " + proof.name() + " is off by " + residual.residual().stripTrailingZeros().toPlainString() + ": " + residual.detail();
    var parked = parking.engagement(residual.subject(), reason);
    LOG.log(Level.ERROR, "{0}: {1}{2}", residual.subject(), reason, parked ? "; nothing more is done for it" : "");
  }
}
