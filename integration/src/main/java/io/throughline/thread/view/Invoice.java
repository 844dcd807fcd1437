package io.throughline.thread.view;

import io.throughline.store.Json;
import io.throughline.store.Row;
import io.throughline.thread.view.EngagementThread.Cash;
import io.throughline.thread.view.EngagementThread.Exchanged;
import io.throughline.thread.view.EngagementThread.Posting;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A bill or credit note, and in detail each line explained down to the hours, the milestone or the expense behind it. Amounts are net.
 *
 * @param payer who pays it where that is not the client, as told last
 * @param credited what credit notes settled, with tax; less than nothing on a note: what it settled
 * @param open what is owed with tax, less paid and credited; on a note what is left to be set off or given back, less than nothing
 * @param openThere what is open by the ERP's word, where that is not what is open here; {@code toldAt}: when that was told last
 * @param proposedBy who wants an invoice credited by it, and {@code reason} why; absent on what an invoice run drafted
 * @param corrections which notes correct it, or which invoices it corrects; of one document
 * @param setOffs of one document
 * @param erpUses what the ERP says that a note is used for, or that notes were for an invoice; of one document
 * @param eInvoice true where there is one; absent otherwise
 * @param payments what was applied to it and taken back of it; as its journals, only where one document is asked for among the finances
 */
