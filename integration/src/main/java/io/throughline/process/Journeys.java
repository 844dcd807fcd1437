package io.throughline.process;

import io.throughline.journey.JourneyPlan;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Checkpoints.Hop;
import io.throughline.thread.ExceptionItems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Starts journeys and takes what people and systems say to them. Each call locks the journey's row, moves it as far as it goes, and queues
 * the next command, all in one transaction.
 *
 * <p>Idempotency key of a start: the business key. Refuses: {@link Refusal}.
 */
@ApplicationScoped
@Transactional
public class Journeys {

  @PersistenceContext(unitName = "hub")
  EntityManager hub;

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Engine engine;
  @Inject Attempts attempts;
  @Inject ExceptionItems exceptions;
  @Inject Checkpoints checkpoints;
  @Inject Audit audit;
  @Inject Late late;

  /** Why a person's wish cannot be granted now. */
  public enum Refusal {
    UNKNOWN,
    NOT_HELD,
    BEHIND_THE_PIVOT,
    NOT_WAITING_FOR_APPROVAL,
    NEWER_TERMS_BOOKED,
    /** Who proposes does not release. */
    OWN_PROPOSAL,
    /** The ERP voided what it would credit. */
    VOIDED_IN_ERP,
    NOT_A_FIELD
  }

  /** The journey's id, whether it began now or long ago. */
  public static String id(String businessKey) {
    return "J-" + Sha256.of(businessKey).substring(0, 20);
  }

  /** Starts a journey unless its business key has one; true if it began now. */
  public <T> boolean start(JourneyPlan<T> plan, String businessKey, String threadId, T trigger) {
    var now = clock.instant();
    var id = id(businessKey);
    var begun =
        sql.run(
            "insert into journey (id, plan, plan_version, business_key, thread_id, trigger_body, state, started_at, changed_at) values (?, ?, ?, ?, ?, ?, 'running', ?, ?)"
                + " on conflict (business_key) do nothing",
            id, plan.name(), plan.version(), businessKey, threadId, Json.write(trigger), now, now);
    if (begun == 0) return false;
    checkpoints.leave(Hop.inside(threadId, id, plan.name(), "started", null));
    engine.advance(locked(id).orElseThrow());
    return true;
  }

  /**
   * Takes a system's reply; one that is not waited for (a repeat, or settled otherwise) changes nothing. One that is faster than the transaction that
   * began its journey, whose command the broker may hand out before the database shows the row, is not taken yet: it comes again.
   */
  public void reply(Reply reply) {
    var journey = locked(reply.journeyId()).orElseThrow(() -> new IllegalStateException("the reply " + reply.key() + " is here before its journey " + reply.journeyId()));
    if (reply.key().equals(journey.awaiting)) engine.answered(journey, reply);
  }

  /** A newer version of what started it: taken while nothing was created from the old one, or while a person is asked for exactly this. */
  public boolean renew(String businessKey, Object trigger) {
    var journey = locked(id(businessKey)).filter(row -> row.is("held") && row.undoAsked == null && row.awaiting == null);
    journey.ifPresent(row -> {
      row.trigger = Json.write(trigger);
      checkpoints.leave(Hop.inside(row.threadId, row.id, "renewed", "newer version", null));
      exceptions.resolve("journey", row.id, "source", "a newer version arrived");
      engine.resume(row);
    });
    return journey.isPresent();
  }

  /** Begins a journey that is held, or was taken back, anew with something else; what was approved is not any more. False if it is neither. */
  boolean again(String id, Object trigger) {
    var journey = locked(id).filter(row -> row.is("undone") || row.is("held") && row.undoAsked == null && row.awaiting == null);
    journey.ifPresent(row -> {
      row.trigger = Json.write(trigger);
      row.approvedBy = null;
      exceptions.resolve("journey", row.id, "source", "told anew");
      engine.resume(row);
    });
    return journey.isPresent();
  }

