package io.throughline.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The quick start as a program: starts everything, tells where it is, and stops it all on Ctrl-C or SIGTERM.
 *
 * <p>Three system properties come from the build: {@code throughline.installation} (the Liberty folder), {@code throughline.sandbox}
 * (the war) and {@code throughline.home} (the data folder). Ports come from the environment, see {@link Ports}.
 */
public final class Run {

  private static final Duration START_LIMIT = Duration.ofMinutes(4); // ten times what a slow laptop takes
  private static final int STOP_SECONDS = 90; // more than all the bounds of the parts; then the process ends as it is

  private final Path installation = path("throughline.installation");
  private final Path sandboxWar = path("throughline.sandbox");
  private final Path home = path("throughline.home");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Stack stack;
  private Hub hub;
  private boolean stopping;

  public static void main(String[] arguments) throws InterruptedException {
    var code = 1;
    try {
      code = new Run().run();
    } catch (Refusal refusal) {
      System.out.println("\nThroughline cannot run: " + refusal.getMessage() + "\n");
    }
    System.exit(code);
  }

  private int run() throws InterruptedException {
    var begin = System.nanoTime();
    Stack.createFolder(home);
    var lock = RunLock.take(home);
    var hook = new Thread(this::stopWithin, "throughline-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    clearAway();
    var ports = Ports.configured();
    ports.refuseTaken();
    start(ports);
    hub.awaitReady(START_LIMIT);
    System.out.println(Welcome.text(ports, home, Duration.ofNanos(System.nanoTime() - begin)));
    var code = hub.awaitEnd();
    if (isStopping()) stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
    else System.out.println("The server ended by itself with " + code + ", see " + hub.log());
    assert lock != null; // held until here
    return code;
  }

  private void clearAway() {
    if (Hub.stopOrphan(home)) System.out.println("Stopped a server that an earlier, killed run had left behind.");
    if (Postgres.in(home, 0).stopOrphan()) System.out.println("Stopped a database that an earlier, killed run had left behind.");
  }

  private synchronized void start(Ports ports) {
    if (stopping) return;
    System.out.println("Starting PostgreSQL, Artemis and the sandbox in " + home + " ...");
    stack = Stack.start(home, sandboxWar, ports);
    System.out.println("Starting the server ...");
    hub = Hub.start(installation, home, Stack.environment(ports));
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /** The shutdown hook: everything in order, and an end by force if a part hangs. */
  private void stopWithin() {
    var work = new Thread(this::stop, "throughline-stopping");
    work.start();
    try {
      work.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (work.isAlive()) Runtime.getRuntime().halt(1);
  }

  private synchronized void stop() {
    stopping = true;
    try (var last = stack; var first = hub) {
      if (first != null) System.out.println("\nStopping ...");
    } catch (RuntimeException e) {
      System.out.println("Not everything stopped cleanly: " + e.getMessage());
      return;
    } finally {
      stopped.countDown();
    }
    if (hub != null) System.out.println("Throughline has stopped.");
  }

  private static Path path(String property) {
    var value = System.getProperty(property);
    if (value == null) throw new Refusal("system property " + property + " is missing: start with ./mvnw -Prun");
    return Path.of(value).toAbsolutePath().normalize();
  }
}
