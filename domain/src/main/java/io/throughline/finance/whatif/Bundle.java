package io.throughline.finance.whatif;

import io.throughline.finance.TaxTreatment;
import io.throughline.finance.whatif.MoneyFacts.Application;
import io.throughline.finance.whatif.MoneyFacts.Bill;
import io.throughline.finance.whatif.MoneyFacts.Credit;
import io.throughline.finance.whatif.MoneyFacts.InvoiceRun;
import io.throughline.finance.whatif.MoneyFacts.Payment;
import io.throughline.finance.whatif.MoneyFacts.Refund;
import io.throughline.finance.whatif.MoneyFacts.WriteOff;
import io.throughline.finance.whatif.WorkFacts.Cost;
import io.throughline.finance.whatif.WorkFacts.Delivery;
import io.throughline.finance.whatif.WorkFacts.Estimate;
import io.throughline.finance.whatif.WorkFacts.Expense;
import io.throughline.finance.whatif.WorkFacts.MilestoneFact;
import io.throughline.finance.whatif.WorkFacts.Progress;
import io.throughline.finance.whatif.WorkFacts.Time;
import io.throughline.finance.whatif.WorkFacts.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Everything a what-if is told. The order of facts does not matter; the same fact told twice counts once. */
@Says("Facts in, everything that follows from them out. Amounts are texts with a decimal point; days are ISO dates, both ends of a period included; absent means not given, never null.")
record Bundle(
    @Says(value = "The days up to which facts count.", must = true) AsOf asOf,
    @Says("Our legal entities. An entity that is not listed keeps its books in the contract's currency.") List<Entity> entities,
    @Says("Who is billed. Needed for tax; an account that is not listed is not taxed.") List<Account> accounts,
    @Says("Exchange rates. A missing rate refuses the bundle; it is never taken as 1.") List<FxRate> fxRates,
    @Says("Tax rates by country. Without any, nothing is taxed.") List<TaxRate> taxRates,
    @Says("What the ERP decided about the tax of bills.") List<TaxDecision> taxDecisions,
    @Says("The states of accounting periods. A month that is not listed is open.") List<PeriodState> periods,
    @Says("Which posting dimensions must be there together, and which values go together. A bill that breaks a rule is held.") List<DimensionRule> dimensionRules,
    @Says("Working days, by which due days move and work on other days is priced.") List<Calendar> calendars,
    @Says("Who works, for which of our entities, at what cost.") List<Person> people,
    @Says("What one entity of ours charges another for its people.") List<TransferPrice> transferPrices,
    @Says("Price lists that contract lines refer to.") List<RateCard> rateCards,
    @Says("Contracts in all their versions.") List<ContractFact> contracts,
    @Says("Changes to contracts, in force only once approved in every system.") List<ChangeOrder> changeOrders,
    @Says("Time entries in all their versions.") List<Time> timeEntries,
    @Says("Expenses.") List<Expense> expenses,
    @Says("Milestones of delivery.") List<MilestoneFact> milestones,
    @Says("Units used or delivered.") List<Usage> usage,
    @Says("How far an obligation or a progress-billed line is, told from outside.") List<Progress> progress,
    @Says("Cost to date and to go of an obligation, for cost-to-cost.") List<Estimate> estimates,
    @Says("Obligations that were satisfied at a point in time.") List<Delivery> deliveries,
    @Says("Costs other than time.") List<Cost> costs,
    @Says("When bills are made.") List<InvoiceRun> invoiceRuns,
    @Says("Bills that were made outside a run.") List<Bill> bills,
    @Says("Credit notes.") List<Credit> credits,
    @Says("Unbilled work given up, with approval.") List<WriteOff> writeOffs,
    @Says("Money received.") List<Payment> payments,
    @Says("Money received that went back.") List<MoneyFacts.Return> paymentReturns,
    @Says("Unapplied money used for invoices.") List<Application> applications,
    @Says("Unapplied money given back.") List<Refund> refunds) {

  /** Without what is told about some contracts. */
  Bundle without(Set<String> contractIds) {
    return new Bundle(
        asOf, entities, accounts, fxRates, taxRates, taxDecisions, periods, dimensionRules, calendars, people, transferPrices, rateCards, contracts,
        others(changeOrders, ChangeOrder::contractId, contractIds), timeEntries, expenses, milestones, others(usage, Usage::contractId, contractIds), others(progress, Progress::contractId, contractIds),
        others(estimates, Estimate::contractId, contractIds), others(deliveries, Delivery::contractId, contractIds), others(costs, Cost::contractId, contractIds),
        others(invoiceRuns, InvoiceRun::contractId, contractIds), others(bills, Bill::contractId, contractIds), credits, writeOffs, payments, paymentReturns, applications, refunds);
  }

  private static <T> List<T> others(List<T> facts, Function<T, String> contractId, Set<String> contractIds) {
    return facts.stream().filter(each -> contractId.apply(each) == null || !contractIds.contains(contractId.apply(each))).toList();
  }

  @Says("The days up to which facts count.")
  record AsOf(
      @Says(value = "The last day that counts: nothing is billed, earned or posted after it.", must = true) LocalDate effectiveOn,
      @Says("The last day on which a fact may have become known; effectiveOn when absent.") LocalDate knownOn) {

    AsOf {
      if (knownOn == null) knownOn = effectiveOn;
    }
  }

  @Says("A legal entity of ours.")
  record Entity(
      @Says(value = "Its id.", must = true) String entityId,
      @Says(value = "The currency of its books.", must = true) Currency currency,
      @Says("ISO country, for tax.") String country,
      @Says("Its VAT id.") String taxId,
      @Says("Its time zone, for the record: days are told as days, a contract's first instant in the contract's own zone.") ZoneId zone,
      @Says("What happens to work that is known after its period closed: next-open-period (default) or hold.") Late lateEntries,
      @Says("Its working days.") String calendar,
      @Says("Its fiscal periods where they are not calendar months. A day in none of them is in its calendar month.") List<FiscalPeriod> fiscalPeriods,
      @Says("Whether its journals are a shadow for the proof (default) or posted in the ledger.") Books books,
      @Says("Who builds its invoices: hub (default), or erp from billing events.") Decider invoices,
      @Says("Who decides tax: hub by taxRates (default), or erp: then each bill waits for its taxDecision, which is checked.") Decider tax,
      @Says("When the tax of its invoices is due: invoiced (default), or paid: it waits on VATD, each payment moves its part to VAT (J23), credit notes and losses take from what waits first. Money that is applied to no invoice makes no tax due, unless it is an advance (`advanceTax`).") TaxDue taxDue,
      @Says("First invoice date whose tax is due when it is paid; any when absent.") LocalDate taxDueFrom,
      @Says("When the tax in advances is due: invoiced (default), or received: it is posted when the advance comes (J24, VATA against VAT) and taken back as an invoice deducts the advance or it is given back.") AdvanceTax advanceTax) {

    Entity {
      if (taxDueFrom != null && taxDue != TaxDue.PAID) throw new IllegalArgumentException("taxDueFrom without taxDue paid");
      if (advanceTax == AdvanceTax.RECEIVED && tax == Decider.ERP) throw new IllegalArgumentException("the ERP decides tax, also that of advances");
      if (overlap(fiscalPeriods)) throw new IllegalArgumentException("fiscal periods overlap");
      if (fiscalPeriods.stream().map(FiscalPeriod::period).distinct().count() < fiscalPeriods.size()) throw new IllegalArgumentException("two fiscal periods of one name");
    }
  }

  private static boolean overlap(List<FiscalPeriod> periods) {
    return periods.stream().anyMatch(one -> periods.stream().anyMatch(other -> one != other && !one.from().isAfter(other.through()) && !other.from().isAfter(one.through())));
  }

  @Says("A fiscal period.")
  record FiscalPeriod(
      @Says(value = "Its name, as journals and period states have it.", must = true) String period,
      @Says(value = "First day.", must = true) LocalDate from,
      @Says(value = "Last day.", must = true) LocalDate through) {

    FiscalPeriod {
      inOrder(from, through);
    }

    /** Days from one through another, either of which may be open. */
    static void inOrder(LocalDate from, LocalDate through) {
      if (from != null && through != null && through.isBefore(from)) throw new IllegalArgumentException("ends " + through + " before it starts " + from);
    }
  }

  enum Books {
    SHADOW,
    POSTED
  }

  enum Decider {
    HUB,
    ERP
  }

  enum AdvanceTax {
    INVOICED,
    RECEIVED
  }

  enum TaxDue {
    INVOICED,
    PAID
  }

  enum Late {
    NEXT_OPEN_PERIOD,
    HOLD
  }

  @Says("A billing account: who gets the bill. The client and the payer may be others.")
  record Account(
      @Says(value = "Its id, named by contracts and payments.", must = true) String accountId,
      @Says("The client it belongs to.") String clientId,
      @Says("Who pays, if not the client: one payer may pay for accounts of several clients. `statements` say what each payer owes.") String payerId,
      @Says("Who pays from a day on, where that changes: before the first of them payerId, else the client. An invoice is owed by the payer of its date.") List<Payer> payers,
      @Says("ISO country, for tax.") String country,
      @Says("VAT id of a business. Across a border it is taxed where it is: reverse charge inside the EU, else not subject to the seller's tax.") String taxId,
      @Says("The credit status of the ERP: blocked holds its bills.") boolean creditBlocked,
      @Says("Which open invoices its payments pay where they name none and say no policy of their own; oldest-due when absent, and for payments that say no contract where it is contract-first.") MoneyFacts.Allocate allocationPolicy) {}

  @Says("Who pays for an account from a day on.")
  record Payer(@Says(value = "Who pays.", must = true) String payerId, @Says(value = "First invoice date.", must = true) LocalDate from) {}

  @Says("One unit of `from` is worth `rate` of `to`, from that day until a later rate.")
  record FxRate(
      @Says(value = "Currency converted.", must = true) Currency from,
      @Says(value = "Currency it is converted to.", must = true) Currency to,
      @Says(value = "First day of the rate.", must = true) LocalDate on,
      @Says(value = "The rate.", must = true) BigDecimal rate,
      @Says("Where it comes from.") String source,
      @Says("The day it became known; always when absent. Later than a posting it applies to: the posting is corrected in base currency by one of its own that day; told before (asOf knownOn after effectiveOn), `affected` lists what it will change.") LocalDate knownOn) {}

  @Says("A tax rate of a country.")
  record TaxRate(
      @Says(value = "ISO country.", must = true) String country,
      @Says(value = "Percent, such as 19.", must = true) BigDecimal percent,
      @Says(value = "First tax point.", must = true) LocalDate from,
      @Says("Last tax point.") LocalDate through,
      @Says("Code that contract lines may ask for; standard when absent.") String code,
      @Says("The day it became known; always when absent. Later than a bill it applies to: the bill is corrected by a credit note and a new bill.") LocalDate knownOn) {

    TaxRate {
      FiscalPeriod.inOrder(from, through);
    }
  }

  @Says("The ERP's tax of one bill. Its bases must be the bill's, and each tax its base times its percent, rounded once.")
  record TaxDecision(
      @Says(value = "The bill, as C-1/2026-10-31/1.", must = true) String invoice,
      @Says(value = "One for each category and rate.", must = true) List<DecidedTax> taxes) {}

  @Says("Tax of a category at a rate.")
  record DecidedTax(
      @Says(value = "EN 16931 category: S, Z, AE, E, G or O.", must = true) String category,
      @Says(value = "Percent: of S more than 0, of the others 0.", must = true) BigDecimal percent,
      @Says(signed = true, value = "Net amount it is taken from.", must = true) BigDecimal base,
      @Says(signed = true, value = "The tax.", must = true) BigDecimal tax,
      @Says("The lines it is taken from; all when there is one category only.") List<String> lines) {

    DecidedTax {
      if (category != null && percent != null) TaxTreatment.decided(category, percent);
    }
  }

  @Says("The state of one month of one entity and stream, from a day on.")
  record PeriodState(
      @Says(value = "Entity id.", must = true) String entity,
      @Says("The month, as 2026-10; or period.") YearMonth month,
      @Says("The fiscal period by name, where the entity has its own.") String period,
      @Says(value = "open, soft-closed (late entries go to the next open month), closed, locked.", must = true) State state,
      @Says(value = "The day the state began: what becomes known on or after it is late.", must = true) LocalDate since,
      @Says("ledger (default), billing or time. A closed billing month takes no invoice run; a closed time month holds late time.") Stream stream) {

    PeriodState {
      if ((month == null) == (period == null)) throw new IllegalArgumentException("either month or period");
      if (stream == null) stream = Stream.LEDGER;
    }

    String name() {
      return month == null ? period : month.toString();
    }
  }

  enum State {
    OPEN,
    SOFT_CLOSED,
    CLOSED,
    LOCKED
  }

  enum Stream {
    LEDGER,
    BILLING,
    TIME
  }

  @Says("A rule about posting dimensions.")
  record DimensionRule(
      @Says(value = "Its id.", must = true) String ruleId,
      @Says("Only for this entity.") String entity,
      @Says("Applies where these dimensions have these values; everywhere when absent.") Map<String, String> when,
      @Says("Dimensions that must then be there.") List<String> requires,
      @Says("Values that are then allowed, by dimension.") Map<String, List<String>> allows) {}

  @Says("Working days. Monday to Friday unless it says otherwise.")
  record Calendar(
      @Says(value = "Its id, named by entities.", must = true) String calendarId,
      @Says("Days of the week without work: monday to sunday; saturday and sunday when absent.") List<Weekday> weekend,
      @Says("Other days without work.") List<LocalDate> holidays) {}

  enum Weekday {
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    THURSDAY,
    FRIDAY,
    SATURDAY,
    SUNDAY
  }

  @Says("Somebody who works.")
  record Person(
      @Says(value = "Id, as time entries have it.", must = true) String personId,
      @Says("Which entity employs the person from when on; the entity of the work date counts.") List<Employment> employments,
      @Says("Cost of an hour from a day on, in the employer's currency.") List<CostRate> costRates,
      @Says("Available minutes of a month after leave, for utilisation.") List<Capacity> capacity) {}

  @Says("Employed by an entity from a day on.")
  record Employment(@Says(value = "Entity id.", must = true) String entity, @Says(value = "First day.", must = true) LocalDate from) {}

  @Says("Cost of an hour from a day on.")
  record CostRate(@Says(value = "First work date.", must = true) LocalDate from, @Says(value = "Cost of an hour.", must = true) BigDecimal perHour) {}

  @Says("Minutes available in a month.")
  record Capacity(@Says(value = "The month.", must = true) YearMonth month, @Says(value = "Minutes.", must = true) Integer minutes) {}

  @Says("What a lender charges a borrower: cost plus a markup, or a part of what the client pays.")
  record TransferPrice(
      @Says(value = "Entity that employs the person.", must = true) String lender,
      @Says(value = "Entity that bills the client.", must = true) String borrower,
      @Says(value = "First work date.", must = true) LocalDate from,
      @Says("Percent on cost.") BigDecimal markupPercent,
      @Says("Percent of the price of the time, before caps. On a retainer with rates that is the price of an hour beyond, for included minutes too; time without a price (a fee's, not billable) has none.") BigDecimal percentOfPrice) {

    TransferPrice {
      if ((markupPercent == null) == (percentOfPrice == null)) throw new IllegalArgumentException("either markupPercent or percentOfPrice");
    }
  }

  @Says("A price list.")
  record RateCard(
      @Says(value = "Its id, named by contract lines.", must = true) String rateCardId,
      @Says(value = "The currency of its prices that do not say theirs.", must = true) Currency currency,
      @Says(value = "Prices from days on.", must = true) List<ContractFact.Rate> rates) {

    /** Its prices in a currency. */
    List<ContractFact.Rate> in(Currency wanted) {
      return rates.stream().filter(each -> (each.currency() == null ? currency : each.currency()).equals(wanted)).toList();
    }
  }

  @Says("A change to a contract.")
  record ChangeOrder(
      @Says(value = "Its id.", must = true) String changeOrderId,
      @Says(value = "The contract it changes.", must = true) String contractId,
      @Says(value = "The day from which it counts.", must = true) LocalDate effectiveFrom,
      @Says("Where and when it was approved. In force only when crm, delivery and erp all have approved.") List<Approved> approvals,
      @Says("Lines added; a line id that exists is replaced for work from effectiveFrom on, also that of an earlier change; units delivered before keep their price.") List<ContractFact.Line> lines,
      @Says(signed = true, value = "Change of the fixed price of the obligation named. Its fixed lines carry it by their amounts: instalments to come in proportion; more is due the day it is in force where none are left, less comes off the latest. It stays on top where a later order or version says an amount of the line anew.") BigDecimal priceChange,
      @Says("The obligation that priceChange belongs to.") String obligationId,
      @Says(signed = true, value = "Change of the obligation's budgeted minutes, for progress by hours: it needs a budget there.") Integer budgetMinutesChange,
      @Says("How revenue follows: separate, prospective or cumulative-catch-up. When absent it is judged from `distinct` and `atStandAlonePrice`, and the judgement is recorded; where neither is said, what changes or replaces a fixed price is caught up, and what is only added is separate. A separate one replaces no fixed price.") Treatment treatment,
      @Says("Whether the added services are distinct from those delivered.") Boolean distinct,
      @Says("Whether the added services are priced at their stand-alone price.") Boolean atStandAlonePrice,
      @Says("Planned work it adds, or takes away: in `outlook` from the day it is in force, until then under `changes` there.") List<ContractFact.Planned> staffing) {}

  @Says("Approved by a system's owner on a day.")
  record Approved(@Says(value = "crm, delivery or erp.", must = true) Side in, @Says(value = "The day.", must = true) LocalDate on) {}

  enum Side {
    CRM,
    DELIVERY,
    ERP
  }

  enum Treatment {
    SEPARATE,
    PROSPECTIVE,
    CUMULATIVE_CATCH_UP
  }
}
