package io.throughline.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/**
 * Set-based SQL inside the transaction that is open, on the connection Hibernate holds.
 *
 * <p>Arguments: instants become timestamps, string arrays text arrays, maps jsonb text (cast it in the statement).
 */
@ApplicationScoped
public class Sql {

  @PersistenceContext(unitName = "hub")
  EntityManager hub;

  /** Rows that are in memory at once where each is taken as it comes. */
  private static final int FETCHED = 2000;

  /** Data exceptions and limits of the database. */
  private static final List<String> UNSTORABLE = List.of("22", "54");

  /** Reads one column set a row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  /** Takes a row as it comes. */
  @FunctionalInterface
  public interface Taker {
    void take(Row row) throws SQLException;
  }

  /** Rows changed. */
  public int run(String sql, Object... arguments) {
    return with(connection -> {
      try (var statement = prepared(connection, sql, arguments)) {
        return statement.executeUpdate();
      }
    });
  }

  /** All rows, in the order of the statement; also for {@code INSERT … RETURNING}. */
  public <T> List<T> list(Reader<T> reader, String sql, Object... arguments) {
    return with(connection -> {
      try (var statement = prepared(connection, sql, arguments);
          var rows = statement.executeQuery()) {
        var found = new ArrayList<T>();
        while (rows.next()) found.add(reader.read(new Row(rows)));
        return found;
      }
    });
  }

  /** The same, planned for these arguments and no others: which index is quicker depends on how many rows they fit. */
  public <T> List<T> planned(Reader<T> reader, String sql, Object... arguments) {
    one(row -> true, "select set_config('plan_cache_mode', 'force_custom_plan', true)");
    return list(reader, sql, arguments);
  }

  /** All rows, in the order of the statement, one after the other: for answers that may be too large to be kept. */
  public void each(Taker taker, String sql, Object... arguments) {
    with(connection -> {
      try (var statement = prepared(connection, sql, arguments)) {
        statement.setFetchSize(FETCHED);
        try (var rows = statement.executeQuery()) {
          while (rows.next()) taker.take(new Row(rows));
        }
      }
      return null;
    });
  }

  /** Until the transaction ends nobody else holds any of them, {@linkplain #together together} or alone; waits for those who do. */
  public void alone(String... words) {
    list(row -> true, "select pg_advisory_xact_lock(id) from (select distinct hashtext(word) as id from unnest(?) word order by 1) in_one_order", (Object) words);
  }

  /** Until the transaction ends nobody holds it {@linkplain #alone alone}; waits for who does. */
  public void together(String word) {
    one(row -> true, "select pg_advisory_xact_lock_shared(hashtext(?))", word);
  }

  /** The first row, if there is one. */
  public <T> Optional<T> one(Reader<T> reader, String sql, Object... arguments) {
    return list(reader, sql, arguments).stream().findFirst();
  }

  /** Whether the database refused a value, as it would each time: none of its columns or indexes holds it. */
  public static boolean unstorable(Throwable trouble) {
    for (var cause = trouble; cause != null; cause = cause.getCause()) if (cause instanceof SQLException sql && sql.getSQLState() != null && UNSTORABLE.stream().anyMatch(sql.getSQLState()::startsWith)) return true;
    return false;
  }

  private <T> T with(org.hibernate.jdbc.ReturningWork<T> work) {
    return hub.unwrap(Session.class).doReturningWork(work);
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... arguments) throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) statement.setObject(i + 1, column(connection, arguments[i]));
    return statement;
  }

  private static Object column(Connection connection, Object argument) throws SQLException {
    if (argument instanceof Instant instant) return Timestamp.from(instant);
    if (argument instanceof Map<?, ?> map) return Json.write(map);
    if (argument instanceof String[] texts) return array(connection, "text", texts);
    if (argument instanceof Integer[] numbers) return array(connection, "integer", numbers);
    if (argument instanceof Boolean[] flags) return array(connection, "boolean", flags);
    if (argument instanceof java.math.BigDecimal[] decimals) return array(connection, "numeric", decimals);
    if (argument instanceof Enum<?> word) return WordEnums.word(word);
    return argument;
  }

  private static Array array(Connection connection, String type, Object[] elements) throws SQLException {
    return connection.createArrayOf(type, elements);
  }
}
