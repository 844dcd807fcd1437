package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Values;
import io.throughline.sandbox.rows.Change;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Field;
import io.throughline.sandbox.vendor.Fields;
import io.throughline.sandbox.vendor.Vendor;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;

/** Takes the properties of a body into a row: unknown, read-only, wrongly typed and dangling ones are refused. */
final class Casting {

  private static final Pattern TICKS = Pattern.compile("/Date\\((-?\\d+)(?:[+-]\\d{4})?\\)/");

  private final Vendor vendor;
  private final Change change;
  private final Author author;
  private final Collection collection;

  Casting(Vendor vendor, Change change, Author author, Collection collection) {
    this.vendor = vendor;
    this.change = change;
    this.author = author;
    this.collection = collection;
  }

  void into(ObjectNode row, Fields fields, JsonNode body) {
    if (!body.isObject()) throw refusal("malformed-body", "", "an object is expected");
    body.fields().forEachRemaining(entry -> {
      if (entry.getKey().endsWith("@odata.bind")) {
        bind(row, fields, entry.getKey(), entry.getValue());
        return;
      }
      if (author == Author.USER && entry.getKey().equals(vendor.idField()) && fields.exactly(entry.getKey()).isEmpty()) return; // only names the row
      if (!vendor.odata().isEmpty() && entry.getKey().startsWith("@odata.")) return; // says what the entity is
      var field = fields.exactly(entry.getKey()).orElseThrow(() -> refusal("unknown-field", entry.getKey(), "no such field"));
      if (field.readonly() && author == Author.API) throw refusal("readonly-field", field.name(), "not writable");
      var value = entry.getValue();
      if (Json.nothing(value) || value.isTextual() && value.asText().isEmpty()) row.remove(field.name());
      else row.set(field.name(), field.type() == Field.Type.SUBLIST ? sublist(field, value, row.path(field.name()).path("items")) : cast(field, value));
    });
  }

  /** {@code "customerid_account@odata.bind": "/accounts(id)"}: the reference whose second name stands before the sign. */
  private void bind(ObjectNode row, Fields fields, String name, JsonNode address) {
    var field = fields.named(name.substring(0, name.indexOf('@'))).filter(known -> known.target() != null)
        .orElseThrow(() -> refusal("unknown-field", name, "no such relationship"));
    var key = address.asText().replaceAll("^/?" + field.target() + "\\((.*)\\)$", "$1");
    row.set(field.name(), reference(field, Json.text(key)));
  }

  private JsonNode cast(Field field, JsonNode value) {
    return switch (field.type()) {
      case STRING -> value.isTextual() ? value : refuse(field, value);
      case NUMBER -> decimal(field, value);
      case INTEGER -> integer(field, value);
      case BOOLEAN -> bool(field, value);
      case DATE -> day(field, value);
      case DATETIME -> instant(field, value);
      case PICK -> picked(field, value);
      case CHOICE -> choice(field, value);
      case REF -> reference(field, value);
      case LINK -> link(field, value);
      case SUBLIST -> sublist(field, value, Json.array());
      case OBJECT -> value.isObject() ? value : refuse(field, value);
      case MANY -> value.isArray() ? value : refuse(field, value);
      case ANY -> value;
    };
  }

  private JsonNode decimal(Field field, JsonNode value) {
    boolean wrongly = vendor.odata().equals("v2") && !value.isTextual() || vendor.odata().equals("v4") && !value.isNumber();
    if (wrongly && author == Author.API) return refuse(field, value);
    try {
      return value.isNumber() ? value : value.isTextual() ? DecimalNode.valueOf(new BigDecimal(value.asText())) : refuse(field, value);
    } catch (NumberFormatException noNumber) {
      return refuse(field, value);
    }
  }

  private JsonNode integer(Field field, JsonNode value) {
    try {
      return LongNode.valueOf(new BigDecimal(value.asText()).longValueExact());
    } catch (ArithmeticException | NumberFormatException noInteger) {
      return refuse(field, value);
    }
  }

  private JsonNode bool(Field field, JsonNode value) {
    if (value.isBoolean()) return value;
    if (value.asText().equals("true") || value.asText().equals("false")) return BooleanNode.valueOf(value.asText().equals("true"));
    return refuse(field, value);
  }

  private JsonNode day(Field field, JsonNode value) {
    var text = timed(value);
    boolean whole = text.length() == 10 || !vendor.odata().isEmpty() && text.length() > 10 && text.charAt(10) == 'T';
    return whole && Values.instant(text.substring(0, 10)).isPresent() ? Json.text(text.substring(0, 10)) : refuse(field, value);
  }

