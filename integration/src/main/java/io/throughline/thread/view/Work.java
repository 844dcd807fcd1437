package io.throughline.thread.view;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.view.EngagementThread.Assignment;
import io.throughline.thread.view.EngagementThread.ContractVersion;
import io.throughline.thread.view.EngagementThread.Cost;
import io.throughline.thread.view.EngagementThread.Labour;
import io.throughline.thread.view.EngagementThread.Milestone;
import io.throughline.thread.view.EngagementThread.Minutes;
import io.throughline.thread.view.EngagementThread.RetainerPeriod;
import io.throughline.thread.view.EngagementThread.SoldLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sold lines of one thread, and the hours and milestones on them. */
@ApplicationScoped
class Work {

  /** The parts of the minutes, as they are kept. */
  private static final String MINUTES =
      "select coalesce(sum(approved), 0) as approved, coalesce(sum(invoiced), 0) as invoiced, coalesce(sum(unbilled), 0) as unbilled, coalesce(sum(held), 0) as held,"
          + " coalesce(sum(written_off), 0) as written_off, coalesce(sum(covered), 0) as covered, coalesce(sum(non_billable), 0) as non_billable from tally ";

  /** The same of the whole firm. */
  private static final String FIRM =
      "select " + Stream.of("approved", "invoiced", "unbilled", "held", "written_off", "covered", "non_billable").map(part -> "coalesce(sum(n) filter (where word = '" + part + "'), 0) as " + part).collect(Collectors.joining(", "))
          + " from totals where what = 'minutes'";

  @Inject Sql sql;
  @Inject Clock clock;

  private record OnLine(String lineId, long approved, long invoiced, BigDecimal amount) {}

  List<SoldLine> lines(String threadId, Audience audience) {
    var terms = sql.one(row -> row.text("terms"), "select terms from engagement where thread_id = ? and terms is not null", threadId).map(json -> Json.read(json, WonDeal.class));
    if (terms.isEmpty()) return List.of();
    var done = done(threadId);
    var currency = terms.get().currency();
    return terms.get().lines().stream().map(line -> line(line, done.get(line.lineId()), currency, audience)).toList();
  }

  List<ContractVersion> versions(String threadId, Audience audience) {
    return sql.list(
        row ->
            new ContractVersion(
                (int) row.number("version"), row.text("state"), row.text("change_deal"), row.text("name"), row.date("effective_on"), row.text("treatment"),
                audience.money ? Amount.text(row.decimal("value"), row.text("currency")) : null, row.text("journey_id"), row.text("journey_state"), row.instant("told_at"), row.instant("in_force_at")),
        "select v.*, v.terms ->> 'name' as name, cast(v.terms ->> 'startOn' as date) as effective_on, v.terms ->> 'treatment' as treatment, v.terms ->> 'currency' as currency, j.state as journey_state"
            + " from contract_version v left join journey j on j.id = v.journey_id where v.thread_id = ? order by v.version",
        threadId);
  }

  private static SoldLine line(QuoteLine line, OnLine done, String currency, Audience audience) {
    return new SoldLine(
        line.lineId(),
        line.billing().word(),
        line.description(),
        line.workstream(),
        line.role(),
        line.plannedMinutes(),
        audience.work && done != null ? done.approved() : null,
        audience.work && done != null ? done.invoiced() : null,
        audience.money ? line.ratePerHour() : null,
        audience.money ? line.amount() : null,
        audience.money ? line.capAmount() : null,
        audience.money && done != null ? Amount.text(done.amount(), currency) : null,
        line.dueOn(),
        line.purchaseOrder(),
        audience.money ? line.periods() : null);
  }

  private Map<String, OnLine> done(String threadId) {
    return sql
        .list(
            row -> new OnLine(row.text("line_id"), row.number("approved"), row.number("invoiced"), row.decimal("amount")),
            "select line_id, coalesce(max(approved), 0) as approved, coalesce(max(invoiced), 0) as invoiced, coalesce(max(amount), 0) as amount from ("
                + "select line_id, sum(minutes) as approved, cast(null as numeric) as invoiced, cast(null as numeric) as amount from time_entry where thread_id = ? and current and state <> 'reopened' and line_id is not null group by 1"
                + " union all select l.line_id, null, sum(l.minutes), sum(l.amount) from document_line l join document d on d.id = l.document_id where d.thread_id = ? and d.state <> 'discarded' group by 1"
                + ") parts group by line_id",
            threadId, threadId)
        .stream()
        .collect(Collectors.toMap(OnLine::lineId, line -> line));
  }

