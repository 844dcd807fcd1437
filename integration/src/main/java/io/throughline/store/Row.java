package io.throughline.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;

/** One row of an answer; a null column is null. */
public final class Row {

  private final ResultSet columns;

  Row(ResultSet columns) {
    this.columns = columns;
  }

  public String text(String column) throws SQLException {
    return columns.getString(column);
  }

  public String[] texts(String column) throws SQLException {
    return (String[]) columns.getArray(column).getArray();
  }

  public long number(String column) throws SQLException {
    return columns.getLong(column);
  }

  public Long numberOrNull(String column) throws SQLException {
    var number = columns.getLong(column);
    return columns.wasNull() ? null : number;
  }

  public boolean is(String column) throws SQLException {
    return columns.getBoolean(column);
  }

  public BigDecimal decimal(String column) throws SQLException {
    return columns.getBigDecimal(column);
  }

  public byte[] bytes(String column) throws SQLException {
    return columns.getBytes(column);
  }

  public Instant instant(String column) throws SQLException {
    Timestamp at = columns.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  public LocalDate date(String column) throws SQLException {
    return columns.getObject(column, LocalDate.class);
  }
}
