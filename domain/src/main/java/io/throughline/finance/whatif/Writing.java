package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.finance.UnitPrice;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes records as maps, lists and texts, fields in the order of the record, absent ones left out. Amounts are text. A record's fields are
 * written whenever they are read, so that a large answer is not there twice.
 */
final class Writing {

  private Writing() {}

  static Object tree(Object value) {
    if (value == null || value instanceof String || value instanceof Boolean || value instanceof Integer || value instanceof Long) return value;
    if (value instanceof Money money) return money.text();
    if (value instanceof ExactAmount exact) return exact.value().toString();
    if (value instanceof UnitPrice price) return price.amount().toPlainString();
    if (value instanceof Enum<?> word) return Reading.word(word);
    if (value instanceof Collection<?> many) return many.stream().map(Writing::tree).toList();
    if (value instanceof Map<?, ?> map) {
      var tree = new LinkedHashMap<String, Object>();
      map.forEach((key, each) -> tree.put(key instanceof Enum<?> word ? Reading.word(word) : String.valueOf(key), tree(each)));
      return tree;
    }
    return value.getClass().isRecord() ? new Fields(value) : value.toString();
  }

  private static final class Fields extends AbstractMap<String, Object> {

    private final Object record;

    Fields(Object record) {
      this.record = record;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      var tree = new LinkedHashMap<String, Object>();
      for (var part : Shape.of(record.getClass()).parts()) {
        try {
          var value = part.accessor().invoke(record);
          if (value != null) tree.put(part.name(), tree(value));
        } catch (ReflectiveOperationException impossible) {
          throw new IllegalStateException(impossible);
        }
      }
      return Collections.unmodifiableMap(tree).entrySet();
    }
  }
}
