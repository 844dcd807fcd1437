package io.throughline.thread.view;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Payments of which something pays no invoice, a currency after the other, in each the largest amount first. */
@ApplicationScoped
@Transactional
public class UnappliedView {

  @Inject Sql sql;

  /** Whose money it is by the ERP's id, and what they wrote; {@code advance} is the engagement for which it came before the bill, {@code engagement} what that is called where who paid pays for it. */
  public record Unapplied(
      String system, String paymentId, LocalDate receivedOn, String payerId, String entity, String amount, String unapplied, String currency, String reference, String advance, String engagement) {}

  public Page<Unapplied> list(int limit, String cursor) {
    var from = Page.position(cursor, 4);
    var found =
        sql.list(
            row -> {
              var currency = row.text("currency");
              return new Unapplied(
                  row.text("system"), row.text("payment_id"), row.date("received_on"), row.text("payer_id"), row.text("entity"), Amount.text(row.decimal("amount"), currency), Amount.text(row.decimal("lies"), currency), currency,
                  row.text("reference"), row.text("advance"), row.text("advance_name"));
            },
            "select * from payment_lies where unapplied > 0 and lies > 0 and (cast(? as text) is null or (currency, -lies, system, payment_id) > (?, -cast(? as numeric), ?, ?)) order by currency, lies desc, system, payment_id limit ?",
            from[0], from[0], from[1] == null ? null : new BigDecimal(from[1]), from[2], from[3], limit + 1);
    return Page.of(found, limit, one -> List.of(one.currency(), one.unapplied(), one.system(), one.paymentId()));
  }
}
