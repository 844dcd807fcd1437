package io.throughline.journey;

import io.throughline.system.Command;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step of a plan. Exactly one of {@code check}, {@code ask} and {@code record} says what it does; an approval has none.
 *
 * @param undo what takes the step back, given the story with its answers; absent after the pivot, and where another step's undo covers it
 * @param record the hub's own rows to write, by name, in the journey's transaction
 */
public record Step<T>(
    String name,
    Kind kind,
    Function<Story<T>, Verdict> check,
    Function<Story<T>, List<? extends Command>> ask,
    Optional<Function<Story<T>, List<? extends Command>>> undo,
    String record) {

  /** What a step is. */
  public enum Kind {
    /** A pure rule over the story. */
    CHECK,
    /** A question without effect at the target. */
    READ,
    /** An effect at the target, with an undo. */
    EFFECT,
    /** The effect behind which there is no undo. */
    PIVOT,
    /** An effect behind the pivot: retried or held, never undone. */
    AFTER,
    /** Waits for a person's approval. */
    APPROVAL,
    /** Rows of the hub. */
    RECORD
  }

  /** Whether it talks to a system. */
  public boolean asks() {
    return kind == Kind.READ || kind == Kind.EFFECT || kind == Kind.PIVOT || kind == Kind.AFTER;
  }
}
