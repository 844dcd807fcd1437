package io.throughline.books;

import io.throughline.canonical.Money;
import io.throughline.finance.CashAllocation.Receivable;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Invoices and credit notes: drafted, released, posted, paid; never edited. Amounts are net, in the document's currency. */
@ApplicationScoped
class Documents {

  private static final String COLUMNS =
      "d.id, d.thread_id, d.origin, d.type, d.journey_id, d.state, d.currency, d.net, d.invoiced_on, d.due_on, d.erp_system, d.erp_id, d.number, d.erp_status, coalesce(d.net + d.tax, d.erp_total, d.net) as owed, d.paid, d.credited, d.booked_at";

  private static final String SELECT = "select " + COLUMNS + " from document d ";

  @Inject Sql sql;
  @Inject Clock clock;

  /** A document; {@code owed} is its net amount and the tax it was booked with, before that the ERP's total once it is known; {@code credited} is what is set off of it. */
  record Document(
      String id,
      String threadId,
      String origin,
      String type,
      String journeyId,
      String state,
      String currency,
      BigDecimal net,
      LocalDate invoicedOn,
      LocalDate dueOn,
      String erpSystem,
      String erpId,
      String number,
      String erpStatus,
      BigDecimal owed,
      BigDecimal paid,
      BigDecimal credited,
      boolean booked) {

    static Document draft(String id, String threadId, String origin, String type, String currency, Money net, LocalDate invoicedOn, LocalDate dueOn) {
      var amount = Amounts.decimal(net);
      return new Document(id, threadId, origin, type, null, "draft", currency, amount, invoicedOn, dueOn, null, null, null, null, amount, BigDecimal.ZERO, BigDecimal.ZERO, false);
    }

    Document followedBy(String journey) {
      return new Document(id, threadId, origin, type, journey, state, currency, net, invoicedOn, dueOn, erpSystem, erpId, number, erpStatus, owed, paid, credited, booked);
    }

    BigDecimal open() {
      return owed.subtract(paid).subtract(credited);
    }
  }

  /** A line; {@code minutes} and {@code rate} an hour for time, {@code allowance} what a cap takes off; a credit names the line it credits. */
  record Line(
      int no,
      String lineId,
      String description,
      String personId,
      Long minutes,
      BigDecimal rate,
      BigDecimal amount,
      String purchaseOrder,
      String billingEventId,
      BigDecimal allowance,
      String creditsDocument,
      Integer creditsLine) {}

  boolean draft(Document document, List<Line> lines, String acceptanceReference) {
    var fresh =
        sql.run(
            "insert into document (id, thread_id, origin, type, journey_id, state, currency, net, invoiced_on, due_on, acceptance_reference, created_at) values (?, ?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing",
            document.id(), document.threadId(), document.origin(), document.type(), document.journeyId(), document.currency(), document.net(), document.invoicedOn(), document.dueOn(),
            acceptanceReference, clock.instant());
    if (fresh == 0) return false;
    for (var line : lines) {
      sql.run(
          "insert into document_line (document_id, line_no, line_id, description, person_id, minutes, rate, amount, purchase_order, billing_event_id, allowance, credits_document, credits_line) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          document.id(), line.no(), line.lineId(), line.description(), line.personId(), line.minutes(), line.rate(), line.amount(), line.purchaseOrder(), line.billingEventId(),
          line.allowance(), line.creditsDocument(), line.creditsLine());
    }
    return true;
  }

  Optional<Document> of(String id) {
    return sql.one(Documents::document, SELECT + "where id = ?", id);
  }

  Optional<Document> locked(String id) {
    return sql.one(Documents::document, SELECT + "where id = ? for update", id);
  }

  /** Of one that was taken back the ERP says nothing that counts. Until this transaction ends, none becomes {@link #posted} under that id: what is written down for it is seen then. */
  Optional<Document> ofErp(String system, String erpId) {
    sql.together(lock(system, erpId));
    return sql.one(Documents::document, SELECT + "where erp_system = ? and erp_id = ? and state <> 'discarded' for update", system, erpId);
  }

  /** The invoices a credit note corrects, each with what it takes off. */
  Map<String, Money> corrected(String id, String currency) {
    record Part(String invoice, BigDecimal amount) {}
    var parts = new TreeMap<String, Money>();
    sql.list(
            row -> new Part(row.text("credits_document"), row.decimal("amount")),
            "select credits_document, -sum(amount) as amount from document_line where document_id = ? and credits_document is not null group by 1", id)
        .forEach(part -> parts.put(part.invoice(), Amounts.money(part.amount(), currency)));
    return parts;
  }

