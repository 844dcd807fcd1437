package io.throughline.thread.view;

import io.throughline.canonical.Periods;
import io.throughline.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * One engagement across all systems: what was sold, every hop, the journeys, hours, bills, cash and journals, and what is wrong with it.
 *
 * @param costs told to finance alone, as {@code minutesWithoutCost}: hours of people whose cost on that day is not known
 * @param cut the lists that are longer than what is shown here: how many there are
 */
public record EngagementThread(
    Engagement engagement,
    List<SoldLine> lines,
    List<ContractVersion> contractVersions,
    List<Id> ids,
    List<Hop> checkpoints,
    List<Journey> journeys,
    Minutes minutes,
    List<Spending> spending,
    List<Expense> expenses,
    List<Milestone> milestones,
    List<RetainerPeriod> retainerPeriods,
    List<Labour> labour,
    List<Cost> costs,
    Long minutesWithoutCost,
    List<Assignment> assignments,
    List<SignedContract> signedContracts,
    List<Invoice> documents,
    List<Cash> payments,
    List<Advance> advances,
    List<Posting> postings,
    List<ExceptionItem> exceptions,
    List<Evidence> evidence,
    Map<String, Long> cut) {

  /** A line of the contract in force. */
  public record SoldLine(
      String lineId,
      String billing,
      String description,
      String workstream,
      String role,
      Long plannedMinutes,
      Long approvedMinutes,
      Long invoicedMinutes,
      String ratePerHour,
      String amount,
      String capAmount,
      String invoiced,
      LocalDate dueOn,
      String purchaseOrder,
      Periods periods) {}

  /**
   * A version of the contract: 1 is what was sold, each other a change order.
   *
   * @param state waiting (behind another), pending (systems are being told), in-force or withdrawn
   * @param value of the whole contract with it
   * @param journeyId what brings it in force; absent for 1
   */
  public record ContractVersion(
      int version, String state, String changeDealId, String name, LocalDate effectiveOn, String treatment, String value, String journeyId, String journeyState, Instant toldAt, Instant inForceAt) {}

  /** Our id and theirs. */
  public record Id(String kind, String ours, String system, String theirs, Instant recordedAt) {}

  /** What one hop left behind. */
  public record Hop(
      long id,
      String journeyId,
      String step,
      String system,
      String operation,
      String sourceId,
      String targetId,
      String outcome,
      String detail,
      String amount,
      String currency,
      String mappingVersion,
      Instant at) {}

  /** Where the approved minutes are; the parts add up to {@code approved}. */
  public record Minutes(long approved, long invoiced, long unbilled, long held, long writtenOff, long covered, long nonBillable) {}

  /** Where what was spent is, by the currency it was spent in; the parts add up to {@code approved}. */
  public record Spending(String currency, String approved, String billed, String unbilled, String held, String nonBillable) {}

  /** An expense as it counts now. {@code name}: of the person, where it is known. {@code worth}: what it is billed for, in the contract's currency; {@code beyond}: the part of it for which a cap has no room. */
  public record Expense(
      String source, String expenseId, String version, String lineId, String personId, String name, String category, LocalDate incurredOn, String amount, String currency, String state, String worth, String beyond,
      String billed, String holdReason, String receiptReference, Exchanged exchanged) {}

  /** What was spent in another currency, in the contract's: one unit of {@code from} is worth {@code rate} of {@code to}, as {@code source} said of the day. */
  public record Exchanged(String amount, String currency, String from, String to, String rate, LocalDate on, String source) {

    /** Null where nothing was exchanged. */
    static Exchanged of(Row row) throws SQLException {
      var currency = row.text("exchanged_to");
      if (currency == null) return null;
      var from = row.text("rate_from");
      return new Exchanged(
          Amount.text(row.decimal("exchanged"), currency), currency, from, from.equals(currency) ? row.text("currency") : currency, row.decimal("rate").toPlainString(), row.date("rate_on"), row.text("rate_source"));
    }
  }

  /** An accepted milestone and its bill; or a period of a recurring amount, by its first day, which has no acceptance: less than nothing where it was given back, without id where it is due and on no document. */
  public record Milestone(
      String billingEventId, String lineId, String source, String sourceId, LocalDate completedOn, LocalDate periodFrom, String acceptanceReference, String amount, String currency, String documentId) {}

  /** What a line's fee includes in one period, in minutes. What is {@code used} and not {@code beyond}, with {@code rolledOut} and {@code expired}, adds up to {@code included} and {@code rolledIn}. */
  public record RetainerPeriod(String lineId, LocalDate from, LocalDate through, long included, long rolledIn, long used, long beyond, long rolledOut, long expired) {}

  /** What one person worked while employed by one entity; without entity where the system of people does not know the person on that day. What that cost is not told by person: it would tell what is paid to whom. */
  public record Labour(String personId, String name, String entity, LocalDate firstOn, LocalDate lastOn, long minutes) {}

  /**
   * What the engagement cost so far, currency by currency.
   *
   * @param labour the hours of all, at the cost rates of their days
   * @param spent expenses, whoever pays them
   */
  public record Cost(String currency, String labour, String spent) {}

  /** Who was given which share of a sold line, and what it plans to earn. */
  public record Assignment(String lineId, String role, String personId, String name, long minutes, LocalDate startOn, LocalDate endOn, String plannedRevenue, String currency, Instant assignedAt) {}

  /** A contract that everybody has signed: the hash of its bytes, and where it is filed. */
  public record SignedContract(String system, String signatureId, String name, String sha256, long bytes, Instant completedAt, Instant keptAt, String filedIn, String fileId, String address) {}

  /** The part of a payment that was applied to one document, or taken back of it; {@code no} counts the changes of what it pays of it, {@code receivedOn} is the day it came or went back. */
  public record Cash(String system, String paymentId, String documentId, int no, String amount, String currency, LocalDate receivedOn, Instant appliedAt) {}

  /** A payment of which something came before the bill, and what is left of it. */
  public record Advance(String system, String paymentId, LocalDate receivedOn, String amount, String unapplied, String currency) {}

  /** One side of a journal, posted on {@code postedOn} in the books, at {@code at} by the clock. */
  public record Posting(String journalId, int lineNo, String rule, String sourceId, String account, String debit, String credit, String currency, String period, LocalDate postedOn, Instant at) {}
}
