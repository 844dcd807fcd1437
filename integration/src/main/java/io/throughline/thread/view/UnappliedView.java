package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.LocalDate;

/** Payments of which something pays no invoice, a currency after the other, in each the largest amount first. */
@ApplicationScoped
@Transactional
public class UnappliedView {

  private static final Order AMOUNT = Order.by("currency", "char(3)").then("-lies", "numeric").then("system", "text").then("payment_id", "text");

  @Inject Sql sql;

  /** Whose money it is by the ERP's id, and what they wrote; {@code advance} is the engagement for which it came before the bill, {@code engagement} what that is called where who paid pays for it. */
  public record Unapplied(
      String system, String paymentId, LocalDate receivedOn, String payerId, String entity, String amount, String unapplied, String currency, String reference, String advance, String engagement) {}

  public Page<Unapplied> list(Scope scope, int limit, String cursor) {
    var where = new Where().and("unapplied > 0 and lies > 0").given("entity = ?", scope.entity()).given("received_on <= ?", scope.through());
    return AMOUNT.page(sql, UnappliedView::unapplied, "* from payment_lies", where, limit, cursor);
  }

  private static Unapplied unapplied(Row row) throws SQLException {
    var currency = row.text("currency");
    return new Unapplied(
        row.text("system"), row.text("payment_id"), row.date("received_on"), row.text("payer_id"), row.text("entity"), Amount.text(row.decimal("amount"), currency), Amount.text(row.decimal("lies"), currency), currency,
        row.text("reference"), row.text("advance"), row.text("advance_name"));
  }
}
