package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Values;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Vendor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Lists that are asked for in a body: a search by groups of filters, and rows picked by their ids. */
final class ListedByBody {

  private final Vendor vendor;
  private final Rows rows;
  private final Reading reading;
  private final Answers answers;

  ListedByBody(Vendor vendor, Rows rows, Reading reading, Answers answers) {
    this.vendor = vendor;
    this.rows = rows;
    this.reading = reading;
    this.answers = answers;
  }

  /** Any group whose filters all hold; {@code without} in the route names what a search does not show. */
  Answer search(Found found, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var body = call.json();
    var collection = found.rows();
    Predicate<ObjectNode> passes = row -> body.path("filterGroups").isEmpty();
    for (var group : body.path("filterGroups")) passes = passes.or(all(collection, group.path("filters")));
    var hits = rows.all(collection.name()).stream().filter(passes).sorted(order(body.path("sorts"))).toList();
    List<JsonNode> shown = new ArrayList<>(hits.stream().map(row -> shown(found, row, call)).toList());
    shown = disorder.apply(shown);
    var query = new LinkedHashMap<String, String>();
    body.fields().forEachRemaining(entry -> query.put(entry.getKey(), entry.getValue().asText()));
    var page = Page.of(vendor.described().path("paging"), new Call(call.method(), call.base(), call.path(), query, call.headers(), call.body()), shown.size());
    var names = page.names();
    names.put("rows", Json.array().addAll(page.of(shown)));
    return answers.answer("search", found, call, names);
  }

  private JsonNode shown(Found found, ObjectNode row, Call call) {
    var shown = reading.shown(found.rows(), row, call);
    if (shown instanceof ObjectNode object) found.route().described().path("without").forEach(name -> object.remove(name.asText()));
    return shown;
  }

  /** {@code {inputs: [{id}]}}: those that are there, in the order asked. */
  Answer batch(Found found, Call call) {
    var picked = Json.array();
    for (var input : call.json().path("inputs")) {
      var row = rows.find(found.rows().name(), input.path("id").asText());
      if (row != null) picked.add(reading.shown(found.rows(), row, call));
    }
    return answers.answer("batch", found, call, Map.of("rows", picked, "count", Json.of(picked.size())));
  }

  private static Predicate<ObjectNode> all(Collection collection, JsonNode filters) {
    Predicate<ObjectNode> all = row -> true;
    for (var filter : filters) {
      var name = filter.path("propertyName").asText();
      if (collection.fields().exactly(name).isEmpty()) throw Refusal.of("unknown-column", "collection", collection.name(), "field", name);
      all = all.and(holds(name, filter.path("operator").asText(), filter.path("value").asText()));
    }
    return all;
  }

  private static Predicate<ObjectNode> holds(String name, String operator, String value) {
    return switch (operator) {
      case "EQ" -> row -> row.path(name).asText().equals(value);
      case "GTE" -> row -> difference(row.path(name), value) >= 0;
      case "GT" -> row -> difference(row.path(name), value) > 0;
      case "HAS_PROPERTY" -> row -> row.hasNonNull(name);
      default -> throw Refusal.of("bad-choice", "field", "operator", "value", operator);
    };
  }

  /** An instant is compared with milliseconds since 1970, or as a text that says one. */
  private static int difference(JsonNode is, String wanted) {
    var at = Values.instant(is.asText());
    if (at.isEmpty()) return Values.compare(is, Json.text(wanted));
    return at.get().compareTo(wanted.matches("\\d+") ? java.time.Instant.ofEpochMilli(Long.parseLong(wanted)) : Values.instant(wanted).orElseThrow(() -> Refusal.of("bad-choice", "field", "value", "value", wanted)));
  }

  private static Comparator<ObjectNode> order(JsonNode sorts) {
    if (sorts.isEmpty()) return (left, right) -> 0;
    var name = sorts.get(0).path("propertyName").asText();
    Comparator<ObjectNode> order = (left, right) -> Values.compare(left.path(name), right.path(name));
    return sorts.get(0).path("direction").asText().equals("DESCENDING") ? order.reversed() : order;
  }
}
