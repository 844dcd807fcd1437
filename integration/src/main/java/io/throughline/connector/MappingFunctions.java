package io.throughline.connector;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAdjusters;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a mapping may compute, exactly. Absent in, absent out; nonsense throws and makes the item a named problem.
 *
 * <p>Money: text with the currency's digits ({@code $money}, {@code $cents}), never rounded: an amount with too many digits is refused.
 */
final class MappingFunctions {

  /** Quantities in hours keep five decimals, rounded half up; amounts are always sent beside them. */
  private static final int HOUR_DIGITS = 5;

  /** Before the point, and zeros behind it: 1e9999999, written out, would fill the memory. */
  private static final int MOST_DIGITS = 100;

  private static final Pattern TICKS = Pattern.compile("/Date\\((-?\\d+)(?:[+-]\\d{4})?\\)/");

  /** Offsets with and without a colon: {@code +00:00}, {@code +0000}, {@code Z}. */
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart().appendOffset("+HH:MM", "Z").optionalEnd()
          .optionalStart().appendOffset("+HHMM", "Z").optionalEnd()
          .toFormatter();

  static final Map<String, JFunction> ALL = all();

  private MappingFunctions() {}

  private static Map<String, JFunction> all() {
    var functions = new LinkedHashMap<String, JFunction>();
    add(functions, "money", args -> amount(args.get(0)).setScale(digits(args, 1), RoundingMode.UNNECESSARY).toPlainString());
    add(functions, "rate", args -> atLeastTwoDigits(amount(args.get(0))).toPlainString());
    add(functions, "cents", args -> amount(args.get(0)).movePointLeft(digits(args, 1)).setScale(digits(args, 1), RoundingMode.UNNECESSARY).toPlainString());
    add(functions, "toCents", args -> amount(args.get(0)).movePointRight(digits(args, 1)).longValueExact());
    add(functions, "decimal", args -> new Tree.Exact(amount(args.get(0))));
    add(functions, "integer", args -> amount(args.get(0)).longValueExact());
    add(functions, "hours", args -> hours(amount(args.get(0))));
    add(functions, "minutes", args -> amount(args.get(0)).multiply(BigDecimal.valueOf(60)).longValueExact());
    add(functions, "nearestMinutes", args -> amount(args.get(0)).multiply(BigDecimal.valueOf(60)).setScale(0, RoundingMode.HALF_UP).longValueExact());
    add(functions, "isZero", args -> amount(args.get(0)).signum() == 0);
    add(functions, "negate", args -> amount(args.get(0)).negate().toPlainString());
    add(functions, "equalAmounts", args -> args.size() == 2 && args.get(1) != null && amount(args.get(0)).compareTo(amount(args.get(1))) == 0);
    add(functions, "instant", args -> instant(text(args.get(0))).toString());
    add(functions, "date", args -> date(text(args.get(0))));
    add(functions, "ticks", args -> "/Date(" + instant(text(args.get(0)).length() == 10 ? text(args.get(0)) + "T00:00:00Z" : text(args.get(0))).toEpochMilli() + ")/");
    add(functions, "total", args -> total(args).toPlainString());
    add(functions, "latest", args -> latest(args).toString());
    add(functions, "highest", args -> highest(args).toPlainString());
    add(functions, "guid", args -> UUID.nameUUIDFromBytes(text(args.get(0)).getBytes(StandardCharsets.UTF_8)).toString());
    add(functions, "epochMillis", args -> String.valueOf(instant(text(args.get(0))).toEpochMilli()));
    add(functions, "ofEpochMillis", args -> Instant.ofEpochMilli(Long.parseLong(text(args.get(0)))).toString());
    add(functions, "secondsInMinutes", args -> amount(args.get(0)).divide(BigDecimal.valueOf(60), 0, RoundingMode.HALF_UP).longValueExact());
    add(functions, "minutesBetween", args -> (Duration.between(instant(text(args.get(0))), instant(text(args.get(1)))).toSeconds() + 30) / 60);
    add(functions, "weekday", args -> LocalDate.parse(text(args.get(0)).substring(0, 10)).with(TemporalAdjusters.nextOrSame(DayOfWeek.valueOf(text(args.get(1)).toUpperCase(Locale.ROOT)))).toString());
    add(functions, "day", args -> instant(text(args.get(0))).atZone(ZoneOffset.UTC).toLocalDate().toString());
    add(functions, "zeros", args -> "0".repeat(Math.max(0, Integer.parseInt(text(args.get(1))) - text(args.get(0)).length())) + text(args.get(0)));
    add(functions, "lastSegment", args -> text(args.get(0)).replaceAll("[?#].*$", "").replaceAll("^.*/", ""));
    add(functions, "quoted", args -> text(args.get(0)).replace("'", "''"));
    add(functions, "escaped", args -> text(args.get(0)).replace("\\", "\\\\").replace("'", "\\'"));
    return Map.copyOf(functions);
  }

