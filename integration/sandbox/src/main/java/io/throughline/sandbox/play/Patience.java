package io.throughline.sandbox.play;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for something to be seen, within bounds, and gives up at once when the play is cancelled. */
final class Patience {

  /** How soon one looks again: at first often enough for a play of seconds, later seldom enough not to be load. */
  private static final long FIRST_LOOK_MILLIS = 150;

  private static final long LAST_LOOK_MILLIS = 1_000;

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Duration most;

  Patience(Duration most) {
    this.most = most;
  }

  void cancel() {
    cancelled.countDown();
  }

  boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /** The first thing seen. */
  <T> T until(String what, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + most.toNanos();
    long next = FIRST_LOOK_MILLIS;
    while (true) {
      var seen = look.get();
      if (seen.isPresent()) return seen.get();
      if (System.nanoTime() > end) throw new PlayFailed(what + ": not seen within " + most.toSeconds() + " s");
      pause(next);
      next = Math.min(LAST_LOOK_MILLIS, next + next / 4);
    }
  }

  void pause(long millis) {
    try {
      if (cancelled.await(millis, TimeUnit.MILLISECONDS)) throw new PlayFailed("cancelled");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlayFailed("cancelled", interrupted);
    }
  }
}
