package io.throughline.process;

import io.throughline.journey.Effect;
import io.throughline.journey.Outcome.Done;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * Attempts and receipts by effect key, each change in a short transaction of its own, so that it stands before the call goes out and
 * after a crash.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class Attempts {

  @Inject Sql sql;
  @Inject Clock clock;

  /** What is known of a key. {@code receipt} is null until the effect is there. */
  record Known(Effect effect, boolean withdrawn, int tries, Instant lastAt, String problem, Map<String, Object> receipt, String targetId, String mappingVersion) {}

  /** Records the intent, once, and says what is known of it. */
  Known intend(Envelope envelope) {
    sql.run(
        "insert into attempt (effect_key, journey_id, thread_id, step, system, operation, request, first_at, last_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        envelope.key(), envelope.journeyId(), envelope.threadId(), envelope.step(), envelope.system(), envelope.operation(), Json.write(envelope.input()), clock.instant(), clock.instant());
    return sql.one(
            row ->
                new Known(
                    Effect.valueOf(row.text("effect").toUpperCase(java.util.Locale.ROOT)),
                    row.is("withdrawn"),
                    (int) row.number("tries"),
                    row.instant("last_at"),
                    row.text("problem"),
                    row.text("answer") == null ? null : Json.read(row.text("answer")),
                    row.text("target_id"),
                    row.text("mapping_version")),
            "select a.effect, a.withdrawn, a.tries, a.last_at, a.problem, r.answer, r.target_id, r.mapping_version from attempt a left join receipt r using (effect_key) where a.effect_key = ?",
            envelope.key())
        .orElseThrow();
  }

  /** The call is about to go out: from here the effect is unknown until somebody says otherwise. False if it was withdrawn meanwhile. */
  boolean calling(Envelope envelope) {
    return sql.run(
            "update attempt set effect = ?, problem = null, tries = tries + 1, last_at = ?, request = ? where effect_key = ? and not withdrawn",
            envelope.effectFree() ? Effect.NONE : Effect.UNKNOWN, clock.instant(), Json.write(envelope.input()), envelope.key())
        == 1;
  }

  /** It did not come to an answer. */
  void failed(String key, Effect effect, String problem) {
    sql.run("update attempt set effect = ?, problem = ? where effect_key = ? and effect <> 'applied'", effect, problem, key);
  }

  /** The effect is there: one receipt, whoever asks again gets it. */
  void receipt(Envelope envelope, Done done) {
    sql.run("update attempt set effect = 'applied', problem = null where effect_key = ?", envelope.key());
    sql.run(
        "insert into receipt (effect_key, thread_id, system, operation, target_id, answer, mapping_version, at) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        envelope.key(), envelope.threadId(), envelope.system(), envelope.operation(), done.targetId(), Json.write(done.answer()), done.mappingVersion(), clock.instant());
  }

  /** What was asked under a key. */
  @Transactional(Transactional.TxType.MANDATORY)
  java.util.Optional<Map<String, Object>> request(String key) {
    return sql.one(row -> Json.read(row.text("request")), "select request from attempt where effect_key = ?", key);
  }

  /** What was asked last for an engagement. */
  @Transactional(Transactional.TxType.MANDATORY)
  java.util.Optional<Map<String, Object>> lastAsked(String threadId, String operation) {
    return sql.one(row -> Json.read(row.text("request")), "select a.request from journey j join attempt a on a.journey_id = j.id where j.thread_id = ? and a.operation = ? order by a.last_at desc limit 1", threadId, operation);
  }

  /** Nobody wants it any more: what has not gone out will not, what is unknown is settled and not repeated. */
  @Transactional(Transactional.TxType.MANDATORY)
  void withdraw(String key) {
    sql.run("update attempt set withdrawn = true where effect_key = ?", key);
    sql.run("update waiting set due_at = ? where effect_key = ?", clock.instant(), key);
  }
}
