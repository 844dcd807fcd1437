package io.throughline.web.idempotency;

import io.throughline.store.Sql;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The rows behind the keys. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class Claims {

  /** A lease is so much longer than the transaction may live: past it the first caller is gone for certain. */
  private static final Duration SPARE = Duration.ofMinutes(1);

  /** Expired rows taken away by the way, at each claim. */
  private static final int SWEPT = 50;

  @Inject Sql sql;
  @Inject Clock clock;

  /** What a claim found. */
  sealed interface Claim {
    /** It is ours until the lease ends, which is also its fence. */
    record Ours(Instant lease) implements Claim {}

    record Running() implements Claim {}

    record OtherRequest() implements Claim {}

    record Answered(Answer answer) implements Claim {}
  }

  /** An answer as it is kept. */
  record Answer(int status, String headers, String body) {}

  private record Found(String fingerprint, String state, Answer answer) {}

  /** Claims a key in a transaction of its own, so that a second caller sees it; {@code longest} is what the effect's transaction may take. */
  Claim claim(Key key, Duration kept, Duration longest) {
    var now = clock.instant();
    var lease = now.plus(longest).plus(SPARE).truncatedTo(ChronoUnit.MICROS);
    sql.run("delete from idempotency where key_hash in (select key_hash from idempotency where expires_at < ? limit ? for update skip locked)", now, SWEPT);
    var claimed =
        sql.run(
            "insert into idempotency (key_hash, fingerprint, state, lease_until, expires_at) values (?, ?, 'in-progress', ?, ?)"
                + " on conflict (key_hash) do update set lease_until = excluded.lease_until, expires_at = excluded.expires_at"
                + " where idempotency.state = 'in-progress' and idempotency.lease_until < ? and idempotency.fingerprint = excluded.fingerprint",
            key.hash(), key.fingerprint(), lease, now.plus(kept), now);
    if (claimed == 1) return new Claim.Ours(lease);
    var found =
        sql.one(
            row -> new Found(row.text("fingerprint"), row.text("state"), new Answer((int) row.number("status"), row.text("headers"), row.text("body"))),
            "select fingerprint, state, status, headers, body from idempotency where key_hash = ?",
            key.hash());
    if (found.isEmpty()) return new Claim.Running(); // given back this moment: the caller comes again
    if (!found.get().fingerprint().equals(key.fingerprint())) return new Claim.OtherRequest();
    return "done".equals(found.get().state()) ? new Claim.Answered(found.get().answer()) : new Claim.Running();
  }

  /** Keeps the answer in the transaction of the effect. Somebody took over meanwhile: the effect must not stand. */
  @Transactional(Transactional.TxType.MANDATORY)
  void answered(Key key, Instant lease, Answer answer) {
    var kept =
        sql.run(
            "update idempotency set state = 'done', status = ?, headers = ?, body = ? where key_hash = ? and state = 'in-progress' and lease_until = ?",
            answer.status(), answer.headers(), answer.body(), key.hash(), lease);
    if (kept != 1) throw new Refused(Problem.of(Code.REQUEST_IN_PROGRESS, "another request took over this key"));
  }

  /** Keeps the answer of a request that had no effect. */
  void refused(Key key, Instant lease, Answer answer) {
    answered(key, lease, answer);
  }

  /** Gives the key back: nothing happened, and the same request may succeed later. */
  void release(Key key, Instant lease) {
    sql.run("delete from idempotency where key_hash = ? and state = 'in-progress' and lease_until = ?", key.hash(), lease);
  }
}
