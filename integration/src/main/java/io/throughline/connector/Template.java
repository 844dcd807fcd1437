package io.throughline.connector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A text with {@code {expression}} in it; each value is encoded for the place where it stands. An absent value is refused. */
final class Template {

  private static final Pattern HOLE = Pattern.compile("\\{([^{}]+)}");

  private final String text;
  private final List<String> literals = new ArrayList<>();
  private final List<Mapping> values = new ArrayList<>();

  private Template(String text) {
    this.text = text;
  }

  static Template of(String file, String text) {
    var template = new Template(text);
    var holes = HOLE.matcher(text);
    var from = 0;
    while (holes.find()) {
      template.literals.add(text.substring(from, holes.start()));
      template.values.add(Mapping.of(file, holes.group(1)));
      from = holes.end();
    }
    template.literals.add(text.substring(from));
    return template;
  }

  /** A template that is one expression. */
  static Template whole(Mapping value) {
    var template = new Template(value.toString());
    template.literals.addAll(List.of("", ""));
    template.values.add(value);
    return template;
  }

  /** Whether an expression makes the whole text; it then encodes its parts itself ({@code $encodeUrlComponent}). */
  boolean isWhole() {
    return literals.size() == 2 && literals.get(0).isEmpty() && literals.get(1).isEmpty() && !text.startsWith("{");
  }

  String fill(Object input, Map<String, ?> variables, UnaryOperator<String> encoded) {
    var filled = new StringBuilder(literals.get(0));
    for (var i = 0; i < values.size(); i++) {
      var value = values.get(i).apply(input, variables);
      if (value == null || value instanceof Map || value instanceof List) throw new IllegalArgumentException("no single value for a part of '" + text + "'");
      filled.append(encoded.apply(String.valueOf(value))).append(literals.get(i + 1));
    }
    return filled.toString();
  }

  /** Absent instead of refused: for a query parameter or header that is then left out. */
  String fillOrNull(Object input, Map<String, ?> variables) {
    for (var value : values) if (value.apply(input, variables) == null) return null;
    return fill(input, variables, UnaryOperator.identity());
  }

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
