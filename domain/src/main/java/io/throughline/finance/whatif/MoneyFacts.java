package io.throughline.finance.whatif;

import io.throughline.finance.BillingEvent;
import io.throughline.finance.Journals;
import io.throughline.finance.RecurringFee;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/**
 * What was billed, corrected and paid. An invoice is named by contract, day and number in that day's run, as {@code C-1/2026-10-31/1}; one
 * that was made outside a run by its bill's id.
 */
final class MoneyFacts {

  private static final String SEQUENCE = "Its place among the bills and credits of its day, where their order matters: for a cap that they share. Those that say none go by their ids, credits as soon as their invoice is there.";

  private MoneyFacts() {}

  /** Whose money it is: of an account, or of who pays for several. */
  interface Owned {

    String billingAccount();

    String payerId();

    default String owner() {
      return billingAccount() != null ? billingAccount() : Journals.PAYER + payerId();
    }

    static void one(String billingAccount, String payerId) {
      if ((billingAccount == null) == (payerId == null)) throw new IllegalArgumentException("either billingAccount or payerId");
    }
  }

  @Says("Bills are made on a day for work through a day.")
  record InvoiceRun(
      @Says(value = "Invoice date.", must = true) LocalDate on,
      @Says("Last work date billed; the invoice date when absent.") LocalDate through,
      @Says("Only this contract; all when absent.") String contractId) {

    InvoiceRun {
      if (through == null) through = on;
      if (through.isAfter(on)) throw new IllegalArgumentException("bills work of " + through + " already on " + on);
    }
  }

  @Says("A bill as it was made, where no invoice run makes it: which minutes, milestones, expenses and periods it holds. Their prices follow from the terms.")
  record Bill(
      @Says(value = "Its id: what credits and payments name. Where the terms split it, the parts are named id, id/2 and so on.", must = true) String billId,
      @Says(value = "Contract.", must = true) String contractId,
      @Says(value = "Invoice date.", must = true) LocalDate on,
      @Says("Minutes of time entries.") List<BilledTime> entries,
      @Says("Milestones whose amounts it bills.") List<String> milestones,
      @Says("Expenses it bills.") List<String> expenses,
      @Says("Periods of retainers and subscriptions it bills: what is not billed yet of each, as known on its day. One that is not due or open is held.") List<BilledPeriod> periods,
      @Says(signed = true, value = "Its tax as one amount, where the ERP decided it and tells no more; no tax rate counts then. A bill that the terms split needs taxDecisions.") BigDecimal tax,
      @Says(SEQUENCE) Integer sequence) {}

  @Says("A period of a retainer or a subscription on a bill.")
  record BilledPeriod(
      @Says(value = "The contract line.", must = true) String line,
      @Says(value = "First day of the whole period, though less of it be served.", must = true) LocalDate from) {

    boolean is(BillingEvent event) {
      return event.lineId().equals(line) && event.source().equals(RecurringFee.source(from));
    }
  }

  @Says("Minutes of a time entry on a bill.")
  record BilledTime(
      @Says(value = "The time entry, as source:entryId or entryId.", must = true) String entry,
      @Says(value = "Minutes.", must = true) Integer minutes,
      @Says("The version of the entry that the bill was made of: what became newer the same day comes after the bill. The newest known on its day when absent.") String version) {

    BilledTime {
      if (minutes == 0) throw new IllegalArgumentException("no minutes");
    }
  }

  @Says("A credit note. Without lines it credits all that is left of the invoice.")
  record Credit(
      @Says(value = "Its id.", must = true) String creditId,
      @Says(value = "The invoice, as C-1/2026-10-31/1.", must = true) String invoice,
      @Says(value = "Its day.", must = true) LocalDate on,
      @Says("The day it was made, where it is dated back: money that came before was applied without it, and what is paid too much by it is the client's from then on. Its work and revenue are of its day, also where asOf is before it was made; but where the period of its day was closed when it was made, nothing of it is before that day, and it is posted in the first open period.") LocalDate madeOn,
      @Says(SEQUENCE) Integer sequence,
      @Says("release (default): the work can be billed again. concession: it cannot, revenue falls. reversal: the whole invoice, mirrored.") Kind kind,
      @Says("What is credited.") List<CreditLine> lines,
      @Says("Its id as a document; contract, day and CN with a number when absent.") String reference,
      @Says("Why; DISPUTE counts as a dispute.") String reason,
      @Says(signed = true, value = "Its tax as one amount, where the ERP decided it; the invoice's own tax in proportion when absent.") BigDecimal tax,
      @Says("Concession: the penalty or rebate of the contract it pays. What its estimate kept out of the price already lowers no revenue again; what is paid beyond that does.") String variable) {

    Credit {
      if (kind == null) kind = Kind.RELEASE;
      if (madeOn != null && madeOn.isBefore(on)) throw new IllegalArgumentException("made on " + madeOn + ", before its day " + on);
      if (kind == Kind.REVERSAL && !lines.isEmpty()) throw new IllegalArgumentException("a reversal is of the whole invoice: no lines");
      if (variable != null && kind != Kind.CONCESSION) throw new IllegalArgumentException("only a concession pays a variable amount");
    }
  }

