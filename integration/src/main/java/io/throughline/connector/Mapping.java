package io.throughline.connector;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One mapping expression, parsed once for as many threads as ask at the same time. Each evaluation gets a frame of its own, which is
 * thrown away: a variable set in one evaluation is unknown to the next (a shared frame would leak it; a test shows both).
 */
final class Mapping {

  /** A runaway expression is stopped after this many milliseconds or this depth. */
  private static final long LIMIT_MILLIS = 5_000;

  private static final int LIMIT_DEPTH = 200;

  private final String file;
  private final String text;
  private final Queue<Jsonata> idle = new ConcurrentLinkedQueue<>();

  private Mapping(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /** Refuses what does not parse and what computes, naming file and line. */
  static Mapping of(String file, String text) {
    PlainExpression.check(file, text);
    var mapping = new Mapping(file, text);
    try {
      mapping.idle.add(mapping.parsed());
    } catch (JException e) {
      throw new ConnectorRefused(file, PlainExpression.line(text, e.getLocation()), e.getMessage());
    }
    return mapping;
  }

  /** Evaluates with variables bound as {@code $name}; absent is null. Throws {@link IllegalArgumentException} naming the file. */
  Object apply(Object input, Map<String, ?> variables) {
    var expression = idle.poll();
    if (expression == null) expression = parsed();
    try {
      var frame = expression.createFrame();
      frame.setRuntimeBounds(LIMIT_MILLIS, LIMIT_DEPTH);
      MappingFunctions.ALL.forEach(frame::bind);
      variables.forEach((name, value) -> frame.bind(name, value));
      return expression.evaluate(input, frame);
    } catch (JException e) {
      throw new IllegalArgumentException(file + ":" + PlainExpression.line(text, e.getLocation()) + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + ": " + rootMessage(e), e);
    } finally {
      idle.add(expression);
    }
  }

  boolean holds(Object input, Map<String, ?> variables) {
    return Boolean.TRUE.equals(apply(input, variables));
  }

  private Jsonata parsed() {
    return Jsonata.jsonata(text);
  }

  private static String rootMessage(Throwable e) {
    return e.getCause() == null || e.getCause() == e ? e.getMessage() : e.getMessage() != null ? e.getMessage() : rootMessage(e.getCause());
  }

  @Override
  public String toString() {
    return file;
  }
}
