package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.view.EngagementThread.Exchanged;
import io.throughline.thread.view.Invoice.Correction;
import io.throughline.thread.view.Invoice.Entry;
import io.throughline.thread.view.Invoice.Line;
import io.throughline.thread.view.Invoice.Period;
import io.throughline.thread.view.Invoice.ErpUse;
import io.throughline.thread.view.Invoice.SetOff;
import io.throughline.thread.view.Invoice.Spent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Invoices and credit notes. */
@ApplicationScoped
@Transactional
public class InvoicesView {

  /** Amounts of two currencies are never compared. */
  public static final Sorts SORTS =
      new Sorts("-drafted", Order.by("d.created_at", "timestamptz").then("d.id", "text").turned())
          .and("day", Order.by("d.invoiced_on", "date").then("d.id", "text"))
          .and("-amount", Order.by("d.currency", "char(3)").then("-d.net", "numeric").then("d.id", "text"))
          .and("client", Order.by("coalesce(e.client, '')", "text").then("e.name", "text").then("e.thread_id", "text").then("d.id", "text"));

  @Inject Sql sql;
  @Inject Search search;
  @Inject Ledger ledger;

  /** Which documents. Absent criteria are null. */
  public record Wanted(String state, String threadId, Scope scope, String like) {}

  /** What stands behind a line. */
  private record Behind<T>(Place line, T what) {

    static <T> Map<Place, List<T>> byLine(List<Behind<T>> all) {
      return all.stream().collect(Collectors.groupingBy(Behind::line, Collectors.mapping(Behind::what, Collectors.toList())));
    }
  }

  private record Place(String documentId, int line) {

    static Place of(Row row) throws SQLException {
      return new Place(row.text("document_id"), (int) row.number("line_no"));
    }
  }

  private record OfDocument(String id, Line line) {}

  public Page<Invoice> list(Wanted wanted, String sort, int limit, String cursor) {
    var where =
        new Where().given("d.thread_id = ?", wanted.threadId()).given("e.contracting_entity = ?", wanted.scope().entity()).given("d.invoiced_on <= ?", wanted.scope().through());
    if ("open".equals(wanted.state())) where.and("d.state in ('draft', 'released', 'posted')");
    else if ("under-way".equals(wanted.state())) where.and("(d.state = 'released' or d.state = 'posted' and d.booked_at is null)");
    else where.given("d.state = ?", wanted.state());
    return SORTS.named(sort).page(sql, Invoice::of, Invoice.COLUMNS, search.documents(where, wanted.like()), limit, cursor);
  }

  /** One, with each line explained down to its time entries. */
  public Optional<Invoice> of(String id) {
    return sql.one(Invoice::of, Invoice.SELECT + "where d.id = ?", id).map(invoice -> invoice.with(lines("d.id = ?", id, entries(id)).getOrDefault(id, List.of())));
  }

  /** The same with what was paid of it, and its journals. */
  public Optional<Invoice> booked(String id) {
    return of(id).map(invoice -> invoice.with(corrections(id), setOffs(id), uses(id), ledger.payments(invoice.threadId(), id), ledger.postings(invoice.threadId(), id)));
  }

  /** All of an engagement; of the time behind their lines only how many entries it is. */
  List<Invoice> ofThread(String threadId) {
    var lines = lines("d.thread_id = ?", threadId, null);
    return sql.list(Invoice::of, Invoice.SELECT + "where d.thread_id = ? order by d.created_at, d.id", threadId).stream().map(invoice -> invoice.with(lines.getOrDefault(invoice.id(), List.of()))).toList();
  }

  private List<Correction> corrections(String id) {
    return sql.list(
        row -> new Correction(row.text("id"), row.text("number"), row.text("state"), Amount.text(row.decimal("net"), row.text("currency"))),
        "select d.* from document d where d.state <> 'discarded' and d.id in (select document_id from document_line where credits_document = ? union select credits_document from document_line where document_id = ?) order by d.created_at, d.id",
        id, id);
  }

  private List<SetOff> setOffs(String id) {
    return sql.list(
        row -> new SetOff(row.text("id"), row.text("number"), row.text("thread_id"), Amount.text(row.decimal("amount"), row.text("currency")), row.text("origin"), row.text("made_by"), row.instant("at")),
        "select s.*, o.id, o.number, o.thread_id, o.currency from (select *, invoice_id as other from set_off where credit_id = ? union all select *, credit_id from set_off where invoice_id = ?) s join document o on o.id = s.other order by s.at, o.id",
        id, id);
  }

