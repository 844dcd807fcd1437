package io.throughline.web.live;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One page that listens. It ends with its token, when its page goes, and when it no longer reads. */
final class Stream {

  private final SseEventSink sink;
  private final Sse sse;
  private final Instant until;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  Stream(SseEventSink sink, Sse sse, Instant until) {
    this.sink = sink;
    this.sse = sse;
    this.until = until;
  }

  void send(String name, String data) {
    send(sse.newEventBuilder().name(name).data(data).build());
  }

  void beat() {
    send(sse.newEventBuilder().comment("").build());
  }

  private void send(OutboundSseEvent event) {
    if (sink.isClosed()) return;
    if (!last.isDone()) close(); // the event before still waits to be read
    else last = sink.send(event).toCompletableFuture();
  }

  /** Whether it is over; closes it when its token has expired or nobody is there. */
  boolean ended(Instant now) {
    if (!sink.isClosed() && (last.isCompletedExceptionally() || !now.isBefore(until))) close();
    return sink.isClosed();
  }

  void close() {
    sink.close();
  }
}
