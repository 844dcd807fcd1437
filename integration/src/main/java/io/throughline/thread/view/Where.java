package io.throughline.thread.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** What somebody wants of a list. Nothing else is part of the statement: what nobody asked for is nothing to plan for. */
final class Where {

  private final StringJoiner conditions = new StringJoiner(" and ", " where ", " ").setEmptyValue(" ");
  private final List<Object> arguments;

  /** For marks of the statement that stand before it. */
  Where(Object... before) {
    arguments = new ArrayList<>(Arrays.asList(before));
  }

  Where and(String condition, Object... marks) {
    conditions.add(condition);
    arguments.addAll(Arrays.asList(marks));
    return this;
  }

  /** Nothing where the value of its one mark is null. */
  Where given(String condition, Object value) {
    return value == null ? this : and(condition, value);
  }

  String text() {
    return conditions.toString();
  }

  /** For all marks up to here, and for those behind it. */
  Object[] arguments(Object... behind) {
    var all = new ArrayList<>(arguments);
    all.addAll(Arrays.asList(behind));
    return all.toArray();
  }
}
