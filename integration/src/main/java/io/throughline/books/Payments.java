package io.throughline.books;

import io.throughline.connector.Connectors.Item;
import io.throughline.facts.Facts;
import io.throughline.facts.Facts.Fact;
import io.throughline.facts.Facts.Found;
import io.throughline.intake.FactTaker;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/**
 * Payments seen in the ERP, kept once, and applied to each invoice they name. A newer version says anew what it pays: what it no longer pays of an
 * invoice is taken back, what it pays besides is applied.
 */
@ApplicationScoped
public class Payments implements FactTaker {

  @Inject Facts facts;
  @Inject Documents documents;
  @Inject Remittances remittances;
  @Inject UnappliedCash cash;
  @Inject Refunds refunds;
  @Inject ExceptionItems exceptions;
  @Inject Sql sql;
  @Inject Clock clock;

  /**
   * A {@code payment} fact. Money: text in {@code currency}.
   *
   * @param allocations all that it pays now: none where it was returned or is not applied yet
   * @param unapplied what nobody applied of it yet, where the ERP says so; it is the firm's to apply
   * @param changedOn the day on which that became so; without it the first to pay anything counts from the day it was received, one that changes that from the day it is seen
   */
  public record Payment(String paymentId, String version, LocalDate receivedOn, String amount, String currency, List<Share> allocations, LocalDate changedOn, Unapplied unapplied) {

    public Payment {
      allocations = allocations == null ? List.of() : List.copyOf(allocations);
    }

    /** The part for one invoice, by the ERP's id. */
    public record Share(String invoiceId, String amount) {}

    /**
     * The part that lies unapplied.
     *
     * @param payerId who paid, by the ERP's id: a customer, or who pays for several
     * @param entity which of our entities received it; that of the payer's engagements when absent
     * @param reference what the payer wrote; invoices whose numbers stand in it are paid
     * @param advance the engagement for which it came before the bill: only its next invoices deduct it
     */
    public record Unapplied(String amount, String payerId, String entity, String reference, Advance advance) {}

    /** What money is for that came before the bill: the engagement, by the hub's id, which its invoices carry in the ERP. */
    public record Advance(String threadId) {}
  }

  @Override
  public String kind() {
    return "payment";
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    facts.alone(kind(), arrival.source(), items);
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
    var amount = new BigDecimal(payment.amount());
    if (amount.signum() < 0 || amount.signum() == 0 && !known(arrival.source(), payment)) return held(arrival, item, "NOT_RECEIVED", payment.amount() + " " + payment.currency() + " is no money that came in");
    if (amount.signum() > 0) {
      sql.run(
          "insert into payment (system, payment_id, amount, currency, received_on, recorded_at) values (?, ?, ?, ?, ?, ?)"
              + " on conflict (system, payment_id) do update set amount = excluded.amount, received_on = excluded.received_on",
          arrival.source(), payment.paymentId(), amount, payment.currency(), payment.receivedOn(), clock.instant());
    }
    exceptions.resolveFact(kind(), arrival.source(), item.key());
    var named = payment.allocations().stream().map(Payment.Share::invoiceId).toList();
    refunds.still(arrival.source(), named);
    cash.told(arrival.source(), payment);
    for (var invoice : remittances.changed(arrival.source(), payment, payment.changedOn())) {
      var document = documents.ofErp(arrival.source(), invoice);
      if (document.isPresent() && !document.get().currency().equals(payment.currency())) {
        return held(arrival, item, "CURRENCY_DIFFERS", "paid in " + payment.currency() + ", owed in " + document.get().currency());
      }
      document.ifPresent(remittances::collect);
    }
    refunds.paid(arrival.source(), payment.paymentId());
    cash.tell(arrival.source(), payment.paymentId());
    return new Taken(item.key(), found == Found.NEW ? Outcome.ACCEPTED : Outcome.SUPERSEDED, null);
  }

  /** One that was voided keeps the amount that came. */
  private boolean known(String system, Payment payment) {
    return sql.one(row -> true, "select 1 from payment where system = ? and payment_id = ? for update", system, payment.paymentId()).isPresent();
  }

  private Taken held(Arrival arrival, Item item, String code, String reason) {
    exceptions.raiseFact(kind(), arrival.source(), item.key(), arrival.evidenceId(), code, reason, "finance");
    return new Taken(item.key(), Outcome.HELD, reason);
  }
}
