package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import io.throughline.thread.view.EngagementThread.Minutes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** What the totals count, engagement by engagement: the rows of a part add up to its total. */
@ApplicationScoped
@Transactional
public class StandingView {

  /** {@code open}: invoiced, not paid. {@code ahead}: sold, and nothing of the others yet. */
  public record InMoney(String threadId, String engagement, String client, String state, String currency, String sold, String invoiced, String paid, String open, String unbilled, String held, String ahead) {

    /** What is unbilled and held is told by hours. */
    InMoney withoutWork() {
      var notInvoiced = Amount.text(new BigDecimal(sold).subtract(new BigDecimal(invoiced)), currency);
      return new InMoney(threadId, engagement, client, state, currency, sold, invoiced, paid, open, null, null, notInvoiced);
    }
  }

  /** Thread and engagement are absent for time that no engagement has. */
  public record InMinutes(String threadId, String engagement, String client, String state, Minutes minutes) {}

  /** One part of the money. */
  public enum MoneyPart {
    SOLD("sold"), INVOICED("invoiced"), PAID("paid"), OPEN("invoiced - paid"), UNBILLED("unbilled"), HELD("held"), AHEAD("sold - invoiced - unbilled - held");

    private final String amount;

    MoneyPart(String amount) {
      this.amount = amount;
    }

    public static MoneyPart named(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    private String seenBy(Audience audience) {
      return this == AHEAD && !audience.work ? "sold - invoiced" : amount;
    }

    public boolean isFor(Audience audience) {
      return audience.money && (audience.work || (this != UNBILLED && this != HELD));
    }
  }

  /** One part of the minutes. */
  public enum MinutesPart {
    APPROVED("approved"), INVOICED("invoiced"), UNBILLED("unbilled"), HELD("held"), WRITTENOFF("written_off"), COVERED("covered"), NONBILLABLE("non_billable");

    private final String column;

    MinutesPart(String column) {
      this.column = column;
    }

    public static MinutesPart named(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  private static final String MONEY =
      "select s.*, e.name, e.client, e.state from (select thread_id, currency, sum(sold) as sold, sum(invoiced) as invoiced, sum(paid) as paid, sum(unbilled) / 60 as unbilled, sum(held) / 60 as held from ("
          + "select thread_id, currency, value as sold, 0 as invoiced, 0 as paid, 0 as unbilled, 0 as held from engagement where state <> 'undone'"
          + " union all select thread_id, currency, 0, drafted + billed, paid, 0, 0 from money_tally"
          + " union all select thread_id, currency, 0, 0, 0, unbilled_at_rate, held_at_rate from tally where thread_id <> ''"
          + " union all select thread_id, currency, 0, 0, 0, to_bill * 60, held_worth * 60 from expense_tally where thread_id <> ''" // as time is kept: by the minute of an hour's rate
          + " union all select thread_id, currency, 0, 0, 0, amount * 60, 0 from open_event"
          + ") parts where currency = ? group by 1, 2) s join engagement e on e.thread_id = s.thread_id";

  private static final String MINUTES =
      "select t.*, e.name, e.client, e.state from (select thread_id, sum(approved) as approved, sum(invoiced) as invoiced, sum(unbilled) as unbilled, sum(held) as held, sum(written_off) as written_off,"
          + " sum(covered) as covered, sum(non_billable) as non_billable from tally group by 1) t left join engagement e on e.thread_id = t.thread_id";

  @Inject Sql sql;

  private record Place<T>(T one, BigDecimal size, String threadId) {}

  /** The engagements that have some of it in that currency, the most first. */
  public Page<InMoney> money(String currency, MoneyPart part, Audience audience, int limit, String cursor) {
    return most(
        row -> audience.work ? inMoney(row, currency) : inMoney(row, currency).withoutWork(),
        "select *, " + part.seenBy(audience) + " as size from (" + MONEY + ") m", currency, limit, cursor);
  }

  /** The engagements that have some of it, the most first; and time that no engagement has. */
  public Page<InMinutes> minutes(MinutesPart part, int limit, String cursor) {
    return most(
        row -> new InMinutes(none(row.text("thread_id")), row.text("name"), row.text("client"), row.text("state"), Work.minutes(row)),
        "select *, " + part.column + " as size from (" + MINUTES + ") m where cast(? as text) is null", null, limit, cursor);
  }

  private <T> Page<T> most(Sql.Reader<T> reader, String rows, String argument, int limit, String cursor) {
    var from = Page.position(cursor, 2);
    var size = from[0] == null ? null : new BigDecimal(from[0]);
    var found =
        sql.list(
            row -> new Place<>(reader.read(row), row.decimal("size"), row.text("thread_id")),
            "select * from (" + rows + ") s where size <> 0 and (cast(? as numeric) is null or (-size, thread_id) > (-cast(? as numeric), ?)) order by -size, thread_id limit ?",
            argument, size, size, from[1], limit + 1);
    var page = Page.of(found, limit, place -> List.of(place.size().toPlainString(), place.threadId()));
    return new Page<>(page.items().stream().map(Place::one).toList(), page.next());
  }

  private static InMoney inMoney(Row row, String currency) throws SQLException {
    var sold = row.decimal("sold");
    var invoiced = row.decimal("invoiced");
    var paid = row.decimal("paid");
    var unbilled = row.decimal("unbilled");
    var held = row.decimal("held");
    return new InMoney(
        row.text("thread_id"), row.text("name"), row.text("client"), row.text("state"), currency,
        Amount.text(sold, currency), Amount.text(invoiced, currency), Amount.text(paid, currency), Amount.text(invoiced.subtract(paid), currency),
        Amount.estimate(unbilled, currency), Amount.estimate(held, currency), Amount.estimate(sold.subtract(invoiced).subtract(unbilled).subtract(held), currency));
  }

  private static String none(String threadId) {
    return threadId.isEmpty() ? null : threadId;
  }
}
