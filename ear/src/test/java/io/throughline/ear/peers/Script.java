package io.throughline.ear.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A peer as its script starts and stops it. */
final class Script {

  private static final long MINUTES = 12; // the first start installs packages and makes the database

  private final String peer;

  Script(String peer) {
    this.peer = peer;
  }

  Script run(String what) {
    try {
      var process = new ProcessBuilder(Path.of(System.getProperty("throughline.peers")).resolve(peer + ".sh").toString(), what).inheritIO().start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroy();
        throw new IllegalStateException(peer + " " + what + " did not end");
      }
      if (process.exitValue() != 0) throw new IllegalStateException(peer + " " + what + " failed");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Addresses, keys and ids, as the start wrote them down. */
  Map<String, String> says() {
    var home = System.getenv().getOrDefault("PEERS_HOME", System.getenv().getOrDefault("TMPDIR", "/tmp") + "/throughline-peers");
    var values = new HashMap<String, String>();
    try {
      for (var line : Files.readAllLines(Path.of(home, "run", peer + ".env"))) {
        var parts = line.split("=", 2);
        values.put(parts[0].substring(peer.length() + 1), parts[1]);
      }
      return Map.copyOf(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
