package io.throughline.store;

import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;

/** The trace that is going on, as W3C text to be stored with a row or a message. */
@ApplicationScoped
public class Traces {

  /** A {@code traceparent}, or null where no trace is going on. */
  public String current() {
    var span = Span.current().getSpanContext();
    return span.isValid() ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex() : null;
  }
}
