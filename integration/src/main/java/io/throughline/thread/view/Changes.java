package io.throughline.thread.view;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The newest of everything that is only ever added to. Whatever people see leaves one of these, so two looks that are equal mean that
 * nothing happened between them. Cheap enough for every second: one step in an index each, however large the books are.
 */
@ApplicationScoped
@Transactional
public class Changes {

  /** What people call it, and where it is added. */
  private static final Map<String, String> ADDED =
      new TreeMap<>(
          Map.of(
              "hops", "checkpoint", "evidence", "evidence", "facts", "fact", "exceptions", "exception_item", "comments", "exception_comment", "decisions", "audit", "allocations", "allocation", "expenses",
              "expense_allocation", "journals", "posting", "waiting", "waiting"));

  private static final String NEWEST = ADDED.entrySet().stream().map(one -> "select '" + one.getKey() + "' as word, coalesce(max(id), 0) as newest from " + one.getValue()).collect(Collectors.joining(" union all "));

  @Inject Sql sql;

  private record Newest(String word, long id) {}

  /** The newest id of each. */
  public Map<String, Long> look() {
    return sql.list(row -> new Newest(row.text("word"), row.number("newest")), NEWEST).stream().collect(Collectors.toMap(Newest::word, Newest::id));
  }
}
