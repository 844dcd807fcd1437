package io.throughline.canonical;

/**
 * What happens to minutes that a period includes and that were not used in it.
 *
 * @param periods how many periods they can still be used; they end at once when absent
 * @param order which are used first; the oldest when absent
 * @param unused what becomes of those that end unused; they expire when absent
 */
public record Rollover(Integer periods, Order order, Unused unused) {

  /** Which minutes are used first: those that rolled over, or the period's own. */
  public enum Order {
    OLDEST_FIRST,
    CURRENT_FIRST
  }

  /** What becomes of minutes that end unused. */
  public enum Unused {
    EXPIRE,
    REFUND
  }
}
