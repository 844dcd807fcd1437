package io.throughline.ear;

import io.throughline.quickstart.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The broker in a process of its own, so that a test can kill it without killing itself. */
final class BrokerProcess {

  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;

  private BrokerProcess(Process process) {
    this.process = process;
  }

  static BrokerProcess start(Path home, int port) {
    var log = home.resolve("broker.log");
    try {
      var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      var process = new ProcessBuilder(java, "-Xmx512m", "-cp", System.getProperty("java.class.path"), Broker.class.getName(), home.toString(), String.valueOf(port))
          .redirectErrorStream(true).redirectOutput(log.toFile()).start();
      Awaitility.await("broker of " + home).atMost(START).until(() -> !process.isAlive() || Files.readString(log).contains("broker is ready"));
      if (!process.isAlive()) throw new IllegalStateException("the broker ended:\n" + Files.readString(log));
      return new BrokerProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isRunning() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  void signal(String signal) {
    try {
      if (new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor() != 0) throw new IllegalStateException("no signal " + signal + " for the broker");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stop() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
