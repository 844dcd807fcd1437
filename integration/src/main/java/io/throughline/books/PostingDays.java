package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.finance.ContractLine;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * The day a document is posted on: its own, but not before what it corrects, nor before what was made earlier of a line with a cap, or of the same entries, expenses, milestones or periods; behind what was made
 * before a change order it was made by, or before included time was corrected, be that a draft still, and in a month that is open. So one version of the
 * terms, and of what they include, counts on each day, and a cap leaves each the room it had, in the books and in a replay.
 */
@ApplicationScoped
class PostingDays {

  @Inject Sql sql;
  @Inject Ledger ledger;
  @Inject Documents documents;
  @Inject Engagements engagements;
  @Inject Contracts contracts;

  /** A document that is not posted yet, or the day it was. */
  private record Made(String id, String currency, LocalDate invoicedOn, LocalDate postedOn) {

    static Made of(Row row) throws SQLException {
      return new Made(row.text("id"), row.text("currency"), row.date("invoiced_on"), row.date("posted_on"));
    }
  }

  /** A close waits for whoever asked. */
  LocalDate of(Document document, String entity) {
    var capped = contracts.of(engagements.of(document.threadId()).orElseThrow()).contract().lines().stream().filter(line -> line.cap() != null).map(ContractLine::lineId).toArray(String[]::new);
    return of(new Made(document.id(), document.currency(), document.invoicedOn(), null), entity, capped);
  }

  /** Its own day, or the last of those that were made before it and left it what room a cap has. */
  private LocalDate room(Made made, String[] capped) {
    return sql.one(
            row -> row.date("day"),
            "select greatest(cast(? as date), max(coalesce(p.posted_on, before.invoiced_on))) as day from document d join document before on before.thread_id = d.thread_id and before.state <> 'discarded' and before.created_at < d.created_at"
                + " join document_line l on l.document_id = d.id and l.line_id = any (?) join document_line earlier on earlier.document_id = before.id and earlier.line_id = l.line_id left join posting p on p.source_id = before.id where d.id = ?",
            made.invoicedOn(), capped, made.id())
        .orElseThrow();
  }

  /** Its own day, or the last of those that were made before it of the same entries, expenses, milestones or periods, or that credit the same invoice: what corrects them stays behind them, though the month of its day was opened again. */
  private LocalDate corrects(Made made) {
    return sql.one(
            row -> row.date("day"),
            "select greatest(cast(? as date), max(coalesce(p.posted_on, before.invoiced_on))) as day from document d join document before on before.state <> 'discarded' and before.created_at < d.created_at left join posting p on p.source_id = before.id"
                + " where d.id = ? and before.id in (select earlier.document_id from allocation a join allocation earlier using (source, entry_id) where a.document_id = ? and earlier.thread_id = a.thread_id"
                + " union select earlier.document_id from document_line l join billing_event b on b.id = l.billing_event_id join billing_event earlier on earlier.thread_id = b.thread_id and earlier.line_id = b.line_id and earlier.period_from = b.period_from where l.document_id = ?"
                + " union select earlier.document_id from document_line l join document_line earlier using (billing_event_id) where l.document_id = ?"
                + " union select earlier.document_id from document_line l join document_line earlier using (credits_document) where l.document_id = ?"
                + " union select earlier.document_id from expense_allocation a join expense_allocation earlier using (source, expense_id) where a.document_id = ? and earlier.thread_id = a.thread_id)",
            made.invoicedOn(), made.id(), made.id(), made.id(), made.id(), made.id(), made.id())
        .orElseThrow();
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private LocalDate of(Made made, String entity, String[] capped) {
    if (made.postedOn() != null) return made.postedOn();
    var wanted = later(room(made, capped), corrects(made));
    for (var before :
        sql.list(
            Made::of,
            "select distinct before.id, before.currency, before.invoiced_on, p.posted_on from document d join document before on before.thread_id = d.thread_id and before.state <> 'discarded' left join posting p on p.source_id = before.id"
                + " where d.id = ? and before.created_at < (select max(c.at) from billed_otherwise c where c.thread_id = d.thread_id and c.at <= d.created_at)",
            made.id())) {
      wanted = later(wanted, of(before, entity, capped).plusDays(1));
    }
    return ledger.day(entity, wanted, documents.corrected(made.id(), made.currency()).keySet());
  }
}
