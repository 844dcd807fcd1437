package io.throughline.canonical;

/** Something that must never happen has happened: our bug, never the caller's mistake. */
public final class Invariant extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private Invariant(String message) {
    super(message);
  }

  /** Fails when what was promised does not hold. The arguments are only formatted on failure. */
  public static void holds(boolean condition, String message, Object... arguments) {
    if (!condition) throw new Invariant(String.format(message, arguments));
  }
}
