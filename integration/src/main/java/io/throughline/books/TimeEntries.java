package io.throughline.books;

import io.throughline.books.Binding.Bound;
import io.throughline.books.Versions.Found;
import io.throughline.connector.Connectors.Item;
import io.throughline.finance.ContractLine;
import io.throughline.intake.FactTaker;
import io.throughline.journey.Outcome.Field;
import io.throughline.process.ContractChanged;
import io.throughline.process.EngagementIsActive;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Approved time in micro-batches: one outcome an entry, by its source id.
 *
 * <p>A higher version supersedes the lower; what was invoiced of the lower is settled by the next document. The same version with other
 * content is held, a lower one is a duplicate. What cannot be bound is held with its project, not lost.
 */
@ApplicationScoped
public class TimeEntries implements FactTaker {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Binding binding;
  @Inject ExceptionItems exceptions;
  @Inject PendingWork pending;
  @Inject IncludedTime included;

  /** A {@code time-entry} fact. {@code minutes} 1 to 1440; {@code workDate} as recorded, never converted. */
  public record Entry(
      String entryId, String version, String projectId, String taskId, String personId, String role, LocalDate workDate, Long minutes, Boolean billable, String approval, String note) {}

  /** An entry that will be kept, with what became of it. */
  private record Kept(Entry entry, String sha256, Bound bound, boolean supersedes) {}

  @Override
  public String kind() {
    return "time-entry";
  }

  @Override
  public List<Taken> take(Arrival arrival, List<Item> items) {
    var bind = binding.on(arrival.source(), items.stream().map(item -> String.valueOf(item.fact().get("projectId"))).distinct().toList());
    included.alone(bind.live().values());
    var known = Versions.in(sql, "time_entry", "entry_id", arrival.source(), items.stream().map(Item::key).toList());
    var writtenOff = writtenOff(arrival.source(), known.keys());
    var taken = new ArrayList<Taken>();
    var keep = new LinkedHashMap<String, Kept>();
    for (var item : items.stream().sorted(Comparator.comparing(Item::key).thenComparing(Item::version)).toList()) taken.add(take(arrival, item, known, writtenOff, bind, keep));
    keep(arrival, new ArrayList<>(keep.values()));
    bind.live().values().forEach(included::settle);
    keep.values().stream().map(Kept::bound).filter(bound -> PendingWork.CODE.equals(bound.holdCode())).map(Bound::threadId).distinct().forEach(pending::tell);
    return taken;
  }

  private Taken take(Arrival arrival, Item item, Versions known, Map<Given, Long> writtenOff, Binding.Page bind, Map<String, Kept> keep) {
    Entry entry;
    try {
      entry = Json.as(item.fact(), Entry.class);
    } catch (IllegalArgumentException unreadable) {
      return refused(arrival, item.key(), "FACT_UNREADABLE", unreadable.getMessage(), "");
    }
    if (entry.minutes() == null || entry.minutes() < 1 || entry.minutes() > 1440) return refused(arrival, item.key(), "MINUTES_IMPOSSIBLE", "a day has 1 to 1440 minutes, not " + entry.minutes(), "/minutes");
    if (entry.workDate() == null) return refused(arrival, item.key(), "WORK_DATE_MISSING", "an entry without a work date", "/workDate");
    var sha256 = Versions.sha256(item.fact());
    var found = known.found(entry.entryId(), entry.version(), sha256);
    if (found == Found.CONFLICT) return held(arrival, item.key(), "VERSION_CONFLICT", "version " + entry.version() + " came before with other content");
    if (found == Found.DUPLICATE || found == Found.UNCHANGED) return new Taken(item.key(), found == Found.DUPLICATE ? Outcome.DUPLICATE : Outcome.UNCHANGED, null);
    var bound = stillWrittenOff(entry, writtenOff, bind.of(entry));
    known.keep(entry.entryId(), entry.version(), sha256);
    keep.put(entry.entryId(), new Kept(entry, sha256, bound, found == Found.NEWER));
    if (PendingWork.CODE.equals(bound.holdCode())) return new Taken(item.key(), Outcome.HELD, bound.holdCode() + ": " + bound.holdReason());
    if (bound.holdCode() != null) return held(arrival, item.key(), bound.holdCode(), bound.holdReason(), entry.projectId());
    return new Taken(item.key(), found == Found.NEW ? Outcome.ACCEPTED : Outcome.SUPERSEDED, null);
  }

  /** What was written off is an entry's while it is of one engagement: another's client may pay it. */
  private record Given(String entryId, String threadId) {}

