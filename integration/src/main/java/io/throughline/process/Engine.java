package io.throughline.process;

import io.throughline.canonical.Invariant;
import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Step;
import io.throughline.journey.Step.Kind;
import io.throughline.journey.Verdict;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.store.Traces;
import io.throughline.system.Command;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Checkpoints.Hop;
import io.throughline.thread.Crosswalk;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import io.throughline.thread.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Moves one journey, whose row the caller has locked: forward along its plan, or back through its undos. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Engine {

  private static final String UNDO = "undo:";

  @PersistenceContext(unitName = "hub")
  EntityManager hub;

  @Inject Clock clock;
  @Inject Answers answers;
  @Inject Attempts attempts;
  @Inject Addressees addressees;
  @Inject Outgoing outgoing;
  @Inject Checkpoints checkpoints;
  @Inject Crosswalk crosswalk;
  @Inject ExceptionItems exceptions;
  @Inject Parking parking;
  @Inject Traces traces;
  @Inject Event<JourneyDone> done;
  @Inject Event<JourneyUndone> undone;
  @Inject Event<JourneyHeld> onHold;
  @Inject @Any Instance<HubRecord<?>> records;

  void resume(JourneyRow journey) {
    if (journey.undoAsked != null) {
      journey.becomes("undoing", clock.instant());
      unwind(journey);
    } else {
      if (journey.is("held") && hasOnlyLooked(journey)) journey.anew(); // what it was told then may be otherwise now
      journey.becomes("running", clock.instant());
      advance(journey);
    }
  }

  private static boolean hasOnlyLooked(JourneyRow journey) {
    return plan(journey).steps().subList(0, journey.position + 1).stream().allMatch(step -> Set.of(Kind.CHECK, Kind.READ, Kind.APPROVAL).contains(step.kind()));
  }

  /** Goes on until it has to wait for somebody. */
  void advance(JourneyRow journey) {
    var plan = plan(journey);
    var story = answers.story(journey, plan.trigger());
    while (journey.position < plan.steps().size()) {
      var step = plan.steps().get(journey.position);
      if (step.kind() == Kind.CHECK) {
        if (step.check().apply(story) instanceof Verdict.Held held) {
          hold(journey, step.name(), held.code(), held.reason(), held.owner(), held.fields());
          return;
        }
        checkpoints.leave(Hop.inside(journey.threadId, journey.id, step.name(), "fit", null));
      } else if (step.kind() == Kind.APPROVAL) {
        if (journey.approvedBy == null) {
          journey.becomes("waiting", clock.instant());
          return;
        }
        checkpoints.leave(Hop.inside(journey.threadId, journey.id, step.name(), "approved", journey.approvedBy));
      } else if (step.record() != null) {
        if (!recorded(journey, step, story)) return;
        story = answers.story(journey, plan.trigger());
        checkpoints.leave(Hop.inside(journey.threadId, journey.id, step.name(), "recorded", null));
      } else {
        var commands = step.ask().apply(story);
        if (journey.item < commands.size()) {
          send(journey, step.name(), commands.get(journey.item), plan.owner());
          return;
        }
      }
      journey.forward();
    }
    journey.becomes("done", clock.instant());
    checkpoints.leave(Hop.inside(journey.threadId, journey.id, plan.name(), "done", null));
    hub.flush(); // who is told looks at the rows
    done.fire(new JourneyDone(plan.name(), journey.id, journey.threadId));
  }

  /** Takes the reply the journey waits for. */
  void answered(JourneyRow journey, Reply reply) {
    journey.awaits(null, clock.instant());
    var undoing = journey.undoAsked != null;
    var name = reply.key().equals(key(journey, step(journey).name())) ? step(journey).name() : UNDO + step(journey).name();
    switch (reply.kind()) {
      case DONE -> {
        done(journey, name, reply);
        if (name.startsWith(UNDO)) {
          journey.item++;
          unwind(journey);
        } else if (undoing && step(journey).kind() == Kind.PIVOT) {
          journey.undoAsked = null;
          journey.becomes("running", clock.instant());
          checkpoints.leave(Hop.inside(journey.threadId, journey.id, name, "undo came too late", null));
          journey.item++;
          advance(journey);
        } else if (undoing) {
          journey.item = 0;
          unwind(journey);
        } else {
          journey.item++;
          advance(journey);
        }
      }
      case HELD, REFUSED -> {
        checkpoints.leave(hop(journey, name, reply, reply.kind().name().toLowerCase(java.util.Locale.ROOT), reply.code() + ": " + reply.reason()));
        if (undoing && !name.startsWith(UNDO)) {
          journey.item = 0;
          unwind(journey);
        } else {
          hold(journey, name, reply.code(), reply.reason(), plan(journey).owner(), reply.fields());
        }
      }
    }
  }

  /** Asks once more for what a journey waits for, under the same key: what was done already is answered from its receipt. */
  void askAgain(JourneyRow journey) {
    var step = step(journey);
    if (journey.awaiting.equals(key(journey, step.name()))) {
      var plan = plan(journey);
      journey.awaits(null, clock.instant());
      send(journey, step.name(), step.ask().apply(answers.story(journey, plan.trigger())).get(journey.item), plan.owner());
    } else {
      journey.awaits(null, clock.instant());
      unwind(journey);
    }
  }

  /** Takes back, last first, what this journey created. */
  void unwind(JourneyRow journey) {
    var plan = plan(journey);
    while (journey.position >= 0) {
      if (journey.position < plan.steps().size()) {
        var step = plan.steps().get(journey.position);
        var story = answers.story(journey, plan.trigger());
        if (step.undo().isPresent() && !story.answers(step.name()).isEmpty()) {
          var commands = step.undo().get().apply(story);
          if (journey.item < commands.size()) {
            send(journey, UNDO + step.name(), commands.get(journey.item), plan.owner());
            return;
          }
        }
      }
      journey.back();
    }
    checkpoints.leave(Hop.inside(journey.threadId, journey.id, plan.name(), "undone", journey.undoAsked));
    journey.fresh(clock.instant());
    hub.flush();
    undone.fire(new JourneyUndone(plan.name(), journey.id, journey.threadId));
  }

  private void send(JourneyRow journey, String step, Command command, String owner) {
    var system = addressees.of(journey.threadId, command);
    if (system.isEmpty()) {
      hold(journey, step, "NO_SYSTEM", addressees.why(journey.threadId, command), "operator", List.of());
      return;
    }
    var key = key(journey, step);
    journey.awaits(key, clock.instant());
    outgoing.command(
        new Envelope(
            journey.id, journey.threadId, key, step, journey.item, command.asked(), system.get(), command.operation(), command.effectFree(), Json.map(command), traces.current()));
  }

  private void done(JourneyRow journey, String step, Reply reply) {
    addressees.answered(journey.threadId, reply);
    answers.keep(journey, step, reply.answer() == null ? Map.of() : reply.answer());
    checkpoints.leave(hop(journey, step, reply, "done", null));
    if (reply.targetId() != null && !step.startsWith(UNDO)) {
      attempts.request(reply.key())
          .map(input -> input.get("reference"))
          .ifPresent(reference -> crosswalk.link(reply.operation(), reference.toString(), reply.system(), reply.targetId(), journey.threadId));
    }
  }

  private Hop hop(JourneyRow journey, String step, Reply reply, String outcome, String detail) {
    return new Hop(
        journey.threadId, journey.id, step, reply.system(), reply.operation(), journey.businessKey, reply.targetId(), outcome, detail, null, null, reply.mappingVersion(), reply.key());
  }

  private void hold(JourneyRow journey, String step, String code, String reason, String owner, List<Field> fields) {
    journey.becomes("held", clock.instant());
    checkpoints.leave(Hop.inside(journey.threadId, journey.id, step, "held", code + ": " + reason));
    exceptions.raise(new Trouble("journey", journey.id, journey.threadId, journey.id, null, code, reason, owner, fields));
    onHold.fire(new JourneyHeld(journey.plan, journey.id, journey.threadId, code));
  }

  /** False if the journey is held or waits instead: by its record, or because an invariant broke in its engagement. */
  private boolean recorded(JourneyRow journey, Step<Object> step, JourneyStory<Object> story) {
    var parked = parking.engagement(journey.threadId);
    if (parked.isPresent()) {
      hold(journey, step.name(), "ENGAGEMENT_PARKED", parked.get(), "operator", List.of());
      return false;
    }
    try {
      var record = record(step.record());
      var fit = record.fit(story);
      if (fit instanceof Verdict.Waiting waiting) {
        journey.becomes("waiting", clock.instant());
        checkpoints.leave(Hop.inside(journey.threadId, journey.id, step.name(), "waiting", waiting.until()));
        return false;
      }
      if (fit instanceof Verdict.Held held) {
        hold(journey, step.name(), held.code(), held.reason(), held.owner(), held.fields());
        return false;
      }
      answers.keep(journey, step.name(), record.write(story, journey.id));
      return true;
    } catch (Invariant broken) {
      parking.engagement(journey.threadId, step.name(), broken);
      throw broken;
    }
  }

  @SuppressWarnings("unchecked") // the plan and its record agree on the trigger
  private HubRecord<Object> record(String name) {
    for (var record : records) if (record.name().equals(name)) return (HubRecord<Object>) record;
    throw new IllegalStateException("no rows are described for " + name);
  }

  private static Step<Object> step(JourneyRow journey) {
    return plan(journey).steps().get(journey.position);
  }

  private static String key(JourneyRow journey, String step) {
    return Sha256.of(journey.businessKey, step, Integer.toString(journey.item), Integer.toString(journey.generation));
  }

  @SuppressWarnings("unchecked") // a row's trigger is read with its plan's own type
  private static JourneyPlan<Object> plan(JourneyRow journey) {
    return (JourneyPlan<Object>) Plans.of(journey.plan, journey.planVersion);
  }
}
