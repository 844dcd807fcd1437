package io.throughline.books;

import io.throughline.books.Contracts.Live;
import io.throughline.finance.ContractLine;
import io.throughline.finance.RetainerTime;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which time the periods of a line include, and which is beyond and billed: kept whenever time or terms change. What a document holds stays on
 * it until the next run credits it.
 */
@ApplicationScoped
class IncludedTime {

  @Inject Sql sql;
  @Inject Clock clock;

  /** An entry as it counts now, on a line that includes minutes: {@code billed} are on documents, {@code covered} by the period's amount. */
  record Worked(String source, String entryId, String version, String lineId, RetainerTime.Entry entry, long covered) {

    private static Worked of(Row row) throws SQLException {
      var key = row.text("source") + ":" + row.text("entry_id");
      var entry = new RetainerTime.Entry(key, row.date("work_date"), row.number("minutes"), row.number("billed"));
      return new Worked(row.text("source"), row.text("entry_id"), row.text("version"), row.text("line_id"), entry, row.number("covered"));
    }
  }

  /** An entry whose documents hold more minutes than are beyond what is included by now. */
  record Excess(Worked worked, long minutes) {}

  /** To be called before time of these contracts is written: whoever settles sees what the others wrote. */
  void alone(Collection<Live> contracts) {
    var threads = contracts.stream().filter(live -> !live.retainers().isEmpty()).map(live -> live.engagement().threadId()).toArray(String[]::new);
    if (threads.length > 0) sql.list(row -> row.text("thread_id"), "select thread_id from engagement where thread_id = any (?) order by thread_id for update", (Object) threads);
  }

  /** What is on documents and came to be included. */
  List<Excess> excess(Live live) {
    var excess = new ArrayList<Excess>();
    for (var line : live.retainers()) {
      var worked = worked(live, line);
      var beyond = account(live, line, worked).beyond();
      for (var one : worked) {
        long more = one.entry().billed() - beyond.getOrDefault(one.entry().key(), 0L);
        if (more > 0) excess.add(new Excess(one, more));
      }
    }
    return excess;
  }

  /** Covers what is included and on no document, and keeps the periods' accounts. */
  void settle(Live live) {
    for (var line : live.retainers()) {
      var worked = worked(live, line);
      var account = account(live, line, worked);
      for (var one : worked) {
        long billable = Math.max(account.beyond().getOrDefault(one.entry().key(), 0L), one.entry().billed());
        cover(live, one, one.entry().minutes() - billable - one.covered());
      }
      sql.run("delete from retainer_period where thread_id = ? and line_id = ?", live.engagement().threadId(), line.lineId());
      account.periods().forEach(period -> keep(live, line, period));
    }
  }

  private static RetainerTime account(Live live, ContractLine line, List<Worked> worked) {
    return RetainerTime.of(line.periods(), live.periods(line), worked.stream().map(Worked::entry).toList());
  }

  private void cover(Live live, Worked one, long more) {
    if (more == 0) return;
    sql.run(
        "insert into coverage (source, entry_id, version, line_id, minutes, thread_id, at) values (?, ?, ?, ?, ?, ?, ?)",
        one.source(), one.entryId(), one.version(), one.lineId(), more, live.engagement().threadId(), clock.instant());
  }

  private void keep(Live live, ContractLine line, RetainerTime.Account period) {
    var minutes = period.minutes();
    sql.run(
        "insert into retainer_period (thread_id, line_id, served_from, served_through, included, rolled_in, used, beyond, rolled_out, expired) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        live.engagement().threadId(), line.lineId(), period.span().served().from(), period.span().served().through(), minutes.own(), minutes.rolledIn(), minutes.used(), minutes.overage(), minutes.rolledOut(), minutes.expired());
  }

  private List<Worked> worked(Live live, ContractLine line) {
    var thread = live.engagement().threadId();
    return sql.list(
        Worked::of,
        "select e.source, e.entry_id, e.version, e.line_id, e.work_date, e.minutes, coalesce(a.minutes, 0) as billed, c.minutes as covered from time_entry e"
            + " left join (select source, entry_id, version, sum(minutes) as minutes from allocation where thread_id = ? group by 1, 2, 3) a using (source, entry_id, version)"
            + " cross join lateral (select coalesce(sum(c.minutes), 0) as minutes from coverage c where c.source = e.source and c.entry_id = e.entry_id and c.version = e.version) c"
            + " where e.thread_id = ? and e.line_id = ? and e.current and e.state = 'billable'",
        thread, thread, line.lineId());
  }
}
