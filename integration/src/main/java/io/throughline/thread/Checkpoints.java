package io.throughline.thread;

import io.throughline.store.Sql;
import io.throughline.store.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Clock;

/** What every hop left behind, insert-only, and a line in the log with the same ids. */
@ApplicationScoped
public class Checkpoints {

  private static final Logger LOG = System.getLogger(Checkpoints.class.getName());

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Traces traces;

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
    LOG.log(Level.INFO, "thread={0} journey={1} step={2} outcome={3} system={4} target={5} trace={6}", hop.threadId(), hop.journeyId(), hop.step(), hop.outcome(), hop.system(), hop.targetId(), traces.current());
  }
}
