package io.throughline.thread.view;

import io.throughline.store.Sql;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An order of a list, column after column, all of them one way, as an index can be read. A page begins behind the place where the one before
 * it ended, wherever that is by then: what is added meanwhile neither moves nor hides anything. No column is null, and the last ones tell
 * rows apart.
 */
record Order(List<Column> columns, boolean back) {

  record Column(String expression, String type) {

    String mark() {
      return "cast(? as " + type + ")";
    }
  }

  private record Placed<T>(T item, String[] place) {}

  static Order by(String expression, String type) {
    return new Order(List.of(new Column(expression, type)), false);
  }

  Order then(String expression, String type) {
    return new Order(Stream.concat(columns.stream(), Stream.of(new Column(expression, type))).toList(), back);
  }

  /** The other way round. */
  Order turned() {
    return new Order(columns, !back);
  }

  /** A page of {@code columns from tables} as somebody wants it, planned for just that. Its cursor tells where its last row stands. */
  <T> Page<T> page(Sql sql, Sql.Reader<T> reader, String what, Where where, int limit, String cursor) {
    if (cursor != null) from(where, Page.position(cursor, columns.size()));
    var found =
        sql.planned(
            row -> new Placed<>(reader.read(row), row.texts("place")),
            "select array[" + each(column -> "cast(" + column.expression() + " as text)") + "] as place, " + what + where.text() + orderBy() + " limit ?",
            where.arguments(limit + 1));
    var page = Page.of(found, limit, row -> List.of(row.place()));
    return new Page<>(page.items().stream().map(Placed::item).toList(), page.next());
  }

  /** The first column also by itself: where the columns are of several tables, an index knows no more of them. */
  private void from(Where where, String[] place) {
    where.and(columns.get(0).expression() + (back ? " <= " : " >= ") + columns.get(0).mark(), place[0]).and(behind(each(Column::mark)), (Object[]) place);
  }

  String orderBy() {
    return "order by " + each(column -> column.expression() + (back ? " desc" : ""));
  }

  /** What lies behind a place: marks, or the {@link #columns columns} of one row. */
  String behind(String place) {
    return "(" + text() + ") " + (back ? "<" : ">") + " (" + place + ")";
  }

  String text() {
    return each(Column::expression);
  }

  private String each(Function<Column, String> says) {
    return columns.stream().map(says).collect(Collectors.joining(", "));
  }
}
