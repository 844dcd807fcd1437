package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.language.Xml;
import io.throughline.sandbox.vendor.Vendor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Words what happened as the vendor does: answers and errors out of the description's templates. */
final class Answers {

  private final Vendor vendor;
  private final Reading reading;
  private long calls;

  Answers(Vendor vendor, Reading reading) {
    this.vendor = vendor;
    this.reading = reading;
  }

  void count() {
    calls++;
  }

  Answer one(String verb, Found found, Call call, ObjectNode row) {
    var collection = found.rows();
    var names = new LinkedHashMap<String, JsonNode>();
    var shown = reading.shown(collection, row, call);
    names.put("row", shown);
    names.put("rowId", row.path(vendor.idField()));
    if (row.path(vendor.idField()).asText().matches("\\d{1,18}")) names.put("rowNumber", Json.of(row.path(vendor.idField()).asLong()));
    names.put("rows", Json.array().add(shown));
    names.put("count", Json.of(1));
    return answer(verb, found, call, names);
  }

  Answer answer(String verb, Found found, Call call, Map<String, JsonNode> names) {
    var shape = found.route().described().has("answer") ? found.route().described().get("answer") : vendor.described().path("answers").path(verb);
    return shaped(shape, scope(found, call, names));
  }

  private Scope scope(Found found, Call call, Map<String, JsonNode> names) {
    var all = new LinkedHashMap<String, JsonNode>();
    found.path().forEach((name, value) -> all.put(name, Json.text(value)));
    found.collection().ifPresent(collection -> {
      all.put("collection", Json.text(collection.name()));
      all.put("singular", Json.text(collection.singular()));
    });
    all.put("base", Json.text(call.base()));
    all.put("asked", Json.text(call.query().entrySet().stream().filter(pair -> !pair.getKey().equals("offset") && !pair.getKey().equals("limit")).map(pair -> URLEncoder.encode(pair.getKey(), StandardCharsets.UTF_8) + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"))));
    all.put("calls", Json.of(calls));
    all.putAll(names);
    return Scope.names(all);
  }

  private static Answer shaped(JsonNode shape, Scope scope) {
    var headers = new LinkedHashMap<String, String>();
    shape.path("headers").fields().forEachRemaining(entry -> {
      var value = Template.fill(entry.getValue(), scope);
      if (!Json.nothing(value)) headers.put(entry.getKey(), value.asText());
    });
    if (shape.has("xml")) {
      headers.putIfAbsent("Content-Type", "text/xml; charset=utf-8");
      return new Answer(shape.path("status").asInt(200), headers, Json.text(Xml.write(Template.fill(shape.get("xml"), scope))));
    }
    return new Answer(shape.path("status").asInt(200), headers, shape.has("body") ? Template.fill(shape.get("body"), scope) : null);
  }

  /** The vendor's own error for a kind of refusal; faults speak through it too. */
  Answer refused(Refusal refusal, Call call) {
    var errors = vendor.described().path("errors");
    var kind = errors.path("kinds").path(refusal.kind());
    if (kind.isMissingNode()) kind = errors.path("kinds").path("invalid-value");
    var about = new LinkedHashMap<>(refusal.about());
    about.putIfAbsent("message", Json.text(refusal.kind()));
    var scope = Scope.names(about);
    if (kind.has("message")) about.put("message", Json.text(Template.line(kind.get("message").asText(), scope)));
    about.put("code", kind.path("code"));
    about.put("title", kind.path("title"));
    about.put("status", kind.path("status"));
    about.put("base", Json.text(call.base()));
    if (about.containsKey("field")) about.put("fields", Json.array().add(about.get("field")));
    return Answer.of(kind.path("status").asInt(400), Template.fill(errors.path("body"), Scope.names(about)));
  }

  Answer headed(Answer answer, Call call) {
    var scope = Scope.names(Map.of("calls", Json.of(calls), "base", Json.text(call.base())));
    var headed = answer;
    for (var headers = vendor.described().path("headers").fields(); headers.hasNext(); ) {
      var header = headers.next();
      headed = headed.with(header.getKey(), Template.line(header.getValue().asText(), scope));
    }
    return headed;
  }
}
