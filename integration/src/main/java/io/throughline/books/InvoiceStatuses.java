package io.throughline.books;

import io.throughline.books.Documents.Document;
import io.throughline.connector.Connectors.Item;
import io.throughline.facts.Facts;
import io.throughline.facts.Facts.Fact;
import io.throughline.facts.Facts.Found;
import io.throughline.intake.FactTaker;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.invoicing.InvoiceStatusBack;
import io.throughline.journey.invoicing.StatusChanged;
import io.throughline.process.Journeys;
import io.throughline.store.Json;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;

/** What the ERP says of the hub's invoices. A status never goes back, what is open may; an invoice voided there is finance's to look at, and project and deal are told. */
@ApplicationScoped
public class InvoiceStatuses implements FactTaker {

  private static final List<String> RANK = List.of("open", "paid", "void");

  @Inject Facts facts;
  @Inject Documents documents;
  @Inject ToldReceivables receivables;
  @Inject Engagements engagements;
  @Inject Journeys journeys;
  @Inject ExceptionItems exceptions;

  /** An {@code invoice-status} fact. Money: text in {@code currency}. */
  public record InvoiceStatus(String invoiceId, String version, String key, String number, String status, String total, String remaining, String currency) {}

  @Override
  public String kind() {
    return "invoice-status";
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    facts.alone(kind(), arrival.source(), items);
    return items.stream().map(item -> take(arrival, item)).toList();
  }

  private Taken take(Arrival arrival, Item item) {
    InvoiceStatus status;
    try {
      status = Json.as(item.fact(), InvoiceStatus.class);
    } catch (IllegalArgumentException unreadable) {
      exceptions.raiseFact(kind(), arrival.source(), item.key(), arrival.evidenceId(), "FACT_UNREADABLE", unreadable.getMessage(), "finance");
      return new Taken(item.key(), Outcome.HELD, unreadable.getMessage());
    }
    var document = documents.ofErp(arrival.source(), status.invoiceId());
    var found =
        facts.keep(new Fact(kind(), arrival.source(), item.key(), item.version(), item.fact(), arrival.evidenceId(), arrival.mappingVersion(), document.map(Document::threadId).orElse(null)));
    if (found == Found.NEW || found == Found.NEWER) exceptions.resolveFact(kind(), arrival.source(), item.key());
    if (document.isEmpty()) return new Taken(item.key(), Outcome.UNCHANGED, null);
    if (found != Found.NEW && found != Found.NEWER) return new Taken(item.key(), Outcome.DUPLICATE, null);
    var known = document.get();
    receivables.told(known, status);
    if (known.erpStatus() != null && RANK.indexOf(status.status()) < RANK.indexOf(known.erpStatus())) return new Taken(item.key(), Outcome.UNCHANGED, "a status never goes back");
    documents.numbered(known.id(), status.number(), status.status(), status.total() == null ? null : new BigDecimal(status.total()));
    if ("void".equals(status.status())) {
      exceptions.raise(
          new Trouble("document", known.id(), known.threadId(), known.journeyId(), arrival.evidenceId(), "INVOICE_VOIDED", "the ERP voided " + status.number(), "finance", List.of(new Field("/status", "VOID", "its work still counts as billed here"))));
      exceptions.amountAtRisk("document", known.id(), known.net(), known.currency(), known.dueOn());
      tell(known, status);
    }
    return new Taken(item.key(), Outcome.ACCEPTED, null);
  }

  private void tell(Document document, InvoiceStatus status) {
    var engagement = engagements.of(document.threadId()).orElseThrow();
    journeys.start(
        InvoiceStatusBack.PLAN,
        "invoice-status-back:" + document.id() + ":" + status.status(),
        document.threadId(),
        new StatusChanged(document.id(), engagement.dealId(), engagement.projectId(), status.number(), status.status(), Amounts.text(document.net(), document.currency()), document.currency()));
  }
}
