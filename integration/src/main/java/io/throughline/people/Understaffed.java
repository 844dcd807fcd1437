package io.throughline.people;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.connector.Connectors;
import io.throughline.journey.staffing.Staffing;
import io.throughline.journey.staffing.StaffingNeeded.Demand;
import io.throughline.journey.staffing.StaffingNeeded;
import io.throughline.process.ContractChanged;
import io.throughline.process.EngagementIsActive;
import io.throughline.process.Journeys;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.system.Role;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Begins a staffing when an engagement that sold time is live, and when a change order sells more of it; lets those that wait go on once people are there for them. */
@ApplicationScoped
public class Understaffed {

  /** Looked at in one round, those that were looked at longest ago first. */
  private static final int MOST = 50;

  @Inject Sql sql;
  @Inject Connectors connectors;
  @Inject Engagements engagements;
  @Inject Journeys journeys;
  @Inject Assignments assignments;

  /** Whether the hub gives work to people; else resource management does so by itself. */
  @Inject
  @ConfigProperty(name = "throughline.staffing", defaultValue = "false")
  boolean staffs;

  /** A staffing that waits. */
  public record Held(String journeyId, String threadId, String trigger) {}

  void begin(@Observes EngagementIsActive active) {
    var terms = engagements.of(active.threadId()).orElseThrow().terms();
    var sold = terms.lines().stream().filter(QuoteLine::billsTime).toList();
    begin("staffing:" + active.threadId(), active.threadId(), active.projectSystem(), active.projectId(), terms, terms.startOn(), terms.endOn(), sold);
  }

  /** Of a line that is amended to more, what is assigned already is not asked for again. */
  void begin(@Observes ContractChanged changed) {
    var change = changed.inForce();
    if (change == null) return;
    begin(
        "staffing:" + changed.threadId() + ":v" + change.version(), changed.threadId(), changed.projectSystem(), changed.projectId(), change.amended(), change.change().startOn(), change.until(), change.moreTime());
  }

  private void begin(String key, String thread, String system, String project, WonDeal terms, LocalDate from, LocalDate until, List<QuoteLine> lines) {
    if (!staffs || connectors.systemFor(Role.PEOPLE).isEmpty() || lines.isEmpty()) return;
    var demands = lines.stream().map(line -> demand(thread, system, line)).toList();
    journeys.start(Staffing.PLAN, key, thread, new StaffingNeeded(project, terms.contractingEntity(), terms.currency(), from, until, demands));
  }

  private Demand demand(String thread, String system, QuoteLine line) {
    var reference = thread + ":" + line.lineId();
    var work = sql.one(row -> row.text("theirs"), "select theirs from crosswalk where kind = 'planWork' and ours = ? and system = ? order by recorded_at desc limit 1", reference, system);
    return new Demand(reference, work.orElse(null), line.role(), line.plannedMinutes(), line.ratePerHour());
  }

  @Transactional
  public List<Held> held() {
    return sql.list(
        row -> new Held(row.text("id"), row.text("thread_id"), row.text("trigger_body")),
        "select j.id, j.thread_id, j.trigger_body from journey j join exception_item i on i.subject = 'journey' and i.subject_id = j.id and i.state = 'open' and i.code = ? where j.state = 'held' order by j.changed_at limit ?",
        Staffing.UNDERSTAFFED, MOST);
  }

  /** Goes on if people are there for all that lacks; each in a transaction of its own. */
  @Transactional
  public void goOn(Held held) {
    if (assignments.match(held.threadId(), Json.read(held.trigger(), StaffingNeeded.class)).lacks().isEmpty()) journeys.resume(held.journeyId(), "hub");
  }
}