  enum Kind {
    RELEASE,
    CONCESSION,
    REVERSAL
  }

  @Says("A part of an invoice that is credited: entries, minutes of an entry, an expense, a period, or an amount.")
  record CreditLine(
      @Says("The contract line; needed for an amount and for a period.") String line,
      @Says("A time entry, as source:entryId or entryId; beside an amount, one of those that the conceded line of the invoice bills.") String entry,
      @Says("Minutes of the entry; all when absent.") Integer minutes,
      @Says("An expense, all that is left of it.") String expense,
      @Says("A period of a retainer or a subscription by the first day of the whole, all that is left of it.") LocalDate period,
      @Says("A net amount (concession only).") BigDecimal amount) {

    CreditLine {
      if (entry == null && expense == null && line == null) throw new IllegalArgumentException("names neither line nor entry");
      if (entry != null && expense != null) throw new IllegalArgumentException("either an entry or an expense");
      if (amount != null && minutes != null) throw new IllegalArgumentException("either minutes or an amount");
      if (amount != null && expense != null) throw new IllegalArgumentException("either an expense or an amount");
      if (period != null && line == null) throw new IllegalArgumentException("a period needs its line");
      if (period != null && (entry != null || expense != null || amount != null)) throw new IllegalArgumentException("either a period or something else");
      if (minutes != null && entry == null) throw new IllegalArgumentException("minutes of which entry");
      if (minutes != null && minutes == 0) throw new IllegalArgumentException("no minutes");
      if (amount != null && line == null) throw new IllegalArgumentException("an amount needs its line");
    }
  }

  @Says("Unbilled minutes given up, or written down to a lower price.")
  record WriteOff(
      @Says(value = "Its id.", must = true) String writeOffId,
      @Says(value = "Its day.", must = true) LocalDate on,
      @Says(value = "A time entry, as source:entryId or entryId.", must = true) String entry,
      @Says("Minutes; all that is unbilled when absent.") Integer minutes,
      @Says("A write-down: the minutes stay billable, at this price for the time its rate is for (an hour, a day).") BigDecimal price,
      @Says("Who approved it; without approver it is held.") String approver) {

    WriteOff {
      if (price != null && minutes != null) throw new IllegalArgumentException("a write-down is of the whole entry: no minutes");
    }
  }

  @Says("Money received from a payer. What its allocations and references name comes first. Where nothing is named, and no policy is said, the oldest due invoice is paid first, those of its own currency before others, and others only where an exchange rate is known.")
  record Payment(
      @Says(value = "Its id: the bank's reference. Told twice, it counts once.", must = true) String paymentId,
      @Says(value = "The day it was received.", must = true) LocalDate on,
      @Says("The billing account it is for; or payerId.") String billingAccount,
      @Says("Who paid, for all invoices they owe, of whatever clients: an invoice's payer is that of its date, by its account's payers, else its payerId, else its clientId, else the account itself. What is left is the payer's.") String payerId,
      @Says("Our entity that received it: only its invoices are paid, and its books have what is left. The entity of each invoice when absent.") String entity,
      @Says(value = "What arrived.", must = true) BigDecimal amount,
      @Says(value = "Its currency.", must = true) Currency currency,
      @Says("What it pays. What is left stays unapplied, unless allocationPolicy says where it goes.") List<Applied> allocations,
      @Says("Invoices that the payer names without amounts: paid before others, the oldest due first.") List<String> references,
      @Says("Which open invoices of the account or the payer it pays, before what the account says (of a payer: all its accounts alike); as-named when it names invoices. "
          + "oldest-due: by due day. oldest-document: by invoice date. largest: by what is open. contract-first: those of contractId, then of its engagement, then others, by due day. "
          + "exact-match: all, else the fewest of the 24 oldest due (at most 5 together) that are open for exactly what came, those due first among equals; else as oldest-due. "
          + "pro-rata: each by what is open, rounded down, the cents left to the last due. as-named: only what is named. hold: none, it stays unapplied. Never more than is open.") Allocate allocationPolicy,
      @Says("The contract it is for, for contract-first.") String contractId,
      @Says("It is an advance: it pays no open invoice that it does not name, and what is left is deducted by the next invoices of the contract, of the same entity, payer and currency, on the days these are issued.") Advance advance) implements Owned {

    Payment {
      Owned.one(billingAccount, payerId);
    }
  }

