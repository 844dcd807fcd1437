package io.throughline.sandbox.fault;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Things that happen later, a bounded number at once. */
public final class Later implements AutoCloseable {

  /** More held connections than any test opens; beyond it the sandbox answers 503 rather than grow. */
  private static final int WAITING = 2_000;

  private final Semaphore free = new Semaphore(WAITING);
  private final ScheduledThreadPoolExecutor clockwork = new ScheduledThreadPoolExecutor(4, work -> {
    var thread = new Thread(work, "sandbox-later");
    thread.setDaemon(true);
    return thread;
  });

  public void in(long millis, Runnable work) {
    if (!free.tryAcquire()) throw new RejectedExecutionException("too much is waiting already");
    clockwork.schedule(() -> {
      free.release();
      work.run();
    }, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