  /** What credits left of the tax of an invoice; {@code notes} are booked. */
  record TaxLeft(BigDecimal amount, long notes) {

    /** The tax of another note, or all that is left where each note's rounding, a cent at most, brings it beyond that. */
    Money within(Money tax) {
      var left = Amounts.money(amount.negate(), tax.currency().getCurrencyCode());
      var beyond = left.minus(tax);
      return beyond.isPositive() && beyond.compareTo(Money.ofMinor(notes + 1, tax.currency())) <= 0 ? left : tax;
    }
  }

  /** Of the invoice that a note credits; empty for an invoice. */
  Optional<TaxLeft> taxLeft(String noteId) {
    return sql.one(
        row -> new TaxLeft(row.decimal("amount"), row.number("notes")),
        "select i.tax + coalesce(sum(n.tax), 0) as amount, count(n.id) as notes from document i left join document n on n.booked_at is not null and n.id in (select document_id from document_line where credits_document = i.id)"
            + " where i.tax is not null and i.id = (select min(credits_document) from document_line where document_id = ?) group by i.id",
        noteId);
  }

  /** A booked invoice, whose it is, and what is open of it. */
  record Payable(Document document, String engagement, String client, Receivable receivable) {}

  /** The booked invoices of these customers, in an entity's books, of which something is open; none is paid meanwhile. */
  List<Payable> payable(String system, String currency, String entity, List<String> customers) {
    return sql.list(
            row -> {
              var document = document(row);
              var open = Amounts.money(document.open(), document.currency());
              return new Payable(document, row.text("name"), row.text("client"), new Receivable(document.number(), document.invoicedOn(), document.dueOn(), open));
            },
            "select " + COLUMNS + ", e.name, e.client from document d join engagement e on e.thread_id = d.thread_id"
                + " where d.erp_system = ? and d.state = 'posted' and d.type = 'invoice' and d.booked_at is not null and d.currency = ? and e.contracting_entity = ? and e.customer_id = any (?) order by d.id for update of d",
            system, currency, entity, customers.toArray(String[]::new))
        .stream()
        .filter(payable -> payable.receivable().open().isPositive())
        .toList();
  }

  /** Minutes of one entry version that a line of a document holds; less than none where a credit note gives them back. */
  record Held(String documentId, int lineNo, String source, String entryId, String version, long minutes) {}

  /** In one statement: a month's bill holds thousands of entries. */
  void allocate(String threadId, List<Held> held) {
    sql.run(
        "insert into allocation (document_id, line_no, thread_id, source, entry_id, version, minutes, at)"
            + " select document_id, line_no, ?, source, entry_id, version, minutes, ? from unnest(?, ?, ?, ?, ?, ?) as held (document_id, line_no, source, entry_id, version, minutes)",
        threadId, clock.instant(), texts(held, Held::documentId), held.stream().map(Held::lineNo).toArray(Integer[]::new), texts(held, Held::source), texts(held, Held::entryId),
        texts(held, Held::version), held.stream().map(one -> Math.toIntExact(one.minutes())).toArray(Integer[]::new));
  }

  private static String[] texts(List<Held> held, Function<Held, String> text) {
    return held.stream().map(text).toArray(String[]::new);
  }

  /** By whom, and why: it is for another person to release. */
  void proposed(String id, String actor, String reason) {
    sql.run("update document set proposed_by = ?, reason = ? where id = ?", actor, reason, id);
  }

  boolean isProposed(String id) {
    return sql.one(row -> true, "select 1 from document where id = ? and proposed_by is not null", id).isPresent();
  }

  boolean isProposedBy(String id, String actor) {
    return sql.one(row -> true, "select 1 from document where id = ? and proposed_by = ?", id, actor).isPresent();
  }

  boolean release(String id, String actor) {
    return sql.run("update document set state = 'released', released_by = ?, released_at = ? where id = ? and state = 'draft'", actor, clock.instant(), id) == 1;
  }

  /** An id of the same content that no document has which was discarded or credited. */
  String unused(String id) {
    var gone =
        sql.one(
                row -> row.number("gone"),
                "select count(*) as gone from document d where (id = ? or starts_with(id, ? || '-')) and (state = 'discarded' or exists (select 1 from document_line c join document n on n.id = c.document_id where c.credits_document = d.id and n.state <> 'discarded'))",
                id, id)
            .orElseThrow();
    return gone == 0 ? id : id + "-" + gone;
  }

