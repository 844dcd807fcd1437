package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.rows.Change;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Field;
import io.throughline.sandbox.vendor.Rules;
import io.throughline.sandbox.vendor.Vendor;
import java.util.Comparator;
import java.util.List;

/** What a row, as it would become, is refused for: missing fields, keys taken by another row, and the description's checks. */
final class Checks {

  /** Equal, however a number is kept. */
  private static final Comparator<JsonNode> ALIKE = (left, right) ->
      left.isNumber() && right.isNumber() ? left.decimalValue().compareTo(right.decimalValue()) : left.equals(right) ? 0 : 1;

  private final Vendor vendor;
  private final Change change;

  Checks(Vendor vendor, Change change) {
    this.vendor = vendor;
    this.change = change;
  }

  /** @param old the row as it was, or null */
  void refuse(Collection collection, ObjectNode old, ObjectNode row, JsonNode body) {
    refuseMissing(collection, row);
    refuseDuplicates(collection, row);
    collection.rules().checks().forEach(check -> refuse(check, collection, old, row, body));
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
      if (old != null && touchesFrozen(check.except().get(), old, row, body) && check.refuses().test(RowScope.of(vendor, change::find, collection, old))) {
        throw refusal(check, collection, RowScope.of(vendor, change::find, collection, row));
      }
      return;
    }
    var known = RowScope.of(vendor, change::find, collection, row);
    Scope scope = known.with("old", old);
    if (check.each().isEmpty()) {
      if (check.refuses().test(scope)) throw refusal(check, collection, scope);
      return;
    }
    var sublist = collection.fields().exactly(check.each()).orElseThrow();
    for (var line : row.path(sublist.name()).path("items")) {
      var lineScope = known.line(sublist, line).with("old", old);
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

  private Refusal refusal(String kind, Collection collection, String field, String value) {
    return Refusal.of(kind, "collection", collection.name(), "singular", collection.singular(), "field", field, "value", value);
  }

  private Refusal refusal(Rules.Check check, Collection collection, Scope scope) {
    return Refusal.of(check.kind(), "collection", collection.name(), "singular", collection.singular(), "field", check.field(),
        "value", "", "message", Template.line(check.message(), scope));
  }
}
