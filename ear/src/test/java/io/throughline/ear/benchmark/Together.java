package io.throughline.ear.benchmark;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work on several threads at once, timed. */
final class Together {

  private Together() {}

  /** One thread's part. */
  @FunctionalInterface
  interface Part {
    void work(int thread) throws Exception;
  }

  /** Seconds until all have finished; the first failure is thrown. */
  static double seconds(int threads, Part part) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var begun = System.nanoTime();
      var all = new ArrayList<Future<Void>>();
      for (int i = 0; i < threads; i++) {
        var thread = i;
        all.add(pool.submit((Callable<Void>) () -> {
          part.work(thread);
          return null;
        }));
      }
      for (var one : all) one.get();
      return seconds(begun);
    } finally {
      pool.shutdownNow();
    }
  }

  static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
