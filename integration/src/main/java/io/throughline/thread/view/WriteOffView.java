package io.throughline.thread.view;

import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Time that somebody wants not to be billed, and what was decided. */
@ApplicationScoped
@Transactional
public class WriteOffView {

  private static final String SELECT =
      "select w.*, e.name, e.client, s.entries, s.minutes, s.amount, s.currency from write_off w join engagement e using (thread_id)"
          + " cross join lateral (select count(*) as entries, sum(minutes) as minutes, sum(amount) as amount, max(currency) as currency from write_off_entry s where s.write_off_id = w.id and (s.written or w.state not in ('approved', 'taken-back'))) s ";

  @Inject Sql sql;

  /**
   * What was proposed; once approved, what was written off of it.
   *
   * @param amount at its rate, net, rounded for people; absent where none of it has one
   */
  public record WriteOff(
      long id, String threadId, String engagement, String client, String state, long entries, long minutes, String amount, String currency, String reason, String proposedBy, Instant proposedAt, String decidedBy, Instant decidedAt) {

    /** What delivery may see. */
    public WriteOff withoutMoney() {
      return new WriteOff(id, threadId, engagement, client, state, entries, minutes, null, null, reason, proposedBy, proposedAt, decidedBy, decidedAt);
    }
  }

  /** The newest first. */
  public Page<WriteOff> list(String state, String threadId, int limit, String cursor) {
    var before = Page.position(cursor, 1)[0];
    var found =
        sql.list(
            WriteOffView::writeOff,
            SELECT + "where (cast(? as text) is null or w.state = ?) and (cast(? as text) is null or w.thread_id = ?) and (cast(? as text) is null or w.id < cast(? as bigint)) order by w.id desc limit ?",
            state, state, threadId, threadId, before, before, limit + 1);
    return Page.of(found, limit, one -> List.of(String.valueOf(one.id())));
  }

  public Optional<WriteOff> of(long id) {
    return sql.one(WriteOffView::writeOff, SELECT + "where w.id = ?", id);
  }

  /**
   * An entry that was chosen, as it was then.
   *
   * @param person the name, or the delivery system's id
   * @param amount at its rate, net; absent where it has none
   * @param written absent until it is approved; false for what was billed, drafted or changed by then
   */
  public record Entry(String entryId, LocalDate workDate, String person, String lineId, long minutes, String amount, Boolean written) {}

  /** By day. */
  public Page<Entry> entries(long id, int limit, String cursor) {
    var from = Page.position(cursor, 2);
    var found =
        sql.list(
            row ->
                new Entry(
                    row.text("entry_id"), row.date("work_date"), row.text("person_name") == null ? row.text("person_id") : row.text("person_name"), row.text("line_id"), row.number("minutes"),
                    Amount.estimate(row.decimal("amount"), row.text("currency")), row.is("decided") ? row.is("written") : null),
            "select s.*, t.work_date, t.person_id, t.line_id, w.state in ('approved', 'taken-back') as decided, " + PersonNames.column("t")
                + " from write_off w join write_off_entry s on s.write_off_id = w.id join time_entry t using (source, entry_id, version)"
                + " where w.id = ? and (cast(? as text) is null or (t.work_date, s.entry_id) > (cast(? as date), ?)) order by t.work_date, s.entry_id limit ?",
            id, from[0], from[0], from[1], limit + 1);
    return Page.of(found, limit, one -> List.of(one.workDate(), one.entryId()));
  }

  private static WriteOff writeOff(Row row) throws SQLException {
    var currency = row.text("currency");
    return new WriteOff(
        row.number("id"), row.text("thread_id"), row.text("name"), row.text("client"), row.text("state"), row.number("entries"), row.number("minutes"), currency == null ? null : Amount.estimate(row.decimal("amount"), currency), currency,
        row.text("reason"), row.text("proposed_by"), row.instant("proposed_at"), row.text("decided_by"), row.instant("decided_at"));
  }
}
