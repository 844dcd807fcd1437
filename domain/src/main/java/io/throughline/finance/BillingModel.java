package io.throughline.finance;

import java.util.Locale;

/** How a contract line becomes money. */
public enum BillingModel {
  /** Minutes at a rate. */
  TIME_AND_MATERIALS,
  /** An amount once a milestone is accepted. */
  MILESTONE,
  /** An amount on agreed days. */
  FIXED_FEE,
  /** A share of a fixed amount as work progresses. */
  PROGRESS,
  /** A periodic amount that includes a number of minutes. */
  RETAINER,
  /** A periodic amount for being served. */
  SUBSCRIPTION,
  /** A price for each unit used. */
  UNITS,
  /** What was spent for the client. */
  EXPENSES;

  /** As facts write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
