package io.throughline.books;

import io.throughline.connector.Connectors.Item;
import io.throughline.facts.Facts;
import io.throughline.facts.Facts.Fact;
import io.throughline.facts.Facts.Found;
import io.throughline.intake.FactTaker;
import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** Payments seen in the ERP, kept once, and applied to each invoice they name. */
@ApplicationScoped
public class Payments implements FactTaker {

  @Inject Facts facts;
  @Inject Documents documents;
  @Inject Remittances remittances;
  @Inject ExceptionItems exceptions;
  @Inject Sql sql;
  @Inject Clock clock;

  /** A {@code payment} fact. Money: text in {@code currency}. */
  public record Payment(String paymentId, String version, LocalDate receivedOn, String amount, String currency, List<Share> allocations) {

    /** The part for one invoice, by the ERP's id. */
    public record Share(String invoiceId, String amount) {}
  }

  @Override
  public String kind() {
    return "payment";
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    return items.stream().map(item -> take(arrival, item)).toList();
  }

  private Taken take(Arrival arrival, Item item) {
    Payment payment;
    try {
      payment = Json.as(item.fact(), Payment.class);
    } catch (IllegalArgumentException unreadable) {
      return held(arrival, item, "FACT_UNREADABLE", unreadable.getMessage());
    }
    var found = facts.keep(new Fact(kind(), arrival.source(), item.key(), item.version(), item.fact(), arrival.evidenceId(), arrival.mappingVersion(), null));
    if (found == Found.CONFLICT) return held(arrival, item, "VERSION_CONFLICT", "version " + item.version() + " came before with other content");
    if (found != Found.NEW && found != Found.NEWER) return new Taken(item.key(), Outcome.DUPLICATE, null);
    sql.run(
        "insert into payment (system, payment_id, amount, currency, received_on, recorded_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        arrival.source(), payment.paymentId(), new BigDecimal(payment.amount()), payment.currency(), payment.receivedOn(), clock.instant());
    for (var share : payment.allocations() == null ? List.<Payment.Share>of() : payment.allocations()) {
      sql.run(
          "insert into remittance (system, payment_id, invoice_id, amount) values (?, ?, ?, ?) on conflict do nothing",
          arrival.source(), payment.paymentId(), share.invoiceId(), new BigDecimal(share.amount()));
      var document = documents.ofErp(arrival.source(), share.invoiceId());
      if (document.isPresent() && !document.get().currency().equals(payment.currency())) {
        return held(arrival, item, "CURRENCY_DIFFERS", "paid in " + payment.currency() + ", owed in " + document.get().currency());
      }
      document.ifPresent(remittances::collect);
    }
    return new Taken(item.key(), Outcome.ACCEPTED, null);
  }

  private Taken held(Arrival arrival, Item item, String code, String reason) {
    exceptions.raise(new Trouble("payment", arrival.source() + ":" + item.key(), null, null, arrival.evidenceId(), code, reason, "finance", List.of(new Field("", code, reason))));
    return new Taken(item.key(), Outcome.HELD, reason);
  }
}
