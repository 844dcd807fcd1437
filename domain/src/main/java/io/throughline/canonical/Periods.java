package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

/**
 * How often an amount is billed again.
 *
 * <p>Money: {@code amount} is text in the deal's currency, for a whole period; a part of one is worth its days over the days of the whole.
 *
 * @param inAdvance billed on a period's first day, else on its last
 * @param calendar months, quarters or years of the calendar; else they begin on the contract's first day and its anniversaries
 */
public record Periods(Every every, String amount, boolean inAdvance, boolean calendar) {

  public Periods {
    requireNonNull(every, "every");
    requireNonNull(amount, "amount");
  }

  /** Whether it is billed for the same periods on the same days, whatever they cost. */
  public boolean rhythm(Periods other) {
    return every == other.every && inAdvance == other.inAdvance && calendar == other.calendar;
  }
}
