package io.throughline.books;

import io.throughline.finance.Account;
import io.throughline.finance.Journal;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The shadow subledger: insert-only, balanced (the database refuses a journal that is not). Debits are positive, credits negative in a journal. */
@ApplicationScoped
class Ledger {

  /** Journals a statement. */
  private static final int TOGETHER = 500;

  /** What a row of {@link #row} has. */
  private static final int COLUMNS = 15;

  @Inject Sql sql;
  @Inject Clock clock;

  /** The day to post on: the day itself, but not before what it settles was posted, and behind the last month that is closed: one that is open before it would change what is sealed. A close waits for whoever asked. */
  LocalDate day(String entity, LocalDate wanted, Collection<String> settled) {
    sql.together(lock(entity));
    var day = sql.one(row -> row.date("day"), "select greatest(cast(? as date), max(posted_on)) as day from posting where source_id = any (?)", wanted, settled.toArray(String[]::new)).orElseThrow();
    return sql.one(row -> YearMonth.parse(row.text("month")), "select month from sealed_month where entity = ? and month >= ? order by month desc limit 1", entity, YearMonth.from(day).toString())
        .map(last -> last.plusMonths(1).atDay(1)).orElse(day);
  }

  /** Nobody posts for the entity until this transaction ends. */
  void still(String entity) {
    sql.alone(lock(entity));
  }

  private static String lock(String entity) {
    return "ledger:" + entity;
  }

  /** Whether it is closed, and stays so until this transaction ends. */
  boolean staysClosed(String entity, YearMonth month) {
    sql.together(lock(entity));
    return sql.one(row -> true, "select 1 from sealed_month where entity = ? and month = ? and stream = 'ledger'", entity, month.toString()).isPresent();
  }

  /** Posts a journal once; a journal of nothing is empty. */
  void post(Optional<Journal> journal) {
    journal.ifPresent(one -> post(List.of(one)));
  }

  /** Posts journals once, in their order. */
  void post(List<Journal> journals) {
    for (int from = 0; from < journals.size(); from += TOGETHER) insert(journals.subList(from, Math.min(journals.size(), from + TOGETHER)));
  }

  private void insert(List<Journal> journals) {
    var columns = IntStream.range(0, COLUMNS).<List<String>>mapToObj(column -> new ArrayList<>()).toList();
    for (var journal : journals) {
      int no = 0;
      for (var line : journal.lines()) {
        var row = row(journal, ++no, line);
        for (int column = 0; column < COLUMNS; column++) columns.get(column).add(row[column]);
      }
    }
    var arguments = Stream.concat(Stream.of((Object) clock.instant()), columns.stream().map(column -> column.toArray(String[]::new))).toArray();
    sql.run(
        "insert into posting (journal_id, line_no, rule, thread_id, source_id, account, debit, credit, currency, period, at, entity, posted_on, original_on, base, base_currency, reference)"
            + " select journal_id, cast(line_no as int), rule, thread_id, source_id, account, greatest(cast(amount as numeric), 0), greatest(- cast(amount as numeric), 0), currency, period, ?, entity, cast(posted_on as date), cast(original_on as date),"
            + " cast(base as numeric), base_currency, reference from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " with ordinality as line (journal_id, line_no, rule, thread_id, source_id, account, amount, currency, period, entity, posted_on, original_on, base, base_currency, reference, place) order by place on conflict do nothing",
        arguments);
  }

  private static String[] row(Journal journal, int no, Journal.Line line) {
    return new String[] {
      journal.journalId(), String.valueOf(no), journal.rule(), journal.threadId(), journal.sourceId(), line.account().name(), line.document().text(), line.document().currency().getCurrencyCode(), journal.periodId(),
      journal.entity(), journal.postedOn().toString(), journal.originalOn().toString(), line.base().text(), line.base().currency().getCurrencyCode(), line.reference()
    };
  }

  private record Posted(String journalId, String rule, String threadId, String sourceId, String entity, String period, LocalDate postedOn, LocalDate originalOn, Journal.Line line) {}

  /** The journals of a month as they were posted. */
  List<Journal> of(String entity, YearMonth month) {
    return journals("select * from posting where entity = ? and period = ? order by journal_id, line_no", entity, month.toString());
  }

  /** Those that were posted by then. */
  List<Journal> of(String entity, YearMonth month, Instant by) {
    return journals("select * from posting where entity = ? and period = ? and at <= ? order by journal_id, line_no", entity, month.toString(), by);
  }

  /** So many journals that are handed over with a month, in the order of their ids, behind one of them: its own, and with what it accrues what takes that back. */
  List<Journal> behind(String entity, YearMonth month, String last, int most) {
    var accrued = Accruals.source(month);
    return journals(
        "select * from posting where journal_id in (select distinct journal_id from posting where entity = ? and (period = ? and (rule <> 'J25' or starts_with(source_id, ?)) or period = ? and rule = 'J25' and starts_with(source_id, ?))"
            + " and journal_id > ? order by journal_id limit ?) order by journal_id, line_no",
        entity, month.toString(), accrued, month.plusMonths(1).toString(), accrued, last, most);
  }

  private List<Journal> journals(String query, Object... parameters) {
    var journals = new LinkedHashMap<String, List<Posted>>();
    sql.list(
            row ->
                new Posted(
                    row.text("journal_id"), row.text("rule"), row.text("thread_id"), row.text("source_id"), row.text("entity"), row.text("period"), row.date("posted_on"), row.date("original_on"),
                    new Journal.Line(
                        Account.valueOf(row.text("account")),
                        Amounts.money(row.decimal("debit").subtract(row.decimal("credit")), row.text("currency")),
                        Amounts.money(row.decimal("base"), row.text("base_currency")),
                        row.text("reference"))),
            query, parameters)
        .forEach(posted -> journals.computeIfAbsent(posted.journalId(), id -> new ArrayList<>()).add(posted));
    return journals.values().stream().map(Ledger::journal).toList();
  }

  private static Journal journal(List<Posted> posted) {
    var head = posted.get(0);
    return new Journal(
        head.journalId(), head.rule(), head.threadId(), head.sourceId(), head.entity(), head.period(), head.postedOn(), head.originalOn(), posted.stream().map(Posted::line).toList());
  }
}