  Minutes minutes(String threadId) {
    return sql.one(Work::minutes, MINUTES + "where thread_id = ?", threadId).orElseThrow();
  }

  Minutes minutes() {
    return sql.one(Work::minutes, FIRM).orElseThrow();
  }

  static Minutes minutes(io.throughline.store.Row row) throws java.sql.SQLException {
    return new Minutes(
        row.number("approved"), row.number("invoiced"), row.number("unbilled"), row.number("held"), row.number("written_off"), row.number("covered"), row.number("non_billable"));
  }

  List<Labour> labour(String threadId) {
    return sql.list(
        row ->
            new Labour(
                row.text("person"),
                row.text("name"),
                row.text("entity"),
                row.date("first_on"),
                row.date("last_on"),
                row.number("minutes")),
        "select coalesce(person_id, member_id) as person, name, entity, min(work_date) as first_on, max(work_date) as last_on, sum(minutes) as minutes from labour where thread_id = ? group by 1, name, entity order by name, first_on, entity",
        threadId);
  }

  List<Cost> costs(String threadId) {
    return sql.list(
        row -> new Cost(row.text("currency"), Amount.estimate(row.decimal("labour"), row.text("currency")), Amount.estimate(row.decimal("spent"), row.text("currency"))),
        "select currency, sum(labour) as labour, sum(spent) as spent from (select currency, sum(minutes * hourly_cost) / 60 as labour, 0 as spent from labour where thread_id = ? and currency is not null group by 1"
            + " union all select currency, 0, sum(debit - credit) from posting where thread_id = ? and account = 'COST' group by 1) cost group by 1 order by 1",
        threadId, threadId);
  }

  long minutesWithoutCost(String threadId) {
    return sql.one(row -> row.number("minutes"), "select coalesce(sum(minutes), 0) as minutes from labour where thread_id = ? and currency is null", threadId).orElseThrow();
  }

  List<Assignment> assignments(String threadId, Audience audience) {
    return sql.list(
        row ->
            new Assignment(
                row.text("line_id"),
                row.text("role"),
                row.text("person_id"),
                row.text("name"),
                row.number("minutes"),
                row.date("start_on"),
                row.date("end_on"),
                audience.money ? Amount.text(row.decimal("planned_revenue"), row.text("currency")) : null,
                audience.money ? row.text("currency") : null,
                row.instant("assigned_at")),
        "select a.*, substr(a.reference, length(a.thread_id) + 2) as line_id, p.name from assignment a join person p using (source, person_id) where a.thread_id = ? order by a.reference, a.assigned_at, p.name",
        threadId);
  }

  /** Those that have begun, or that something was used of. */
  List<RetainerPeriod> retainerPeriods(String threadId) {
    return sql.list(
        row ->
            new RetainerPeriod(
                row.text("line_id"), row.date("served_from"), row.date("served_through"), row.number("included"), row.number("rolled_in"), row.number("used"), row.number("beyond"), row.number("rolled_out"), row.number("expired")),
        "select * from retainer_period p where thread_id = ? and served_from <= greatest(?, (select max(served_from) from retainer_period l where l.thread_id = p.thread_id and l.line_id = p.line_id and l.used > 0)) order by line_id, served_from",
        threadId, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  /** And periods of recurring amounts, those that are due and on no document among them. */
  List<Milestone> milestones(String threadId, Audience audience) {
    return sql.list(
        row ->
            new Milestone(
                row.text("id"),
                row.text("line_id"),
                row.text("source"),
                row.text("source_id"),
                row.date("completed_on"),
                row.date("period_from"),
                row.text("acceptance_reference"),
                audience.money ? Amount.text(row.decimal("amount"), row.text("currency")) : null,
                audience.money ? row.text("currency") : null,
                row.text("document_id")),
        "select id, line_id, source, source_id, completed_on, period_from, acceptance_reference, amount, currency, document_id from billing_event where thread_id = ? and (period_from is null or document_id is not null)"
            + " union all select null, line_id, null, null, due_on, period_from, null, amount, currency, null from open_event where thread_id = ? and period_from is not null order by completed_on, period_from, id",
        threadId, threadId);
  }
}
