package io.throughline.journey;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a step can meet. Unavailable waits, a person decides what is held, and what is refused is held for repair or undone. */
public sealed interface Outcome {

  /** It is done; the answer in canonical words, the mapping version that read it, and the record's id at the target where one is. */
  record Done(Map<String, Object> answer, String targetId, String mappingVersion) implements Outcome {}

  /** Try again, not before {@code after}. With effect UNKNOWN the next try probes first. */
  record Retry(Duration after, String code, String reason, Effect effect) implements Outcome {}

  /** A person must decide. */
  record Hold(String code, String reason, List<Field> fields) implements Outcome {}

  /** The target will not do it, and did nothing. */
  record Refused(String code, String reason, List<Field> fields) implements Outcome {}

  /** The field that is wrong: a JSON pointer into the command or the trigger, and why. */
  record Field(String pointer, String code, String message) {

    /** Where what it is a field of is a part of something. */
    public Field below(String pointer) {
      return new Field(pointer + this.pointer, code, message);
    }
  }

  /** Forces the caller to answer every case (Java 17 has no exhaustive type switch). */
  default <T> T fold(Function<Done, T> done, Function<Retry, T> retry, Function<Hold, T> hold, Function<Refused, T> refused) {
    if (this instanceof Done d) return done.apply(d);
    if (this instanceof Retry r) return retry.apply(r);
    if (this instanceof Hold h) return hold.apply(h);
    return refused.apply((Refused) this);
  }
}
