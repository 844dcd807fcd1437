package io.throughline.quickstart;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real PostgreSQL in a folder of its own, its data kept between runs.
 *
 * <p>{@code pg_ctl} starts it in a session of its own, so that a Ctrl-C for the launcher does not reach it before the server has
 * finished with it. One that a killed run left behind is recognised by its data folder and stopped.
 */
public final class Postgres implements AutoCloseable {

  /** Database, role and password of the quick start; it listens on the loopback address only. */
  static final String NAME = "throughline";

  /** At least the server's XA pool, see datasources.xml. */
  static final int PREPARED_TRANSACTIONS = 100;

  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 30;
  private static final int ROOT = 0;

  private final Path binaries;
  private final Path data;
  private final Path log;
  private final int port;

  private Postgres(Path home, int port) {
    this.binaries = PostgresBinaries.unpackedIn(home.resolve("pg-bin"));
    this.data = home.resolve("pg");
    this.log = home.resolve("pg.log");
    this.port = port;
  }

  /** The database of that home folder, not yet started. */
  public static Postgres in(Path home, int port) {
    return new Postgres(home, port);
  }

  public Postgres start() {
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      tool("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions").mustSucceed(START_SECONDS);
    }
    forgetDead();
    tool("pg_ctl", "start", "-w", "-t", String.valueOf(START_SECONDS), "-D", data.toString(), "-o", options()).mustSucceed(START_SECONDS + 5);
    createDatabase();
    return this;
  }

  /** Ends a database that a killed run has left running on this data; says whether there was one. */
  public boolean stopOrphan() {
    if (postmaster().isEmpty()) {
      return false;
    }
    close();
    return true;
  }

  public boolean isRunning() {
    return postmaster().isPresent();
  }

  /** Ends it as a power failure would; the data must survive that. */
  public void kill() {
    programs().forEach(ProcessHandle::destroyForcibly);
    awaitNoPrograms();
  }

  /** A fast stop: open transactions are rolled back, nothing committed or prepared is lost. */
  @Override
  public void close() {
    if (postmaster().isPresent()) {
      tool("pg_ctl", "stop", "-w", "-m", "fast", "-t", String.valueOf(STOP_SECONDS), "-D", data.toString()).mustSucceed(STOP_SECONDS + 5);
    }
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
  }

  private String options() {
    return String.join(" ",
        "-p", String.valueOf(port), "-h", "127.0.0.1", "-k", "''",
        "-c", "max_prepared_transactions=" + PREPARED_TRANSACTIONS,
        "-c", "max_connections=120", // XA pool, migrations and a person's own look
        "-c", "shared_buffers=256MB", "-c", "max_wal_size=1GB");
  }

  private void createDatabase() {
    try (var connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
        var statement = connection.createStatement()) {
      var exists = statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'");
      if (exists.next()) return;
      statement.execute("do $$ begin if not exists (select 1 from pg_roles where rolname = '%1$s') then create role %1$s login password '%1$s'; end if; end $$".formatted(NAME));
      statement.execute("create database %1$s owner %1$s".formatted(NAME));
    } catch (SQLException e) {
      throw new Refusal("PostgreSQL runs on port " + port + " but cannot be prepared: " + e.getMessage(), e);
    }
  }

  /** The running postmaster of this data folder, by the pid file that PostgreSQL itself keeps there. */
  private Optional<ProcessHandle> postmaster() {
    try {
      if (!Files.exists(pidFile())) return Optional.empty();
      var pid = Long.parseLong(Files.readAllLines(pidFile()).get(0).trim());
      return programs().filter(process -> process.pid() == pid).findFirst();
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty(); // an empty or torn file: PostgreSQL itself judges it at the next start
    }
  }

  /**
   * Removes the pid file of a database that was killed, once none of its processes is left.
   *
   * <p>PostgreSQL does so by itself where somebody collects dead processes; in a container without an init nobody does, and it
   * takes its own dead postmaster for a living one.
   */
  private void forgetDead() {
    if (!Files.exists(pidFile()) || postmaster().isPresent()) return;
    awaitNoPrograms();
    try {
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      throw new Refusal("cannot delete " + pidFile() + ": " + e.getMessage(), e);
    }
  }

  private void awaitNoPrograms() {
    programs().forEach(process -> {
      if (!Orphans.awaitEnd(process, STOP_SECONDS)) throw new Refusal("process " + process.pid() + " still works on " + data);
    });
  }

  /** Every living process of this folder's PostgreSQL; a dead one that nobody has collected has no command any more. */
  private Stream<ProcessHandle> programs() {
    var program = real(binaries.resolve("bin/postgres"));
    return ProcessHandle.allProcesses().filter(process -> process.info().command().filter(program::equals).isPresent());
  }

  private static String real(Path file) {
    try {
      return file.toRealPath().toString();
    } catch (IOException e) {
      throw new Refusal("cannot find " + file, e);
    }
  }

  private Path pidFile() {
    return data.resolve("postmaster.pid");
  }

  private Command tool(String name, String... arguments) {
    var words = new ArrayList<String>();
    // PostgreSQL refuses to run as root: in a user namespace of its own it is nobody, with the same files
    if (isRoot()) words.addAll(List.of("unshare", "-U"));
    words.add(binaries.resolve("bin").resolve(name).toString());
    words.addAll(List.of(arguments));
    return new Command(words, log, Map.of("LC_ALL", "C", "PGTZ", "UTC"));
  }

  private static boolean isRoot() {
    return new UnixSystem().getUid() == ROOT;
  }
}
