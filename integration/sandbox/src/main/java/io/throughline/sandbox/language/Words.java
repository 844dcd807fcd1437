package io.throughline.sandbox.language;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The words of a query or condition, read one after the other. */
final class Words {

  enum Kind { TEXT, DATE, NUMBER, NAME, SIGN, END }

  record Word(Kind kind, String value) {}

  private static final Pattern WORD = Pattern.compile(
      "\\s*(?:'((?:[^'\\\\]|\\\\.|'')*)'"
          + "|(\\d{4}-\\d{2}-\\d{2}(?:T[\\d:.]+(?:Z|[+-]\\d{2}:?\\d{2})?)?)"
          + "|(-?\\d+(?:\\.\\d+)?)"
          + "|([A-Za-z_][\\w.]*)"
          + "|(<=|>=|<>|!=|[=<>(),*]))");

  private final List<Word> words = new ArrayList<>();
  private int at;

  Words(String source) {
    var matcher = WORD.matcher(source);
    int end = 0;
    while (matcher.region(end, source.length()).lookingAt()) {
      words.add(word(matcher));
      end = matcher.end();
    }
    if (!source.substring(end).isBlank()) throw new Malformed("unexpected token: '" + source.substring(end).strip() + "'");
  }

  private static Word word(java.util.regex.Matcher matcher) {
    if (matcher.group(1) != null) {
      return new Word(Kind.TEXT, matcher.group(1).replace("''", "'").replaceAll("\\\\(.)", "$1"));
    }
    if (matcher.group(2) != null) return new Word(Kind.DATE, matcher.group(2));
    if (matcher.group(3) != null) return new Word(Kind.NUMBER, matcher.group(3));
    if (matcher.group(4) != null) return new Word(Kind.NAME, matcher.group(4));
    return new Word(Kind.SIGN, matcher.group(5));
  }

  Word peek() {
    return at < words.size() ? words.get(at) : new Word(Kind.END, "<EOF>");
  }

  Word next() {
    var word = peek();
    at++;
    return word;
  }

  boolean sees(String value) {
    var word = peek();
    return word.kind() != Kind.TEXT && word.value().equalsIgnoreCase(value);
  }

  boolean take(String value) {
    if (!sees(value)) return false;
    at++;
    return true;
  }

  void expect(String value) {
    if (!take(value)) throw new Malformed("expecting '" + value + "', found '" + peek().value() + "'");
  }

  String name() {
    var word = next();
    if (word.kind() != Kind.NAME) throw new Malformed("expecting a name, found '" + word.value() + "'");
    return word.value();
  }

  int number() {
    var word = next();
    if (word.kind() != Kind.NUMBER) throw new Malformed("expecting a number, found '" + word.value() + "'");
    return Integer.parseInt(word.value());
  }

  void end() {
    if (peek().kind() != Kind.END) throw new Malformed("unexpected token: '" + peek().value() + "'");
  }
}
