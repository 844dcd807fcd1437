package io.throughline.intake;

import io.throughline.connector.RefreshTokens;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The newest refresh token of each account, sealed; each change is a short transaction, so that none is open while a system is asked. Who takes one holds a leased row
 * with a fencing number, as a poller does.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class RefreshTokenBook implements RefreshTokens {

  /** Longer than any call may take: a node that was killed meanwhile keeps the others waiting so long. */
  private static final Duration LEASE = Duration.ofSeconds(120);

  @Inject Sql sql;
  @Inject Clock clock;

  @Override
  public Optional<Taken> take(String system, String origin) {
    var now = clock.instant();
    sql.run("insert into refresh_token (origin, system) values (?, ?) on conflict do nothing", origin, system);
    return sql.one(
        row -> new Taken(origin, row.number("fence"), row.text("sealed")),
        "update refresh_token set fence = fence + 1, leased_until = ? where origin = ? and leased_until <= ? returning fence, sealed",
        now.plus(LEASE), origin, now);
  }

  @Override
  public void giveBack(Taken taken, String next) {
    sql.run(
        "update refresh_token set leased_until = 'epoch', sealed = coalesce(?, sealed), asked_at= ? where origin = ? and fence = ?",
        next, clock.instant(), taken.origin(), taken.fence());
  }
}