public record Invoice(
    String id,
    String threadId,
    String engagement,
    String client,
    Payer payer,
    String origin,
    String type,
    String state,
    String currency,
    String net,
    String paid,
    String credited,
    String open,
    String openThere,
    Instant toldAt,
    LocalDate invoicedOn,
    LocalDate dueOn,
    String acceptanceReference,
    String proposedBy,
    String reason,
    String releasedBy,
    Instant releasedAt,
    String number,
    String erpSystem,
    String erpId,
    String erpStatus,
    String erpTotal,
    Boolean eInvoice,
    String journeyId,
    Instant createdAt,
    List<Line> lines,
    List<Correction> corrections,
    List<SetOff> setOffs,
    List<ErpUse> erpUses,
    List<Cash> payments,
    List<Posting> postings) {

  /** A credit note of an invoice; {@code document} is the other of the two. Of a discarded one nothing is told. */
  public record Correction(String documentId, String number, String state, String net) {}

  /**
   * A credit note against an invoice; {@code document} is the other of the two.
   *
   * @param amount what it takes off, tax included
   * @param origin whose word it is: of the {@code correction} that the note is, of the {@code erp}, or of a {@code person}
   */
  public record SetOff(String documentId, String number, String threadId, String amount, String origin, String by, Instant at) {}

  /**
   * A credit note that was applied to an invoice in the ERP, or paid out; {@code document} is the other of the two, where the hub has it.
   *
   * @param refund whether the money went back
   * @param erpId of the invoice or the refund; of a note only
   * @param on the last day, where there are several refunds
   */
  public record ErpUse(String documentId, String number, String threadId, boolean refund, String erpId, String amount, LocalDate on) {}

  static final String COLUMNS = "d.*, e.name, e.client, exists (select 1 from einvoice u where u.document_id = d.id) as einvoice, " + Payer.COLUMNS + " from document d join engagement e on e.thread_id = d.thread_id" + Payer.JOIN;
  static final String SELECT = "select " + COLUMNS;

  /**
   * {@code minutes} at {@code rate} an hour, or an amount; {@code entries} add up to the minutes.
   *
   * @param timeEntries how many entries there are
   * @param entries absent in a thread, which may have thousands: the document itself has them
   */
  public record Line(
      int no,
      String lineId,
      String description,
      String personId,
      Long minutes,
      String rate,
      String amount,
      String purchaseOrder,
      String billingEventId,
      String milestone,
      Period period,
      int timeEntries,
      List<Entry> entries,
      List<Spent> expenses) {}

  /**
   * The period of a recurring amount that the line bills or gives back, by the first day of the whole one.
   *
   * @param worth what the terms make it worth: what the line does not bill of it was billed before; absent on what is given back
   * @param shares how that came about
   */
  public record Period(LocalDate from, String worth, List<Share> shares) {

    /** So many days of a whole period's, at its price. */
    public record Share(long days, long of, String price) {}

    static Period of(Row row, String currency) throws SQLException {
      var from = row.date("period_from");
      var shares = row.text("shares");
      return from == null ? null : new Period(from, Amount.text(row.decimal("worth"), currency), shares == null ? null : List.of(Json.read(shares, Share[].class)));
    }

    Period withoutMoney() {
      return new Period(from, null, null);
    }
  }

  /** The part of a time entry that the line bills; negative where a correction takes it back. */
  public record Entry(String source, String entryId, String version, LocalDate workDate, String personId, String taskId, long minutes, long minutesOfEntry) {}

  /** The part of an expense that the line bills: {@code spent} of it, in {@code currency}, for {@code amount}; negative where a correction takes it back. */
  public record Spent(String source, String expenseId, String version, LocalDate incurredOn, String personId, String category, String receiptReference, String spent, String currency, String spentOfExpense, String amount, Exchanged exchanged) {

    Spent withoutMoney() {
      return new Spent(source, expenseId, version, incurredOn, personId, category, receiptReference, null, null, null, null, null);
    }
  }

  static Invoice of(Row row) throws SQLException {
    var currency = row.text("currency");
    var owed = row.decimal("erp_total") == null ? row.decimal("net") : row.decimal("erp_total");
    var open = owed.subtract(row.decimal("paid")).subtract(row.decimal("credited"));
    var there = row.instant("booked_at") == null ? null : row.decimal("told_open");
    var differs = there != null && there.compareTo(open.max(BigDecimal.ZERO)) != 0; // nobody tells that less than nothing is open
    return new Invoice(
        row.text("id"),
        row.text("thread_id"),
        row.text("name"),
        row.text("client"),
        Payer.of(row),
        row.text("origin"),
        row.text("type"),
        row.text("state"),
        currency,
        Amount.text(row.decimal("net"), currency),
        Amount.text(row.decimal("paid"), currency),
        Amount.text(row.decimal("credited"), currency),
        Amount.text(open, currency),
        differs ? Amount.text(there, currency) : null,
        differs ? row.instant("told_at") : null,
        row.date("invoiced_on"),
        row.date("due_on"),
        row.text("acceptance_reference"),
        row.text("proposed_by"),
        row.text("reason"),
        row.text("released_by"),
        row.instant("released_at"),
        row.text("number"),
        row.text("erp_system"),
        row.text("erp_id"),
        row.text("erp_status"),
        Amount.text(row.decimal("erp_total"), currency),
        row.is("einvoice") ? true : null,
        row.text("journey_id"),
        row.instant("created_at"),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  Invoice with(List<Line> explained) {
    return with(explained, null, null, null, null, null);
  }

  Invoice with(List<Correction> corrected, List<SetOff> against, List<ErpUse> used, List<Cash> applied, List<Posting> posted) {
    return with(lines, corrected, against, used, applied, posted);
  }

  private Invoice with(List<Line> explained, List<Correction> corrected, List<SetOff> against, List<ErpUse> used, List<Cash> applied, List<Posting> posted) {
    return new Invoice(
        id, threadId, engagement, client, payer, origin, type, state, currency, net, paid, credited, open, openThere, toldAt, invoicedOn, dueOn, acceptanceReference, proposedBy, reason, releasedBy, releasedAt, number, erpSystem, erpId, erpStatus,
        erpTotal, eInvoice, journeyId, createdAt, explained, corrected, against, used, applied, posted);
  }

  /** What delivery may see: that it exists, its number, and its hours. */
  Invoice withoutMoney() {
    var hours =
        lines == null
            ? null
            : lines.stream()
                .map(line -> new Line(line.no(), line.lineId(), line.description(), line.personId(), line.minutes(), null, null, line.purchaseOrder(), line.billingEventId(), line.milestone(), line.period() == null ? null : line.period().withoutMoney(), line.timeEntries(), line.entries(), line.expenses().stream().map(Spent::withoutMoney).toList()))
                .toList();
    return new Invoice(
        id, threadId, engagement, client, null, origin, type, state, null, null, null, null, null, null, null, invoicedOn, dueOn, acceptanceReference, null, null, null, null, number, erpSystem, erpId, erpStatus, null, null, journeyId,
        createdAt, hours, null, null, null, null, null);
  }
}
