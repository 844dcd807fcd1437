package io.throughline.canonical;

import java.math.RoundingMode;

/** How an exact amount becomes money. The firm's default is {@link #HALF_UP} (commercial rounding). */
public enum RoundingPolicy {
  HALF_UP(RoundingMode.HALF_UP),
  HALF_EVEN(RoundingMode.HALF_EVEN),
  DOWN(RoundingMode.DOWN);

  private final RoundingMode mode;

  RoundingPolicy(RoundingMode mode) {
    this.mode = mode;
  }

  RoundingMode mode() {
    return mode;
  }
}
