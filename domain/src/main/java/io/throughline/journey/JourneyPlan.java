package io.throughline.journey;

import io.throughline.journey.Step.Kind;
import io.throughline.system.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A journey as a value. Building it refuses a second pivot or none, an effect before the pivot without an undo, and two steps of one name.
 *
 * @param owner the audience that repairs what a system refuses
 */
public record JourneyPlan<T>(String name, int version, Class<T> trigger, String owner, List<Step<T>> steps) {

  /** Starts a plan; {@code version} rises when steps change, and running journeys keep theirs. */
  public static <T> Builder<T> named(String name, int version, Class<T> trigger, String owner) {
    return new Builder<>(name, version, trigger, owner);
  }

  /** Where the pivot stands. */
  public int pivot() {
    for (int i = 0; i < steps.size(); i++) if (steps.get(i).kind() == Kind.PIVOT) return i;
    throw new IllegalArgumentException("not a plan: " + name + " has no pivot");
  }

  /** Reads top to bottom as the story goes. */
  public static final class Builder<T> {
    private final String name;
    private final int version;
    private final Class<T> trigger;
    private final String owner;
    private final List<Step<T>> steps = new ArrayList<>();

    private Builder(String name, int version, Class<T> trigger, String owner) {
      this.name = name;
      this.version = version;
      this.trigger = trigger;
      this.owner = owner;
    }

    /** A pure rule. */
    public Builder<T> check(String step, Function<Story<T>, Verdict> rule) {
      return add(new Step<>(step, Kind.CHECK, rule, null, Optional.empty(), null));
    }

    /** A question without effect. */
    public Builder<T> read(String step, Function<Story<T>, Command> ask) {
      return add(new Step<>(step, Kind.READ, null, story -> List.of(ask.apply(story)), Optional.empty(), null));
    }

    /** A question that only some journeys ask: an empty list means there is nothing to ask. */
    public Builder<T> readIf(String step, Function<Story<T>, List<? extends Command>> ask) {
      return add(new Step<>(step, Kind.READ, null, ask, Optional.empty(), null));
    }

    /** An effect and what takes it back; an empty list means there is nothing to do. */
    public Builder<T> step(String step, Function<Story<T>, List<? extends Command>> ask, Function<Story<T>, List<? extends Command>> undo) {
      return add(new Step<>(step, Kind.EFFECT, null, ask, Optional.of(undo), null));
    }

    /** An effect inside a record that an earlier step created, and that goes with it when that step is undone. */
    public Builder<T> within(String earlier, String step, Function<Story<T>, List<? extends Command>> ask) {
      refuseUnless(steps.stream().anyMatch(s -> s.name().equals(earlier) && s.undo().isPresent()), step + " goes with " + earlier + ", which has no undo");
      return add(new Step<>(step, Kind.EFFECT, null, ask, Optional.of(story -> List.of()), null));
    }

    /** The effect behind which there is no undo. */
    public Builder<T> pivot(String step, Function<Story<T>, Command> ask) {
      return add(new Step<>(step, Kind.PIVOT, null, story -> List.of(ask.apply(story)), Optional.empty(), null));
    }

    /** The hub's own rows are the binding effect. */
    public Builder<T> pivotRecord(String step, String record) {
      return add(new Step<>(step, Kind.PIVOT, null, null, Optional.empty(), record));
    }

    /** An effect behind the pivot. */
    public Builder<T> then(String step, Function<Story<T>, List<? extends Command>> ask) {
      return add(new Step<>(step, Kind.AFTER, null, ask, Optional.empty(), null));
    }

    /** Waits for approval. */
    public Builder<T> approval(String step) {
      return add(new Step<>(step, Kind.APPROVAL, null, null, Optional.empty(), null));
    }

    /** Writes rows of the hub in the journey's own transaction. */
    public Builder<T> record(String step, String record) {
      return add(new Step<>(step, Kind.RECORD, null, null, Optional.empty(), record));
    }

    public JourneyPlan<T> plan() {
      var pivots = steps.stream().filter(s -> s.kind() == Kind.PIVOT).count();
      refuseUnless(pivots == 1, "exactly one pivot, not " + pivots);
      var plan = new JourneyPlan<>(name, version, trigger, owner, List.copyOf(steps));
      for (int i = 0; i < steps.size(); i++) {
        var step = steps.get(i);
        refuseUnless(step.kind() != Kind.AFTER || i > plan.pivot(), step.name() + " stands before the pivot without an undo");
        refuseUnless(step.kind() != Kind.EFFECT || i < plan.pivot(), step.name() + " has an undo behind the pivot");
      }
      return plan;
    }

    private Builder<T> add(Step<T> step) {
      refuseUnless(steps.stream().noneMatch(s -> s.name().equals(step.name())), "two steps named " + step.name());
      steps.add(step);
      return this;
    }

    private void refuseUnless(boolean condition, String rule) {
      if (!condition) throw new IllegalArgumentException("not a plan: " + name + ": " + rule);
    }
  }
}
