package io.throughline.books;

import io.throughline.books.Milestones.Milestone;
import io.throughline.intake.FactTaker.Arrival;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Milestones that are billed and, by the delivery system, not completed any more: an item of finance on the bill, until they are completed again or the bill is given back. */
@ApplicationScoped
class SetBackMilestones {

  private static final String SUBJECT = "milestone-bill";
  private static final String CODE = "MILESTONE_SET_BACK";

  @Inject Sql sql;
  @Inject ExceptionItems exceptions;

  private record Bill(String id, String threadId, String number, BigDecimal net, String currency, LocalDate dueOn) {

    static Bill of(Row row) throws SQLException {
      return new Bill(row.text("id"), row.text("thread_id"), row.text("number"), row.decimal("net"), row.text("currency"), row.date("due_on"));
    }
  }

  void setBack(Arrival arrival, Milestone milestone) {
    bill(arrival.source(), milestone.milestoneId()).ifPresent(bill -> {
      var reason = "milestone " + milestone.milestoneId() + " is not completed any more, and " + (bill.number() == null ? "a draft" : "invoice " + bill.number()) + " bills it";
      exceptions.raise(new Trouble(SUBJECT, bill.id(), bill.threadId(), null, arrival.evidenceId(), CODE, reason, "finance", List.of(new Field("/state", CODE, reason))));
      exceptions.amountAtRisk(SUBJECT, bill.id(), bill.net(), bill.currency(), bill.dueOn());
    });
  }

  void completed(String source, String milestoneId) {
    bill(source, milestoneId).ifPresent(bill -> exceptions.resolve(SUBJECT, bill.id(), "source", "it is completed again"));
  }

  void discarded(String documentId) {
    exceptions.resolve(SUBJECT, documentId, "hub", "its bill was taken back");
  }

  /** By a note that is booked: of invoices whose milestones it gives back. */
  void credited(String noteId) {
    sql.list(row -> row.text("credits_document"), "select distinct l.credits_document from document_line l join billing_event e on e.id = l.billing_event_id where l.document_id = ? and e.period_from is null and (select origin from document where id = l.document_id) <> 'concession'", noteId)
        .forEach(invoice -> exceptions.resolve(SUBJECT, invoice, "hub", "its bill is credited"));
  }

  /** That no booked note gave back. */
  private Optional<Bill> bill(String source, String milestoneId) {
    return sql.one(
        Bill::of,
        "select d.* from billing_event e join document_line l on l.billing_event_id = e.id and l.credits_document is null join document d on d.id = l.document_id and d.state <> 'discarded' where e.source = ? and e.source_id = ? and e.period_from is null"
            + " and not exists (select 1 from document_line c join document n on n.id = c.document_id where c.credits_document = l.document_id and c.billing_event_id = e.id and n.origin <> 'concession' and n.booked_at is not null)",
        source, milestoneId);
  }
}
