package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Malformed;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Route;
import io.throughline.sandbox.vendor.Vendor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One vendor at work. Calls are taken one at a time: what a call changes is there entirely, or not at all. */
public final class VendorEngine {

  private record Found(Route route, Map<String, String> path, Optional<Collection> collection) {}

  private final Vendor vendor;
  private final Rows rows;
  private final Clock clock;
  private final Tokens tokens;
  private final Reading reading;
  private final Cursors cursors = new Cursors();
  private long calls;

  public VendorEngine(Vendor vendor, Rows rows, Tokens tokens, Clock clock) {
    this.vendor = vendor;
    this.rows = rows;
    this.tokens = tokens;
    this.clock = clock;
    this.reading = new Reading(vendor, rows);
  }

  public Vendor vendor() {
    return vendor;
  }

  /** The name of what a call does, for faults: {@code invoice.upsert}, {@code query}, {@code token}. */
  public String operation(Call call) {
    return find(call).map(found -> found.collection().map(Collection::name).map(name -> name + ".").orElse("") + found.route().does()).orElse("unknown");
  }

  private Optional<Found> find(Call call) {
    for (var route : vendor.routes()) {
      var path = route.match(call.method(), call.path());
      if (path.isEmpty()) continue;
      var name = path.get().getOrDefault("collection", route.described().path("collection").asText(""));
      var collection = vendor.collection(name);
      if (name.isEmpty() || collection.isPresent()) return Optional.of(new Found(route, path.get(), collection));
    }
    return Optional.empty();
  }

  public Answer handle(Call call) {
    return handle(call, rows -> rows);
  }

  /** @param disorder what happens to listed rows on their way out */
  public synchronized Answer handle(Call call, UnaryOperator<List<JsonNode>> disorder) {
    calls++;
    try {
      var found = find(call).orElseThrow(() -> Refusal.of("no-such-path", "value", call.method() + " " + call.path()));
      if (!found.route().open()) tokens.check(call);
      found.collection().filter(collection -> !collection.allows(found.route().does())).ifPresent(collection -> {
        throw Refusal.of("not-allowed", "collection", collection.name(), "value", found.route().does());
      });
      return headed(act(found, call, disorder), call);
    } catch (Refusal refusal) {
      return headed(refused(refusal, call), call);
    } catch (Malformed malformed) {
      return headed(refused(Refusal.of("malformed-query", "message", malformed.getMessage()), call), call);
    }
  }

  private Answer act(Found found, Call call, UnaryOperator<List<JsonNode>> disorder) {
    return switch (found.route().does()) {
      case "token" -> tokens.issue(call);
      case "list" -> list(found, call, disorder);
      case "read" -> read(found, call);
      case "create" -> create(found, call);
      case "update" -> update(found, call);
      case "upsert" -> upsert(found, call);
      case "delete" -> delete(found, call);
      case "transform" -> transform(found, call);
      case "query" -> query(found, call, disorder);
      case "next" -> next(found, call);
      case "fixed" -> answer("fixed", found, call, Map.of());
      default -> throw new IllegalArgumentException(vendor.name() + ": no verb " + found.route().does());
    };
  }

  private Answer list(Found found, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var collection = found.collection().orElseThrow();
    var shown = disorder.apply(new ArrayList<>(reading.list(collection, call)));
    var page = Page.of(vendor.described().path("paging"), call, shown.size());
    var names = page.names();
    names.put("rows", Json.array().addAll(page.of(shown).stream().map(row -> reading.shown(collection, (ObjectNode) row, call)).toList()));
    return answer("list", found, call, names);
  }

  private Answer read(Found found, Call call) {
    return one("read", found, call, existing(found));
  }

  private Answer one(String verb, Found found, Call call, ObjectNode row) {
    var collection = found.collection().orElseThrow();
    var names = new LinkedHashMap<String, JsonNode>();
    var shown = reading.shown(collection, row, call);
    names.put("row", shown);
    names.put("rowId", row.path(vendor.idField()));
    names.put("rows", Json.array().add(shown));
    names.put("count", Json.of(1));
    return answer(verb, found, call, names);
  }

  private ObjectNode existing(Found found) {
    return existingIfAny(found).orElseThrow(() -> Refusal.of("not-found", "collection", found.collection().orElseThrow().name(),
        "value", found.path().getOrDefault("id", found.path().getOrDefault("key", ""))));
  }

  private Optional<ObjectNode> existingIfAny(Found found) {
    var collection = found.collection().orElseThrow();
    if (found.path().containsKey("id")) return Optional.ofNullable(rows.find(collection.name(), found.path().get("id")));
    return Optional.ofNullable(rows.find(collection.name(), keyField(found), found.path().get("key")));
  }

  /** The unique field by which the path names a row. */
  private String keyField(Found found) {
    var name = found.path().getOrDefault("field", vendor.externalField());
    return found.collection().orElseThrow().fields().named(name).filter(field -> field.unique())
        .orElseThrow(() -> Refusal.of("unknown-key", "collection", found.collection().orElseThrow().name(), "field", name)).name();
  }

