package io.throughline.journey;

import io.throughline.journey.Outcome.Field;
import java.util.List;

/** What a check finds: fit to go on, or held with a reason that its owner can act on. */
public sealed interface Verdict {

  Verdict FIT = new Fit();

  record Fit() implements Verdict {}

  /** @param owner the audience whose work it is: sales-ops, delivery, finance, operator */
  record Held(String code, String reason, String owner, List<Field> fields) implements Verdict {}

  /** Fit if nothing is wrong. */
  static Verdict of(String code, String reason, String owner, List<Field> wrong) {
    return wrong.isEmpty() ? FIT : new Held(code, reason, owner, List.copyOf(wrong));
  }
}
