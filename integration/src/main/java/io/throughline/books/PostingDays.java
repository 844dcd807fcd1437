package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * The day a document is posted on: its own, but not before what it corrects, behind what was made before a change order it was made by, or before
 * included time was corrected, be that a draft still, and in a month that is open. So one version of the terms, and of what they include, counts on
 * each day, in the books and in a replay.
 */
@ApplicationScoped
class PostingDays {

  @Inject Sql sql;
  @Inject Ledger ledger;
  @Inject Documents documents;

  /** A document that is not posted yet, or the day it was. */
  private record Made(String id, String currency, LocalDate invoicedOn, LocalDate postedOn) {

    static Made of(Row row) throws SQLException {
      return new Made(row.text("id"), row.text("currency"), row.date("invoiced_on"), row.date("posted_on"));
    }
  }

  /** A close waits for whoever asked. */
  LocalDate of(Document document, String entity) {
    return of(new Made(document.id(), document.currency(), document.invoicedOn(), null), entity);
  }

  private LocalDate of(Made made, String entity) {
    if (made.postedOn() != null) return made.postedOn();
    var wanted = made.invoicedOn();
    for (var before :
        sql.list(
            Made::of,
            "select distinct before.id, before.currency, before.invoiced_on, p.posted_on from document d join document before on before.thread_id = d.thread_id and before.state <> 'discarded' left join posting p on p.source_id = before.id"
                + " where d.id = ? and before.created_at < (select max(c.at) from billed_otherwise c where c.thread_id = d.thread_id and c.at <= d.created_at)",
            made.id())) {
      var behind = of(before, entity).plusDays(1);
      if (behind.isAfter(wanted)) wanted = behind;
    }
    return ledger.day(entity, wanted, documents.corrected(made.id(), made.currency()).keySet());
  }
}
