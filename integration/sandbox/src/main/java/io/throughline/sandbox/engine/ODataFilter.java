package io.throughline.sandbox.engine;

import io.throughline.sandbox.language.Expressions;
import io.throughline.sandbox.language.Malformed;
import io.throughline.sandbox.language.Scope;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code $filter} of OData v2 and v4, the part in use: comparisons, and, or, not, parentheses, typed literals. */
final class ODataFilter {

  private static final Map<String, String> SIGNS = Map.of("eq", "=", "ne", "!=", "gt", ">", "ge", ">=", "lt", "<", "le", "<=");

  private static final Pattern WORD = Pattern.compile(
      "(?<space>\\s+)|(?<guid>[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})"
          + "|(?<kind>[A-Za-z_][\\w.]*)?'(?<text>(?:[^']|'')*)'"
          + "|(?<date>\\d{4}-\\d{2}-\\d{2}(?:T[\\d:.]+(?:Z|[+-]\\d{2}:\\d{2})?)?)"
          + "|(?<number>-?\\d+(?:\\.\\d+)?)[mMdDlLfF]?|(?<name>[A-Za-z_][\\w/]*)|(?<mark>[(),])");

  private ODataFilter() {}

  /** @param names is told every property the filter mentions */
  static Predicate<Scope> condition(String filter, Consumer<String> names) {
    var plain = new StringBuilder();
    var words = WORD.matcher(filter);
    int at = 0;
    while (at < filter.length()) {
      if (!words.region(at, filter.length()).lookingAt()) throw new Malformed("syntax error at position " + at + " in '" + filter + "'");
      plain.append(plain(words)).append(' ');
      at = words.end();
    }
    return Expressions.condition(plain.toString(), names);
  }

  private static String plain(java.util.regex.Matcher word) {
    if (word.group("space") != null) return "";
    if (word.group("guid") != null) return "'" + word.group("guid") + "'";
    if (word.group("text") != null) return "'" + zoned(word.group("kind"), word.group("text")) + "'";
    if (word.group("number") != null) return word.group("number");
    var name = word.group("name");
    return name == null ? word.group() : SIGNS.getOrDefault(name, name.replace('/', '.'));
  }

  /** A time without a zone is UTC. */
  private static String zoned(String kind, String text) {
    return "datetime".equals(kind) && text.length() > 10 && !text.endsWith("Z") ? text + "Z" : text;
  }
}
