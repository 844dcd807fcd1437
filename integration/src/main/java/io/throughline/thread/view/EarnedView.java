package io.throughline.thread.view;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Billed versus earned, by engagement: what the work is worth so far against what the client was billed for.
 *
 * <p>Earned is the ledger's revenue, and what was delivered and is not billed: the right to invoice it is there. What of that the ledger
 * carries as a contract asset is in its revenue already and not counted twice.
 */
@ApplicationScoped
@Transactional
public class EarnedView {

  private static final String PARTS =
      "select thread_id, currency, sum(revenue) as revenue, sum(asset) as asset, sum(billed) as billed, sum(delivered) as delivered from ("
          + "select thread_id, currency, case when account = 'REV' then credit - debit else 0 end as revenue, case when account = 'CA' then debit - credit else 0 end as asset,"
          + " 0 as billed, 0 as delivered from posting where account in ('REV', 'CA')"
          + " union all select thread_id, currency, 0, 0, case when state in ('posted', 'paid') then net else 0 end, case when state in ('draft', 'released') then net else 0 end from document where state <> 'discarded'"
          + " union all select thread_id, currency, 0, 0, 0, amount from billing_event b where not exists (select 1 from document d where d.id = b.document_id and d.state <> 'discarded')"
          + " union all select t.thread_id, t.currency, 0, 0, 0, t.minutes * t.rate / 60" + FinanceView.OPEN_TIME
          + ") parts group by 1, 2";

  @Inject Sql sql;

  /** {@code difference}: earned less billed. */
  public record Earned(String threadId, String engagement, String client, String entity, String currency, String sold, String earned, String billed, String difference) {}

  public List<Earned> byEngagement() {
    return sql.list(
        row -> {
          var currency = row.text("currency");
          return new Earned(
              row.text("thread_id"),
              row.text("name"),
              row.text("client"),
              row.text("contracting_entity"),
              currency,
              Amount.text(row.decimal("value"), currency),
              Amount.estimate(row.decimal("earned"), currency),
              Amount.text(row.decimal("billed"), currency),
              Amount.estimate(row.decimal("earned").subtract(row.decimal("billed")), currency));
        },
        "select e.thread_id, e.name, e.client, e.contracting_entity, p.currency, e.value, p.billed, p.revenue + greatest(p.delivered - p.asset, 0) as earned from (" + PARTS
            + ") p join engagement e on e.thread_id = p.thread_id"
            + " order by e.contracting_entity, p.currency, abs(p.revenue + greatest(p.delivered - p.asset, 0) - p.billed) desc, e.thread_id");
  }
}
