package io.throughline.connector;

import java.time.Duration;

/** Until when an operation may take, on the clock that never jumps. */
record Deadline(long atNanos) {

  static Deadline in(Duration span) {
    return new Deadline(System.nanoTime() + span.toNanos());
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }
}
