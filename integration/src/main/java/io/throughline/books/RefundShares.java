package io.throughline.books;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What refunds of credit notes took of which payment's money for which invoice. */
@ApplicationScoped
class RefundShares {

  @Inject Sql sql;

  /** By the ERP's ids, but for the note. */
  record Share(String noteId, String system, String paymentId, String invoiceId, BigDecimal amount) {

    static Share of(Row row) throws SQLException {
      return new Share(row.text("credit_id"), row.text("system"), row.text("payment_id"), row.text("invoice_id"), row.decimal("amount"));
    }

    Share of(BigDecimal part) {
      return new Share(noteId, system, paymentId, invoiceId, part);
    }
  }

  List<Share> of(String noteId) {
    return sql.list(Share::of, "select * from refund_share where credit_id = ? order by payment_id desc, invoice_id desc", noteId);
  }

  /** Takes what was given back off what a payment pays of each invoice; never more than that. */
  void takeOff(String system, String paymentId, Map<String, BigDecimal> pays) {
    for (var share : sql.list(Share::of, "select * from refund_share where system = ? and payment_id = ? order by credit_id, invoice_id", system, paymentId)) {
      var there = pays.getOrDefault(share.invoiceId(), BigDecimal.ZERO);
      var part = share.amount().min(there);
      pays.put(share.invoiceId(), there.subtract(part));
      add(share.of(part.subtract(share.amount())));
    }
  }

  /** So much more, or less. */
  void add(Share more) {
    if (more.amount().signum() > 0) {
      sql.run(
          "insert into refund_share (credit_id, system, payment_id, invoice_id, amount) values (?, ?, ?, ?, ?) on conflict (credit_id, system, payment_id, invoice_id) do update set amount = refund_share.amount + excluded.amount",
          more.noteId(), more.system(), more.paymentId(), more.invoiceId(), more.amount());
    } else if (more.amount().signum() < 0) {
      var key = new Object[] {more.amount(), more.noteId(), more.system(), more.paymentId(), more.invoiceId()};
      if (sql.run("delete from refund_share where amount = - cast(? as numeric) and credit_id = ? and system = ? and payment_id = ? and invoice_id = ?", key) == 0) {
        sql.run("update refund_share set amount = amount + ? where credit_id = ? and system = ? and payment_id = ? and invoice_id = ?", key);
      }
    }
  }
}
