package io.throughline.finance;

import static java.util.Objects.requireNonNull;

import io.throughline.canonical.Money;
import io.throughline.canonical.Periods;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * One line of approved terms.
 *
 * <p>Money: the contract's currency; {@code amount} is the fixed amount (fee, milestone; of a subscription for a whole period), {@code cap} the most that may be billed.
 *
 * @param rates prices of time; empty for lines that do not bill time
 * @param cap null when there is none
 * @param amount null for lines that bill time without a fixed amount
 * @param milestoneId the delivery milestone that earns {@code amount}, or null
 * @param purchaseOrder the client's order, or null
 * @param changeOrder the change order that created the line, or null
 * @param inForce whether that change order (or the line itself) is approved: work on a line not in force is held
 * @param markupPercent what is added to expenses; null when nothing is
 * @param periods how often a subscription is billed; null for all others
 * @param factors price factors by {@link io.throughline.canonical.TimeEntry#timeType()}
 */
public record ContractLine(
    String lineId,
    BillingModel billing,
    ScopeBinding scope,
    String description,
    String workstream,
    String purchaseOrder,
    List<RateVersion> rates,
    Money cap,
    Money amount,
    String milestoneId,
    String changeOrder,
    boolean inForce,
    Map<String, BigDecimal> factors,
    boolean groupByPerson,
    BigDecimal markupPercent,
    Periods periods) {

  public ContractLine {
    requireNonNull(lineId, "lineId");
    requireNonNull(billing, "billing");
    requireNonNull(scope, "scope");
    rates = rates == null ? List.of() : List.copyOf(rates);
    factors = factors == null ? Map.of() : Map.copyOf(factors);
    if (cap != null && cap.isNegative()) throw new IllegalArgumentException("not a contract line: cap " + cap);
  }

  /** Time and materials as most contracts have it. */
  public static ContractLine time(
      String lineId, ScopeBinding scope, String description, String workstream, String purchaseOrder, List<RateVersion> rates, Money cap) {
    return new ContractLine(
        lineId, BillingModel.TIME_AND_MATERIALS, scope, description, workstream, purchaseOrder, rates, cap, null, null, null, true, Map.of(), false, null, null);
  }

  /** An amount that an accepted milestone earns. */
  public static ContractLine milestone(
      String lineId, String projectId, String milestoneId, String description, String workstream, String purchaseOrder, Money amount) {
    return new ContractLine(
        lineId,
        BillingModel.MILESTONE,
        ScopeBinding.task(projectId, milestoneId),
        description,
        workstream,
        purchaseOrder,
        List.of(),
        null,
        amount,
        milestoneId,
        null,
        true,
        Map.of(),
        false,
        null,
        null);
  }

  /** What was spent for a project, with its markup, up to the cap. */
  public static ContractLine expenses(
      String lineId, String projectId, String description, String workstream, String purchaseOrder, BigDecimal markupPercent, Money cap) {
    return new ContractLine(
        lineId, BillingModel.EXPENSES, ScopeBinding.project(projectId), description, workstream, purchaseOrder, List.of(), cap, null, null, null, true, Map.of(), false, markupPercent, null);
  }
}