  /** The same for the journey of a family of business keys that is held; false if none is. */
  public boolean renewHeld(String keyPrefix, Object trigger) {
    return sql.list(row -> row.text("business_key"), "select business_key from journey where state = 'held' and starts_with(business_key, ?) order by started_at desc limit 1", keyPrefix).stream()
        .anyMatch(key -> renew(key, trigger));
  }

  /** Whether a journey of a family of business keys is on its way; it does not end before the caller's transaction. */
  boolean underWay(String keyPrefix) {
    return !sql.list(row -> row.text("id"), "select id from journey where state in ('running', 'waiting') and starts_with(business_key, ?) for update", keyPrefix).isEmpty();
  }

  /** What a journey goes by; empty if there is none. */
  <T> Optional<T> trigger(String id, Class<T> type) {
    return sql.one(row -> Json.read(row.text("trigger_body"), type), "select trigger_body from journey where id = ?", id);
  }

  /** Goes on from where it is held; also begins an undone journey anew, and asks again for an answer that is late. */
  public Optional<Refusal> resume(String id, String actor) {
    return with(id, journey -> {
      if (late.isLate(journey)) {
        audit.note(actor, "ask-again", "journey:" + id, Map.of("key", journey.awaiting));
        engine.askAgain(journey);
        return Optional.empty();
      }
      if (!journey.is("held", "undone")) return Optional.of(Refusal.NOT_HELD);
      audit.note(actor, "resume", "journey:" + id, Map.of());
      exceptions.resolve("journey", id, actor, "resumed");
      engine.resume(journey);
      return Optional.empty();
    });
  }

  /** Corrects fields of the trigger (JSON pointer → text), then resumes. What was there before is kept in the audit. */
  public Optional<Refusal> repair(String id, Map<String, String> corrections, String actor) {
    return with(id, journey -> {
      if (!journey.is("held")) return Optional.of(Refusal.NOT_HELD);
      var repaired = Repair.of(journey.trigger, corrections, Plans.of(journey.plan, journey.planVersion).trigger());
      if (repaired.isEmpty()) return Optional.of(Refusal.NOT_A_FIELD);
      audit.note(actor, "repair", "journey:" + id, Map.of("before", Json.read(journey.trigger), "corrections", corrections));
      journey.trigger = repaired.get();
      exceptions.resolve("journey", id, actor, "repaired");
      engine.resume(journey);
      return Optional.empty();
    });
  }

  /** Asks a journey that waits for others whether it can go on now. */
  public void wake(String id) {
    locked(id).filter(journey -> journey.is("waiting")).ifPresent(engine::resume);
  }

  /** Approves what waits for approval. */
  public Optional<Refusal> approve(String id, String actor) {
    return with(id, journey -> {
      if (!journey.is("waiting")) return Optional.of(Refusal.NOT_WAITING_FOR_APPROVAL);
      audit.note(actor, "approve", "journey:" + id, Map.of());
      journey.approvedBy = actor;
      engine.resume(journey);
      return Optional.empty();
    });
  }

  /** Takes back what the journey created; what is UNKNOWN is settled first. */
  public Optional<Refusal> undo(String id, String actor, String reason) {
    return with(id, journey -> {
      if (journey.is("done", "undone", "undoing") || journey.position > Plans.of(journey.plan, journey.planVersion).pivot()) return Optional.of(Refusal.BEHIND_THE_PIVOT);
      audit.note(actor, "undo", "journey:" + id, Map.of("reason", reason));
      exceptions.resolve("journey", id, actor, "undone: " + reason);
      journey.undoAsked = reason;
      journey.becomes("undoing", clock.instant());
      if (journey.awaiting != null) attempts.withdraw(journey.awaiting);
      else engine.unwind(journey);
      return Optional.empty();
    });
  }

  private Optional<Refusal> with(String id, java.util.function.Function<JourneyRow, Optional<Refusal>> wish) {
    return locked(id).map(wish).orElse(Optional.of(Refusal.UNKNOWN));
  }

  private Optional<JourneyRow> locked(String id) {
    return Optional.ofNullable(hub.find(JourneyRow.class, id, LockModeType.PESSIMISTIC_WRITE));
  }
}
