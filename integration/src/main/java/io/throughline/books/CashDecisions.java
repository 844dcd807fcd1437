package io.throughline.books;

import io.throughline.books.BillingAccounts.Payer;
import io.throughline.books.Payments.Payment;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the firm applied itself of money that the ERP says nobody applied. The ERP's word comes first: of what it applies by now, what was decided here last gives way, for good. What finance takes back does too. */
@ApplicationScoped
class CashDecisions {

  @Inject Sql sql;
  @Inject Clock clock;

  /** What counts of an invoice, and who applied something of it last. */
  record Decided(String documentId, String erpId, String number, String threadId, String engagement, String client, BigDecimal amount, String by, Instant at) {}

  /** What nobody applied, neither there nor here: whose it is, and in whose books. */
  record Lies(String entity, String owner, BigDecimal amount) {}

  /** Keeps what the ERP says is unapplied of a payment; nothing where the payer is not known. */
  void told(String system, Payment payment, Payer payer) {
    var told = payer == null ? null : payment.unapplied();
    sql.run(
        "update payment set unapplied = ?, payer_id = ?, entity = ?, owner = ?, reference = ? where system = ? and payment_id = ?",
        told == null ? BigDecimal.ZERO : new BigDecimal(told.amount()), told == null ? null : told.payerId(), told == null ? null : payer.entity(), told == null ? null : payer.owner(), told == null ? null : told.reference(),
        system, payment.paymentId());
    var beyond = left(system, payment.paymentId()).negate();
    for (var decided : counted(system, payment.paymentId())) {
      if (beyond.signum() <= 0) return;
      var part = beyond.min(decided.amount());
      add(system, payment.paymentId(), decided.documentId(), part.negate(), system);
      beyond = beyond.subtract(part);
    }
  }

  void add(String system, String paymentId, String documentId, BigDecimal amount, String by) {
    add(system, paymentId, documentId, amount, by, null);
  }

  /** A person says that it was wrong, and why: rules leave the payment alone from now on. */
  void takeBack(String system, String paymentId, Decided decided, String reason, String by) {
    add(system, paymentId, decided.documentId(), decided.amount().negate(), by, reason);
  }

  private void add(String system, String paymentId, String documentId, BigDecimal amount, String by, String reason) {
    sql.run(
        "insert into cash_decision (system, payment_id, no, document_id, amount, decided_by, decided_at, reason) select ?, ?, count(*) + 1, ?, ?, ?, ?, ? from cash_decision where system = ? and payment_id = ?",
        system, paymentId, documentId, amount, by, clock.instant(), reason, system, paymentId);
  }

  /** Whether finance took something of it back. */
  boolean takenBack(String system, String paymentId) {
    return sql.one(row -> row.is("back"), "select exists (select 1 from cash_decision where system = ? and payment_id = ? and reason is not null) as back", system, paymentId).orElseThrow();
  }

  /** What counts now, what was decided last first. */
  List<Decided> counted(String system, String paymentId) {
    return sql.list(
        row ->
            new Decided(
                row.text("id"), row.text("erp_id"), row.text("number"), row.text("thread_id"), row.text("name"), row.text("client"), row.decimal("amount"), row.text("decided_by"), row.instant("decided_at")),
        "select d.id, d.erp_id, d.number, e.thread_id, e.name, e.client, sum(c.amount) as amount, (array_agg(c.decided_by order by c.no desc) filter (where c.amount > 0))[1] as decided_by, max(c.decided_at) filter (where c.amount > 0) as decided_at"
            + " from cash_decision c join document d on d.id = c.document_id join engagement e on e.thread_id = d.thread_id where c.system = ? and c.payment_id = ? group by d.id, e.thread_id having sum(c.amount) > 0 order by max(c.no) desc",
        system, paymentId);
  }

  /** Nothing lies where all of it was applied. */
  Optional<Lies> lies(String system, String paymentId) {
    return sql.one(row -> new Lies(row.text("entity"), row.text("owner"), row.decimal("lies")), "select * from payment_lies where system = ? and payment_id = ?", system, paymentId).filter(lies -> lies.amount().signum() > 0);
  }

  /** Below nothing where the ERP has applied what was decided here. */
  private BigDecimal left(String system, String paymentId) {
    return sql.one(row -> row.decimal("lies"), "select * from payment_lies where system = ? and payment_id = ?", system, paymentId).orElseThrow();
  }
}