  /** Ticks, as OData v2 writes a time, are read too. */
  private String timed(JsonNode value) {
    var ticks = TICKS.matcher(value.asText());
    return vendor.odata().equals("v2") && ticks.matches() ? Instant.ofEpochMilli(Long.parseLong(ticks.group(1))).toString() : value.asText();
  }

  private JsonNode instant(Field field, JsonNode value) {
    return Values.instant(timed(value)).map(instant -> Json.text(vendor.stampFormat().format(instant))).orElseGet(() -> refuse(field, value));
  }

  private JsonNode picked(Field field, JsonNode value) {
    for (var known : field.values()) if (known.asText().equals(value.asText())) return known;
    throw refusal("bad-choice", field.name(), value.asText());
  }

  private JsonNode choice(Field field, JsonNode value) {
    var id = value.isObject() ? value.path("id").asText(value.path("refName").asText()) : value.asText();
    if (!field.values().has(id)) throw refusal("bad-choice", field.name(), id);
    return Json.object().put("id", id).put("refName", field.values().get(id).asText());
  }

  private JsonNode reference(Field field, JsonNode value) {
    if (!vendor.refersByObject()) return Json.text(target(field, value, value.asText()).path(vendor.idField()).asText());
    if (!value.isObject()) return refuse(field, value);
    var keyed = vendor.described().path("references").asText().equals("keyed");
    var row = target(field, value, value.path(keyed ? "key" : "id").asText());
    if (keyed) {
      var reference = Json.object().put("key", row.path(vendor.idField()).asText());
      if (row.hasNonNull("id")) reference.set("id", row.get("id"));
      return row.hasNonNull("name") ? reference.set("name", row.get("name")) : reference;
    }
    var reference = Json.object().put("id", row.path(vendor.idField()).asText());
    var label = vendor.collections().get(field.target()).label();
    if (!label.isEmpty() && row.hasNonNull(label)) reference.put("refName", row.get(label).asText());
    return reference;
  }

  private JsonNode link(Field field, JsonNode value) {
    var row = target(field, value, value.isObject() ? value.path("id").asText() : value.asText());
    return LongNode.valueOf(row.path(vendor.idField()).asLong());
  }

  private ObjectNode target(Field field, JsonNode value, String id) {
    var external = value.path(vendor.externalField()).asText("");
    var row = external.isEmpty() ? change.find(field.target(), id) : change.find(field.target(), vendor.externalField(), external);
    if (row == null) throw refusal("bad-reference", field.name(), external.isEmpty() ? id : external);
    return row;
  }

  /** All lines; where the vendor's {@code lines} say that they are known {@code by} a key, those with it change what is there or take it away, the others are added. */
  private JsonNode sublist(Field field, JsonNode value, JsonNode before) {
    var given = value.isArray() ? value : value.path("items");
    if (!given.isArray()) return refuse(field, value);
    var by = vendor.described().path("lines").path("by").asText();
    var removal = vendor.described().path("lines").path("removal").asText();
    boolean known = field.fields().exactly(by).isPresent();
    var lines = Json.array();
    if (known) before.forEach(line -> lines.add(line.deepCopy()));
    for (var line : given) {
      int at = known && line.has(by) ? at(field, lines, by, line.get(by)) : lines.size();
      if (line.path(removal).asText().equals("delete")) {
        lines.remove(at);
        continue;
      }
      var row = at < lines.size() ? (ObjectNode) lines.get(at) : lines.addObject();
      into(row, field.fields(), known ? line.<ObjectNode>deepCopy().without(by) : line);
      if (field.fields().exactly("line").isPresent() && !row.has("line")) row.put("line", lines.size());
      for (var each : field.fields().all()) {
        if (each.required() && !row.hasNonNull(each.name())) throw refusal("missing-field", field.name() + "." + each.name(), "line " + lines.size());
      }
    }
    return Json.object().set("items", lines);
  }

  private int at(Field field, JsonNode lines, String by, JsonNode key) {
    for (int at = 0; at < lines.size(); at++) if (lines.get(at).path(by).equals(key)) return at;
    throw refusal("bad-reference", field.name(), key.asText());
  }

  private JsonNode refuse(Field field, JsonNode value) {
    throw refusal("invalid-value", field.name(), value.isValueNode() ? value.asText() : Json.write(value));
  }

  private Refusal refusal(String kind, String field, String value) {
    return Refusal.of(kind, "collection", collection.name(), "singular", collection.singular(), "field", field, "value", value);
  }
}
