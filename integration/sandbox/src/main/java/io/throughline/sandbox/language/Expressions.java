package io.throughline.sandbox.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads conditions ({@code a = 'x' AND b.c > 3}) over a scope; the dialect names its functions. */
public final class Expressions {

  /** A function of the dialect, called with the raw values of its arguments. */
  public interface Functions {
    JsonNode call(String name, List<JsonNode> arguments);
  }

  public static final Functions NONE = (name, arguments) -> {
    throw new Malformed("unknown function: " + name);
  };

  private final Words words;
  private final Functions functions;
  private final Set<String> names = new LinkedHashSet<>();

  Expressions(Words words, Functions functions) {
    this.words = words;
    this.functions = functions;
  }

  /** A whole condition in plain form, as descriptions use it. */
  public static Predicate<Scope> condition(String source) {
    return condition(source, name -> {});
  }

  /** @param names is told every path the condition mentions */
  public static Predicate<Scope> condition(String source, Consumer<String> names) {
    var words = new Words(source);
    var expressions = new Expressions(words, NONE);
    var condition = expressions.either();
    words.end();
    expressions.names.forEach(names);
    return condition;
  }

  /** Every path mentioned so far: the dialect refuses those it does not know. */
  Set<String> names() {
    return names;
  }

  Predicate<Scope> either() {
    var left = both();
    while (words.take("OR")) left = left.or(both());
    return left;
  }

  private Predicate<Scope> both() {
    var left = single();
    while (words.take("AND")) left = left.and(single());
    return left;
  }

  private Predicate<Scope> single() {
    if (words.take("NOT")) return single().negate();
    if (words.take("(")) {
      var inner = either();
      words.expect(")");
      return inner;
    }
    return comparison(operand());
  }

  private Predicate<Scope> comparison(Function<Scope, JsonNode> left) {
    if (words.take("IS")) {
      boolean not = words.take("NOT");
      words.expect("NULL");
      return scope -> Json.nothing(left.apply(scope)) != not;
    }
    if (words.take("NOT")) return among(left).negate();
    if (words.sees("IN") || words.sees("LIKE")) return among(left);
    var sign = words.next().value();
    var right = operand();
    return switch (sign) {
      case "=" -> scope -> same(left.apply(scope), right.apply(scope));
      case "!=", "<>" -> scope -> !same(left.apply(scope), right.apply(scope));
      case ">" -> scope -> order(left.apply(scope), right.apply(scope), difference -> difference > 0);
      case ">=" -> scope -> order(left.apply(scope), right.apply(scope), difference -> difference >= 0);
      case "<" -> scope -> order(left.apply(scope), right.apply(scope), difference -> difference < 0);
      case "<=" -> scope -> order(left.apply(scope), right.apply(scope), difference -> difference <= 0);
      default -> throw new Malformed("unexpected token: '" + sign + "'");
    };
  }

  private Predicate<Scope> among(Function<Scope, JsonNode> left) {
    if (words.take("LIKE")) {
      var pattern = operand();
      var compiled = new HashMap<String, Pattern>(); // one for all rows, as a rule
      return scope -> !Json.nothing(left.apply(scope)) && compiled.computeIfAbsent(pattern.apply(scope).asText(), Expressions::like).matcher(left.apply(scope).asText()).matches();
    }
    words.expect("IN");
    var values = arguments();
    return scope -> values.stream().anyMatch(value -> same(left.apply(scope), value.apply(scope)));
  }

  private static boolean same(JsonNode left, JsonNode right) {
    return Values.compare(left, right) == 0;
  }

  private static boolean order(JsonNode left, JsonNode right, Predicate<Integer> holds) {
    return !Json.nothing(left) && !Json.nothing(right) && holds.test(Values.compare(left, right));
  }

  private static Pattern like(String pattern) {
    var regex = new StringBuilder("(?is)");
    for (var part : pattern.split("((?<=[%_])|(?=[%_]))")) {
      regex.append(part.equals("%") ? ".*" : part.equals("_") ? "." : Pattern.quote(part));
    }
    return Pattern.compile(regex.toString());
  }

  private List<Function<Scope, JsonNode>> arguments() {
    words.expect("(");
    var values = new ArrayList<Function<Scope, JsonNode>>();
    do values.add(operand()); while (words.take(","));
    words.expect(")");
    return values;
  }

  Function<Scope, JsonNode> operand() {
    var word = words.next();
    return switch (word.kind()) {
      case TEXT, DATE -> constant(Json.text(word.value()));
      case NUMBER -> constant(DecimalNode.valueOf(new BigDecimal(word.value())));
      case NAME -> named(word.value());
      default -> throw new Malformed("unexpected token: '" + word.value() + "'");
    };
  }

  private Function<Scope, JsonNode> named(String name) {
    if (words.sees("(")) {
      var values = arguments();
      return scope -> functions.call(name, values.stream().map(value -> value.apply(scope)).toList());
    }
    switch (name.toLowerCase(java.util.Locale.ROOT)) {
      case "true": return constant(BooleanNode.TRUE);
      case "false": return constant(BooleanNode.FALSE);
      case "null": return constant(NullNode.getInstance());
      default:
        names.add(name);
        return scope -> scope.at(name);
    }
  }

  private static Function<Scope, JsonNode> constant(JsonNode value) {
    return scope -> value;
  }
}
