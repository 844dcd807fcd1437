package io.throughline.canonical;

import java.time.LocalDate;

/**
 * One line of what was sold.
 *
 * <p>Money: text at the deal currency's scale. {@code ratePerHour} with {@code plannedMinutes} for time and materials, {@code amount}
 * and {@code dueOn} for a milestone, {@code amount} as planned and {@code capAmount} at most for expenses. Dates: in the contract's zone.
 *
 * @param markupPercent what is added to expenses, as text; nothing when absent
 * @param entity our legal entity that delivers and bills the line; the deal's when absent
 */
public record QuoteLine(
    String lineId,
    Billing billing,
    String description,
    String workstream,
    String role,
    Long plannedMinutes,
    String ratePerHour,
    String amount,
    String capAmount,
    LocalDate dueOn,
    String purchaseOrder,
    String entity,
    String markupPercent) {

  /** How a line becomes money. */
  public enum Billing {
    TIME_AND_MATERIALS,
    MILESTONE,
    FIXED_FEE,
    EXPENSES;

    /** As facts write it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether hours are billed, not an amount. */
  public boolean billsTime() {
    return billing == Billing.TIME_AND_MATERIALS;
  }

  /** Whether what was spent is billed on, as it comes. */
  public boolean billsExpenses() {
    return billing == Billing.EXPENSES;
  }
}
