package io.throughline.web.health;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Asks the database outside any transaction, so that a question never waits for the pool that works. */
@ApplicationScoped
class Database {

  private static final int SECONDS = 3;

  @Resource(lookup = "jdbc/migrate")
  DataSource database;

  /** How many migrations are applied; refuses if one failed or none is there. */
  long migrations() throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.setQueryTimeout(SECONDS);
      try (var rows = statement.executeQuery("select count(*) filter (where success), count(*) filter (where not success) from flyway_schema_history")) {
        rows.next();
        if (rows.getLong(2) > 0) throw new SQLException("a migration failed");
        if (rows.getLong(1) == 0) throw new SQLException("no migration was applied");
        return rows.getLong(1);
      }
    }
  }
}
