package io.throughline.connector;

import java.util.Arrays;

/** The last thousand latencies; enough for a median and a tail that follow the present. */
final class Latency {

  private final double[] millis = new double[1_000];
  private int next;
  private int filled;

  synchronized void add(double value) {
    millis[next] = value;
    next = (next + 1) % millis.length;
    filled = Math.min(filled + 1, millis.length);
  }

  synchronized double at(double share) {
    if (filled == 0) return 0;
    var sorted = Arrays.copyOf(millis, filled);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(filled - 1L, Math.round(share * (filled - 1)))];
  }
}
