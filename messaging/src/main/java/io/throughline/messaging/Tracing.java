package io.throughline.messaging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;

/** Goes on with the trace that a message carries. */
@ApplicationScoped
class Tracing {

  /** What a listener does with a message. */
  @FunctionalInterface
  interface Work {
    void go() throws JMSException;
  }

  void within(Message message, Work work) {
    try (var scope = parent(message.getStringProperty("traceparent")).makeCurrent()) {
      work.go();
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  private static Context parent(String traceparent) {
    if (traceparent == null || traceparent.length() != 55) return Context.current();
    var parts = traceparent.split("-");
    var span = SpanContext.createFromRemoteParent(parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
    return span.isValid() ? Context.current().with(Span.wrap(span)) : Context.current();
  }
}
