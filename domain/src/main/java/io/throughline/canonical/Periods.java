package io.throughline.canonical;

import java.util.Objects;

/**
 * How often an amount is billed again.
 *
 * <p>Money: {@code amount} is text in the deal's currency, for a whole period; a part of one is worth its days over the days of the whole. Both
 * {@code every} and {@code amount} may be absent in what a CRM tells: its terms are not complete then.
 *
 * @param inAdvance billed on a period's first day, else on its last; not when absent
 * @param calendar months, quarters, half-years or years of the calendar; else they begin on the contract's first day and its anniversaries
 * @param includedMinutes work that the amount of a whole period covers, what is beyond is billed; all of it when absent
 * @param rollover of the included minutes; those that were not used end with their period when absent
 */
public record Periods(Every every, String amount, Boolean inAdvance, Boolean calendar, Long includedMinutes, Rollover rollover) {

  public Periods {
    inAdvance = Boolean.TRUE.equals(inAdvance);
    calendar = Boolean.TRUE.equals(calendar);
  }

  /** With all work covered. */
  public Periods(Every every, String amount, Boolean inAdvance, Boolean calendar) {
    this(every, amount, inAdvance, calendar, null, null);
  }

  /** Whether work beyond a number of minutes is billed. */
  public boolean includesMinutes() {
    return includedMinutes != null;
  }

  /** Whether it is billed for the same periods on the same days, and goes about minutes in the same way, whatever the periods cost and however many minutes they include. */
  public boolean rhythm(Periods other) {
    return every == other.every && Objects.equals(inAdvance, other.inAdvance) && Objects.equals(calendar, other.calendar) && includesMinutes() == other.includesMinutes() && Objects.equals(rollover, other.rollover);
  }
}