  /** Takes the document of a journey that was undone out of the books, in which it never was; what it billed is open again. Empty if there is none. */
  Optional<String> discard(String journeyId) {
    var id = sql.one(row -> row.text("id"), "update document set state = 'discarded' where journey_id = ? and booked_at is null and state <> 'discarded' returning id", journeyId);
    id.ifPresent(
        document -> {
          sql.run(
              "insert into allocation (document_id, line_no, thread_id, source, entry_id, version, minutes, at)"
                  + " select document_id, line_no, thread_id, source, entry_id, version, -sum(minutes), ? from allocation where document_id = ? group by 1, 2, 3, 4, 5, 6 having sum(minutes) <> 0",
              clock.instant(), document);
          sql.run(
              "insert into expense_allocation (document_id, line_no, thread_id, source, expense_id, version, spent, amount, at)"
                  + " select document_id, line_no, thread_id, source, expense_id, version, -sum(spent), -sum(amount), ? from expense_allocation where document_id = ? group by 1, 2, 3, 4, 5, 6 having sum(amount) <> 0",
              clock.instant(), document);
          sql.run("update billing_event set document_id = null where document_id = ?", document);
          sql.run("update billing_event e set document_id = l.credits_document from document_line l where l.document_id = ? and l.billing_event_id = e.id and l.credits_document is not null and e.period_from is null", document);
        });
    return id;
  }

  /** After all who looked for it under that id in vain. */
  void posted(String id, String erpSystem, String erpId) {
    sql.alone(lock(erpSystem, erpId));
    sql.run("update document set state = 'posted', erp_system = ?, erp_id = ? where id = ? and state in ('draft', 'released')", erpSystem, erpId, id);
  }

  /** What the ERP voided is off there already, and has no id for it. */
  void voided(String id, String erpSystem, String number, BigDecimal total) {
    sql.run("update document set state = 'posted', erp_system = ?, number = ?, erp_status = 'void', erp_total = ? where id = ?", erpSystem, number, total, id);
  }

  /** Whether the ERP voided what a credit note would take off there once more. */
  boolean correctsVoided(String id) {
    return !sql.list(
        row -> true, "select 1 from document d join document_line l on l.document_id = d.id join document i on i.id = l.credits_document where d.id = ? and d.origin <> 'voided' and i.erp_status = 'void' limit 1", id).isEmpty();
  }

  private static String lock(String system, String erpId) {
    return "document:" + system + ":" + erpId;
  }

  /** What it was booked with stays, whatever its total is changed to there. */
  void numbered(String id, String number, String status, BigDecimal total) {
    sql.run("update document set number = ?, erp_status = ?, erp_total = case when booked_at is null then coalesce(?, erp_total) else erp_total end where id = ?", number, status, total, id);
  }

  /** The tax it is booked with, once, and how long its time waited to be billed. */
  void booked(String id, BigDecimal tax) {
    sql.run(
        "update document d set tax = ?, booked_at = ?, (billed_time, waited) = (select billed_time, waited from time_waited where document_id = d.id) where id = ? and booked_at is null",
        tax, clock.instant(), id);
  }

  /** By so much more money, and so much more of credit notes (less than nothing on a note); paid is of what nothing is open any more. */
  void settled(String id, BigDecimal paid, BigDecimal credited) {
    sql.run(
        "update document set paid = paid + ?, credited = credited + ?, state = case when (coalesce(net + tax, erp_total, net) - paid - ? - credited - ?) * sign(net) <= 0 then 'paid' when state = 'paid' then 'posted' else state end where id = ?",
        paid, credited, paid, credited, id);
  }

  private static Document document(Row row) throws SQLException {
    return new Document(
        row.text("id"),
        row.text("thread_id"),
        row.text("origin"),
        row.text("type"),
        row.text("journey_id"),
        row.text("state"),
        row.text("currency"),
        row.decimal("net"),
        row.date("invoiced_on"),
        row.date("due_on"),
        row.text("erp_system"),
        row.text("erp_id"),
        row.text("number"),
        row.text("erp_status"),
        row.decimal("owed"),
        row.decimal("paid"),
        row.decimal("credited"),
        row.instant("booked_at") != null);
  }
}
