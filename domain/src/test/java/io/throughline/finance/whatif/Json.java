package io.throughline.finance.whatif;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the test cases' files and writes trees: just enough JSON, strict about nothing but its syntax. */
public final class Json {

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  public static Object read(String text) {
    var json = new Json(text);
    var value = json.value();
    json.space();
    if (json.at != text.length()) throw json.wrong();
    return value;
  }

  static String write(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return "{" + String.join(",", map.entrySet().stream().map(each -> write(each.getKey()) + ":" + write(each.getValue())).toList()) + "}";
    }
    if (tree instanceof List<?> list) return "[" + String.join(",", list.stream().map(Json::write).toList()) + "]";
    if (tree instanceof String string) return "\"" + string.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    return String.valueOf(tree);
  }

  private Object value() {
    space();
    char next = text.charAt(at);
    if (next == '{') return object();
    if (next == '[') return array();
    if (next == '"') return string();
    int start = at;
    while (at < text.length() && ",]} \n\t\r".indexOf(text.charAt(at)) < 0) at++;
    var word = text.substring(start, at);
    return switch (word) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      case "null" -> null;
      default -> Long.valueOf(word);
    };
  }

  private Map<String, Object> object() {
    var map = new LinkedHashMap<String, Object>();
    expect('{');
    while (!closed('}')) {
      if (!map.isEmpty()) expect(',');
      space();
      var name = string();
      expect(':');
      map.put(name, value());
    }
    return map;
  }

  private List<Object> array() {
    var list = new ArrayList<>();
    expect('[');
    while (!closed(']')) {
      if (!list.isEmpty()) expect(',');
      list.add(value());
    }
    return list;
  }

  private boolean closed(char end) {
    space();
    if (text.charAt(at) != end) return false;
    at++;
    return true;
  }

  private String string() {
    expect('"');
    var string = new StringBuilder();
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') at++;
      string.append(text.charAt(at++));
    }
    at++;
    return string.toString();
  }

  private void expect(char wanted) {
    space();
    if (text.charAt(at) != wanted) throw wrong();
    at++;
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no JSON at " + at + ": " + text.substring(at, Math.min(text.length(), at + 40)));
  }
}
