package io.throughline.ear;

import com.nimbusds.jose.jwk.RSAKey;
import io.throughline.quickstart.Hub;
import io.throughline.quickstart.Ports;
import io.throughline.quickstart.Postgres;
import io.throughline.quickstart.Sandbox;
import io.throughline.quickstart.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole hub on ports of its own: the shipped server with the shipped archive, database, broker and sandbox.
 *
 * <p>Server, broker and database are processes, and a test may kill each as a power failure would. The sandbox lives in the test's
 * own process and survives them all. Tests that change nothing for others share one: {@link SharedHub}.
 */
public final class HubFixture implements AutoCloseable {

  private static final Duration READY = Duration.ofMinutes(6); // a bound for a loaded machine, not an expectation

  private final Path home;
  private final Ports ports = freePorts();
  private final Map<String, String> environment;
  private final Postgres postgres;
  private final Sandbox sandbox;
  private BrokerProcess broker;
  private Hub hub;

  private HubFixture(Path home, Map<String, String> settings) {
    this.home = home;
    this.environment = new HashMap<>(Stack.environment(ports));
    this.environment.put("THROUGHLINE_PUBLIC_URL", "http://127.0.0.1:" + ports.http());
    this.environment.putAll(settings);
    this.postgres = Postgres.in(home, ports.postgres());
    startDatabase();
    startBroker();
    this.sandbox = Sandbox.start(path("throughline.sandbox"), home, ports.sandbox(), ports.http());
    startServer();
  }

  /** A hub with empty data below {@code target/it/<name>}, ready; settings are variables of docs/configuration.md. */
  public static HubFixture start(String name, Map<String, String> settings) {
    return new HubFixture(emptyFolder(name), settings);
  }

  public Api as(String user) {
    return new Api(hub.address(), Tokens.of(sandboxAddress(), user));
  }

  public Api withToken(String token) {
    return new Api(hub.address(), token);
  }

  public Api anonymous() {
    return new Api(hub.address(), null);
  }

  /** The sandbox as its control, its issuer and its vendors answer it, without a token. */
  public Api sandbox() {
    return new Api(sandboxAddress(), null);
  }

  public URI address() {
    return hub.address();
  }

  public URI sandboxAddress() {
    return URI.create("http://127.0.0.1:" + ports.sandbox() + "/sandbox/");
  }

  /** The key pair of the sandbox's issuer. */
  RSAKey issuerKey() {
    try {
      return RSAKey.parse(Files.readString(home.resolve("sandbox/issuer.json")));
    } catch (IOException | ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A look into the hub's database, as an operator could take it. */
  public Connection database() throws SQLException {
    return DriverManager.getConnection(databaseUrl());
  }

  /** Where any client reaches the database, user and password included. */
  public String databaseUrl() {
    return postgres.jdbcUrl() + "?user=" + environment.get("PG_USER") + "&password=" + environment.get("PG_PASSWORD");
  }

  /** The database as its owner, who may switch constraints off. */
  public Connection owned() throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl() + "?user=postgres");
  }

  /** Changes what the database lets nobody change, as its owner could. */
  void tamper(String table, String sql) {
    try (var connection = database(); var statement = connection.createStatement()) {
      statement.execute("begin; alter table " + table + " disable trigger user; " + sql + "; alter table " + table + " enable trigger user; commit");
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Where any client reaches the broker. */
  public String brokerUrl() {
    return "tcp://127.0.0.1:" + ports.broker();
  }

  /** The first column of the first row of a query that answers a number. */
  public long number(String sql) {
    try (var connection = database(); var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of every row. */
  public List<String> texts(String sql) {
    try (var connection = database(); var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
      var texts = new ArrayList<String>();
      while (rows.next()) texts.add(rows.getString(1));
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of the first row, or null. */
  public String text(String sql) {
    var texts = texts(sql);
    return texts.isEmpty() ? null : texts.get(0);
  }

  /** Messages in a queue of the broker, {@code DLQ} among them, those under way included. */
  public int messages(String queue) {
    return BrokerQueues.count(ports.broker(), queue);
  }

  /** Puts a message that nobody can read on a queue. */
  public void plantPoison(String queue) {
    plant(queue, null);
  }

  /** Puts a text on a queue. */
  void plant(String queue, String text) {
    BrokerQueues.plant(ports.broker(), queue, text);
  }

  public void startServer() {
    launchServer();
    hub.awaitReady(READY);
  }

  /** A second node on the same database and broker, ready; the caller closes it. */
  Hub second(Map<String, String> settings) {
    return launchSecond(settings).awaitReady(READY);
  }

  /** The same without waiting. */
  Hub launchSecond(Map<String, String> settings) {
    var own = new HashMap<>(environment);
    own.put("HTTP_PORT", String.valueOf(freePort()));
    own.putAll(settings);
    return Hub.start(path("throughline.installation"), emptyFolder(home.getFileName() + "-second"), own);
  }

  /** A user at that node. */
  Api as(String user, Hub node) {
    return new Api(node.address(), Tokens.of(sandboxAddress(), user));
  }

  /** Starts the server without waiting, for a test that kills it while it recovers. */
  public void launchServer() {
    hub = Hub.start(path("throughline.installation"), home, environment);
  }

  public void awaitReady() {
    hub.awaitReady(READY);
  }

  public void stopServer() {
    hub.close();
  }

  public void killServer() {
    hub.kill();
  }

  public void startBroker() {
    broker = BrokerProcess.start(home, ports.broker());
  }

  public void killBroker() {
    broker.kill();
  }

  /** The broker is there and does nothing, until it goes on. */
  void stallBroker() {
    broker.signal("STOP");
  }

  void letBrokerGoOn() {
    broker.signal("CONT");
  }

  public void startDatabase() {
    postgres.start();
  }

  public void killDatabase() {
    postgres.kill();
  }

  /** Starts again whatever a test has killed and not brought back, so that its failure is not the next one's too. */
  public void restore() {
    if (!postgres.isRunning()) startDatabase();
    if (!broker.isRunning()) startBroker();
    if (!hub.isRunning()) startServer();
  }

  /** The server's own log, for a message of a failed test. */
  public Path log() {
    return hub.log();
  }

  public ProcessHandle serverProcess() {
    return hub.process();
  }

  /** Where the server keeps what it caches. */
  public Path outputFolder() {
    return home.resolve("liberty");
  }

  @Override
  public void close() {
    try (var last = postgres; var played = sandbox) {
      hub.close();
      broker.stop();
    }
  }

  static Path emptyFolder(String name) {
    var folder = path("throughline.home").resolve(name);
    try {
      if (Files.exists(folder)) {
        Hub.stopOrphan(folder);
        Postgres.in(folder, 0).stopOrphan();
        delete(folder);
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }

  /** Four ports that are free now, held together while they are drawn so that none comes twice. */
  static Ports freePorts() {
    var drawn = new ArrayList<ServerSocket>();
    try {
      for (var i = 0; i < 4; i++) drawn.add(new ServerSocket(0));
      var ports = drawn.stream().map(ServerSocket::getLocalPort).toList();
      for (var socket : drawn) socket.close();
      return new Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that is free now. */
  public static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path path(String property) {
    var value = System.getProperty(property);
    if (value == null) throw new IllegalStateException("system property " + property + " is missing: run through ./mvnw verify");
    return Path.of(value).toAbsolutePath();
  }
}
