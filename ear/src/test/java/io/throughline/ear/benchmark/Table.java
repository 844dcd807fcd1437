package io.throughline.ear.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of Markdown. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heads) {
    rows.add(List.of(heads));
    rows.add(Arrays.stream(heads).map(head -> "---").toList());
  }

  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  @Override
  public String toString() {
    return String.join("\n", rows.stream().map(row -> "| " + String.join(" | ", row) + " |").toList());
  }
}