  private Answer create(Found found, Call call) {
    var collection = found.collection().orElseThrow();
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
      return answer("create", found, call, Map.of("rows", shown, "count", Json.of(shown.size())));
    }
    var row = writing.create(collection, unwrapped(body, wrap, collection), Author.API);
    change.commit();
    return one("create", found, call, row);
  }

  private Answer update(Found found, Call call) {
    var collection = found.collection().orElseThrow();
    var old = existing(found);
    var change = rows.change();
    var wrap = vendor.described().path("body").path("one").asText("");
    var row = new Writing(vendor, change, clock).update(collection, old, unwrapped(call.json(), wrap, collection), Author.API);
    change.commit();
    return one("update", found, call, row);
  }

  private Answer upsert(Found found, Call call) {
    var collection = found.collection().orElseThrow();
    var old = existingIfAny(found);
    var change = rows.change();
    var writing = new Writing(vendor, change, clock);
    var body = call.json();
    if (!body.isObject()) throw Refusal.of("malformed-body", "message", "an object is expected");
    if (old.isPresent()) {
      var row = writing.update(collection, old.get(), body, Author.API);
      change.commit();
      return one("upsert", found, call, row);
    }
    var keyed = ((ObjectNode) body.deepCopy()).put(keyField(found), found.path().get("key"));
    var row = writing.create(collection, keyed, Author.API);
    change.commit();
    return one("insert", found, call, row);
  }

  private Answer delete(Found found, Call call) {
    var change = rows.change();
    new Writing(vendor, change, clock).delete(found.collection().orElseThrow(), existing(found));
    change.commit();
    return answer("delete", found, call, Map.of());
  }

  /** A row made from another: the description's shape, and over it what the body says. */
  private Answer transform(Found found, Call call) {
    var collection = found.collection().orElseThrow();
    var source = existing(found);
    var shape = collection.transforms().path(found.path().get("target"));
    var target = vendor.collection(found.path().get("target")).filter(known -> !shape.isMissingNode())
        .orElseThrow(() -> Refusal.of("no-such-path", "value", call.path()));
    var body = (ObjectNode) Template.fill(shape, reading.scope(collection, source));
    if (call.body().length > 0) body.setAll((ObjectNode) call.json());
    var change = rows.change();
    var row = new Writing(vendor, change, clock).create(target, body, Author.API);
    change.commit();
    return one("create", new Found(found.route(), found.path(), Optional.of(target)), call, row);
  }

  private Answer query(Found found, Call call, UnaryOperator<List<JsonNode>> disorder) {
    var described = found.route().described();
    var source = described.has("parameter") ? call.query(described.get("parameter").asText()) : call.json().path(described.path("property").asText()).asText();
    var records = QueryLanguage.KNOWN.get(described.path("language").asText()).run(source, vendor, rows, call, disorder);
    if (described.has("batch")) return batch(found, call, new Cursors.Rest(records, 0, size(described.get("batch"), call)));
    var page = Page.of(vendor.described().path("paging"), call, records.size());
    var names = page.names();
    names.put("rows", Json.array().addAll(page.of(records)));
    return answer("query", found, call, names);
  }

  /** {@code {size: 2000, header: Sforce-Query-Options}}: the header may ask for less by {@code batchSize=n}. */
  private static int size(JsonNode batch, Call call) {
    var asked = java.util.regex.Pattern.compile("batchSize=(\\d+)").matcher(call.header(batch.path("header").asText()));
    int most = batch.path("size").asInt();
    return asked.find() ? Math.max(batch.path("least").asInt(1), Math.min(most, Integer.parseInt(asked.group(1)))) : most;
  }

  private Answer next(Found found, Call call) {
    return batch(found, call, cursors.find(found.path().get("locator")));
  }

  private Answer batch(Found found, Call call, Cursors.Rest rest) {
    int to = Math.min(rest.from() + rest.size(), rest.records().size());
    var names = new LinkedHashMap<String, JsonNode>();
    names.put("rows", Json.array().addAll(rest.records().subList(rest.from(), to)));
    names.put("total", Json.of(rest.records().size()));
    names.put("done", Json.of(to == rest.records().size()));
    if (to < rest.records().size()) names.put("locator", Json.text(cursors.keep(new Cursors.Rest(rest.records(), to, rest.size()))));
    return answer("query", found, call, names);
  }

  private static String worded(String shape, Collection collection) {
    return Template.line(shape, Scope.names(Map.of("collection", Json.text(collection.name()), "singular", Json.text(collection.singular()))));
  }

  private static JsonNode unwrapped(JsonNode body, String wrap, Collection collection) {
    if (wrap.isEmpty()) return body;
    var inner = body.path(worded(wrap, collection));
    if (inner.isMissingNode()) throw Refusal.of("missing-field", "collection", collection.name(), "singular", collection.singular(), "field", worded(wrap, collection), "value", "");
    return inner;
  }

  private Answer answer(String verb, Found found, Call call, Map<String, JsonNode> names) {
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
    all.put("calls", Json.of(calls));
    all.putAll(names);
    return Scope.names(all);
  }

  private static Answer shaped(JsonNode shape, Scope scope) {
    var headers = new LinkedHashMap<String, String>();
    shape.path("headers").fields().forEachRemaining(entry -> headers.put(entry.getKey(), Template.line(entry.getValue().asText(), scope)));
    return new Answer(shape.path("status").asInt(200), headers, shape.has("body") ? Template.fill(shape.get("body"), scope) : null);
  }

  /** The vendor's own error for a kind of refusal; faults speak through it too. */
  public Answer refused(Refusal refusal, Call call) {
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

  private Answer headed(Answer answer, Call call) {
    var scope = Scope.names(Map.of("calls", Json.of(calls), "base", Json.text(call.base())));
    var headed = answer;
    for (var headers = vendor.described().path("headers").fields(); headers.hasNext(); ) {
      var header = headers.next();
      headed = headed.with(header.getKey(), Template.line(header.getValue().asText(), scope));
    }
    return headed;
  }
}
