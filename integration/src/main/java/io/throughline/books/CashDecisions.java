package io.throughline.books;

import io.throughline.books.BillingAccounts.Payer;
import io.throughline.books.Payments.Payment;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the firm applied itself of money that the ERP says nobody applied. The ERP's word comes first: of what it applies by now, what was decided here last gives way, for good. */
@ApplicationScoped
class CashDecisions {

  @Inject Sql sql;
  @Inject Clock clock;

  private record Decided(String documentId, BigDecimal amount) {}

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
    for (var decided :
        sql.list(
            row -> new Decided(row.text("document_id"), row.decimal("amount")),
            "select document_id, sum(amount) as amount from cash_decision where system = ? and payment_id = ? group by 1 having sum(amount) > 0 order by max(no) desc",
            system, payment.paymentId())) {
      if (beyond.signum() <= 0) return;
      var part = beyond.min(decided.amount());
      add(system, payment.paymentId(), decided.documentId(), part.negate(), system);
      beyond = beyond.subtract(part);
    }
  }

  void add(String system, String paymentId, String documentId, BigDecimal amount, String by) {
    sql.run(
        "insert into cash_decision (system, payment_id, no, document_id, amount, decided_by, decided_at) select ?, ?, count(*) + 1, ?, ?, ?, ? from cash_decision where system = ? and payment_id = ?",
        system, paymentId, documentId, amount, by, clock.instant(), system, paymentId);
  }

  /** What counts now, by the ERP's id of the invoice. */
  Map<String, BigDecimal> counted(String system, String paymentId) {
    var counted = new TreeMap<String, BigDecimal>();
    sql.list(
            row -> new Decided(row.text("erp_id"), row.decimal("amount")),
            "select d.erp_id, sum(c.amount) as amount from cash_decision c join document d on d.id = c.document_id where c.system = ? and c.payment_id = ? group by 1 having sum(c.amount) > 0",
            system, paymentId)
        .forEach(decided -> counted.put(decided.documentId(), decided.amount()));
    return counted;
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
