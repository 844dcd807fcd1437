package io.throughline.thread.view;

import io.throughline.store.Sql;
import io.throughline.thread.view.EngagementThread.Exchanged;
import io.throughline.thread.view.Invoice.Entry;
import io.throughline.thread.view.Invoice.Line;
import io.throughline.thread.view.Invoice.Spent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Invoices and credit notes, the one drafted last first. */
@ApplicationScoped
@Transactional
public class InvoicesView {

  @Inject Sql sql;

  private record Allocated(int line, Entry entry) {}

  private record Rebilled(int line, Spent expense) {}

  public Page<Invoice> list(String state, String threadId, int limit, String cursor) {
    var from = Page.position(cursor, 2);
    var found =
        sql.list(
            Invoice::of,
            Invoice.SELECT
                + "where (cast(? as text) is null or d.state = ? or (? = 'open' and d.state in ('draft', 'released', 'posted'))) and (cast(? as text) is null or d.thread_id = ?)"
                + " and (cast(? as text) is null or (d.created_at, d.id) < (cast(? as timestamptz), ?)) order by d.created_at desc, d.id desc limit ?",
            state, state, state, threadId, threadId, from[0], from[0], from[1], limit + 1);
    return Page.of(found, limit, invoice -> List.of(invoice.createdAt(), invoice.id()));
  }

  /** One, with each line explained. */
  public Optional<Invoice> of(String id) {
    return sql.one(Invoice::of, Invoice.SELECT + "where d.id = ?", id).map(this::explained);
  }

  List<Invoice> ofThread(String threadId) {
    return sql.list(Invoice::of, Invoice.SELECT + "where d.thread_id = ? order by d.created_at, d.id", threadId).stream().map(this::explained).toList();
  }

  private Invoice explained(Invoice invoice) {
    var entries = entries(invoice.id());
    var expenses = expenses(invoice);
    return invoice.with(
        sql.list(
            row ->
                new Line(
                    (int) row.number("line_no"),
                    row.text("line_id"),
                    row.text("description"),
                    row.text("person_id"),
                    row.numberOrNull("minutes"),
                    Amount.text(row.decimal("rate"), invoice.currency()),
                    Amount.text(row.decimal("amount"), invoice.currency()),
                    row.text("purchase_order"),
                    row.text("billing_event_id"),
                    row.text("source_id"),
                    entries.getOrDefault((int) row.number("line_no"), List.of()),
                    expenses.getOrDefault((int) row.number("line_no"), List.of())),
            "select l.*, b.source_id from document_line l left join billing_event b on b.id = l.billing_event_id where l.document_id = ? order by l.line_no",
            invoice.id()));
  }

  private Map<Integer, List<Spent>> expenses(Invoice invoice) {
    return sql
        .list(
            row ->
                new Rebilled(
                    (int) row.number("line_no"),
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
                        Amount.text(row.decimal("amount"), invoice.currency()),
                        Exchanged.of(row))),
            "select a.*, e.incurred_on, e.person_id, e.category, e.receipt_reference, e.currency, e.amount as whole, e.exchanged, e.exchanged_to, e.rate, e.rate_from, e.rate_on, e.rate_source"
                + " from expense_allocation a join expense e using (source, expense_id, version) where a.document_id = ? order by a.line_no, a.id",
            invoice.id())
        .stream()
        .collect(Collectors.groupingBy(Rebilled::line, Collectors.mapping(Rebilled::expense, Collectors.toList())));
  }

  private Map<Integer, List<Entry>> entries(String documentId) {
    return sql
        .list(
            row ->
                new Allocated(
                    (int) row.number("line_no"),
                    new Entry(
                        row.text("source"),
                        row.text("entry_id"),
                        row.text("version"),
                        row.date("work_date"),
                        row.text("person_id"),
                        row.text("task_id"),
                        row.number("allocated"),
                        row.number("minutes"))),
            "select a.line_no, a.source, a.entry_id, a.version, a.minutes as allocated, t.work_date, t.person_id, t.task_id, t.minutes"
                + " from allocation a join time_entry t using (source, entry_id, version) where a.document_id = ? order by a.line_no, t.work_date, a.entry_id, a.id",
            documentId)
        .stream()
        .collect(Collectors.groupingBy(Allocated::line, Collectors.mapping(Allocated::entry, Collectors.toList())));
  }
}
