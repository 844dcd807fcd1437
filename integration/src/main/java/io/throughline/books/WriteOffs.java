package io.throughline.books;

import io.throughline.journey.Outcome.Field;
import io.throughline.store.Sql;
import io.throughline.thread.Arrivals;
import io.throughline.thread.Audit;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Checkpoints.Hop;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Time that will not be billed though it was billable: whole entries, unbilled or held, of one engagement. One proposes, another approves; until then
 * nothing changes. What was billed, drafted or covered meanwhile, or came in a newer version, is left out. A newer version of a written-off entry stays
 * written off as far as it has no more minutes; one with more is held for a person.
 */
@ApplicationScoped
@Transactional
public class WriteOffs {

  /** Why a newer version with more minutes is held. */
  static final String HELD = "WRITTEN_OFF";

  private static final String TAKEN_BACK = "WRITE_OFF_TAKEN_BACK";

  private static final String SUBJECT = "write-off";

  /** Entries {@code t} that can be written off. */
  private static final String OPEN =
      "t.current and t.state in ('billable', 'held')"
          + " and not exists (select 1 from allocation a where a.source = t.source and a.entry_id = t.entry_id group by a.source having sum(a.minutes) <> 0)"
          + " and not exists (select 1 from coverage c where c.source = t.source and c.entry_id = t.entry_id and c.version = t.version)"
          + " and not exists (select 1 from being_credited n join allocation x on x.document_id = n.credit_id where n.thread_id = t.thread_id and x.source = t.source and x.entry_id = t.entry_id)";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Engagements engagements;
  @Inject Binding binding;
  @Inject IncludedTime included;
  @Inject TimeEntries time;
  @Inject ExceptionItems exceptions;
  @Inject Checkpoints checkpoints;
  @Inject Audit audit;
  @Inject Arrivals arrivals;

  /**
   * Which time: worked from {@code from} (absent: from the beginning) through {@code through}, both inclusive, in the days of the entries.
   *
   * @param lineId only that of a line; absent: of all
   * @param personId only that of a person, as the delivery system names them; absent: of all
   */
  public record Wish(LocalDate from, LocalDate through, String lineId, String personId) {}

  /** Why nothing was decided. */
  public enum Refusal {
    /** It was decided already. */
    NOT_PROPOSED,
    NOT_APPROVED,
    /** Who proposes does not approve. */
    OWN_PROPOSAL,
    /** All of it was billed, drafted, covered or changed since. */
    NOTHING_LEFT
  }

  /** Proposes to write off what is open of an engagement; empty where nothing is: then the caller rolls back. */
  public Optional<Long> propose(String threadId, Wish wish, String reason, String actor) {
    var id =
        sql.one(
                row -> row.number("id"),
                "insert into write_off (thread_id, reason, state, proposed_by, proposed_at) values (?, ?, 'proposed', ?, ?) returning id", threadId, reason, actor, clock.instant())
            .orElseThrow();
    var chosen =
        sql.run(
            "insert into write_off_entry (write_off_id, source, entry_id, version, minutes, amount, currency)"
                + " select ?, source, entry_id, version, minutes, minutes * rate / 60, currency from time_entry t where thread_id = ? and work_date between coalesce(cast(? as date), date '0001-01-01') and ?"
                + " and (cast(? as text) is null or line_id = ?) and (cast(? as text) is null or person_id = ?) and " + OPEN,
            id, threadId, wish.from(), wish.through(), wish.lineId(), wish.lineId(), wish.personId(), wish.personId());
    if (chosen == 0) return Optional.empty();
    var said = "write off " + chosen + (chosen == 1 ? " time entry: " : " time entries: ") + reason;
    exceptions.raise(new Trouble(SUBJECT, String.valueOf(id), threadId, null, null, "WRITE_OFF_PROPOSED", said, "finance", List.of(new Field("", "WRITE_OFF_PROPOSED", said))));
    sql.one(row -> new Worth(row.decimal("amount"), row.text("currency")), "select sum(amount) as amount, max(currency) as currency from write_off_entry where write_off_id = ?", id)
        .ifPresent(worth -> exceptions.amountAtRisk(SUBJECT, String.valueOf(id), worth.amount(), worth.currency(), wish.through()));
    audit.note(actor, "propose", SUBJECT + ":" + id, Map.of("reason", reason, "entries", chosen));
    return Optional.of(id);
  }

