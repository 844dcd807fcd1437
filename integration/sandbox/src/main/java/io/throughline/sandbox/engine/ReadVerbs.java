package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Vendor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The verbs that change nothing: list, read, query and its further pages. */
final class ReadVerbs {

  private final Vendor vendor;
  private final Rows rows;
  private final Reading reading;
  private final Answers answers;
  private final Cursors cursors = new Cursors();

  ReadVerbs(Vendor vendor, Rows rows, Reading reading, Answers answers) {
    this.vendor = vendor;
    this.rows = rows;
    this.reading = reading;
    this.answers = answers;
  }

  Answer list(Found found, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var collection = found.rows();
    var shown = disorder.apply(new ArrayList<>(reading.list(collection, found.asked(call))));
    var page = Page.of(found.route().described().path("paging").isMissingNode() ? vendor.described().path("paging") : found.route().described().path("paging"), call, shown.size());
    var names = page.names();
    names.put("rows", Json.array().addAll(page.of(shown).stream().map(row -> reading.shown(collection, (ObjectNode) row, call)).toList()));
    return answers.answer("list", found, call, names);
  }

  Answer read(Found found, Call call) {
    return answers.one("read", found, call, existing(found));
  }

  Answer query(Found found, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var described = found.route().described();
    var source = described.has("parameter")
        ? call.query(described.get("parameter").asText())
        : call.json().path(described.path("property").asText()).asText();
    var records = QueryLanguage.KNOWN.get(described.path("language").asText()).run(source, found, vendor, rows, call, disorder);
    if (described.has("further") && !call.query(described.get("further").asText()).isEmpty()) return batch(found, call, cursors.find(call.query(described.get("further").asText())));
    if (described.has("batch")) return batch(found, call, new Cursors.Rest(records, 0, size(described.get("batch"), call)));
    var page = Page.of(vendor.described().path("paging"), call, records.size());
    var names = page.names();
    names.put("rows", Json.array().addAll(page.of(records)));
    return answers.answer("query", found, call, names);
  }

  /** {@code {size: 2000, header: Sforce-Query-Options}}: the header may ask for less by {@code batchSize=n}, or as OData does. */
  private static int size(JsonNode batch, Call call) {
    var asked = java.util.regex.Pattern.compile("(?:batchSize|maxpagesize)=(\\d+)").matcher(call.header(batch.path("header").asText()));
    int most = batch.path("size").asInt();
    return asked.find() ? Math.max(batch.path("least").asInt(1), Math.min(most, Integer.parseInt(asked.group(1)))) : most;
  }

  Answer next(Found found, Call call) {
    return batch(found, call, cursors.find(found.path().get("locator")));
  }

  private Answer batch(Found found, Call call, Cursors.Rest rest) {
    int to = Math.min(rest.from() + rest.size(), rest.records().size());
    var names = new LinkedHashMap<String, JsonNode>();
    names.put("rows", Json.array().addAll(rest.records().subList(rest.from(), to)));
    names.put("total", Json.of(rest.records().size()));
    names.put("done", Json.of(to == rest.records().size()));
    if (to < rest.records().size()) names.put("locator", Json.text(cursors.keep(new Cursors.Rest(rest.records(), to, rest.size()))));
    return answers.answer("query", found, call, names);
  }

  ObjectNode existing(Found found) {
    return existingIfAny(found).orElseThrow(() -> Refusal.of("not-found", "collection", found.rows().name(),
        "value", found.path().getOrDefault("id", found.path().getOrDefault("key", ""))));
  }

  Optional<ObjectNode> existingIfAny(Found found) {
    var collection = found.rows();
    if (found.path().containsKey("id") && !vendor.odata().isEmpty()) return Optional.ofNullable(new ODataKey(collection, found.path().get("id")).row(rows));
    if (found.path().containsKey("id")) return Optional.ofNullable(rows.find(collection.name(), found.path().get("id")));
    return Optional.ofNullable(rows.find(collection.name(), keyField(found), found.path().get("key")));
  }

  /** The unique field by which the path names a row. */
  String keyField(Found found) {
    var name = found.path().getOrDefault("field", vendor.externalField());
    return found.rows().fields().named(name).filter(field -> field.unique())
        .orElseThrow(() -> Refusal.of("unknown-key", "collection", found.rows().name(), "field", name)).name();
  }
}
