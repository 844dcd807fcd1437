package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Vendor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** The verbs that change rows: create, update, upsert, delete, transform. Each is one change, committed or refused as a whole. */
final class WriteVerbs {

  private final Vendor vendor;
  private final Rows rows;
  private final Clock clock;
  private final Reading reading;
  private final ReadVerbs reads;
  private final Answers answers;

  WriteVerbs(Vendor vendor, Rows rows, Clock clock, Reading reading, ReadVerbs reads, Answers answers) {
    this.vendor = vendor;
    this.rows = rows;
    this.clock = clock;
    this.reading = reading;
    this.reads = reads;
    this.answers = answers;
  }

  Answer create(Found found, Call call) {
    var collection = found.rows();
    var body = call.json();
    var wrap = vendor.described().path("body").path("one").asText("");
    var many = vendor.described().path("body").path("many").asText("");
    var change = rows.change();
    var writing = new Writing(vendor, change, clock);
    if (!many.isEmpty() && body.has(worded(many, collection))) {
      var written = new ArrayList<ObjectNode>();
      body.get(worded(many, collection)).forEach(row -> written.add(writing.create(collection, row, Author.API)));
      change.commit();
      var shown = Json.array().addAll(written.stream().map(row -> reading.shown(collection, row, call)).toList());
      return answers.answer("create", found, call, Map.of("rows", shown, "count", Json.of(shown.size())));
    }
    var row = writing.create(collection, placed(unwrapped(body, wrap, collection), call), Author.API);
    if (found.route().described().has("echoes")) Echo.from(found.route().described().get("echoes"), reading.scope(collection, row));
    change.commit();
    return answers.one("create", found, call, row);
  }

  Answer update(Found found, Call call) {
    var collection = found.rows();
    var old = reads.existing(found);
    unchanged(old, call);
    var change = rows.change();
    var wrap = vendor.described().path("body").path("one").asText("");
    var row = new Writing(vendor, change, clock).update(collection, old, unwrapped(call.json(), wrap, collection), Author.API);
    change.commit();
    return answers.one("update", found, call, row);
  }

  /** Shows a row that goes on by itself: {@code afterwards} in the route is what the next one who looks will see. */
  Answer watch(Found found, Call call) {
    var shown = answers.one("read", found, call, reads.existing(found));
    var change = rows.change();
    new Writing(vendor, change, clock).update(found.rows(), reads.existing(found), found.route().described().get("afterwards"), Author.USER);
    change.commit();
    return shown;
  }

  Answer upsert(Found found, Call call) {
    var collection = found.rows();
    var old = reads.existingIfAny(found);
    var change = rows.change();
    var writing = new Writing(vendor, change, clock);
    var body = call.json();
    if (!body.isObject()) throw Refusal.of("malformed-body", "message", "an object is expected");
    if (old.isPresent()) {
      if (call.header("if-none-match").equals("*")) throw Refusal.of("precondition-failed", "message", "the row is there already");
      unchanged(old.get(), call);
      var row = writing.update(collection, old.get(), body, Author.API);
      change.commit();
      return answers.one("upsert", found, call, row);
    }
    if (call.header("if-match").equals("*")) reads.existing(found); // asks for a change only
    var keyed = (ObjectNode) body.deepCopy();
    if (vendor.odata().isEmpty()) keyed.put(reads.keyField(found), found.path().get("key"));
    else new ODataKey(collection, found.path().get("id")).values().forEach((name, value) -> keyed.put(name.isEmpty() ? collection.key().get(0) : name, value));
    var row = writing.create(collection, keyed, Author.API);
    change.commit();
    return answers.one("insert", found, call, row);
  }

