package io.throughline.sandbox.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A read query: the part of SQL that SOQL and SuiteQL share. A column is an expression, or a subselect over child rows.
 *
 * @param names every path the query mentions, outside subselects
 */
public record Query(
    List<Column> columns, String from, String alias, Predicate<Scope> where, Comparator<Scope> order, int limit, int offset, Set<String> names) {

  /** One column: {@code as} its name in the answer; exactly one of {@code value} and {@code children} is there. */
  public record Column(String as, Function<Scope, JsonNode> value, Query children) {}

  public static Query read(String source, Expressions.Functions functions) {
    var words = new Words(source);
    var query = new Reader(words, functions).query();
    words.end();
    return query;
  }

  private static final class Reader {

    private final Words words;
    private final Expressions.Functions functions;
    private final Expressions expressions;

    Reader(Words words, Expressions.Functions functions) {
      this.words = words;
      this.functions = functions;
      this.expressions = new Expressions(words, functions);
    }

    Query query() {
      words.expect("SELECT");
      var columns = new ArrayList<Column>();
      do columns.add(column(columns.size())); while (words.take(","));
      words.expect("FROM");
      var from = words.name();
      var alias = plainName() ? words.name() : "";
      Predicate<Scope> where = words.take("WHERE") ? expressions.either() : row -> true;
      var order = order();
      int limit = words.take("LIMIT") ? words.number() : Integer.MAX_VALUE;
      int offset = words.take("OFFSET") ? words.number() : 0;
      return new Query(List.copyOf(columns), from, alias, where, order, limit, offset, new LinkedHashSet<>(expressions.names()));
    }

    private boolean plainName() {
      return words.peek().kind() == Words.Kind.NAME
          && !words.sees("WHERE") && !words.sees("ORDER") && !words.sees("LIMIT") && !words.sees("OFFSET");
    }

    private Column column(int position) {
      if (words.take("(")) {
        var children = new Reader(words, functions).query();
        words.expect(")");
        return new Column(children.from(), null, children);
      }
      var first = words.peek();
      var value = expressions.operand();
      boolean plain = first.kind() == Words.Kind.NAME && expressions.names().contains(first.value());
      if (words.take("AS")) return new Column(words.name(), value, null);
      if (words.peek().kind() == Words.Kind.NAME && !words.sees("FROM")) return new Column(words.name(), value, null);
      return new Column(plain ? first.value() : "expr" + (position + 1), value, null);
    }

    private Comparator<Scope> order() {
      if (!words.take("ORDER")) return null;
      words.expect("BY");
      Comparator<Scope> order = null;
      do {
        var value = expressions.operand();
        Comparator<Scope> next = (left, right) -> Values.compare(value.apply(left), value.apply(right));
        if (words.take("DESC")) next = next.reversed();
        else words.take("ASC");
        if (words.take("NULLS") && !words.take("FIRST")) words.expect("LAST");
        order = order == null ? next : order.thenComparing(next);
      } while (words.take(","));
      return order;
    }
  }
}
