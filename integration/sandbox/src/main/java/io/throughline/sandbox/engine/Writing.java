package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.language.Values;
import io.throughline.sandbox.rows.Change;
import io.throughline.sandbox.rows.Identity;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Field;
import io.throughline.sandbox.vendor.Vendor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes one row as its collection's description wants it, with everything that happens by itself; all in one change. */
final class Writing {

  private final Vendor vendor;
  private final Change change;
  private final Clock clock;

  Writing(Vendor vendor, Change change, Clock clock) {
    this.vendor = vendor;
    this.change = change;
    this.clock = clock;
  }

  ObjectNode create(Collection collection, JsonNode body, Author author) {
    var row = Json.object();
    var nested = nested(collection, body);
    new Casting(vendor, change, author, collection).into(row, collection.fields(), without(body, nested.keySet()));
    if (!collection.key().isEmpty()) keyed(collection, row);
    if (!row.hasNonNull(vendor.idField())) row.set(vendor.idField(), Json.text(newId(collection)));
    collection.fields().all().forEach(field -> {
      if (field.initial() != null && !row.has(field.name())) row.set(field.name(), field.initial());
    });
    finish(collection, null, row, body);
    nested.forEach((name, rows) -> rows.forEach(child -> {
      var relation = collection.children().get(name);
      create(vendor.collections().get(relation.get("of").asText()), ((ObjectNode) child.deepCopy()).set(relation.get("by").asText(), row.get(vendor.idField())), author);
    }));
    return change.find(collection.name(), row.path(vendor.idField()).asText());
  }

  /** Rows that come with their parent in one body, as OData allows. */
  private Map<String, List<JsonNode>> nested(Collection collection, JsonNode body) {
    var nested = new LinkedHashMap<String, List<JsonNode>>();
    if (vendor.odata().isEmpty() || !body.isObject()) return nested;
    collection.children().fieldNames().forEachRemaining(name -> {
      if (Json.nothing(body.get(name))) return;
      var given = body.get(name).has("results") ? body.get(name).get("results") : body.get(name);
      var rows = new ArrayList<JsonNode>();
      if (given.isArray()) given.forEach(rows::add);
      else rows.add(given);
      nested.put(name, rows);
    });
    return nested;
  }

  private static JsonNode without(JsonNode body, Set<String> names) {
    return names.isEmpty() ? body : ((ObjectNode) body.deepCopy()).remove(names);
  }

  /** The id is made of the key's values, those that the vendor sets by itself included; a single key may also be numbered. */
  private void keyed(Collection collection, ObjectNode row) {
    derive(collection, row);
    if (collection.key().size() == 1 && !row.hasNonNull(collection.key().get(0))) row.put(collection.key().get(0), newId(collection));
    var id = collection.key().stream().map(name -> row.path(name).asText()).collect(Collectors.joining("|"));
    if (change.find(collection.name(), id) != null) throw Refusal.of("duplicate", "collection", collection.name(), "singular", collection.singular(), "field", collection.key().get(0), "value", id, "other", id);
    row.put(vendor.idField(), id);
  }

  ObjectNode update(Collection collection, ObjectNode old, JsonNode body, Author author) {
    var row = old.deepCopy();
    new Casting(vendor, change, author, collection).into(row, collection.fields(), body);
    return finish(collection, old, row, body);
  }

  void delete(Collection collection, ObjectNode row) {
    var id = row.path(vendor.idField()).asText();
    for (var other : vendor.collections().values()) {
      for (var field : other.fields().all()) {
        boolean pointsHere = collection.name().equals(field.target()) && change.all(other.name()).stream()
            .anyMatch(holder -> vendor.referred(holder.path(field.name())).equals(id));
        if (pointsHere) throw Refusal.of("in-use", "collection", collection.name(), "field", field.name(), "value", other.name());
      }
    }
    change.delete(collection.name(), id);
  }

  private String newId(Collection collection) {
    var style = Identity.STYLES.get(vendor.described().path("id").path("style").asText("number"));
    return style.id(change.next("id", Identity.FIRST), collection.mark());
  }