  private List<ErpUse> uses(String id) {
    return sql.list(
        row -> new ErpUse(row.text("id"), row.text("number"), row.text("thread_id"), row.is("refund"), row.text("used_for"), Amount.text(row.decimal("amount"), row.text("currency")), row.date("used_on")),
        "select i.id, i.number, i.thread_id, u.refund, u.used_for, u.amount, u.currency, u.used_on from document d join credit_use u on u.system = d.erp_system and u.credit_id = d.erp_id left join document i on not u.refund and i.erp_system = u.system and i.erp_id = u.used_for where d.id = ?"
            + " union all select n.id, n.number, n.thread_id, false, null, u.amount, u.currency, u.used_on from document d join credit_use u on u.system = d.erp_system and u.used_for = d.erp_id and not u.refund join document n on n.erp_system = u.system and n.erp_id = u.credit_id where d.id = ?"
            + " union all select n.id, n.number, n.thread_id, true, null, s.amount, d.currency, (select max(u.used_on) from credit_use u where u.system = n.erp_system and u.credit_id = n.erp_id and u.refund)"
            + " from document d join (select credit_id, system, invoice_id, sum(amount) as amount from refund_share group by 1, 2, 3) s on s.system = d.erp_system and s.invoice_id = d.erp_id join document n on n.id = s.credit_id where d.id = ? order by 7, 4, 5",
        id, id, id);
  }

  /** By document. {@code entries} is null where nobody asks for them. */
  private Map<String, List<Line>> lines(String documents, String id, Map<Place, List<Entry>> entries) {
    var expenses = expenses(documents, id);
    return sql
        .list(
            row -> {
              var place = Place.of(row);
              var currency = row.text("currency");
              return new OfDocument(
                  place.documentId(),
                  new Line(
                      place.line(),
                      row.text("line_id"),
                      row.text("description"),
                      row.text("person_id"),
                      row.numberOrNull("minutes"),
                      Amount.text(row.decimal("rate"), currency),
                      Amount.text(row.decimal("amount"), currency),
                      row.text("purchase_order"),
                      row.text("billing_event_id"),
                      row.text("milestone"),
                      Period.of(row, currency),
                      (int) row.number("time_entries"),
                      entries == null ? null : entries.getOrDefault(place, List.of()),
                      expenses.getOrDefault(place, List.of())));
            },
            "select l.*, d.currency, case when b.period_from is null then b.source_id end as milestone, b.period_from, b.worth, b.shares, (select count(*) from allocation a where a.document_id = l.document_id and a.line_no = l.line_no) as time_entries"
                + " from document d join document_line l on l.document_id = d.id left join billing_event b on b.id = l.billing_event_id where " + documents + " order by l.document_id, l.line_no",
            id)
        .stream()
        .collect(Collectors.groupingBy(OfDocument::id, Collectors.mapping(OfDocument::line, Collectors.toList())));
  }

  private Map<Place, List<Spent>> expenses(String documents, String id) {
    return Behind.byLine(
        sql.list(
            row ->
                new Behind<>(
                    Place.of(row),
                    new Spent(
                        row.text("source"),
                        row.text("expense_id"),
                        row.text("version"),
                        row.date("incurred_on"),
                        row.text("person_id"),
                        row.text("category"),
                        row.text("receipt_reference"),
                        Amount.text(row.decimal("spent"), row.text("currency")),
                        row.text("currency"),
                        Amount.text(row.decimal("whole"), row.text("currency")),
                        Amount.text(row.decimal("amount"), row.text("billed_in")),
                        Exchanged.of(row))),
            "select a.*, d.currency as billed_in, e.incurred_on, e.person_id, e.category, e.receipt_reference, e.currency, e.amount as whole, e.exchanged, e.exchanged_to, e.rate, e.rate_from, e.rate_on, e.rate_source"
                + " from document d join expense_allocation a on a.document_id = d.id join expense e using (source, expense_id, version) where " + documents + " order by a.document_id, a.line_no, a.id",
            id));
  }

  private Map<Place, List<Entry>> entries(String documentId) {
    return Behind.byLine(
        sql.list(
            row ->
                new Behind<>(
                    Place.of(row),
                    new Entry(
                        row.text("source"),
                        row.text("entry_id"),
                        row.text("version"),
                        row.date("work_date"),
                        row.text("person_id"),
                        row.text("task_id"),
                        row.number("allocated"),
                        row.number("minutes"))),
            "select a.document_id, a.line_no, a.source, a.entry_id, a.version, a.minutes as allocated, t.work_date, t.person_id, t.task_id, t.minutes"
                + " from allocation a join time_entry t using (source, entry_id, version) where a.document_id = ? order by a.line_no, t.work_date, a.entry_id, a.id",
            documentId));
  }
}