  /** The minutes that were written off, in whatever version. */
  private Map<Given, Long> writtenOff(String source, Collection<String> keys) {
    if (keys.isEmpty()) return Map.of();
    var minutes = new HashMap<Given, Long>();
    sql.list(
        row -> minutes.put(new Given(row.text("entry_id"), row.text("thread_id")), row.number("minutes")),
        "select entry_id, thread_id, max(minutes) as minutes from time_entry where source = ? and state = 'written-off' and entry_id = any (?) group by 1, 2", source, keys.toArray(String[]::new));
    return minutes;
  }

  /** What was written off stays so while it has no more minutes; whether more are billed is a person's to say. */
  private static Bound stillWrittenOff(Entry entry, Map<Given, Long> writtenOff, Bound bound) {
    var minutes = writtenOff.get(new Given(entry.entryId(), bound.threadId()));
    if (minutes == null || !bound.state().equals("billable") && !bound.state().equals("held")) return bound;
    if (entry.minutes() <= minutes) return new Bound(bound.threadId(), bound.lineId(), "written-off", bound.price(), bound.currency(), null, null);
    return new Bound(bound.threadId(), bound.lineId(), "held", bound.price(), bound.currency(), WriteOffs.HELD, minutes + " minutes of " + entry.entryId() + " were written off, and now it has " + entry.minutes());
  }

  /** Set-based: the lower versions step back, then the page is inserted in one statement. What another page keeps of it meanwhile refuses it: it is read again, against that. */
  private void keep(Arrival arrival, List<Kept> kept) {
    if (kept.isEmpty()) return;
    var superseded = kept.stream().filter(Kept::supersedes).map(one -> one.entry().entryId()).toArray(String[]::new);
    if (superseded.length > 0) sql.run("update time_entry set current = false where source = ? and current and entry_id = any (?)", arrival.source(), superseded);
    sql.run(
        "insert into time_entry (source, entry_id, version, sha256, current, thread_id, line_id, project_id, task_id, person_id, work_date, minutes, billable, state, rate, currency, hold_code, hold_reason, evidence_id, received_at)"
            + " select ?, entry_id, version, sha256, true, thread_id, line_id, project_id, task_id, person_id, cast(work_date as date), minutes, cast(billable as boolean), state, rate, currency, hold_code, hold_reason, ?, ?"
            + " from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " as page (entry_id, version, sha256, thread_id, line_id, project_id, task_id, person_id, work_date, minutes, billable, state, rate, currency, hold_code, hold_reason)",
        arrival.source(), arrival.evidenceId(), clock.instant(),
        texts(kept, one -> one.entry().entryId()), texts(kept, one -> one.entry().version()), texts(kept, Kept::sha256), texts(kept, one -> one.bound().threadId()),
        texts(kept, one -> one.bound().lineId()), texts(kept, one -> one.entry().projectId()), texts(kept, one -> one.entry().taskId()), texts(kept, one -> one.entry().personId()),
        texts(kept, one -> one.entry().workDate().toString()), kept.stream().map(one -> one.entry().minutes().intValue()).toArray(Integer[]::new), texts(kept, one -> String.valueOf(!Boolean.FALSE.equals(one.entry().billable()))), texts(kept, one -> one.bound().state()),
        kept.stream().map(one -> one.bound().price()).toArray(BigDecimal[]::new), texts(kept, one -> one.bound().currency()), texts(kept, one -> one.bound().holdCode()),
        texts(kept, one -> one.bound().holdReason()));
  }

  private static String[] texts(List<Kept> kept, java.util.function.Function<Kept, String> text) {
    return kept.stream().map(text).toArray(String[]::new);
  }

  /** Time that came before its project was live is bound now. */
  void bindHeld(@Observes EngagementIsActive active) {
    rebind(active.projectSystem(), active.projectId(), "hub");
  }

  /** Work that waited for a change order is billed by it, and what is not billed yet has its price. */
  void changed(@Observes ContractChanged change) {
    rebind(change.projectSystem(), change.projectId(), "hub");
    rerate(change.projectSystem(), change.projectId());
    pending.tell(change.threadId());
  }

  /** What no document has held yet stands at the price of its day, and what is included is covered. */
  private void rerate(String source, String projectId) {
    var bind = binding.on(source, List.of(projectId));
    included.alone(bind.live().values());
    var retainers = bind.live().values().stream().flatMap(live -> live.retainers().stream()).map(ContractLine::lineId).toArray(String[]::new);
    record Priced(Entry entry, BigDecimal rate) {}
    for (var open :
        sql.list(
            row -> new Priced(entry(row), row.decimal("rate")),
            "select * from time_entry t where source = ? and project_id = ? and state = 'billable' and current"
                + " and not exists (select 1 from allocation a where a.source = t.source and a.entry_id = t.entry_id and a.version = t.version)"
                + " and (line_id = any (?) or not exists (select 1 from coverage c where c.source = t.source and c.entry_id = t.entry_id and c.version = t.version)) order by entry_id for update",
            source, projectId, retainers)) {
      var now = bind.of(open.entry());
      if (now.price() == null || now.holdCode() != null || now.price().compareTo(open.rate()) != 0) stand(source, open.entry(), now);
      if (now.holdCode() != null) held(source, projectId, null, now.holdCode(), now.holdReason());
    }
    bind.live().values().forEach(included::settle);
  }

