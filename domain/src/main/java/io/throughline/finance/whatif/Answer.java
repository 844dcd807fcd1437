package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.finance.BillingModel;
import io.throughline.finance.Journal;
import io.throughline.finance.UnitPrice;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** Everything that follows from a bundle. Lists are in an order of their own; amounts are in the currency beside them. */
record Answer(
    List<BillingEventView> billingEvents,
    List<Document> invoices,
    List<Document> creditNotes,
    List<Correction> corrections,
    List<Correction> affected,
    List<JournalView> journals,
    List<RevenueEvent> revenueEvents,
    List<ObligationView> obligations,
    List<Balance> contractBalances,
    List<RetainerPeriod> retainers,
    List<PaymentView> payments,
    List<ReturnView> paymentReturns,
    List<Receivable> receivables,
    List<Statement> statements,
    List<Unapplied> unapplied,
    List<Intercompany> intercompany,
    List<Held> held,
    List<PurchaseOrderView> purchaseOrders,
    List<ContractKpis> kpis,
    List<MasterAgreement> masterAgreements,
    List<ForecastAccuracy> forecasts,
    List<Utilisation> utilisation,
    List<OutlookView> outlook,
    List<Explanation> explanations,
    Proof proof) {

  record BillingEventView(String eventId, String contractId, String line, BillingModel kind, LocalDate dueOn, Currency currency, Money amount, String source, String evidence, boolean billed) {}

  /**
   * An invoice or a credit note; a credit note's amounts are positive and lower what is owed.
   *
   * @param deducted advances it deducted, with the tax in them that was due when they came; null where it deducted none
   */
  record Document(
      String reference,
      String documentId,
      String contractId,
      String threadId,
      String entity,
      String builtBy,
      String billingAccount,
      String purchaseOrder,
      LocalDate issuedOn,
      LocalDate dueOn,
      Currency currency,
      String corrects,
      String reason,
      List<Line> lines,
      List<Tax> taxes,
      Money net,
      Money tax,
      Money rounding,
      Money total,
      Currency booksCurrency,
      Money taxInBooks,
      Money taxNotDue,
      Money deducted,
      Money taxDueBefore,
      Money open) {}

  record Line(
      String line,
      BillingModel billing,
      String description,
      String workstream,
      String purchaseOrder,
      String role,
      String personId,
      String rate,
      Long minutes,
      UnitPrice price,
      Integer perMinutes,
      Money allowance,
      Money amount,
      String taxCategory,
      List<Part> entries,
      String billingEvent,
      String evidence,
      String reason,
      Map<String, String> dimensions) {}

  record Part(String entry, String version, long minutes) {}

  record Tax(String category, String percent, Money base, Money tax, String exemptionCode, String text) {}

  /**
   * What a change of facts does to an entry: re-priced while unbilled, or by documents once billed.
   *
   * @param entry the entry, milestone or line; of an exchange rate the source of the journal
   * @param reason why the versions that changed it say they took the place of those before; null where none says
   * @param account whose base amount an exchange rate changes; null where it is no exchange rate
   * @param baseCurrency the currency of that amount and of the difference
   */
  record Correction(String entry, String invoice, LocalDate on, String was, String becomes, Money difference, boolean billed, String reason, String account, Currency baseCurrency) {

    Correction(String entry, String invoice, LocalDate on, String was, String becomes, Money difference, boolean billed, String reason) {
      this(entry, invoice, on, was, becomes, difference, billed, reason, null, null);
    }
  }

  record JournalView(
      String journalId, String rule, String threadId, String source, String entity, String books, String period, LocalDate postedOn, LocalDate belongsTo, Currency currency, Currency baseCurrency, Map<String, String> dimensions, List<Posting> postings) {

    /** @param dimensions those of each of its postings */
    static JournalView of(Journal journal, String books, Map<String, String> dimensions) {
      var lines = journal.lines().stream().map(line -> new Posting(line.account().name(), line.document(), line.base())).toList();
      var any = journal.lines().get(0);
      return new JournalView(
          journal.journalId(), journal.rule(), journal.threadId(), journal.sourceId(), journal.entity(), books, journal.periodId(), journal.postedOn(),
          journal.originalOn().equals(journal.postedOn()) ? null : journal.originalOn(), any.document().currency(), any.base().currency(), dimensions.isEmpty() ? null : dimensions, lines);
    }
  }

  /** Debit positive, credit negative. */
  record Posting(String account, Money amount, Money base) {}

  record RevenueEvent(
      String contractId, String obligation, LocalDate on, String period, String measure, Currency currency, Money amount, Money cumulative, ExactAmount exact, String progressPercent, Money costToDate, Money profitToDate, String why) {}

  record ObligationView(
      String contractId, String obligation, List<String> lines, String measure, Currency currency, Money transactionPriceFixed, Money transactionPriceVariable, Money allocated, ExactAmount exact, Money recognised, Money billed, Money onerousProvision, List<Judgement> judgements) {}

  /** A judgement with its facts, so that it can be made again. */
  record Judgement(String question, String answer, String rule, Map<String, String> facts) {}

  /** Rolls forward: opening position + earned - invoiced net of credits + refund liability set aside = asset less liability. */
  record Balance(String contractId, String period, Currency currency, Money opening, Money earned, Money invoiced, Money setAside, Money recognised, Money billed, Money contractAsset, Money contractLiability) {}

  record RetainerPeriod(String contractId, String line, String period, long includedMinutes, long rolledIn, long used, long overage, long rolledOut, long expired) {}

  /** @param taxOnReceipt of an advance; null where it is none */
  record PaymentView(String paymentId, LocalDate on, String payerId, Currency currency, Money amount, String allocationPolicy, List<PaymentPart> applied, Money unapplied, Money taxOnReceipt) {}

  /** Cash in the payment's currency; everything else in the invoice's. */
  record PaymentPart(String invoice, Money cash, Money settled, Currency invoiceCurrency, Money withheld, Money charge, Money badDebt) {}

  record ReturnView(String returnId, String paymentId, LocalDate on, Currency currency, Money amount, String reason, List<ReturnPart> reopened, Money unapplied) {}

  /** Cash in the payment's currency; everything else in the invoice's, and open again. */
  record ReturnPart(String invoice, Money cash, Money settled, Currency invoiceCurrency, Money withheld, Money charge) {}

  record Receivable(String invoice, String clientId, String entity, String billingAccount, String payerId, LocalDate dueOn, Currency currency, Money open, long daysOverdue, String bucket) {}

  /**
   * What a payer owes one of our entities: invoiced - credited - settled - lost = open, of which some is overdue; open - unapplied = owed.
   *
   * @param settled by cash, tax withheld and charges, less what became unapplied again
   */
  record Statement(
      String payerId, String entity, Currency currency, Money invoiced, Money credited, Money settled, Money lost, Money open, Map<String, Money> byAge, Money overdue, Money unapplied, Money owed, List<AccountStatement> accounts) {}

  /** An account's part of it. Without account: what the payer paid for none in particular. */
  record AccountStatement(String billingAccount, String clientId, Money invoiced, Money credited, Money settled, Money lost, Money open, Money unapplied) {}

  /** An account's, or a payer's who paid for none in particular. */
  record Unapplied(String billingAccount, String payerId, Currency currency, Money amount) {}

  record Intercompany(String period, String lender, String borrower, String contractId, Currency currency, long minutes, Money cost, Money transfer, Money lenderMargin, Money elimination) {}

  record Held(String kind, String subject, String contractId, String line, String reason, String text, Long minutes, Currency currency, Money amountAtRisk) {}

  record ContractKpis(
      String contractId,
      Currency currency,
      Money contractValue,
      Money recognised,
      Money billed,
      Money paid,
      Money backlog,
      Money workInProgress,
      Money billedLessEarned,
      long unbilledMinutes,
      Money unbilledValue,
      Map<String, Money> unbilledByAge,
      Money writtenOff,
      Money held,
      Money changeOrderLeakage,
      Money unexplainedLeakage,
      Money cost,
      Money margin,
      String marginPercent,
      String soldMarginPercent,
      String plannedMarginPercent,
      String marginVariancePoints,
      String daysToInvoice,
      String daysFromMilestoneToInvoice,
      Long daysToActivation,
      Long daysToBillingSetup,
      String billingErrorRate,
      long disputes,
      Money openReceivables,
      String daysSalesOutstanding,
      String forecastErrorPercent) {}

  record ForecastAccuracy(String contractId, String month, Currency currency, Money forecast, Money actual, String accuracyPercent) {}

  /**
   * What is to come of a contract, as known today; nothing of it is booked. Recognised + to come + not scheduled is what it will bring: of
   * fixed prices their whole. Cost is of the planned work to come; margin, once all of that has a cost, is
   * of all that was spent and is to come.
   */
  record OutlookView(
      String contractId,
      Currency currency,
      LocalDate through,
      Money recognised,
      Money toCome,
      Money notScheduled,
      long plannedMinutes,
      long plannedMinutesHeld,
      long plannedMinutesWithoutCost,
      Money plannedCost,
      Money expectedMargin,
      String expectedMarginPercent,
      List<RevenueToCome> revenue,
      List<StaffingToCome> staffing,
      List<BillingToCome> billing,
      List<ChangeToCome> changes) {}

  record RevenueToCome(String obligation, String month, String measure, Money amount, Money cumulative) {}

  record StaffingToCome(String month, String line, String role, String personId, long minutes, Money value, Money cost) {}

  record BillingToCome(String line, LocalDate dueOn, String source, Money amount) {}

  /** A change order that is not in force: {@code value} of its fixed amounts, caps and periods, {@code timeValue} of its planned work. */
  record ChangeToCome(String changeOrderId, LocalDate effectiveFrom, List<String> missingApprovals, Money value, long minutes, Money timeValue, Money cost) {}

  record PurchaseOrderView(String contractId, String purchaseOrder, Currency currency, Money limit, Money consumed, Money remaining) {}

  /** Sums over the statements of work of one master agreement, for each currency. */
  record MasterAgreement(String masterAgreement, Currency currency, List<String> contracts, Money contractValue, Money recognised, Money billed, Money paid, Money backlog) {}

  /** Billable minutes over available minutes; available is capacity less leave. */
  record Utilisation(String personId, String period, long billableMinutes, long availableMinutes, String percent) {}

  record Explanation(String subject, String rule, String inputs, ExactAmount exact, Money rounded, String roundingDifference) {}

  record Proof(boolean holds, List<MinutesLine> minutes, List<MoneyLine> money, List<String> unbalancedJournals, List<String> broken) {}

  record MinutesLine(String contractId, long approved, long netInvoiced, long unbilled, long held, long writtenOff, long covered, long nonBillable, long residual, List<String> entriesOff) {}

  record MoneyLine(String contractId, Currency currency, Money sold, Money changes, Money recognised, Money backlog, Money soldResidual, Money balanceResidual, Money receivableResidual) {}
}
