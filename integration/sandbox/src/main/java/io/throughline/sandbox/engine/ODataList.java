package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Values;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Vendor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** An entity set with {@code $filter}, {@code $orderby}, {@code $top} and {@code $skip}; {@link ODataShape} does the rest. */
final class ODataList implements QueryLanguage {

  @Override
  public List<JsonNode> run(String filter, Found about, Vendor vendor, Rows rows, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var collection = about.rows();
    var reading = new Reading(vendor, rows);
    Predicate<Scope> where = filter.isEmpty() ? row -> true : ODataFilter.condition(filter, name -> known(collection, name));
    var found = rows.all(collection.name()).stream().filter(row -> where.test(reading.scope(collection, row)));
    var order = order(collection, call.query("$orderby"));
    if (order != null) found = found.sorted(order);
    var all = found.skip(number(call, "$skip", 0)).limit(number(call, "$top", Integer.MAX_VALUE)).map(row -> reading.shown(collection, row, call)).toList();
    return disorder.apply(new ArrayList<>(all));
  }

  private static void known(Collection collection, String path) {
    var name = path.split("\\.")[0];
    boolean relation = collection.children().has(name) || collection.fields().named(name).isPresent();
    if (!relation) throw Refusal.of("unknown-column", "collection", collection.name(), "field", name);
  }

  private static Comparator<ObjectNode> order(Collection collection, String orders) {
    Comparator<ObjectNode> comparator = null;
    for (var order : orders.split(",")) {
      if (order.isBlank()) continue;
      var words = order.strip().split("\\s+");
      known(collection, words[0]);
      Comparator<ObjectNode> next = (left, right) -> Values.compare(left.path(words[0]), right.path(words[0]));
      if (words.length == 2 && words[1].equals("desc")) next = next.reversed();
      comparator = comparator == null ? next : comparator.thenComparing(next);
    }
    return comparator;
  }

  private static int number(Call call, String option, int otherwise) {
    try {
      return call.query(option).isEmpty() ? otherwise : Integer.parseInt(call.query(option));
    } catch (NumberFormatException noNumber) {
      throw Refusal.of("bad-paging", "field", option, "value", call.query(option));
    }
  }
}
