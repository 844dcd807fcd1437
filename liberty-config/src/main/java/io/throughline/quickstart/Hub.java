package io.throughline.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The shipped server with the shipped EAR, as a child process. */
public final class Hub implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String SERVER = "throughline";

  private final Process process;
  private final URI address;
  private final Path log;
  private final Path pidFile;

  private Hub(Process process, URI address, Path log, Path pidFile) {
    this.process = process;
    this.address = address;
    this.log = log;
    this.pidFile = pidFile;
  }

  /**
   * Starts the server of an installation.
   *
   * @param installation the Liberty folder that the build lays out in {@code ear/target}
   * @param home where logs, transaction logs and the pid file live, apart from the installation so that a rebuild keeps them
   */
  public static Hub start(Path installation, Path home, Map<String, String> environment) {
    try {
      var log = home.resolve("hub.log");
      var builder = new ProcessBuilder(command(installation)).directory(serverFolder(installation).toFile())
          .redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      builder.environment().put("WLP_OUTPUT_DIR", home.resolve("liberty").toString());
      var process = builder.start();
      var pidFile = pidFile(home);
      Orphans.remember(process.toHandle(), pidFile);
      return new Hub(process, URI.create("http://127.0.0.1:" + environment.get("HTTP_PORT")), log, pidFile);
    } catch (IOException e) {
      throw new Refusal("cannot start the server in " + installation + ": " + e.getMessage(), e);
    }
  }

  /** Ends a server that a killed run has left behind; says whether there was one. */
  public static boolean stopOrphan(Path home) {
    return Orphans.stop(pidFile(home));
  }

  /** Waits until the readiness probe says so; a server that ends or takes too long is refused with its last words. */
  public Hub awaitReady(Duration limit) {
    var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    var until = System.nanoTime() + limit.toNanos();
    try {
      while (!isReady(client)) {
        if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) throw lastWords("ended with " + process.exitValue());
        if (System.nanoTime() > until) throw lastWords("is not ready after " + limit.toSeconds() + " s");
      }
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while the server starts", e);
    }
  }

  public URI address() {
    return address;
  }

  public Path log() {
    return log;
  }

  public ProcessHandle process() {
    return process.toHandle();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** Waits for the server's end, however long it lives; its exit code. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** As a power failure would: no clean-up of any kind. */
  public void kill() {
    process.destroyForcibly();
    if (!Orphans.awaitEnd(process.toHandle(), 10)) throw new IllegalStateException("the server does not die");
  }

  /** A clean stop, made by force when the server does not answer the request. */
  @Override
  public void close() {
    Orphans.end(process.toHandle());
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady(HttpClient client) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(address.resolve("/health/ready")).timeout(Duration.ofSeconds(10)).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private Refusal lastWords(String what) {
    return new Refusal("the server " + what + "; see " + log + ", which ends with:\n" + Command.tail(log, 25));
  }

  /** What {@code bin/server run} starts, without the shell between us and the server: its options file opens the JDK's modules. */
  private static List<String> command(Path installation) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (var options : List.of(installation.resolve("lib/platform/java/java9.options"), serverFolder(installation).resolve("jvm.options"))) {
      Files.readAllLines(options).stream().map(String::trim).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(command::add);
    }
    command.add("-javaagent:" + installation.resolve("bin/tools/ws-javaagent.jar"));
    command.add("-Djava.awt.headless=true");
    command.addAll(List.of("-jar", installation.resolve("bin/tools/ws-server.jar").toString(), SERVER));
    return command;
  }

  private static Path serverFolder(Path installation) {
    return installation.resolve("usr/servers").resolve(SERVER);
  }

  private static Path pidFile(Path home) {
    return home.resolve("hub.pid");
  }
}
