package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Expressions;
import io.throughline.sandbox.rows.Change;
import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Vendor;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Where rows are looked up and entered one after the other: by the vendor's users, or within one call. */
interface Desk {

  /** Rows as stored, those that fit the condition. */
  List<ObjectNode> rows(String collection, String where);

  Optional<ObjectNode> find(String collection, String id);

  /** Enters a row; one whose id is there already is changed. */
  ObjectNode put(String collection, JsonNode row, Author author);

  /** Takes a row away, if it is there; answers what it was. */
  Optional<ObjectNode> remove(String collection, String id);

  /** Whose row it is, is said by its id, which is not written itself. */
  static ObjectNode entered(Vendor vendor, Change change, Clock clock, Collection collection, JsonNode row, Author author) {
    var old = change.find(collection.name(), row.path(vendor.idField()).asText());
    var writing = new Writing(vendor, change, clock);
    return old == null ? writing.create(collection, row, author) : writing.update(collection, old, row.<ObjectNode>deepCopy().without(vendor.idField()), author);
  }

  /** Everything in one change. */
  static Desk within(Vendor vendor, Change change, Clock clock) {
    return new Desk() {
      @Override
      public List<ObjectNode> rows(String collection, String where) {
        var known = known(collection);
        if (where.isBlank()) return change.all(collection);
        var condition = Expressions.condition(where);
        return change.all(collection).stream().filter(row -> condition.test(RowScope.of(vendor, change::find, known, row))).toList();
      }

      @Override
      public Optional<ObjectNode> find(String collection, String id) {
        return Optional.ofNullable(change.find(collection, id));
      }

      @Override
      public ObjectNode put(String collection, JsonNode row, Author author) {
        return entered(vendor, change, clock, known(collection), row, author);
      }

      @Override
      public Optional<ObjectNode> remove(String collection, String id) {
        var row = find(collection, id);
        row.ifPresent(there -> new Writing(vendor, change, clock).delete(known(collection), there));
        return row;
      }

      private Collection known(String name) {
        return vendor.collection(name).orElseThrow(() -> Refusal.of("no-such-path", "value", name));
      }
    };
  }
}
