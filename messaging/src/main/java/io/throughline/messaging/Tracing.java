package io.throughline.messaging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.throughline.store.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Goes on with the trace that a message carries, and says in the log what it was about when it does not go through. */
@ApplicationScoped
class Tracing {

  private static final Logger LOG = System.getLogger(Tracing.class.getName());

  /** What a listener does with a message. */
  @FunctionalInterface
  interface Work {
    void go() throws JMSException;
  }

  void within(Message message, Work work) {
    try (var trace = parent(message.getStringProperty("traceparent")).makeCurrent(); var about = Traces.about(about(message))) {
      go(work);
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  private static void go(Work work) throws JMSException {
    try {
      work.go();
    } catch (JMSException | RuntimeException e) {
      LOG.log(Level.WARNING, "{0}: did not go through and comes again: {1}", Traces.line(), e.toString());
      throw e;
    }
  }

  private static String about(Message message) throws JMSException {
    var about = new StringBuilder();
    for (var id : List.of("thread", "journey")) {
      if (message.propertyExists(id)) about.append(id).append('=').append(message.getStringProperty(id)).append(' ');
    }
    return about.append("message=").append(message.getJMSMessageID()).toString();
  }

  private static Context parent(String traceparent) {
    if (traceparent == null || traceparent.length() != 55) return Context.current();
    var parts = traceparent.split("-");
    var span = SpanContext.createFromRemoteParent(parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
    return span.isValid() ? Context.current().with(Span.wrap(span)) : Context.current();
  }
}
