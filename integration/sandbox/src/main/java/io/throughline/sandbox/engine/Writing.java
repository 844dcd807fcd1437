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
import io.throughline.sandbox.vendor.Rules;
import io.throughline.sandbox.vendor.Vendor;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** Writes one row as its collection's description wants it, with everything that happens by itself; all in one change. */
final class Writing {

  /** Equal, however a number is kept. */
  private static final Comparator<JsonNode> ALIKE = (left, right) ->
      left.isNumber() && right.isNumber() ? left.decimalValue().compareTo(right.decimalValue()) : left.equals(right) ? 0 : 1;

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
    new Casting(vendor, change, author, collection).into(row, collection.fields(), body);
    if (!row.hasNonNull(vendor.idField())) row.set(vendor.idField(), Json.text(newId(collection)));
    collection.fields().all().forEach(field -> {
      if (field.initial() != null && !row.has(field.name())) row.set(field.name(), field.initial());
    });
    return finish(collection, null, row, body);
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
            .anyMatch(holder -> referredId(holder.path(field.name())).equals(id));
        if (pointsHere) throw refusal("in-use", collection, field.name(), other.name());
      }
    }
    change.delete(collection.name(), id);
  }

  private static String referredId(JsonNode reference) {
    return reference.isObject() ? reference.path("id").asText() : reference.asText();
  }

  private String newId(Collection collection) {
    var style = Identity.STYLES.get(vendor.described().path("id").path("style").asText("number"));
    return style.id(change.next("id", Identity.FIRST), collection.mark());
  }

  private ObjectNode finish(Collection collection, ObjectNode old, ObjectNode row, JsonNode body) {
    derive(collection, row);
    refuseMissing(collection, row);
    refuseDuplicates(collection, row);
    collection.rules().checks().forEach(check -> refuse(check, collection, old, row, body));
    stamp(row, old);
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

  private void refuseMissing(Collection collection, ObjectNode row) {
    collection.fields().all().forEach(field -> {
      var value = row.path(field.name());
      boolean noLines = field.type() == Field.Type.SUBLIST && value.path("items").isEmpty();
      if (field.required() && (Json.nothing(value) || noLines)) throw refusal("missing-field", collection, field.name(), "");
    });
  }

  private void refuseDuplicates(Collection collection, ObjectNode row) {
    collection.uniqueFields().forEach(field -> {
      if (!row.hasNonNull(field.name())) return;
      var other = change.find(collection.name(), field.name(), row.get(field.name()).asText());
      if (other != null && !other.path(vendor.idField()).equals(row.path(vendor.idField()))) {
        throw Refusal.of("duplicate", "collection", collection.name(), "singular", collection.singular(), "field", field.name(),
            "value", row.get(field.name()).asText(), "other", other.path(vendor.idField()).asText());
      }
    });
  }

  private void refuse(Rules.Check check, Collection collection, ObjectNode old, ObjectNode row, JsonNode body) {
    if (check.except().isPresent()) {
      if (old != null && touchesFrozen(check.except().get(), old, row, body) && check.refuses().test(scope(collection, old))) {
        throw refusal(check, collection, scope(collection, row));
      }
      return;
    }
    Scope scope = scope(collection, row).with("old", old);
    if (check.each().isEmpty()) {
      if (check.refuses().test(scope)) throw refusal(check, collection, scope);
      return;
    }
    var sublist = collection.fields().exactly(check.each()).orElseThrow();
    for (var line : row.path(sublist.name()).path("items")) {
      var lineScope = scope(collection, row).line(sublist, line);
      if (check.refuses().test(lineScope)) throw refusal(check, collection, lineScope);
    }
  }

  private static boolean touchesFrozen(List<String> except, ObjectNode old, ObjectNode row, JsonNode body) {
    for (var names = body.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (!except.contains(name) && !old.path(name).equals(ALIKE, row.path(name))) return true;
    }
    return false;
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
    if (old == null) stamps.path("created").forEach(name -> row.put(name.asText(), text));
  }

  private void affect(JsonNode effect, Collection collection, ObjectNode old, ObjectNode row) {
    if (old != null && effect.path("on").asText("create").equals("create")) return;
    if (effect.has("into")) {
      var into = vendor.collections().get(effect.get("into").asText());
      create(into, Template.fill(effect.get("row"), scope(collection, row).with("event", Json.text(old == null ? "created" : "updated"))), Author.USER);
      return;
    }
    if (!effect.has("each")) {
      pass(effect, collection.fields().exactly(effect.get("of").asText()).orElseThrow(), row, scope(collection, row));
      return;
    }
    var sublist = collection.fields().exactly(effect.get("each").asText()).orElseThrow();
    for (var line : row.path(sublist.name()).path("items")) {
      pass(effect, sublist.fields().exactly(effect.get("of").asText()).orElseThrow(), line, scope(collection, row).line(sublist, line));
    }
  }

  /** Adds to, or sets, values of the row that a reference points to. */
  private void pass(JsonNode effect, Field reference, JsonNode holder, Scope scope) {
    if (Json.nothing(holder.path(reference.name()))) return;
    var collection = vendor.collections().get(reference.target());
    var old = change.find(collection.name(), referredId(holder.path(reference.name())));
    var row = old.deepCopy();
    effect.path("add").fields().forEachRemaining(entry ->
        row.set(entry.getKey(), DecimalNode.valueOf(row.path(entry.getKey()).decimalValue().add(Derivation.number(entry.getValue(), scope)))));
    effect.path("set").fields().forEachRemaining(entry -> row.set(entry.getKey(), Template.fill(entry.getValue(), scope)));
    derive(collection, row);
    stamp(row, old);
    change.put(collection.name(), row.path(vendor.idField()).asText(), row);
  }

  private Refusal refusal(String kind, Collection collection, String field, String value) {
    return Refusal.of(kind, "collection", collection.name(), "singular", collection.singular(), "field", field, "value", value);
  }

  private Refusal refusal(Rules.Check check, Collection collection, Scope scope) {
    return Refusal.of(check.kind(), "collection", collection.name(), "singular", collection.singular(), "field", check.field(),
        "value", "", "message", Template.line(check.message(), scope));
  }
}
