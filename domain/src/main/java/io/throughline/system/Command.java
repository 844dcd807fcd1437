package io.throughline.system;

/**
 * One thing asked of one system, carried out by at most one effectful call.
 *
 * <p>Idempotency key: made by the journey from its business key, the step, the item and the generation; never by the command itself.
 */
public interface Command {

  /** Who is asked. */
  Role asked();

  /** Which system is asked where more than one plays the role; null: the first. */
  default String by() {
    return null;
  }

  /** Whether it only asks: no effect at the target, safe to repeat, no receipt needed. */
  default boolean effectFree() {
    return false;
  }

  /** The operation's name in {@code connector.yaml}: the command's own name with a small first letter. */
  default String operation() {
    var name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