  private ObjectNode finish(Collection collection, ObjectNode old, ObjectNode row, JsonNode body) {
    derive(collection, row);
    new Checks(vendor, change).refuse(collection, old, row, body);
    stamp(row, old);
    end(collection, row);
    change.put(collection.name(), row.path(vendor.idField()).asText(), row);
    collection.rules().effects().forEach(effect -> affect(effect, collection, old, row));
    return row;
  }

  private RowScope scope(Collection collection, JsonNode row) {
    return RowScope.of(vendor, change::find, collection, row);
  }

  private void derive(Collection collection, ObjectNode row) {
    for (var how : collection.rules().values()) {
      var scope = scope(collection, row);
      if (!how.has("each")) Derivation.into(row, how, scope, change);
      else {
        var sublist = collection.fields().exactly(how.get("each").asText()).orElseThrow();
        row.path(sublist.name()).path("items").forEach(line -> Derivation.into((ObjectNode) line, how, scope.line(sublist, line), change));
      }
    }
  }

  /** Modified is strictly later than before, even within one tick of the clock. */
  private void stamp(ObjectNode row, ObjectNode old) {
    var stamps = vendor.described().path("stamps");
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (old != null && !stamps.path("modified").isEmpty()) {
      var before = Values.instant(old.path(stamps.path("modified").get(0).asText()).asText("")).orElse(Instant.EPOCH);
      if (!now.isAfter(before)) now = before.plusMillis(1);
    }
    var text = vendor.stampFormat().format(now);
    stamps.path("modified").forEach(name -> row.put(name.asText(), text));
    if (stamps.has("sequence")) row.put(stamps.get("sequence").asText(), change.next("sequence", Identity.FIRST));
    if (old == null) stamps.path("created").forEach(name -> row.put(name.asText(), text));
  }

  /** {@code ends: {field: P30D}}: until when the row lives, in milliseconds since 1970, counted anew with each change. */
  private void end(Collection collection, ObjectNode row) {
    vendor.described().path("collections").path(collection.name()).path("ends").fields().forEachRemaining(field ->
        row.put(field.getKey(), clock.instant().plus(Duration.parse(field.getValue().asText())).toEpochMilli()));
  }

  private void affect(JsonNode effect, Collection collection, ObjectNode old, ObjectNode row) {
    var on = effect.path("on").asText("create");
    if (old != null && on.equals("create")) return;
    if (old != null && on.equals("change")) lines(effect, collection, old, true);
    if (effect.has("into")) {
      var into = vendor.collections().get(effect.get("into").asText());
      create(into, Template.fill(effect.get("row"), scope(collection, row).with("event", Json.text(old == null ? "created" : "updated"))), Author.USER);
      return;
    }
    if (effect.has("each")) lines(effect, collection, row, false);
    else pass(effect, collection.fields().exactly(effect.get("of").asText()).orElseThrow(), row, scope(collection, row), false);
  }

  private void lines(JsonNode effect, Collection collection, ObjectNode row, boolean back) {
    var sublist = collection.fields().exactly(effect.get("each").asText()).orElseThrow();
    for (var line : row.path(sublist.name()).path("items")) {
      pass(effect, sublist.fields().exactly(effect.get("of").asText()).orElseThrow(), line, scope(collection, row).line(sublist, line), back);
    }
  }

  /** Adds to, or sets, values of the row that a reference points to; takes {@code back} what a line that changes had added. */
  private void pass(JsonNode effect, Field reference, JsonNode holder, Scope scope, boolean back) {
    if (Json.nothing(holder.path(reference.name()))) return;
    var collection = vendor.collections().get(reference.target());
    var old = change.find(collection.name(), vendor.referred(holder.path(reference.name())));
    var row = old.deepCopy();
    effect.path("add").fields().forEachRemaining(entry -> {
      var more = Derivation.number(entry.getValue(), scope);
      row.set(entry.getKey(), DecimalNode.valueOf(row.path(entry.getKey()).decimalValue().add(back ? more.negate() : more)));
    });
    effect.path("set").fields().forEachRemaining(entry -> row.set(entry.getKey(), Template.fill(entry.getValue(), scope)));
    derive(collection, row);
    stamp(row, old);
    change.put(collection.name(), row.path(vendor.idField()).asText(), row);
  }
}
