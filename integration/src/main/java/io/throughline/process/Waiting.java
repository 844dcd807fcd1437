package io.throughline.process;

import io.throughline.connector.Connectors;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;

/** The fallback queue: commands that have to wait, a row each, released in order when their system is open and they are due. */
@ApplicationScoped
@Transactional
public class Waiting {

  /** Rows released for one system in one go: enough to keep a role's listeners busy, few enough to keep the transaction short. */
  private static final int BATCH = 100;

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Connectors connectors;
  @Inject Outgoing outgoing;

  /** Parks a command in the transaction that acknowledges its message. */
  @Transactional(Transactional.TxType.MANDATORY)
  void park(Envelope envelope, Duration after, String code, String reason) {
    var now = clock.instant();
    sql.run(
        "insert into waiting (system, role, effect_key, thread_id, envelope, code, reason, due_at, since) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (effect_key) do update set due_at = least(waiting.due_at, excluded.due_at), code = excluded.code, reason = excluded.reason",
        envelope.system(), envelope.role().word(), envelope.key(), envelope.threadId(), Json.write(envelope), code, reason, now.plus(after), now);
  }

  /** Systems with something due. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public java.util.List<String> due() {
    return sql.list(row -> row.text("system"), "select distinct system from waiting where due_at <= ?", clock.instant());
  }

  /** Queues what is due for one system; a row goes and its message comes in one transaction. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public int release(String system) {
    if (!connectors.open(system)) return 0;
    var envelopes =
        sql.list(
            row -> Json.read(row.text("envelope"), Envelope.class),
            "delete from waiting where id in (select id from waiting where system = ? and due_at <= ? order by due_at, id limit ? for update skip locked) returning envelope",
            system, clock.instant(), BATCH);
    envelopes.forEach(outgoing::command);
    return envelopes.size();
  }
}
