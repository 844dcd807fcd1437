package io.throughline.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real database: kept data, a prepared transaction that survives a kill, and an orphan that is found. */
class PostgresTest {

  @TempDir Path home;

  @Test
  void whatWasCommittedOrPreparedSurvivesAKillAndAnOrphanIsStopped() throws Exception {
    var port = freePort();
    var postgres = Postgres.in(home, port).start();
    try {
      execute(postgres, "create table kept (n int)", "insert into kept values (1)");
      execute(postgres, "begin; insert into kept values (2); prepare transaction 'in-doubt'");

      postgres.kill();
      assertThat(postgres.isRunning()).isFalse();
      postgres.start();

      assertThat(number(postgres, "select count(*) from kept")).isEqualTo(1);
      assertThat(number(postgres, "select count(*) from pg_prepared_xacts where gid = 'in-doubt'")).isEqualTo(1);

      assertThat(Postgres.in(home, 0).stopOrphan()).as("another run finds the one that runs").isTrue();
      assertThat(postgres.isRunning()).isFalse();
    } finally {
      postgres.close();
    }
  }

  private static void execute(Postgres postgres, String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), Postgres.NAME, Postgres.NAME); var statement = connection.createStatement()) {
      for (var sql : statements) statement.execute(sql);
    }
  }

  private static long number(Postgres postgres, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), Postgres.NAME, Postgres.NAME); var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
