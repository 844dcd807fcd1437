package io.throughline.connector;

import io.throughline.connector.Connector.RuleInForce;
import io.throughline.connector.Descriptor.Meaning;
import io.throughline.journey.Outcome.Field;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What an answer means: the folder's rules first, then what HTTP says. An effect is NONE only when the target certainly did nothing: a
 * 5xx after an effectful request is unknown.
 */
record Verdict(Meaning meaning, Duration after, String code, String reason, List<Field> fields) {

  private static final Pattern HEADER = Pattern.compile("header\\(([^)]+)\\)");

  static Verdict of(Answer answer, List<RuleInForce> rules, Clock clock) {
    var variables = Map.of("status", answer.status(), "headers", answer.headers());
    for (var rule : rules) {
      if (applies(rule, answer, variables)) {
        return new Verdict(rule.described().is(), after(rule, answer, variables, clock), text(rule.code(), answer, variables, "http-" + answer.status()),
            text(rule.reason(), answer, variables, "HTTP " + answer.status()), fields(rule, answer, variables));
      }
    }
    return new Verdict(byStatus(answer.status()), after("header(Retry-After)", answer, clock), "http-" + answer.status(), "HTTP " + answer.status(), List.of());
  }

  private static boolean applies(RuleInForce rule, Answer answer, Map<String, ?> variables) {
    var status = rule.described().status();
    if (status != null && status.stream().noneMatch(pattern -> matches(pattern, answer.status()))) return false;
    return rule.where() == null || rule.where().holds(answer.body(), variables);
  }

  private static boolean matches(String pattern, int status) {
    var digits = String.valueOf(status);
    return digits.matches(pattern.toLowerCase(Locale.ROOT).replace("x", "\\d"));
  }

  static Meaning byStatus(int status) {
    if (status >= 200 && status < 300) return Meaning.DONE;
    return switch (status) {
      case 401 -> Meaning.UNAUTHORISED;
      case 429 -> Meaning.QUOTA;
      case 425, 503 -> Meaning.RETRY;
      case 408, 409, 423 -> status == 409 ? Meaning.HOLD : Meaning.UNKNOWN;
      default -> status >= 500 ? Meaning.UNKNOWN : Meaning.REFUSED;
    };
  }

  /** Whether it needs no expression: absent, a header's name, or a span. */
  static boolean isPlainSpan(String after) {
    return after == null || HEADER.matcher(after).matches() || span(after) != null;
  }

  private static Duration after(RuleInForce rule, Answer answer, Map<String, ?> variables, Clock clock) {
    if (rule.after() == null) return after(rule.described().after(), answer, clock);
    var seconds = rule.after().apply(answer.body(), variables);
    return seconds == null ? null : retryAfter(String.valueOf(seconds), clock.instant());
  }

  private static Duration after(String after, Answer answer, Clock clock) {
    if (after == null) return null;
    var header = HEADER.matcher(after);
    if (!header.matches()) return span(after);
    var value = answer.headers().get(header.group(1).toLowerCase(Locale.ROOT));
    return value == null ? null : retryAfter(value.strip(), clock.instant());
  }

  private static Duration span(String text) {
    var span = Pattern.compile("(\\d+)(ms|s|m|h|d)").matcher(text.strip());
    return span.matches() ? SpanModule.of(Long.parseLong(span.group(1)), span.group(2)) : null;
  }

  /** Seconds, also with a fraction, or an HTTP date. */
  static Duration retryAfter(String value, Instant now) {
    if (value.matches("\\d{1,9}")) return Duration.ofSeconds(Long.parseLong(value));
    if (value.matches("\\d{1,9}\\.\\d+")) return Duration.ofSeconds(Long.parseLong(value.substring(0, value.indexOf('.'))) + 1);
    try {
      var until = Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeException unreadable) {
      return null; // as if the header were absent: the caller's own back-off applies
    }
  }

  private static String text(Mapping mapping, Answer answer, Map<String, ?> variables, String otherwise) {
    var value = mapping == null ? null : mapping.apply(answer.body(), variables);
    return value == null ? otherwise : String.valueOf(value);
  }

  private static List<Field> fields(RuleInForce rule, Answer answer, Map<String, ?> variables) {
    if (rule.fields() == null) return List.of();
    return Tree.list(rule.fields().apply(answer.body(), variables)).stream()
        .map(Tree::map)
        .map(field -> new Field(Objects.toString(field.get("pointer"), ""), Objects.toString(field.get("code"), "invalid"), Objects.toString(field.get("message"), "")))
        .toList();
  }
}