  private int stand(String source, Entry entry, Bound now) {
    return sql.run(
        "update time_entry set state = ?, thread_id = ?, line_id = ?, rate = ?, currency = ?, hold_code = ?, hold_reason = ? where source = ? and entry_id = ? and version = ?",
        now.state(), now.threadId(), now.lineId(), now.price(), now.currency(), now.holdCode(), now.holdReason(), source, entry.entryId(), entry.version());
  }

  private static Entry entry(io.throughline.store.Row row) throws java.sql.SQLException {
    return new Entry(row.text("entry_id"), row.text("version"), row.text("project_id"), row.text("task_id"), row.text("person_id"), null, row.date("work_date"), row.number("minutes"), row.is("billable"), "approved", null);
  }

  /** Binds what is held of a project again; what binds now is no longer held. What was written off before waits on for a person. */
  public int rebind(String source, String projectId, String actor) {
    return rebind(source, projectId, actor, true);
  }

  /** The same when a person says so: what was written off before is billed after all. */
  public int resume(String source, String projectId, String actor) {
    return rebind(source, projectId, actor, false);
  }

  private int rebind(String source, String projectId, String actor, boolean asWrittenOff) {
    var bind = binding.on(source, List.of(projectId));
    included.alone(bind.live().values());
    record Waits(Entry entry, String code) {}
    var held =
        sql.list(
            row -> new Waits(entry(row), row.text("hold_code")),
            "select * from time_entry where source = ? and project_id = ? and state = 'held' and current order by entry_id for update",
            source, projectId);
    var writtenOff = asWrittenOff ? writtenOff(source, held.stream().map(waits -> waits.entry().entryId()).toList()) : Map.<Given, Long>of();
    int bound = 0;
    for (var waits : held) {
      var now = stillWrittenOff(waits.entry(), writtenOff, bind.of(waits.entry()));
      if (WriteOffs.HELD.equals(waits.code()) && now.state().equals("billable")) forget(source, waits.entry(), now.threadId());
      if (now.holdCode() == null) bound += stand(source, waits.entry(), now);
      else if (!now.holdCode().equals(waits.code())) {
        stand(source, waits.entry(), now);
        if (!now.holdCode().equals(PendingWork.CODE)) held(source, projectId, null, now.holdCode(), now.holdReason());
      }
    }
    bind.live().values().forEach(included::settle);
    if (bound == held.size()) exceptions.resolve("project", source + ":" + projectId, actor, "its time is bound");
    return bound;
  }

  /** It is billed after all: the next version is not held against what was written off once. */
  private void forget(String source, Entry entry, String threadId) {
    sql.run(
        "update time_entry set state = 'held', hold_code = ?, hold_reason = 'it is billed after all' where source = ? and entry_id = ? and thread_id = ? and state = 'written-off'", WriteOffs.HELD, source, entry.entryId(), threadId);
  }

  private Taken held(Arrival arrival, String key, String code, String reason, String projectId) {
    held(arrival.source(), projectId, arrival.evidenceId(), code, reason);
    return new Taken(key, Outcome.HELD, code + ": " + reason);
  }

  private void held(String source, String projectId, Long evidenceId, String code, String reason) {
    exceptions.raise(new Trouble("project", source + ":" + projectId, null, null, evidenceId, code, reason, "delivery", List.of(new Field("/projectId", code, reason))));
  }

  private Taken held(Arrival arrival, String key, String code, String reason) {
    exceptions.raise(new Trouble("time-entry", arrival.source() + ":" + key, null, null, arrival.evidenceId(), code, reason, "delivery", List.of(new Field("/version", code, reason))));
    return new Taken(key, Outcome.HELD, code + ": " + reason);
  }

  private Taken refused(Arrival arrival, String key, String code, String reason, String pointer) {
    exceptions.raise(new Trouble("time-entry", arrival.source() + ":" + key, null, null, arrival.evidenceId(), code, reason, "delivery", List.of(new Field(pointer, code, reason))));
    return new Taken(key, Outcome.REFUSED, code + ": " + reason);
  }
}
