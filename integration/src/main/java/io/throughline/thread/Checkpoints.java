package io.throughline.thread;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;

/** What every hop left behind; insert-only. */
@ApplicationScoped
public class Checkpoints {

  @Inject Sql sql;
  @Inject Clock clock;

  /** One hop. Absent values are null; amounts go with a currency. */
  public record Hop(
      String threadId,
      String journeyId,
      String step,
      String system,
      String operation,
      String sourceId,
      String targetId,
      String outcome,
      String detail,
      BigDecimal amount,
      String currency,
      String mappingVersion,
      String effectKey) {

    /** A hop inside the hub. */
    public static Hop inside(String threadId, String journeyId, String step, String outcome, String detail) {
      return new Hop(threadId, journeyId, step, null, null, null, null, outcome, detail, null, null, null, null);
    }
  }

  public void leave(Hop hop) {
    sql.run(
        "insert into checkpoint (thread_id, journey_id, step, system, operation, source_id, target_id, outcome, detail, amount, currency, mapping_version, effect_key, at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        hop.threadId(), hop.journeyId(), hop.step(), hop.system(), hop.operation(), hop.sourceId(), hop.targetId(), hop.outcome(), hop.detail(), hop.amount(),
        hop.currency(), hop.mappingVersion(), hop.effectKey(), clock.instant());
  }
}