  /** Writes off what is still as it was proposed. */
  public Optional<Refusal> approve(long id, String actor) {
    arrivals.stand();
    var proposed = locked(id, "proposed");
    if (proposed.isEmpty()) return Optional.of(Refusal.NOT_PROPOSED);
    if (proposed.get().by().equals(actor)) return Optional.of(Refusal.OWN_PROPOSAL);
    var engagement = engagements.alone(proposed.get().threadId());
    var written =
        sql.run(
            "update write_off_entry w set written = true from time_entry t where w.write_off_id = ? and t.source = w.source and t.entry_id = w.entry_id and t.version = w.version and " + OPEN, id);
    if (written == 0) return Optional.of(Refusal.NOTHING_LEFT);
    sql.run(
        "update time_entry t set state = 'written-off', hold_code = null, hold_reason = null from write_off_entry w where w.write_off_id = ? and w.written and t.source = w.source and t.entry_id = w.entry_id and t.version = w.version", id);
    binding.on(engagement.projectSystem(), List.of(engagement.projectId())).live().values().forEach(included::settle);
    decided(id, proposed.get(), "approved", actor, written + " written off");
    return Optional.empty();
  }

  /** Leaves everything as it is. */
  public Optional<Refusal> decline(long id, String reason, String actor) {
    var proposed = locked(id, "proposed");
    if (proposed.isEmpty()) return Optional.of(Refusal.NOT_PROPOSED);
    decided(id, proposed.get(), "declined", actor, reason);
    return Optional.empty();
  }

  /** Binds anew what was written off, as if it never had been; but for what another write-off gave up since. */
  public Optional<Refusal> takeBack(long id, String reason, String actor) {
    arrivals.stand();
    var approved = locked(id, "approved");
    if (approved.isEmpty()) return Optional.of(Refusal.NOT_APPROVED);
    var engagement = engagements.alone(approved.get().threadId());
    sql.run(
        "update time_entry t set state = 'held', hold_code = ?, hold_reason = 'its write-off was taken back' from write_off_entry w where w.write_off_id = ? and w.written and t.source = w.source and t.entry_id = w.entry_id"
            + " and t.thread_id = ? and t.state = 'written-off' and t.version >= w.version and not exists (select 1 from write_off later join write_off_entry l on l.write_off_id = later.id"
            + " where later.state = 'approved' and l.written and l.source = t.source and l.entry_id = t.entry_id and l.version > w.version and l.version <= t.version)",
        TAKEN_BACK, id, engagement.threadId());
    decided(id, approved.get(), "taken-back", actor, reason);
    time.rebind(engagement.projectSystem(), engagement.projectId(), actor);
    return Optional.empty();
  }

  private record Worth(BigDecimal amount, String currency) {}

  private record Told(String threadId, String by) {}

  private Optional<Told> locked(long id, String state) {
    return sql.one(row -> new Told(row.text("thread_id"), row.text("proposed_by")), "select thread_id, proposed_by from write_off where id = ? and state = ? for update", id, state);
  }

  private void decided(long id, Told proposed, String state, String actor, String detail) {
    sql.run("update write_off set state = ?, decided_by = ?, decided_at = ? where id = ?", state, actor, clock.instant(), id);
    exceptions.resolve(SUBJECT, String.valueOf(id), actor, state + ": " + detail);
    audit.note(actor, state, SUBJECT + ":" + id, Map.of("detail", detail));
    checkpoints.leave(Hop.inside(proposed.threadId(), null, SUBJECT, state, detail));
  }
}
