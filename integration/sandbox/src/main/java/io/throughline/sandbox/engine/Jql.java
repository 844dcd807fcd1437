package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Expressions;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A condition is the whole query: {@code project = 1001 AND labels = 'x'}. */
final class Jql implements QueryLanguage {

  @Override
  public List<JsonNode> run(String source, Found about, Vendor vendor, Rows rows, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var reading = new Reading(vendor, rows);
    var condition = Expressions.condition(source);
    var found = new ArrayList<JsonNode>();
    for (var row : rows.all(about.rows().name())) if (condition.test(reading.scope(about.rows(), row))) found.add(reading.shown(about.rows(), row, call));
    return disorder.apply(found);
  }
}