  @Says("What an advance is for.")
  record Advance(
      @Says(value = "The contract.", must = true) String contractId,
      @Says("The line whose tax code its tax follows; needed where the lines of the contract have several.") String lineId) {}

  enum Allocate {
    OLDEST_DUE,
    OLDEST_DOCUMENT,
    LARGEST,
    CONTRACT_FIRST,
    EXACT_MATCH,
    PRO_RATA,
    AS_NAMED,
    HOLD
  }

  @Says("A part of a payment that belongs to one invoice.")
  record Applied(
      @Says(value = "The invoice.", must = true) String invoice,
      @Says(value = "Cash for it, in the payment's currency.", must = true) BigDecimal amount,
      @Says("What it settles in the invoice's currency, where that is another; at the rate of the day when absent.") BigDecimal settles,
      @Says("Tax the client withheld from it (from the net amount), in the invoice's currency, as are the charge and the loss.") BigDecimal withheld,
      @Says("Certificate of that tax.") String certificate,
      @Says("Bank charge taken on the way.") BigDecimal charge,
      @Says("What is given up as lost. Money that comes for the invoice afterwards, by its name, takes it back.") BigDecimal badDebt,
      @Says("The part of the loss that is tax the state gives back, where its country's rules do (VAT relief).") BigDecimal badDebtTax) {}

  @Says("Money of a payment that went back: a direct debit or cheque that the bank returned, a payment recorded in error or for the wrong invoice. What lies unapplied of it goes first, also what a credit note set free, then what was applied last; those invoices are open again, and tax that the payment had made due waits again. Money that came on an earlier day goes back before that of the day is received.")
  record Return(
      @Says(value = "Its id.", must = true) String returnId,
      @Says(value = "The payment.", must = true) String paymentId,
      @Says(value = "The day it went back.", must = true) LocalDate on,
      @Says("Only what it paid of this invoice.") String invoice,
      @Says("Amount, in the payment's currency; all that is left of it when absent: then what was withheld or charged with it is open again too.") BigDecimal amount,
      @Says("Why.") String reason) {}

  @Says("Unapplied money (an advance, an overpayment) used for an invoice.")
  record Application(
      @Says(value = "Its id.", must = true) String applicationId,
      @Says(value = "Its day.", must = true) LocalDate on,
      @Says("The billing account whose money it is; or payerId.") String billingAccount,
      @Says("The payer whose money it is.") String payerId,
      @Says(value = "The invoice it pays.", must = true) String invoice,
      @Says(value = "Amount, in the money's currency.", must = true) BigDecimal amount,
      @Says("The money's currency; the invoice's when absent.") Currency currency,
      @Says("What it settles in the invoice's currency, where that is another; at the rate of the day when absent.") BigDecimal settles) implements Owned {

    Application {
      Owned.one(billingAccount, payerId);
    }
  }

  @Says("Unapplied money given back.")
  record Refund(
      @Says(value = "Its id.", must = true) String refundId,
      @Says(value = "Its day.", must = true) LocalDate on,
      @Says("The billing account whose money it is; or payerId.") String billingAccount,
      @Says("The payer whose money it is.") String payerId,
      @Says(value = "Amount.", must = true) BigDecimal amount,
      @Says(value = "Currency.", must = true) Currency currency) implements Owned {

    Refund {
      Owned.one(billingAccount, payerId);
    }
  }
}
