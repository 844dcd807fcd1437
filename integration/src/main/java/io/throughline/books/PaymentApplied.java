package io.throughline.books;

import io.throughline.finance.Journal.Context;
import io.throughline.finance.Journals;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.collecting.PaymentSeen;
import io.throughline.process.HubRecord;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Applies a payment to its invoice, never beyond what is open (J8); the rest is unapplied cash with a task for finance (J9). */
@ApplicationScoped
class PaymentApplied implements HubRecord<PaymentSeen> {

  @Inject Documents documents;
  @Inject Engagements engagements;
  @Inject Ledger ledger;
  @Inject ExceptionItems exceptions;
  @Inject Sql sql;
  @Inject Clock clock;

  @Override
  public String name() {
    return "payment-applied";
  }

  @Override
  public Map<String, Object> write(Story<PaymentSeen> story, String journeyId) {
    var seen = story.trigger();
    var document = documents.locked(seen.documentId()).orElseThrow();
    var received = new BigDecimal(seen.amount());
    var applied = received.min(document.open().subtract(documents.credited(document.id()))).max(BigDecimal.ZERO);
    var left = received.subtract(applied);
    var engagement = engagements.of(document.threadId()).orElseThrow();
    var entity = engagement.contractingEntity();
    var context = Context.of(document.threadId(), seen.paymentId() + ":" + document.id(), entity, ledger.day(entity, seen.receivedOn()));
    if (applied.signum() > 0) {
      sql.run(
          "insert into cash_application (system, payment_id, document_id, thread_id, amount, currency, at) values (?, ?, ?, ?, ?, ?, ?)",
          seen.system(), seen.paymentId(), document.id(), document.threadId(), applied, document.currency(), clock.instant());
      documents.paid(document.id(), applied);
      ledger.post(Journals.paid(document.id(), Amounts.money(applied, document.currency())).journal(context));
    }
    if (left.signum() > 0) {
      ledger.post(Journals.unapplied(engagement.customerId(), Amounts.money(left, document.currency())).journal(context));
      var subject = seen.system() + ":" + seen.paymentId();
      exceptions.raise(
          new Trouble("payment", subject, document.threadId(), journeyId, null, "OVERPAID", "more was paid than is open on " + document.number(), "finance", List.of(new Field("/amount", "OVERPAID", Amounts.text(left, seen.currency()) + " " + seen.currency() + " is unapplied"))));
      exceptions.amountAtRisk("payment", subject, left, seen.currency(), seen.receivedOn());
    }
    var paid = documents.locked(document.id()).orElseThrow().state().equals("paid");
    return Map.of("status", paid ? "paid" : "partly paid", "applied", Amounts.text(applied, seen.currency()));
  }
}
