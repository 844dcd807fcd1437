package io.throughline.thread;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;

/** Who did what; insert-only, in the transaction that does it, or in one of its own after several. */
@ApplicationScoped
@Transactional
public class Audit {

  @Inject Sql sql;
  @Inject Clock clock;

  public void note(String actor, String action, String subject, Map<String, Object> detail) {
    sql.run("insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, cast(? as jsonb))", clock.instant(), actor, action, subject, detail);
  }
}
