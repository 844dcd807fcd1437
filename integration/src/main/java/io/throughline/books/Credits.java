package io.throughline.books;

import io.throughline.books.Contracts.Live;
import io.throughline.books.Documents.Document;
import io.throughline.books.Documents.Held;
import io.throughline.books.Documents.Line;
import io.throughline.books.IncludedTime.Excess;
import io.throughline.store.Row;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Gives back what was invoiced of entries that no longer bill it (superseded, reopened, found not billable, included in a period by now), each from
 * the very line that billed it; the last credit of a line takes the remainder.
 */
@ApplicationScoped
class Credits {

  private static final BigDecimal HOUR = BigDecimal.valueOf(60); // minutes: prices are by the hour

  /** Of a line of which nothing is being given up: what that leaves is known once the note is booked. */
  private static final String SETTLED =
      " and not exists (select 1 from being_credited n where n.document_id = coalesce(l.credits_document, a.document_id) and n.credits_line = coalesce(l.credits_line, a.line_no))";

  @Inject Sql sql;
  @Inject Documents documents;
  @Inject IncludedTime included;

  /** A credit note to draft. */
  record Credit(Document document, List<Line> lines, List<List<Held>> releases) {}

  /** What a line bills, less what was credited of it; no minutes where it is not time. {@code cut} where it is less than the price of its minutes, by a cap or because a part was given up. */
  record Billed(int no, String lineId, String description, String personId, BigDecimal rate, String purchaseOrder, String event, boolean cut, Long minutesLeft, BigDecimal amountLeft) {

    private static Billed of(Row row) throws SQLException {
      return new Billed(
          (int) row.number("line_no"), row.text("line_id"), row.text("description"), row.text("person_id"), row.decimal("rate"), row.text("purchase_order"), row.text("billing_event_id"),
          row.decimal("allowance").signum() != 0 || row.is("conceded"), row.numberOrNull("minutes_left"), row.decimal("amount_left"));
    }

    /** How much less an amount of some of its minutes is than their price. */
    BigDecimal allowance(long minutes, BigDecimal amount) {
      return cut && minutes != 0 ? price(minutes, amount.scale()).subtract(amount).max(BigDecimal.ZERO) : BigDecimal.ZERO;
    }

    private BigDecimal price(long minutes, int scale) {
      return rate.multiply(BigDecimal.valueOf(minutes)).divide(HOUR, scale, RoundingMode.HALF_UP);
    }

    boolean isOver() {
      return amountLeft.signum() == 0 && (minutesLeft == null || minutesLeft == 0);
    }
  }

  /** One credit note for each invoice that is corrected. */
  List<Credit> released(Engagement engagement, Live live, LocalDate on) {
    var held = new ArrayList<>(held(engagement, "not (e.current and e.state = 'billable')" + SETTLED));
    included.excess(live).forEach(excess -> held.addAll(of(engagement, excess)));
    var byInvoice = new TreeMap<String, List<Held>>();
    held.forEach(one -> byInvoice.computeIfAbsent(one.documentId(), invoice -> new ArrayList<>()).add(one));
    return byInvoice.values().stream().map(of -> credit(engagement, of, on)).toList();
  }

  /** As many minutes of an entry as are too many on its invoices. */
  private List<Held> of(Engagement engagement, Excess excess) {
    var worked = excess.worked();
    var parts = new ArrayList<Held>();
    long left = excess.minutes();
    for (var one : held(engagement, "a.source = ? and a.entry_id = ? and a.version = ?" + SETTLED, worked.source(), worked.entryId(), worked.version())) {
      long taken = Math.min(left, one.minutes());
      if (taken > 0) parts.add(new Held(one.documentId(), one.lineNo(), one.source(), one.entryId(), one.version(), taken));
      left -= taken;
    }
    return parts;
  }

  /** What lines of invoices hold of entries, less what was credited. */
  private List<Held> held(Engagement engagement, String which, Object... args) {
    return sql.list(
        row -> new Held(row.text("document_id"), (int) row.number("line_no"), row.text("source"), row.text("entry_id"), row.text("version"), row.number("minutes")),
        "select coalesce(l.credits_document, a.document_id) as document_id, coalesce(l.credits_line, a.line_no) as line_no, a.source, a.entry_id, a.version, sum(a.minutes) as minutes"
            + " from allocation a join document_line l using (document_id, line_no) join time_entry e using (source, entry_id, version)"
            + " where a.thread_id = ? and " + which + " group by 1, 2, 3, 4, 5 having sum(a.minutes) <> 0 order by 1, 2, 3, 4, 5",
        Stream.concat(Stream.of(engagement.threadId()), Stream.of(args)).toArray());
  }

  private Credit credit(Engagement engagement, List<Held> held, LocalDate on) {
    var byLine = new LinkedHashMap<Integer, List<Held>>();
    held.forEach(one -> byLine.computeIfAbsent(one.lineNo(), line -> new ArrayList<>()).add(one));
    var id = "cn-" + Sha256.of(engagement.threadId(), held.toString()).substring(0, 24);
    var lines = new ArrayList<Line>();
    var left = left(held.get(0).documentId());
    for (var line : byLine.values()) lines.add(credit(lines.size() + 1, engagement, line, left));
    var net = lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Credit(Document.draft(documents.unused(id), engagement.threadId(), "time", "credit-note", engagement.currency(), Amounts.money(net, engagement.currency()), on, on), lines, List.copyOf(byLine.values()));
  }

  private static Line credit(int no, Engagement engagement, List<Held> entries, List<Billed> lines) {
    var from = entries.get(0);
    var billed = lines.stream().filter(line -> line.no() == from.lineNo()).findFirst().orElseThrow();
    var minutes = entries.stream().mapToLong(Held::minutes).sum();
    var left = Amounts.scaled(billed.amountLeft(), engagement.currency());
    var amount = minutes == billed.minutesLeft() ? left : billed.price(minutes, left.scale()).min(left);
    return new Line(
        no, billed.lineId(), billed.description(), billed.personId(), -minutes, billed.rate(), amount.negate(), billed.purchaseOrder(), null, billed.allowance(minutes, amount).negate(), from.documentId(), from.lineNo());
  }

  /** The lines of an invoice, in their order. */
  List<Billed> left(String documentId) {
    return sql.list(
        Billed::of,
        "select l.*, l.minutes + c.minutes as minutes_left, l.amount + c.amount as amount_left, c.conceded from document_line l cross join lateral (select coalesce(sum(n.minutes), 0) as minutes, coalesce(sum(n.amount), 0) as amount, coalesce(bool_or(d.origin = 'concession'), false) as conceded"
            + " from document_line n join document d on d.id = n.document_id and d.state <> 'discarded' where n.credits_document = l.document_id and n.credits_line = l.line_no) c where l.document_id = ? order by l.line_no",
        documentId);
  }

  /** What the lines of an invoice hold of entries. */
  List<Held> heldBy(Engagement engagement, String documentId) {
    return held(engagement, "coalesce(l.credits_document, a.document_id) = ?", documentId);
  }

  /** Takes the minutes off the documents that held them, once the credit note is drafted. */
  void release(Credit credit) {
    var id = credit.document().id();
    var given = new ArrayList<Held>();
    for (int no = 1; no <= credit.releases().size(); no++) {
      for (var one : credit.releases().get(no - 1)) given.add(new Held(id, no, one.source(), one.entryId(), one.version(), -one.minutes()));
    }
    documents.allocate(credit.document().threadId(), given);
  }
}
