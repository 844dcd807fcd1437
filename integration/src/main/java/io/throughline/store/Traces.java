package io.throughline.store;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The trace that is going on, as W3C text to be stored with a row or a message; and what the work is about, for the log. */
@ApplicationScoped
public class Traces {

  private static final ContextKey<String> ABOUT = ContextKey.named("throughline.about");

  /** A {@code traceparent}, or null where no trace is going on. */
  public String current() {
    var span = Span.current().getSpanContext();
    return span.isValid() ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex() : null;
  }

  /** A {@code traceparent}: of the trace that is going on, or of a new one, for what begins with nobody's request, such as a poll. */
  public String currentOrNew() {
    var current = current();
    return current != null ? current : "00-" + hex() + "-" + hex().substring(16) + "-01";
  }

  private static String hex() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Until it is closed, log lines of this thread tell this too: {@code thread=… journey=…}, or {@code correlation=…}. */
  public static Scope about(String what) {
    return Context.current().with(ABOUT, what).makeCurrent();
  }

  /** Thread, journey or correlation, and trace of the work that is going on, for a line in the log. */
  public static String line() {
    var about = Context.current().get(ABOUT);
    var span = Span.current().getSpanContext();
    return (about == null ? "" : about + " ") + "trace=" + (span.isValid() ? span.getTraceId() : "none");
  }
}
