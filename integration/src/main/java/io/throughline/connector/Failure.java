package io.throughline.connector;

import io.throughline.journey.Effect;
import io.throughline.journey.Outcome;
import java.time.Duration;

/** Ends an operation early; carries the outcome that its caller answers. Never leaves the package. */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  final transient Outcome outcome;

  Failure(Outcome outcome) {
    super(String.valueOf(outcome), null, false, false);
    this.outcome = outcome;
  }

  static Failure retry(Duration after, String code, String reason, Effect effect) {
    return new Failure(new Outcome.Retry(after, code, reason, effect));
  }
}
