package io.throughline.people;

import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.staffing.Assigned;
import io.throughline.journey.staffing.Matching;
import io.throughline.journey.staffing.Matching.Lacking;
import io.throughline.journey.staffing.Staffing;
import io.throughline.journey.staffing.StaffingNeeded;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Checkpoints.Hop;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What was given to whom. Matches are made one after the other, so that nobody's hours are given away twice. */
@ApplicationScoped
class Assignments {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Staff staff;
  @Inject Engagements engagements;
  @Inject Checkpoints checkpoints;

  private record Plan(long minutes, BigDecimal revenue) {}

  /** What a match would give now; nothing is written. */
  Matching.Result match(String threadId, StaffingNeeded needed) {
    return Matching.of(needed, staff.candidates(needed, engagements.of(threadId).orElseThrow().projectSystem()), known(threadId));
  }

  Map<String, Object> give(Story<StaffingNeeded> story, String journeyId, String step) {
    sql.run("lock table assignment in share row exclusive mode");
    var needed = story.trigger();
    var result = match(story.threadId(), needed);
    result.assigned().forEach(one -> keep(story.threadId(), needed, one, journeyId));
    for (var lack : result.lacks()) checkpoints.leave(Hop.inside(story.threadId(), journeyId, step, "understaffed", told(lack)));
    var plan = sql.one(row -> new Plan(row.number("minutes"), row.decimal("revenue")), "select coalesce(sum(minutes), 0) as minutes, coalesce(sum(planned_revenue), 0) as revenue from assignment where thread_id = ?", story.threadId()).orElseThrow();
    return Map.of(Staffing.ASSIGNED, result.assigned().stream().map(Json::map).toList(), "minutes", plan.minutes(), "plannedRevenue", text(plan.revenue(), needed.currency()));
  }

  /** Held while somebody lacks. */
  Verdict staffed(String threadId, StaffingNeeded needed) {
    var lacks = match(threadId, needed).lacks();
    var fields = lacks.stream().map(lack -> new Field("/demands/" + needed.demands().indexOf(lack.demand()) + "/role", Staffing.UNDERSTAFFED, told(lack))).toList();
    return Verdict.of(Staffing.UNDERSTAFFED, "Nobody is free for a part of what was sold", "delivery", fields);
  }

  private static String told(Lacking lack) {
    return lack.demand().role() + ": " + lack.minutes() + " of " + lack.demand().minutes() + " minutes lack; " + lack.reason();
  }

  private List<Assigned> known(String threadId) {
    return sql.list(
        row -> new Assigned(row.text("reference"), null, row.text("role"), row.text("source"), row.text("person_id"), row.text("member_id"), null, row.number("minutes"), row.decimal("planned_revenue").toPlainString()),
        "select * from assignment where thread_id = ?",
        threadId);
  }

  private void keep(String threadId, StaffingNeeded needed, Assigned one, String journeyId) {
    sql.run(
        "insert into assignment (thread_id, reference, source, person_id, member_id, role, minutes, start_on, end_on, planned_revenue, currency, journey_id, assigned_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        threadId, one.reference(), one.source(), one.personId(), one.memberId(), one.role(), one.minutes(), needed.startOn(), needed.endOn(), new BigDecimal(one.plannedRevenue()), needed.currency(), journeyId, clock.instant());
  }

  private static String text(BigDecimal amount, String currency) {
    return new io.throughline.canonical.Money(amount, java.util.Currency.getInstance(currency)).text();
  }
}
