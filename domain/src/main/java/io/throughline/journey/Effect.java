package io.throughline.journey;

/** What a call did at the target. UNKNOWN is probed by key after the operation's settle time, never guessed. */
public enum Effect {
  NONE,
  APPLIED,
  UNKNOWN
}
