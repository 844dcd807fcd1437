package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.SQLException;
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
          + "select thread_id, currency, revenue, asset, billed, drafted as delivered from money_tally"
          + " union all select thread_id, currency, 0, 0, 0, amount from open_event"
          + " union all select thread_id, currency, 0, 0, 0, sum(unbilled_at_rate) / 60 from tally where thread_id <> '' and currency is not null group by 1, 2"
          + " union all select thread_id, currency, 0, 0, 0, sum(to_bill) from expense_tally where thread_id <> '' group by 1, 2"
          + ") parts group by 1, 2";

  private static final String ROWS =
      " from (select e.thread_id, e.name, e.client, e.contracting_entity, p.currency, case when p.currency = e.currency then e.value else 0 end as value, p.billed, p.revenue + greatest(p.delivered - p.asset, 0) as earned from (" + PARTS
          + ") p join engagement e on e.thread_id = p.thread_id) r ";

  private static final String ORDER = "coalesce(contracting_entity, ''), coalesce(currency, ''), -abs(earned - billed), thread_id";

  @Inject Sql sql;

  /** {@code difference}: earned less billed. */
  public record Earned(String threadId, String engagement, String client, String entity, String currency, String sold, String earned, String billed, String difference) {}

  /** All of a legal entity in one currency. */
  public record Book(String entity, String currency, String sold, String earned, String billed, String difference) {}

  private record Place(Earned earned, BigDecimal difference) {}

  /** By entity and currency, in each the largest difference first. */
  public Page<Earned> byEngagement(int limit, String cursor) {
    var from = Page.position(cursor, 4);
    var difference = from[2] == null ? null : new BigDecimal(from[2]);
    var found =
        sql.list(
            row -> {
              var currency = row.text("currency");
              var one =
                  new Earned(
                      row.text("thread_id"),
                      row.text("name"),
                      row.text("client"),
                      row.text("contracting_entity"),
                      currency,
                      Amount.text(row.decimal("value"), currency),
                      Amount.estimate(row.decimal("earned"), currency),
                      Amount.text(row.decimal("billed"), currency),
                      difference(row));
              return new Place(one, row.decimal("earned").subtract(row.decimal("billed")).abs());
            },
            "select *" + ROWS + "where (cast(? as text) is null or (" + ORDER + ") > (?, ?, -cast(? as numeric), ?)) order by " + ORDER + " limit ?",
            from[0], from[0], from[1], difference, from[3], limit + 1);
    var page = Page.of(found, limit, place -> List.of(known(place.earned().entity()), known(place.earned().currency()), place.difference().toPlainString(), place.earned().threadId()));
    return new Page<>(page.items().stream().map(Place::earned).toList(), page.next());
  }

  /** The sums of the whole list. */
  public List<Book> books() {
    return sql.list(
        row -> {
          var currency = row.text("currency");
          return new Book(
              row.text("contracting_entity"), currency, Amount.text(row.decimal("value"), currency), Amount.estimate(row.decimal("earned"), currency), Amount.text(row.decimal("billed"), currency), difference(row));
        },
        "select contracting_entity, currency, sum(value) as value, sum(earned) as earned, sum(billed) as billed" + ROWS + "group by 1, 2 order by 1, 2");
  }

  private static String difference(Row row) throws SQLException {
    return Amount.estimate(row.decimal("earned").subtract(row.decimal("billed")), row.text("currency"));
  }

  private static String known(String text) {
    return text == null ? "" : text;
  }
}