  private static void add(Map<String, JFunction> functions, String name, Function<List<?>, Object> exact) {
    functions.put(name, new JFunction((input, args) -> {
      var given = (List<?>) args;
      if (given == null || given.isEmpty() || given.get(0) == null || given.get(0) == Jsonata.NULL_VALUE || "".equals(given.get(0))) return null;
      try {
        return exact.apply(given);
      } catch (ArithmeticException | IllegalArgumentException | DateTimeException | StringIndexOutOfBoundsException e) {
        throw new IllegalArgumentException("$" + name + "(" + given.get(0) + "): " + e.getMessage(), e);
      }
    }, null));
  }

  private static BigDecimal amount(Object value) {
    if (value instanceof Double || value instanceof Float) throw new IllegalArgumentException("binary floating point is refused");
    try {
      var number = new BigDecimal(text(value));
      if (Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS) throw new IllegalArgumentException("beyond any amount");
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number", e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Map || value instanceof List) throw new IllegalArgumentException("a single value is needed");
    return String.valueOf(value).strip();
  }

  private static int digits(List<?> args, int currencyAt) {
    if (args.size() <= currencyAt || args.get(currencyAt) == null) throw new IllegalArgumentException("the currency is missing");
    return Currency.getInstance(text(args.get(currencyAt))).getDefaultFractionDigits();
  }

  private static BigDecimal atLeastTwoDigits(BigDecimal rate) {
    var plain = rate.stripTrailingZeros();
    return plain.scale() < 2 ? plain.setScale(2, RoundingMode.UNNECESSARY) : plain;
  }

  private static String hours(BigDecimal minutes) {
    var hours = minutes.divide(BigDecimal.valueOf(60), HOUR_DIGITS, RoundingMode.HALF_UP).stripTrailingZeros();
    return (hours.scale() < 0 ? hours.setScale(0, RoundingMode.UNNECESSARY) : hours).toPlainString();
  }

  /** The sum of a list in a currency's digits; items that are absent count nothing. */
  private static BigDecimal total(List<?> args) {
    var sum = BigDecimal.ZERO.setScale(digits(args, 1), RoundingMode.UNNECESSARY);
    for (var item : Tree.list(args.get(0))) if (item != null && item != Jsonata.NULL_VALUE && !"".equals(item)) sum = sum.add(amount(item));
    return sum.setScale(digits(args, 1), RoundingMode.UNNECESSARY);
  }

  /** Of several times, or a list of them; those that are absent count nothing. */
  private static Instant latest(List<?> times) {
    return said(times).map(time -> instant(text(time))).max(Instant::compareTo).orElseThrow(() -> new IllegalArgumentException("no time in the list"));
  }

  private static BigDecimal highest(List<?> numbers) {
    return said(numbers).map(MappingFunctions::amount).max(BigDecimal::compareTo).orElseThrow(() -> new IllegalArgumentException("no number in the list"));
  }

  /** What is said in lists, nested or not. */
  private static Stream<?> said(List<?> values) {
    return values.stream().flatMap(value -> Tree.list(value).stream()).filter(value -> value != null && value != Jsonata.NULL_VALUE && !"".equals(value));
  }

  private static String date(String text) {
    return TICKS.matcher(text).matches() ? instant(text).atZone(ZoneOffset.UTC).toLocalDate().toString() : LocalDate.parse(text.substring(0, 10)).toString();
  }

  /** ISO 8601, or the ticks of OData v2 ({@code /Date(1788220800000)/}). */
  static Instant instant(String text) {
    var ticks = TICKS.matcher(text);
    if (ticks.matches()) return Instant.ofEpochMilli(Long.parseLong(ticks.group(1)));
    var parsed = INSTANT.parseBest(text, OffsetDateTime::from, java.time.LocalDateTime::from);
    return parsed instanceof OffsetDateTime at ? at.toInstant() : java.time.LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
  }
}
