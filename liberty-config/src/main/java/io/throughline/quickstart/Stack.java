package io.throughline.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the server needs around it, all real: database, broker, and the vendors as the sandbox plays them. */
public final class Stack implements AutoCloseable {

  private final Ports ports;
  private final Postgres postgres;
  private final Broker broker;
  private final Sandbox sandbox;

  private Stack(Ports ports, Postgres postgres, Broker broker, Sandbox sandbox) {
    this.ports = ports;
    this.postgres = postgres;
    this.broker = broker;
    this.sandbox = sandbox;
  }

  /** Starts all three on data kept in {@code home}; when one cannot start, those before it are stopped again. */
  public static Stack start(Path home, Path sandboxWar, Ports ports) {
    createFolder(home);
    Postgres postgres = null;
    Broker broker = null;
    try {
      postgres = Postgres.in(home, ports.postgres()).start();
      broker = Broker.start(home, ports.broker());
      return new Stack(ports, postgres, broker, Sandbox.start(sandboxWar, home, ports.sandbox(), ports.http()));
    } catch (RuntimeException e) {
      close(e, broker, postgres);
      throw e;
    }
  }

  /** Where and as whom a server finds these parts: the variables of docs/configuration.md. */
  public static Map<String, String> environment(Ports ports) {
    var environment = new LinkedHashMap<>(ports.asEnvironment());
    environment.put("PG_HOST", "127.0.0.1");
    environment.put("PG_DB", Postgres.NAME);
    environment.put("PG_USER", Postgres.NAME);
    environment.put("PG_PASSWORD", Postgres.NAME);
    environment.put("MQ_HOST", "127.0.0.1");
    environment.put("THROUGHLINE_POLL_EVERY", "PT2S"); // played vendors have quota to spare, and people watch
    return environment;
  }

  public Postgres postgres() {
    return postgres;
  }

  public Ports ports() {
    return ports;
  }

  /** Stops what still runs, in the order that loses nothing; one part's failure does not spare the others. */
  @Override
  public void close() {
    close(null, sandbox, broker, postgres);
  }

  static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Refusal("cannot create " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void close(RuntimeException cause, AutoCloseable... parts) {
    var failure = cause;
    for (var part : parts) {
      try {
        if (part != null) part.close();
      } catch (Exception e) {
        if (failure == null) failure = new Refusal("could not stop everything: " + e.getMessage(), e);
        else failure.addSuppressed(e);
      }
    }
    if (failure != null && cause == null) throw failure;
  }
}