  /** More than one row, as the route's {@code steps} tell; the answer's templates know what each step made. */
  Answer act(Found found, Call call) {
    var change = rows.change();
    var names = new LinkedHashMap<String, JsonNode>();
    if (call.isFile()) names.put("content", Json.object().put("size", call.body().length).put("sha256", call.sha256()).put("type", call.header("content-type")));
    else names.put("body", call.body().length == 0 ? Json.object() : call.json());
    var query = Json.object();
    call.query().forEach((name, value) -> query.put(name, value.replaceAll("^(?:guid)?'(.*)'$", "$1"))); // literals, as OData v2 writes them
    names.put("query", query);
    found.path().forEach((name, value) -> names.put(name, Json.text(value)));
    var described = found.route().described();
    Scope scope;
    try {
      scope = Drives.run(described.path("steps"), Scope.names(names), vendor, Desk.within(vendor, change, clock), clock);
    } catch (Refusal refusal) {
      if (!described.has("refused")) throw refusal;
      names.put("message", refusal.about().getOrDefault("message", refusal.about().getOrDefault("value", Json.text(refusal.kind()))));
      return answers.shaped(described.get("refused"), found, call, names);
    }
    change.commit();
    described.path("steps").forEach(step -> names.put(step.path("as").asText("last"), scope.at(step.path("as").asText("last"))));
    if (described.has("row")) names.put("row", reading.shown(found.rows(), (ObjectNode) scope.at(described.get("row").asText()), call));
    return answers.answer("act", found, call, names);
  }

  /** {@code etags: required} wants every change to say which state it changes; {@code optional} checks it where it is said. */
  private void unchanged(ObjectNode row, Call call) {
    var wanted = vendor.described().path("etags").asText("");
    var given = call.header("if-match");
    if (wanted.isEmpty()) return;
    if (given.isEmpty() && wanted.equals("required")) throw Refusal.of("precondition-required", "message", "If-Match is missing");
    if (!given.isEmpty() && !given.equals("*") && !given.equals(ODataShape.etag(row))) throw Refusal.of("precondition-failed", "message", "the row was changed meanwhile");
  }

  Answer delete(Found found, Call call) {
    var change = rows.change();
    var old = reads.existing(found);
    unchanged(old, call);
    new Writing(vendor, change, clock).delete(found.rows(), old);
    change.commit();
    return answers.answer("delete", found, call, Map.of());
  }

  /** A row made from another: the description's shape, and over it what the body says. */
  Answer transform(Found found, Call call) {
    var collection = found.rows();
    var source = reads.existing(found);
    var shape = collection.transforms().path(found.path().get("target"));
    var target = vendor.collection(found.path().get("target")).filter(known -> !shape.isMissingNode())
        .orElseThrow(() -> Refusal.of("no-such-path", "value", call.path()));
    var body = (ObjectNode) Template.fill(shape, reading.scope(collection, source));
    if (call.body().length > 0) body.setAll((ObjectNode) call.json());
    var change = rows.change();
    var row = new Writing(vendor, change, clock).create(target, body, Author.API);
    change.commit();
    return answers.one("create", found.about(target), call, row);
  }

  /** {@code context: {header, field}}: part of the row comes from where the caller says it is. */
  private JsonNode placed(JsonNode body, Call call) {
    var context = vendor.described().path("context");
    var place = call.header(context.path("header").asText());
    if (place.isEmpty()) return body;
    return ((ObjectNode) body.deepCopy()).set(context.path("field").asText(), Json.object().put("id", place));
  }

  private static String worded(String shape, Collection collection) {
    return Template.line(shape, Scope.names(Map.of("collection", Json.text(collection.name()), "singular", Json.text(collection.singular()))));
  }

  private JsonNode unwrapped(JsonNode body, String wrap, Collection collection) {
    if (wrap.isEmpty()) return vendor.odata().equals("v2") && body.size() == 1 && body.has("d") ? body.get("d") : Shapes.in(vendor, collection, body);
    var inner = body.path(worded(wrap, collection));
    if (inner.isMissingNode()) throw Refusal.of("missing-field", "singular", collection.singular(), "field", worded(wrap, collection));
    return Shapes.in(vendor, collection, inner);
  }
}
