package io.throughline.sandbox.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.Optional;

/** How two values compare, whatever their spelling: numbers by value, instants by time, everything else as text. */
public final class Values {

  /** {@code 2026-09-01T10:00:00.000+0000}, {@code ...+00:00} and {@code ...Z} alike. */
  private static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder()
      .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
      .appendPattern("[XXX][XX][X]")
      .toFormatter();

  /** Nothing sorts first. */
  public static final Comparator<JsonNode> ORDER = Values::compare;

  private Values() {}

  /** A reference {@code {id, refName}} compares by its id. */
  public static int compare(JsonNode left, JsonNode right) {
    if (left != null && left.isObject() && left.has("id")) return compare(left.get("id"), right);
    if (right != null && right.isObject() && right.has("id")) return compare(left, right.get("id"));
    boolean noLeft = Json.nothing(left);
    boolean noRight = Json.nothing(right);
    if (noLeft || noRight) return Boolean.compare(noRight, noLeft);
    if (left.isNumber() || right.isNumber()) {
      var difference = numbers(left, right);
      if (difference.isPresent()) return difference.get();
    }
    if (digits(left) && digits(right) && left.asText().length() != right.asText().length()) {
      return Integer.compare(left.asText().length(), right.asText().length());
    }
    if (alikeInstants(left.asText(), right.asText())) return left.asText().compareTo(right.asText());
    var instants = instant(left.asText()).flatMap(a -> instant(right.asText()).map(a::compareTo));
    return instants.orElseGet(() -> left.asText().compareTo(right.asText()));
  }

  /** The short way for the many rows of one vendor: instants in one format and zone sort as text. */
  private static boolean alikeInstants(String left, String right) {
    int length = left.length();
    return length == right.length() && length >= 20 && left.charAt(10) == 'T' && right.charAt(10) == 'T'
        && left.charAt(length - 1) == 'Z' && right.charAt(length - 1) == 'Z';
  }

  /** Numbering that happens to be kept as text sorts as people count. */
  private static boolean digits(JsonNode value) {
    var text = value.asText();
    for (int i = 0; i < text.length(); i++) if (!Character.isDigit(text.charAt(i))) return false;
    return true;
  }

  private static Optional<Integer> numbers(JsonNode left, JsonNode right) {
    try {
      return Optional.of(new java.math.BigDecimal(left.asText()).compareTo(new java.math.BigDecimal(right.asText())));
    } catch (NumberFormatException notNumbers) {
      return Optional.empty();
    }
  }

  /** An instant, or the start of a calendar day; anything else is no time. */
  public static Optional<Instant> instant(String text) {
    if (text.length() < 10 || text.charAt(4) != '-') return Optional.empty();
    try {
      if (text.length() == 10) return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
      return Optional.of(OffsetDateTime.parse(text.replace(' ', 'T'), INSTANT).toInstant());
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
