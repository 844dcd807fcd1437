package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Drafts that would be posted behind a bill on newer terms, because the months between were closed before their release: on each day one version of the
 * terms counts, and the sealed months say which. They are not released; finance undoes them, and what they bill is billed anew.
 */
@ApplicationScoped
class LateDrafts {

  private static final String CODE = "NEWER_TERMS_BOOKED";

  @Inject Sql sql;
  @Inject Documents documents;
  @Inject PostingDays days;
  @Inject Engagements engagements;
  @Inject ExceptionItems exceptions;

  /** The number of the bill on newer terms. */
  Optional<String> behind(Document draft) {
    return sql.one(
        row -> row.text("number"),
        "select newer.number from document d join document newer on newer.thread_id = d.thread_id join posting p on p.source_id = newer.id where d.id = ? and p.posted_on <= ?"
            + " and exists (select 1 from billed_otherwise c where c.thread_id = d.thread_id and c.at > d.created_at and c.at <= newer.created_at) order by p.posted_on, newer.id limit 1",
        draft.id(), days.of(draft, engagements.of(draft.threadId()).orElseThrow().contractingEntity()));
  }

  /** A month of the entity was closed: finance is told of each draft that it came too early for. */
  void tell(String entity) {
    sql.list(
            row -> row.text("id"),
            "select d.id from document d join engagement e using (thread_id) where e.contracting_entity = ? and d.state = 'draft'"
                + " and exists (select 1 from billed_otherwise c where c.thread_id = d.thread_id and c.at > d.created_at) order by 1",
            entity)
        .stream().map(id -> documents.locked(id).orElseThrow()).forEach(draft -> behind(draft).ifPresent(newer -> tell(draft, newer)));
  }

  /** A month of the entity was opened again: drafts that fit before the newer bill now are released like any other. */
  void forget(String entity, String actor) {
    sql.list(
            row -> row.text("id"),
            "select d.id from exception_item i join document d on d.journey_id = i.subject_id join engagement e on e.thread_id = d.thread_id where i.state = 'open' and i.subject = 'journey' and i.code = ? and e.contracting_entity = ? and d.state = 'draft' order by 1",
            CODE, entity)
        .stream().map(id -> documents.locked(id).orElseThrow()).filter(draft -> behind(draft).isEmpty())
        .forEach(draft -> exceptions.resolve("journey", draft.journeyId(), actor, "a month before the newer bill was opened again"));
  }

  private void tell(Document draft, String newer) {
    var reason = newer + " was made on newer terms, or of newer time that they include, and is booked, and the months before it are closed: undo this draft, " + (documents.isProposed(draft.id()) ? "and propose the credit anew" : "the next invoice run bills anew what it holds");
    exceptions.raise(new Trouble("journey", draft.journeyId(), draft.threadId(), draft.journeyId(), null, CODE, reason, "finance", List.of()));
    exceptions.amountAtRisk("journey", draft.journeyId(), draft.net(), draft.currency(), draft.invoicedOn());
  }
}
