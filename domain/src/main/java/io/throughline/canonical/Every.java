package io.throughline.canonical;

/** How long a period of a recurring amount is. */
public enum Every {
  MONTH(1),
  QUARTER(3),
  HALF_YEAR(6),
  YEAR(12);

  private final int months;

  Every(int months) {
    this.months = months;
  }

  public int months() {
    return months;
  }
}
