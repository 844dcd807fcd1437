package io.throughline.ear.benchmark;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The rows of time entries as pgjdbc alone writes them: one batch, into a table of the hub's own shape with the hub's own indexes. */
final class RawRows {

  private static final String INSERT =
      "insert into raw.time_entry (source, entry_id, version, sha256, current, thread_id, line_id, project_id, task_id, person_id, work_date, minutes, state, rate, currency, evidence_id, received_at)"
          + " values (?, ?, ?, ?, true, ?, ?, ?, ?, ?, ?, ?, 'billable', ?, ?, ?, ?)";

  private RawRows() {}

  static void createTable(Connection database) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute("create schema raw");
      statement.execute("create table raw.time_entry (like public.time_entry including all)");
    }
  }

  /** Writes a page; the caller commits. */
  static void write(Connection database, Work work, List<Work.Entry> page, long batch) throws SQLException {
    var now = Timestamp.from(Instant.now());
    try (PreparedStatement insert = database.prepareStatement(INSERT)) {
      for (var entry : page) {
        insert.setString(1, work.system());
        insert.setString(2, entry.id());
        insert.setString(3, Work.VERSION);
        insert.setString(4, entry.sha256());
        insert.setString(5, work.thread());
        insert.setString(6, work.line());
        insert.setString(7, work.project());
        insert.setString(8, work.task());
        insert.setString(9, entry.person());
        insert.setObject(10, LocalDate.parse(entry.day()));
        insert.setInt(11, entry.minutes());
        insert.setBigDecimal(12, new BigDecimal("150.00"));
        insert.setString(13, "EUR");
        insert.setLong(14, batch);
        insert.setTimestamp(15, now);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
