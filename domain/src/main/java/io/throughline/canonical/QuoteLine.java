package io.throughline.canonical;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * One line of what was sold.
 *
 * <p>Money: text at the deal currency's scale. {@code ratePerHour} with {@code plannedMinutes} for time and materials, {@code amount}
 * and {@code dueOn} for a milestone, {@code periods} for a subscription, whose {@code amount} is what all of them come to, with {@code ratePerHour} for
 * work beyond the minutes that they include, {@code amount} as planned and {@code capAmount} at most for expenses. Dates: in the contract's zone.
 *
 * @param markupPercent what is added to expenses, as text; nothing when absent
 * @param entity our legal entity that delivers and bills the line; the deal's when absent
 * @param amendsLineId on a change order: the sold line in whose place this one stands, with its new price and its new total; amended to an amount of
 *     zero, it ends. A subscription's new total is that of the whole term: days before the change at the price that stood. Absent: the line is
 *     added, a subscription from the change's first day on
 * @param periods how often a subscription is billed, and how much
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
    String markupPercent,
    String amendsLineId,
    Periods periods) {

  /** How a line becomes money. */
  public enum Billing {
    TIME_AND_MATERIALS,
    MILESTONE,
    FIXED_FEE,
    /** An amount for each period of being served. */
    SUBSCRIPTION,
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

  /** Whether an amount is billed again with each period. */
  public boolean billsPeriods() {
    return billing == Billing.SUBSCRIPTION;
  }

  /** Whether its periods include a number of minutes, and work beyond them is billed. */
  public boolean includesMinutes() {
    return billsPeriods() && periods != null && periods.includesMinutes();
  }

  /** Minutes that the amount of a whole period covers; none where it covers all work. */
  public long includedMinutes() {
    return includesMinutes() ? periods.includedMinutes() : 0;
  }

  /** Under which id it is part of the terms. */
  public String soldAs() {
    return amendsLineId == null ? lineId : amendsLineId;
  }

  /** Whether it ends the line that it amends. */
  public boolean ends() {
    return amendsLineId != null && amount != null && new BigDecimal(amount).signum() == 0;
  }

  /** With what it does not say itself taken from the line that it amends. */
  public QuoteLine inPlaceOf(QuoteLine before) {
    if (before == null) return this;
    return new QuoteLine(
        before.lineId, billing, or(description, before.description), or(workstream, before.workstream), or(role, before.role), plannedMinutes, ratePerHour, amount, capAmount, dueOn == null ? before.dueOn : dueOn,
        or(purchaseOrder, before.purchaseOrder), or(entity, before.entity), or(markupPercent, before.markupPercent), null, periods == null ? before.periods : periods);
  }

  /** Whether its amount was billed elsewhere to the last cent: it bills nothing, and covers the work that is done for it. */
  public boolean nothingLeft() {
    return amendsLineId == null && amount != null && new BigDecimal(amount).signum() == 0;
  }

  /** With what is left of it. */
  public QuoteLine left(String amountLeft, Long minutesLeft, String capLeft) {
    return new QuoteLine(lineId, billing, description, workstream, role, minutesLeft, ratePerHour, amountLeft, capLeft, dueOn, purchaseOrder, entity, markupPercent, amendsLineId, periods);
  }

  /** Its periods were all billed: it covers what it includes. */
  public QuoteLine covering(LocalDate through) {
    return new QuoteLine(lineId, Billing.FIXED_FEE, description, workstream, role, null, null, "0", null, through, purchaseOrder, entity, null, amendsLineId, null);
  }

  private static String or(String said, String before) {
    return said == null ? before : said;
  }

  /** Whether what was spent is billed on, as it comes. */
  public boolean billsExpenses() {
    return billing == Billing.EXPENSES;
  }
}
