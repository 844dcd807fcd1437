package io.throughline.quickstart;

import java.nio.file.Path;
import java.time.Duration;
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
  private volatile boolean stopping;
  private RunLock lock;
  private Stack stack;
  private Hub hub;

  public static void main(String[] arguments) throws InterruptedException {
    QuietLog.on();
    var run = new Run();
    var code = 1;
    try {
      code = run.untilTheServerEnds();
    } catch (Refusal refusal) {
      if (!run.stopping) System.out.println("\nThroughline cannot run: " + refusal.getMessage() + "\n");
    }
    System.exit(code); // the shutdown hook stops whatever has been started
  }

  private int untilTheServerEnds() throws InterruptedException {
    var begin = System.nanoTime();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopWithin, "throughline-stop"));
    start();
    hub.awaitReady(START_LIMIT);
    System.out.println(Welcome.text(stack.ports(), home, Duration.ofNanos(System.nanoTime() - begin)));
    var code = hub.awaitEnd();
    if (!stopping) System.out.println("The server has ended with " + code + ", see " + hub.log());
    return code;
  }

  private void clearAway() {
    if (Hub.stopOrphan(home)) System.out.println("Stopped a server that an earlier, killed run had left behind.");
    if (Postgres.in(home, 0).stopOrphan()) System.out.println("Stopped a database that an earlier, killed run had left behind.");
  }

  private synchronized void start() {
    if (stopping) return;
    Stack.createFolder(home);
    lock = RunLock.take(home);
    clearAway();
    var ports = Ports.configured();
    ports.refuseTaken();
    System.out.println("Starting PostgreSQL, Artemis and the sandbox in " + home + " ...");
    stack = Stack.start(home, sandboxWar, ports);
    System.out.println("Starting the server ...");
    hub = Hub.start(installation, home, Stack.environment(ports));
  }

  /** The shutdown hook: everything in order, and an end by force if a part hangs. */
  private void stopWithin() {
    stopping = true;
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
    if (stack == null) return;
    System.out.println("\nStopping ...");
    try (var last = lock; var then = stack; var first = hub) {
    } catch (Exception e) {
      System.out.println("Not everything stopped cleanly: " + e.getMessage());
      return;
    }
    System.out.println("Throughline has stopped.");
  }

  private static Path path(String property) {
    var value = System.getProperty(property);
    if (value == null) throw new Refusal("system property " + property + " is missing: start with ./mvnw -Prun");
    return Path.of(value).toAbsolutePath().normalize();
  }
}
