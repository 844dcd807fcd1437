package io.throughline.connector;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rule that keeps money out of binary arithmetic: a mapping renames, selects and joins texts; it neither calculates nor ranks.
 *
 * <p>Refused when a folder is loaded: the operators {@code + - * / %} and {@code < > <= >= ^}, fractional literals, and every built-in
 * function that computes on numbers or reads the clock. {@code *} is let through after a dot (all fields), a regular expression after
 * a bracket or comma. What must be computed is computed exactly by the functions of {@link MappingFunctions}. The rule is sound
 * because it needs no types: an expression without these tokens has no arithmetic in it.
 */
final class PlainExpression {

  private static final Set<String> COMPUTING =
      Set.of(
          "$number", "$sum", "$average", "$max", "$min", "$abs", "$floor", "$ceil", "$round", "$power", "$sqrt", "$random", "$reduce",
          "$formatNumber", "$formatBase", "$formatInteger", "$parseInteger", "$toMillis", "$fromMillis", "$millis", "$now", "$eval", "$sort");

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<skip>\\s+|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|`[^`]*`)"
              + "|(?<fraction>\\d+\\.\\d+|\\d+[eE][+-]?\\d+)"
              + "|(?<name>\\$?[\\p{L}_$][\\w$]*)"
              + "|(?<allowed>:=|~>|!=|\\.\\.|\\d+)"
              + "|(?<sign>.)",
          Pattern.DOTALL);

  private static final Pattern REGEX = Pattern.compile("/(?:\\\\.|[^/\\\\\\n])+/[im]*");

  private PlainExpression() {}

  /** Throws with file and line when the text computes. */
  static void check(String file, String text) {
    var tokens = TOKEN.matcher(text);
    var at = 0;
    var before = "(";
    while (at < text.length() && tokens.find(at)) {
      var token = tokens.group();
      if (tokens.group("fraction") != null) refuse(file, text, at, "fractional number " + token + ": write amounts as text");
      if (COMPUTING.contains(token)) refuse(file, text, at, token + " computes: use the exact functions ($money, $cents, $hours, ...)");
      if (token.equals("/") && (before.equals("(") || before.equals(","))) {
        var regex = REGEX.matcher(text).region(at, text.length());
        if (regex.lookingAt()) token = regex.group();
      }
      var wildcard = token.equals("*") && before.equals(".");
      if (tokens.group("sign") != null && token.length() == 1 && "+-*/%<>^".contains(token) && !wildcard) {
        refuse(file, text, at, "operator " + token + " calculates or ranks: mappings only rename, select and join");
      }
      if (tokens.group("skip") == null) before = token;
      at += token.length();
    }
  }

  private static void refuse(String file, String text, int at, String problem) {
    throw new ConnectorRefused(file, line(text, at), problem);
  }

  static int line(String text, int at) {
    return 1 + (int) text.substring(0, Math.min(Math.max(at, 0), text.length())).chars().filter(c -> c == '\n').count();
  }
}
