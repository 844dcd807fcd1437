package io.throughline.connector;

import dev.failsafe.CircuitBreaker;
import io.throughline.connector.Connectors.SystemHealth;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** Everything that is shared by all calls to one vendor account: allowance, concurrency, circuit, what was seen of it. */
final class Account {

  final Connector connector;
  final Allowance allowance;
  final Semaphore slots;
  final CircuitBreaker<Object> circuit;
  private final int concurrency;
  private final Latency latency = new Latency();
  private final LongAdder calls = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Map<String, LongAdder> classes = new ConcurrentHashMap<>();
  private volatile boolean paused;

  /**
   * Quota and concurrency are the folder's, unless this account's contract says otherwise ({@code throughline.<system>.requests}, {@code .concurrency}).
   *
   * @param before the account as it stood before its folder changed, or null: what is used up, in flight or paused stays so
   */
  Account(Connector connector, Secrets secrets, Clock clock, Account before) {
    this.connector = connector;
    var described = connector.descriptor;
    var own = "throughline." + described.system();
    var requests = secrets.find(own + ".requests").map(Long::valueOf);
    var quota = described.quota();
    var goesOn = before != null && Objects.equals(before.connector.descriptor.quota(), quota) && before.connector.descriptor.concurrency() == described.concurrency();
    this.allowance = goesOn ? before.allowance : new Allowance(quota == null || requests.isEmpty() ? quota : new Descriptor.Quota(requests.get(), quota.per(), quota.learn()), connector.quotaLeft, connector.quotaReset, clock);
    this.concurrency = secrets.find(own + ".concurrency").map(Integer::valueOf).orElse(described.concurrency());
    this.slots = goesOn ? before.slots : new Semaphore(concurrency, true);
    this.paused = before != null && before.paused;
    this.circuit = CircuitBreaker.builder()
        .withFailureThreshold(described.circuit().failures(), described.circuit().of())
        .withDelay(described.circuit().open())
        .withSuccessThreshold(1) // the first trial that succeeds closes it
        .build();
  }

  void pause(boolean now) {
    paused = now;
  }

  boolean paused() {
    return paused;
  }

  boolean open() {
    return !paused && allowance.left() > 0 && !(circuit.isOpen() && untilTrial().compareTo(Duration.ZERO) > 0);
  }

  /** How long the circuit stays open; zero when a trial is due. */
  Duration untilTrial() {
    return circuit.isOpen() ? circuit.getRemainingDelay() : Duration.ZERO;
  }

  void answered(long nanos) {
    calls.increment();
    latency.add(nanos / 1e6);
    circuit.recordSuccess();
  }

  /** The system did not answer as a working system does. */
  void failed(long nanos, String errorClass) {
    calls.increment();
    failures.increment();
    latency.add(nanos / 1e6);
    count(errorClass);
    circuit.recordFailure();
  }

  void count(String errorClass) {
    classes.computeIfAbsent(errorClass, name -> new LongAdder()).increment();
  }

  SystemHealth health() {
    var described = connector.descriptor;
    var counts = new TreeMap<String, Long>();
    classes.forEach((name, count) -> counts.put(name, count.sum()));
    return new SystemHealth(
        described.system(), described.name(), described.role(), state(), paused, allowance.left(), concurrency - slots.availablePermits(),
        concurrency, calls.sum(), failures.sum(), counts, latency.at(0.5), latency.at(0.95));
  }

  private String state() {
    return circuit.isClosed() ? "closed" : circuit.isHalfOpen() || untilTrial().isZero() ? "half-open" : "open";
  }
}
