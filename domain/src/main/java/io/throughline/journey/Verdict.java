package io.throughline.journey;

import io.throughline.journey.Outcome.Field;
import java.util.List;

/** What a check finds: fit to go on, held with a reason that its owner can act on, or waiting for others. */
public sealed interface Verdict {

  Verdict FIT = new Fit();

  record Fit() implements Verdict {}

  /** Of records only: it goes on by itself when others have done their part; nobody has to decide anything. */
  record Waiting(String until) implements Verdict {}

  /** @param owner the audience whose work it is: sales-ops, delivery, finance, operator */
  record Held(String code, String reason, String owner, List<Field> fields) implements Verdict {}

  /** The same of a part of what was judged: fields are below {@code pointer}. */
  default Verdict at(String pointer) {
    return !(this instanceof Held held) ? this : new Held(held.code(), held.reason(), held.owner(), held.fields().stream().map(field -> field.below(pointer)).toList());
  }

  /** Fit if nothing is wrong. */
  static Verdict of(String code, String reason, String owner, List<Field> wrong) {
    return wrong.isEmpty() ? FIT : new Held(code, reason, owner, List.copyOf(wrong));
  }
}
