package io.throughline.thread.view;

import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Who works on an exception, and what is said about it. What decides it is the journeys' business. */
@ApplicationScoped
@Transactional
public class Casework {

  /** So many of the latest notes say who acts here: the whole audit is long. */
  private static final int LATELY = 5000;

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Audit audit;

  /** False if there is no such open item. */
  public boolean assign(long id, String to, String actor) {
    if (sql.run("update exception_item set assigned_to = ? where id = ? and state = 'open'", to, id) == 0) return false;
    audit.note(actor, "assign", "exception:" + id, Map.of("to", to));
    return true;
  }

  /** People who did something lately, by name; neither the hub nor its rules. */
  public List<String> acted() {
    return sql.list(
        row -> row.text("actor"),
        "select distinct actor from (select actor from audit order by id desc limit ?) lately where actor <> 'hub' and actor not like 'rule:%' order by 1", LATELY);
  }

  /** False if there is no such item. */
  public boolean comment(long id, String text, String actor) {
    if (sql.run("insert into exception_comment (exception_id, at, actor, said) select id, ?, ?, ? from exception_item where id = ?", clock.instant(), actor, text, id) == 0) return false;
    audit.note(actor, "comment", "exception:" + id, Map.of());
    return true;
  }
}
