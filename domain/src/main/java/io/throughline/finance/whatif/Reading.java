package io.throughline.finance.whatif;

import io.throughline.canonical.Invariant;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a tree of maps, lists and texts into the records of the bundle, strictly: an unknown field, a missing one, an impossible day
 * or a number where a text belongs is refused with its pointer. All refusals are gathered, not only the first.
 */
final class Reading {

  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,12})?");

  /** What begins a day or a month of no year from 0001 to 9999. */
  private static final Pattern BEYOND = Pattern.compile("[+-]|0000-");

  /** What a text is to be, as whoever wrote it would say. */
  private static final Map<Class<?>, String> KINDS =
      Map.of(LocalDate.class, "day, as 2026-10-31", YearMonth.class, "month, as 2026-10", Instant.class, "instant, as 2026-10-31T09:00:00Z", ZoneId.class, "time zone, as Europe/Berlin", Currency.class, "currency of ISO 4217, as EUR");

  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<Object, String> pointers = new IdentityHashMap<>();

  /** Null when anything was refused. */
  <T> T read(Class<T> type, Object tree) {
    var read = value(type, tree, "");
    return refusals.isEmpty() ? type.cast(read) : null;
  }

  List<Refusal> refusals() {
    return refusals.stream().sorted().toList();
  }

  /** Where in the bundle a record was read. */
  String pointer(Object record) {
    return pointers.getOrDefault(record, "");
  }

  /** A record that was made of one that was read is told where that one is. */
  <T> T inPlaceOf(T read, T made) {
    pointers.put(made, pointer(read));
    return made;
  }

  private Object value(Type type, Object tree, String at) {
    if (type instanceof ParameterizedType generic) return many(generic, tree, at);
    var wanted = (Class<?>) type;
    if (wanted.isRecord()) return record(wanted, tree, at);
    if (wanted == boolean.class || wanted == Boolean.class) {
      return tree instanceof Boolean ? tree : refuse(at, "TYPE", "must be true or false");
    }
    if (wanted == int.class || wanted == Integer.class) return whole(tree, at);
    if (!(tree instanceof String text)) return refuse(at, "TYPE", "must be a text" + (wanted == BigDecimal.class ? ", also for amounts" : ""));
    return scalar(wanted, text, at);
  }

  private Object record(Class<?> type, Object tree, String at) {
    if (!(tree instanceof Map<?, ?> fields)) return refuse(at, "TYPE", "must be an object");
    var before = refusals.size();
    var shape = Shape.of(type);
    var values = new Object[shape.parts().size()];
    int present = 0;
    for (int i = 0; i < values.length; i++) {
      if (fields.containsKey(shape.parts().get(i).name())) present++;
      values[i] = component(shape.parts().get(i), fields, at);
    }
    if (present < fields.size()) unknown(shape, fields, at);
    return refusals.size() > before ? null : created(shape, values, at);
  }

  private void unknown(Shape shape, Map<?, ?> fields, String at) {
    for (var name : fields.keySet()) {
      if (!shape.names().contains(name)) refuse(at + "/" + escaped(String.valueOf(name)), "UNKNOWN_FIELD", "no such field; known are " + String.join(", ", shape.names()));
    }
  }

  private Object component(Shape.Part part, Map<?, ?> fields, String at) {
    var tree = fields.get(part.name());
    if (tree != null) {
      var read = value(part.generic(), tree, at + "/" + part.name());
      return part.signed() ? read : notNegative(read, at + "/" + part.name());
    }
    if (fields.containsKey(part.name())) refuse(at + "/" + part.name(), "NULL", "leave it out instead of null");
    else if (part.must()) refuse(at + "/" + part.name(), "REQUIRED", "missing: " + part.says());
    if (part.type() == List.class) return List.of();
    if (part.type() == Map.class) return Map.of();
    return part.type() == boolean.class ? Boolean.FALSE : part.type() == int.class ? Integer.valueOf(0) : null;
  }

  private Object notNegative(Object read, String at) {
    if (read instanceof Map<?, ?> many) many.forEach((name, each) -> notNegative(each, at + "/" + escaped(String.valueOf(name))));
    return read instanceof BigDecimal number && number.signum() < 0 || read instanceof Integer whole && whole < 0 ? refuse(at, "NEGATIVE", "must not be negative") : read;
  }

  private Object created(Shape shape, Object[] values, String at) {
    try {
      var made = shape.maker().newInstance(values);
      pointers.put(made, at);
      return made;
    } catch (InvocationTargetException nonsense) {
      if (nonsense.getCause() instanceof IllegalArgumentException why) return refuse(at, "NONSENSE", why.getMessage());
      throw new IllegalStateException(nonsense.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Object many(ParameterizedType type, Object tree, String at) {
    if (type.getRawType() == Map.class) {
      if (!(tree instanceof Map<?, ?> entries)) return refuse(at, "TYPE", "must be an object");
      var read = new LinkedHashMap<Object, Object>();
      entries.forEach((name, each) -> read.put(name, value(type.getActualTypeArguments()[1], each, at + "/" + escaped(String.valueOf(name)))));
      return read;
    }
    Invariant.holds(type.getRawType() == List.class, "no reading of %s", type);
    if (!(tree instanceof List<?> items)) return refuse(at, "TYPE", "must be an array");
    var read = new ArrayList<Object>(items.size());
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i) == null ? refuse(at + "/" + i, "NULL", "leave it out instead of null") : value(type.getActualTypeArguments()[0], items.get(i), at + "/" + i);
      if (item != null) read.add(item);
    }
    return read;
  }

  private Object whole(Object tree, String at) {
    if (tree instanceof Integer || tree instanceof Long || tree instanceof BigInteger) {
      var number = new BigInteger(tree.toString());
      if (number.bitLength() < Integer.SIZE) return number.intValue();
    }
    return refuse(at, "TYPE", "must be a whole number");
  }

  private Object scalar(Class<?> type, String text, String at) {
    try {
      if (type == String.class && text.indexOf(Facts.SEPARATOR) >= 0) return refuse(at, "IMPOSSIBLE", "no text has a NUL");
      if (type == String.class) return text.isBlank() ? refuse(at, "BLANK", "leave it out instead of blank") : text;
      if (type == BigDecimal.class) return decimal(text, at);
      if (type != ZoneId.class && BEYOND.matcher(text).lookingAt()) throw new DateTimeException("a year of more than four digits, or before the first");
      if (type == LocalDate.class) return LocalDate.parse(text);
      if (type == Instant.class) return Instant.parse(text);
      if (type == YearMonth.class) return YearMonth.parse(text);
      if (type == ZoneId.class) return ZoneId.of(text);
      if (type == Currency.class) return currency(text);
    } catch (DateTimeException | IllegalArgumentException impossible) {
      return refuse(at, "IMPOSSIBLE", "'" + text + "' is no " + KINDS.get(type));
    }
    Invariant.holds(type.isEnum(), "no reading of %s", type);
    for (var constant : type.getEnumConstants()) if (word(constant).equals(text)) return constant;
    return refuse(at, "UNKNOWN_WORD", "'" + text + "' is none of " + String.join(", ", words(type)));
  }

  /** One that amounts can be of: gold and tests have a code, but no minor unit. */
  private static Currency currency(String code) {
    var currency = Currency.getInstance(code);
    if (currency.getDefaultFractionDigits() < 0) throw new IllegalArgumentException(code);
    return currency;
  }

  private Object decimal(String text, String at) {
    return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : refuse(at, "IMPOSSIBLE", "'" + text + "' is no plain decimal");
  }

  static String word(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> words(Class<?> type) {
    var words = new ArrayList<String>();
    for (var constant : type.getEnumConstants()) words.add(word(constant));
    return words;
  }

  private Object refuse(String at, String code, String text) {
    refusals.add(new Refusal(at, code, text));
    return null;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
