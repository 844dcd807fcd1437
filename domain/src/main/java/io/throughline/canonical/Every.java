package io.throughline.canonical;

/** How long a period of a recurring amount is. */
public enum Every {
  MONTH,
  QUARTER,
  YEAR;

  public int months() {
    return this == MONTH ? 1 : this == QUARTER ? 3 : 12;
  }
}
