package io.throughline.finance.whatif;

import io.throughline.canonical.Every;
import io.throughline.canonical.Rollover.Order;
import io.throughline.canonical.Rollover.Unused;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContractVersion.InvoicePer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** A contract in one version. */
@Says("A contract in one version. For work of a day the highest version counts that is effective on that day and approved by then or later known.")
record ContractFact(
    @Says(value = "Its id.", must = true) String contractId,
    @Says("Its version; 1 when absent.") int version,
    @Says("The first work date this version governs; the start when absent.") LocalDate effectiveFrom,
    @Says("The day its terms were approved; the start when absent and state is approved.") LocalDate approvedOn,
    @Says("approved (default) or pending: work under pending terms is held.") Approval state,
    @Says("The engagement it belongs to; the contract id when absent.") String threadId,
    @Says(value = "Our legal entity that contracts.", must = true) String entity,
    @Says(value = "The account that is billed.", must = true) String billingAccount,
    @Says(value = "Currency of all its amounts.", must = true) Currency currency,
    @Says("The first day; or startsAt.") LocalDate startsOn,
    @Says("The instant it starts; the day is taken in the contract's zone.") Instant startsAt,
    @Says("The last day; open when absent.") LocalDate endsOn,
    @Says("The contract's time zone; UTC when absent.") ZoneId zone,
    @Says("Days from invoice to due day; 30 when absent.") Integer paymentTermsDays,
    @Says("half-up (default), half-even or down: how a line amount is rounded.") RoundingPolicy rounding,
    @Says("What shares an invoice: contract (default), purchase-order, workstream or line.") InvoicePer invoicePer,
    @Says("Which day decides the tax rate: invoice-date (default) or work-date.") TaxPoint taxPoint,
    @Says("Whether a new rate for days already billed makes a credit note and a new bill (yes unless false).") Boolean correctBilled,
    @Says("as-earned (default): revenue follows the obligations. as-billed: revenue is what is billed, on the day it is billed, and nothing is accrued.") RevenuePolicy revenue,
    @Says("Bills shared among accounts; shares are percent and sum to 100.") List<Share> split,
    @Says(value = "Its lines.", must = true) List<Line> lines,
    @Says("What revenue is recognised for. A line no obligation names is one of its own; a fixed price no obligation names is allocated to those with a stand-alone price.") List<Obligation> obligations,
    @Says("Amounts that depend on what happens: bonuses, penalties, rebates.") List<Variable> variable,
    @Says("The cost assumed when it was sold, for KPIs: the sold margin is that of what was sold, without change orders.") BigDecimal soldCost,
    @Says("The cost the delivery plan assumes, for KPIs.") BigDecimal plannedCost,
    @Says("Posting dimensions, such as practice, region, costCentre.") Map<String, String> dimensions,
    @Says("The master agreement it is a statement of work of; sums of one agreement are answered together.") String masterAgreement,
    @Says("The client's purchase orders that lines name: limit, validity. Nothing is billed beyond a limit or outside a validity.") List<PurchaseOrder> purchaseOrders,
    @Says("A due day that is no working day moves to the next one (needs the entity's calendar).") boolean dueOnWorkingDay,
    @Says("The day the quote or proposal was approved, for KPIs.") LocalDate quoteApprovedOn,
    @Says("The day its project was active in delivery and ERP, for KPIs.") LocalDate activeOn,
    @Says("The day the ERP had confirmed all its billing rules, for KPIs.") LocalDate billingConfirmedOn,
    @Says("Revenue as it was forecast, by period, for KPIs.") List<Forecast> forecasts,
    @Says("Planned work of these terms: `outlook` says what it will bring and cost. A later version plans anew for the days from its effectiveFrom on; a change order adds its own.") List<Planned> staffing) {

  ContractFact {
    if ((startsOn == null) == (startsAt == null)) throw new IllegalArgumentException("either startsOn or startsAt");
    if (version == 0) version = 1;
    if (zone == null) zone = ZoneId.of("UTC");
    if (startsOn == null) startsOn = startsAt.atZone(zone).toLocalDate();
    if (endsOn == null) endsOn = LocalDate.of(9999, 12, 31);
    if (endsOn.isBefore(startsOn)) throw new IllegalArgumentException("ends " + endsOn + " before it starts " + startsOn);
    if (effectiveFrom == null) effectiveFrom = startsOn;
    if (state == null) state = Approval.APPROVED;
    if (approvedOn == null) approvedOn = startsOn;
    if (threadId == null) threadId = contractId;
    if (paymentTermsDays == null) paymentTermsDays = 30;
    if (correctBilled == null) correctBilled = true;
    if (rounding == null) rounding = RoundingPolicy.HALF_UP;
    if (revenue == null) revenue = RevenuePolicy.AS_EARNED;
  }

  ContractFact with(List<Line> lines, List<Obligation> obligations) {
    return new ContractFact(
        contractId, version, effectiveFrom, approvedOn, state, threadId, entity, billingAccount, currency, startsOn, null, endsOn, zone, paymentTermsDays, rounding, invoicePer, taxPoint, correctBilled, revenue, split, lines, obligations, variable, soldCost,
        plannedCost, dimensions, masterAgreement, purchaseOrders, dueOnWorkingDay, quoteApprovedOn, activeOn, billingConfirmedOn, forecasts, staffing);
  }

  boolean asBilled() {
    return revenue == RevenuePolicy.AS_BILLED;
  }

  enum RevenuePolicy {
    AS_EARNED,
    AS_BILLED
  }

  @Says("A purchase order of the client.")
  record PurchaseOrder(
      @Says(value = "Its number, named by lines.", must = true) String number,
      @Says("Net amount that may be billed on it, over all its lines.") BigDecimal limit,
      @Says("First invoice date it may be billed on.") LocalDate from,
      @Says("Last invoice date it may be billed on.") LocalDate through) {

    PurchaseOrder {
      Bundle.FiscalPeriod.inOrder(from, through);
    }
  }

  @Says("Revenue forecast for a month.")
  record Forecast(@Says(value = "The month.", must = true) YearMonth month, @Says(value = "The amount.", must = true) BigDecimal amount) {}

  @Says("Planned work of somebody, or of somebody in a role, spread evenly over the working days of its days. It is bound to a line and priced like time.")
  record Planned(
      @Says(value = "First day.", must = true) LocalDate from,
      @Says(value = "Last day.", must = true) LocalDate through,
      @Says(signed = true, value = "Minutes in all, or days. In a change order less than 0 takes planned work of the same days, project, task, role and person away.") Integer minutes,
      @Says(signed = true, value = "Days of work in all, or minutes.") BigDecimal days,
      @Says("Minutes of a day of work; 480 when absent.") Integer minutesPerDay,
      @Says("The line it is for: what its scope names first stands for a project, task, role or person that is not said.") String lineId,
      @Says("Project.") String projectId,
      @Says("Task.") String taskId,
      @Says("Role.") String role,
      @Says("Person.") String personId,
      @Says("Planned cost of an hour, in the contract's currency; the person's cost rate when absent.") BigDecimal costPerHour) {

    private static final int MOST_YEARS = 10;

    Planned {
      if ((minutes == null) == (days == null)) throw new IllegalArgumentException("either minutes or days");
      if (minutesPerDay == null) minutesPerDay = 480;
      Bundle.FiscalPeriod.inOrder(from, through);
      if (from.plusYears(MOST_YEARS).isBefore(through)) throw new IllegalArgumentException("plans more than " + MOST_YEARS + " years at once");
      if (days != null && days.multiply(BigDecimal.valueOf(minutesPerDay)).stripTrailingZeros().scale() > 0) throw new IllegalArgumentException(days + " days are no whole minutes");
    }

    long total() {
      return minutes != null ? minutes : days.multiply(BigDecimal.valueOf(minutesPerDay)).longValueExact();
    }

    Planned opposite() {
      return new Planned(from, through, minutes == null ? null : -minutes, days == null ? null : days.negate(), minutesPerDay, lineId, projectId, taskId, role, personId, costPerHour);
    }
  }

  enum Approval {
    APPROVED,
    PENDING
  }

  enum TaxPoint {
    INVOICE_DATE,
    WORK_DATE
  }

  @Says("A part of each bill that another account pays.")
  record Share(
      @Says(value = "Billing account.", must = true) String billingAccount,
      @Says(value = "Percent.", must = true) BigDecimal percent,
      @Says("Our entity that bills the share; the contract's when absent. What it bills for the contract's entity is settled between the two.") String entity) {}

  @Says("One line of terms.")
  record Line(
      @Says(value = "Its id, unique in the contract.", must = true) String lineId,
      @Says(value = "How it is billed, in all versions and changes: another kind of billing is another line.", must = true) BillingModel billing,
      @Says("What the bill says.") String description,
      @Says("Which work it covers; any when absent. Where no line says, time belongs to the time-and-materials line, else to the retainer.") Scope scope,
      @Says("Workstream.") String workstream,
      @Says("The client's purchase order.") String purchaseOrder,
      @Says("Limit of that purchase order; nothing is billed beyond it.") BigDecimal purchaseOrderLimit,
      @Says("Prices of time.") List<Rate> rates,
      @Says("A price list, shared with other lines and contracts; of equally specific prices those of `rates` count.") String rateCard,
      @Says("Price factors by time type, such as overtime: 1.5. `weekend` and `holiday` price time of no type on days without work of the entity's calendar (a holiday at a weekend is a holiday, and a weekend where no factor is told for holidays). Time of a type keeps its own factor on such days, unless one is told for both, such as overtime+weekend.") Map<String, BigDecimal> factors,
      @Says("The most that is ever billed; of a fixed amount not less than it.") BigDecimal cap,
      @Says("The least minutes billed for a person's day with work. What is missing is earned by the end of its month, or when it is billed before.") Integer minimumMinutesPerDay,
      @Says("Whether each person has an own invoice line.") boolean linePerPerson,
      @Says("Fixed amount: the fee, the milestone, a retainer's or a subscription's amount per period.") BigDecimal amount,
      @Says("The milestone that earns the amount; a milestone line needs it.") String milestoneId,
      @Says("Fixed fee: when parts fall due; the whole on the last day when absent.") List<Instalment> schedule,
      @Says("Retainer and subscription: how often. Anniversaries of the line's first day; the calendar when calendarPeriods.") Every every,
      @Says("Periods are calendar months, quarters, half-years or years; a part of one is prorated by days over the whole.") boolean calendarPeriods,
      @Says("Billed at the start of a period (default false: at its end).") boolean inAdvance,
      @Says("When terms change within a period: immediate-prorate (default: each day at its own terms) or next-period (the terms of its first day count for all of it).") PriceChange priceChange,
      @Says("First day of a retainer or subscription; the contract's when absent.") LocalDate from,
      @Says("Last day of a retainer or subscription; the contract's when absent.") LocalDate through,
      @Says("Retainer: minutes included in a period.") Integer includedMinutes,
      @Says("Retainer: what happens to unused minutes.") Rollover rollover,
      @Says("Units: price of a unit.") BigDecimal unitPrice,
      @Says("Units: how many were sold.") BigDecimal quantity,
      @Says("Units: prices from quantities on.") List<Tier> tiers,
      @Says("Units: graduated (default: each unit at its tier) or volume (all units at the tier reached).") Tiering tiering,
      @Says("Units: the price expected after a rebate; the difference is a refund liability, never revenue. What is expected last counts for all units, also for those used before.") BigDecimal expectedUnitPrice,
      @Says("Time, units, retainer, subscription: percent taken off the price. A fixed amount is told as agreed.") BigDecimal discountPercent,
      @Says("Units: prices include tax, at the rate of the day of use.") boolean pricesIncludeTax,
      @Says("Expenses: percent added.") BigDecimal markupPercent,
      @Says("Tax code of the country's rate; or exempt.") String taxCode,
      @Says("Posting dimensions, such as practice, region, costCentre; over the contract's own.") Map<String, String> dimensions) {}

  @Says("Which work belongs to a line; a field left out means any. Of several lines that claim it the one counts that names the person, else the task, else the role, else the project; days make none closer, and two alike hold it (AMBIGUOUS_SCOPE).")
  record Scope(
      @Says("Projects.") List<String> projects,
      @Says("Tasks.") List<String> tasks,
      @Says("Roles.") List<String> roles,
      @Says("Persons.") List<String> persons,
      @Says("First work date.") LocalDate from,
      @Says("Last work date.") LocalDate through) {

    Scope {
      Bundle.FiscalPeriod.inOrder(from, through);
    }
  }

  @Says("A price of time from a day on. What names the person beats all that does not; among equals what names the role; then what names the entity; then the line's own beats its rateCard's; then the later day; then the higher version; then the id. Two that tie are refused.")
  record Rate(
      @Says("Its id; `rate` when absent.") String rateId,
      @Says("Its version; 1 when absent.") int version,
      @Says("First work date; any when absent.") LocalDate effectiveFrom,
      @Says("Last work date.") LocalDate effectiveThrough,
      @Says("The day it became known; always when absent. Later than a bill: the bill is corrected.") LocalDate knownOn,
      @Says("Role.") String role,
      @Says("Person.") String person,
      @Says("Our entity that employs who works, on the work date; the contract's where people do not say.") String entity,
      @Says("The price's currency, where a rateCard has prices in several: only those in the contract's count. The rateCard's, on a line the contract's, when absent.") Currency currency,
      @Says(value = "The price.", must = true) BigDecimal price,
      @Says("hour (default) or day.") Per per,
      @Says("Minutes of a contractual day; 480 when absent.") Integer minutesPerDay) {

    Rate {
      if (rateId == null) rateId = "rate";
      if (version == 0) version = 1;
      if (effectiveFrom == null) effectiveFrom = LocalDate.of(1900, 1, 1);
      if (minutesPerDay == null) minutesPerDay = 480;
      Bundle.FiscalPeriod.inOrder(effectiveFrom, effectiveThrough);
      if (minutesPerDay == 0) throw new IllegalArgumentException("a day without minutes");
    }

    int minutes() {
      return per == Per.DAY ? minutesPerDay : 60;
    }
  }

  enum Per {
    HOUR,
    DAY
  }

  @Says("A part of a fixed fee: an amount or a percentage.")
  record Instalment(
      @Says(value = "The day it falls due.", must = true) LocalDate on, @Says("The amount.") BigDecimal amount, @Says("Percent of the line's amount.") BigDecimal percent) {

    Instalment {
      if ((amount == null) == (percent == null)) throw new IllegalArgumentException("either amount or percent");
    }
  }

  enum PriceChange {
    IMMEDIATE_PRORATE,
    NEXT_PERIOD
  }

  @Says("What happens to minutes of a retainer that were not used.")
  record Rollover(
      @Says("How many periods they can still be used; 0 expires them at once. What still rolls when the line ends, ends with it.") int periods,
      @Says("oldest-first (default) uses rolled minutes before the period's own; current-first the other way.") Order order,
      @Says("What becomes of minutes that end unused: expire (default) or refund: their share of the fee is taken off the bill, or credited.") Unused unused,
      @Says("stand-ready (default: revenue by day) or by-hours (revenue as minutes are used, the rest when they expire).") Recognise recognise) {}

  enum Recognise {
    STAND_READY,
    BY_HOURS
  }

  @Says("A price from a quantity on.")
  record Tier(@Says(value = "From more than this quantity on; 0 for the first.", must = true) BigDecimal above, @Says(value = "Price of a unit.", must = true) BigDecimal price) {}

  enum Tiering {
    GRADUATED,
    VOLUME
  }

  @Says("A promise to the client that revenue is recognised for.")
  record Obligation(
      @Says(value = "Its id.", must = true) String obligationId,
      @Says("The lines that bill it. A line named by several is shared by their prices.") List<String> lines,
      @Says("How progress is measured; by the lines' billing when absent.") Measure measure,
      @Says("Stand-alone selling price. When obligations have one, the fixed price is allocated by it.") BigDecimal standAlonePrice,
      @Says("Its stand-alone price is highly variable or unknown: it is what the others' leave of the price (IFRS 15.79(c)). It has no standAlonePrice.") boolean residual,
      @Says("Obligations usually sold together: all of the same bundle, at bundlePrice.") String bundle,
      @Says("The price at which the bundle is usually sold, not more than its parts; its discount stays within it.") BigDecimal bundlePrice,
      @Says("Fixed price of the obligation when its lines do not say.") BigDecimal price,
      @Says("Expected value of its time and materials, when that is to be allocated too (IFRS 15.85 not met).") BigDecimal expectedVariable,
      @Says("First day, for straight-line.") LocalDate from,
      @Says("Last day, for straight-line.") LocalDate through,
      @Says("Hours: minutes of the whole; needed where no `progress` is told.") Integer budgetMinutes,
      @Says("Units of the whole.") BigDecimal units,
      @Says("Digits of the progress percentage, such as 1 for 51.2; exact when absent.") Integer progressDigits,
      @Says("Whether delivery is at a point in time.") boolean pointInTime) {

    Obligation {
      if (budgetMinutes != null && budgetMinutes == 0) throw new IllegalArgumentException("a budget of no minutes");
    }

    Obligation with(List<String> lines) {
      return new Obligation(obligationId, lines, measure, standAlonePrice, residual, bundle, bundlePrice, price, expectedVariable, from, through, budgetMinutes, units, progressDigits, pointInTime);
    }
  }

  enum Measure {
    RIGHT_TO_INVOICE,
    STRAIGHT_LINE,
    MILESTONE,
    COST_TO_COST,
    HOURS,
    UNITS,
    PROGRESS,
    DELIVERY,
    AS_INCURRED
  }

  @Says("An amount that depends on what happens.")
  record Variable(
      @Says(value = "Its id.", must = true) String variableId,
      @Says(value = "bonus adds to the price; penalty and rebate may take from it.", must = true) Kind kind,
      @Says(value = "The full amount at stake.", must = true) BigDecimal amount,
      @Says("expected-value or most-likely (default).") Method method,
      @Says("What may happen, with probabilities in percent that sum to 100. Without any: of a bonus as much as constrainedTo says, nothing where it says nothing; of a penalty or rebate nothing is taken off.") List<Possible> outcomes,
      @Says("The most of it that is included in the price, because more could be reversed: of a penalty or rebate, the most that is kept.") BigDecimal constrainedTo,
      @Says("The obligation it belongs to; all when absent.") String obligationId,
      @Says("The day from which this estimate counts; the start when absent. A later one of the same id replaces it by catch-up.") LocalDate from) {}

  enum Kind {
    BONUS,
    PENALTY,
    REBATE
  }

  enum Method {
    MOST_LIKELY,
    EXPECTED_VALUE
  }

  @Says("An outcome and its probability.")
  record Possible(@Says(value = "What the client then pays of the amount at stake: of a bonus what is won, of a penalty or rebate what is not taken off.", must = true) BigDecimal amount, @Says(value = "Percent.", must = true) BigDecimal percent) {}
}
