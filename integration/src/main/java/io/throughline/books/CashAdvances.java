package io.throughline.books;

import io.throughline.books.BillingAccounts.Payer;
import io.throughline.books.Payments.Payment;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** For which engagement money came before the bill. The last word counts: finance's, or the ERP's where a version of a payment says another engagement than the ERP said before. */
@ApplicationScoped
class CashAdvances {

  private static final String SAY = "insert into cash_advance (system, payment_id, no, thread_id, said_by, said_at) select ?, ?, count(*) + 1, ?, ?, ? from cash_advance where system = ? and payment_id = ?";

  @Inject Sql sql;
  @Inject Clock clock;

  record Paid(String system, String paymentId) {}

  /** Of a payment of which nothing lies unapplied the ERP says nothing new. */
  void told(String system, Payment payment) {
    var unapplied = payment.unapplied();
    if (unapplied == null) return;
    var thread = unapplied.advance() == null ? null : unapplied.advance().threadId();
    sql.run(
        SAY + " having (array_agg(thread_id order by no desc) filter (where said_by = ?))[1] is distinct from cast(? as text)",
        system, payment.paymentId(), thread, system, clock.instant(), system, payment.paymentId(), system, thread);
  }

  /** For none any more where {@code threadId} is null. */
  void say(String system, String paymentId, String threadId, String by) {
    sql.run(SAY, system, paymentId, threadId, by, clock.instant(), system, paymentId);
  }

  /** The payments that are said to be for an engagement, the oldest first. */
  List<Paid> of(String threadId) {
    return sql.list(
        row -> new Paid(row.text("system"), row.text("payment_id")),
        "select system, payment_id from payment_lies where (system, payment_id) in (select system, payment_id from cash_advance where thread_id = ?) and advance = ? order by received_on, payment_id",
        threadId, threadId);
  }

  /** The active engagements in an ERP for which a payer of it may have paid before the bill. */
  List<UnappliedCash.Engaged> engagements(String system, Payer payer, String currency) {
    return sql.list(
        row -> new UnappliedCash.Engaged(row.text("thread_id"), row.text("name"), row.text("client")),
        "select thread_id, name, client from engagement where state = 'active' and erp_system = ? and customer_id = any (?) and contracting_entity = ? and currency = ? order by name, thread_id",
        system, payer.customers().toArray(String[]::new), payer.entity(), currency);
  }
}
