package io.throughline.intake;

import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What has to be remembered of systems that call the hub: the secrets they brought (sealed), and which messages came before. */
@ApplicationScoped
@Transactional
public class HookBook {

  /** Longer than any of these systems repeats a delivery. */
  private static final Duration REMEMBERED = Duration.ofDays(7);

  /** Old ones forgotten with each new one. */
  private static final int SWEPT = 20;

  @Inject Sql sql;
  @Inject Clock clock;

  /** The sealed secrets of a system, all in force: each of its subscriptions has its own. */
  public List<String> kept(String system) {
    return sql.list(row -> row.text("sealed"), "select sealed from hook_secret where system = ? order by id", system);
  }

  public void keep(String system, String sealed) {
    sql.run("insert into hook_secret (system, sealed, kept_at) values (?, ?, ?)", system, sealed, clock.instant());
  }

  /** Whether a message comes for the first time. */
  public boolean isNew(String system, String messageId) {
    var now = clock.instant();
    sql.run("delete from hook_message where ctid in (select ctid from hook_message where received_at < ? limit ? for update skip locked)", now.minus(REMEMBERED), SWEPT);
    return sql.run("insert into hook_message (system, message, received_at) values (?, ?, ?) on conflict do nothing", system, Sha256.of(messageId), now) == 1;
  }
}
