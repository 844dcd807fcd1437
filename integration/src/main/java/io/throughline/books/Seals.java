package io.throughline.books;

import io.throughline.books.Months.Closed;
import io.throughline.books.Months.Moved;
import io.throughline.books.Months.Seal;
import io.throughline.finance.Journals;
import io.throughline.store.Json;
import io.throughline.store.Row;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What months were sealed with. A month that is opened again keeps its seal, and gets another when it is closed again. */
@ApplicationScoped
class Seals {

  @Inject Sql sql;
  @Inject Clock clock;

  /** Of a month that is closed now. */
  Optional<Closed> now(String entity, YearMonth month) {
    return sql.one(Seals::closed, "select * from sealed_month where entity = ? and month = ? and stream = 'ledger'", entity, month.toString());
  }

  Optional<Closed> of(String entity, YearMonth month, long seal) {
    return sql.one(Seals::closed, "select * from closed_month where entity = ? and month = ? and stream = 'ledger' and seal = ?", entity, month.toString(), seal);
  }

  private static Closed closed(Row row) throws SQLException {
    return new Closed(
        row.text("entity"), row.text("month"), (int) row.number("seal"), row.text("stream"), row.text("rules"), row.text("facts_sha256"), (int) row.number("journals"), row.text("journals_sha256"), row.text("closed_by"),
        row.instant("closed_at"), row.is("accrued"));
  }

  /** All of a month, the first one first. */
  List<Seal> all(String entity, YearMonth month) {
    var moved = moved(entity, month);
    return sql.list(
        row ->
            new Seal(
                (int) row.number("seal"), row.text("rules"), row.text("facts_sha256"), (int) row.number("journals"), row.text("journals_sha256"), row.text("closed_by"), row.instant("closed_at"), row.text("reopened_by"),
                row.instant("reopened_at"), row.text("reason"), row.number("added"), moved.getOrDefault((int) row.number("seal"), List.of())),
        "select c.*, r.reopened_by, r.reopened_at, r.reason, (select count(distinct journal_id) from posting p where p.entity = c.entity and p.period = c.month and p.at > c.closed_at) as added"
            + " from closed_month c left join reopened_month r using (entity, month, seal) where entity = ? and month = ? and stream = 'ledger' order by seal",
        entity, month.toString());
  }

  private Map<Integer, List<Moved>> moved(String entity, YearMonth month) {
    var moved = new HashMap<Integer, List<Moved>>();
    sql.list(
        row -> moved.computeIfAbsent((int) row.number("seal"), none -> new ArrayList<>()).add(new Moved(row.text("account"), row.text("currency"), Amounts.text(row.decimal("amount"), row.text("currency")))),
        "select c.seal, p.account, p.currency, sum(p.debit - p.credit) as amount from closed_month c join posting p on p.entity = c.entity and p.period = c.month and p.at > c.closed_at"
            + " where c.entity = ? and c.month = ? group by 1, 2, 3 having sum(p.debit - p.credit) <> 0 order by 1, 3, 2",
        entity, month.toString());
    return moved;
  }

  /** Who opened it again last; empty for a month that never was. */
  Optional<String> reopener(String entity, YearMonth month) {
    return sql.one(row -> row.text("reopened_by"), "select reopened_by from reopened_month where entity = ? and month = ? order by seal desc limit 1", entity, month.toString());
  }

  /** Whether one behind it is closed. */
  boolean later(String entity, YearMonth month) {
    return sql.one(row -> true, "select 1 from sealed_month where entity = ? and month > ? limit 1", entity, month.toString()).isPresent();
  }

  int next(String entity, YearMonth month) {
    return sql.one(row -> (int) row.number("next"), "select coalesce(max(seal), 0) + 1 as next from closed_month where entity = ? and month = ?", entity, month.toString()).orElseThrow();
  }

  /** Keeps facts for a seal. Those of an engagement that nothing came to are those of the month before. */
  String keep(String facts) {
    sql.run("insert into month_facts (sha256, facts) values (?, ?) on conflict do nothing", Sha256.of(facts), facts);
    return facts;
  }

  /** @param parts the hashes of the facts that were kept, by engagement */
  void close(Closed closed, Map<String, String> parts) {
    sql.run(
        "insert into closed_month (entity, month, seal, stream, rules, facts_sha256, journals, journals_sha256, closed_by, closed_at, accrued) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        closed.entity(), closed.month(), closed.seal(), closed.stream(), closed.rules(), closed.factsSha256(), closed.journals(), closed.journalsSha256(), closed.closedBy(), closed.closedAt(), closed.accrued());
    sql.run(
        "insert into closed_month_part (entity, month, seal, thread_id, sha256) select ?, ?, ?, * from unnest(?, ?)",
        closed.entity(), closed.month(), closed.seal(), parts.keySet().toArray(String[]::new), parts.values().toArray(String[]::new));
  }

  void reopen(Closed closed, String reason, String actor) {
    sql.run("insert into reopened_month (entity, month, seal, reason, reopened_by, reopened_at) values (?, ?, ?, ?, ?, ?)", closed.entity(), closed.month(), closed.seal(), reason, actor, clock.instant());
  }

  MonthFacts facts(Closed closed) {
    var whole = sql.list(row -> row.text("facts"), "select facts from closed_month where entity = ? and month = ? and stream = 'ledger' and seal = ? and facts is not null", closed.entity(), closed.month(), closed.seal());
    if (!whole.isEmpty()) return MonthFacts.whole(Json.read(whole.get(0)));
    var threads =
        sql.list(row -> row.text("thread_id"), "select thread_id from closed_month_part where entity = ? and month = ? and seal = ? and thread_id <> ? order by 1", closed.entity(), closed.month(), closed.seal(), Journals.NO_THREAD);
    return new MonthFacts(part(closed, Journals.NO_THREAD), threads, thread -> part(closed, thread));
  }

  private Map<String, Object> part(Closed closed, String thread) {
    return Json.read(
        sql.one(
                row -> row.text("facts"), "select facts from closed_month_part join month_facts using (sha256) where entity = ? and month = ? and seal = ? and thread_id = ?", closed.entity(), closed.month(), closed.seal(), thread)
            .orElseThrow());
  }
}
