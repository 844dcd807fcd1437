package io.throughline.thread.view;

import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;

/** Who works on an exception, and what is said about it. What decides it is the journeys' business. */
@ApplicationScoped
@Transactional
public class Casework {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Audit audit;

  /** False if there is no such open item. */
  public boolean assign(long id, String to, String actor) {
    if (sql.run("update exception_item set assigned_to = ? where id = ? and state = 'open'", to, id) == 0) return false;
    audit.note(actor, "assign", "exception:" + id, Map.of("to", to));
    return true;
  }

  /** False if there is no such item. */
  public boolean comment(long id, String text, String actor) {
    return sql.run("insert into exception_comment (exception_id, at, actor, said) select id, ?, ?, ? from exception_item where id = ?", clock.instant(), actor, text, id) == 1;
  }
}
