package io.throughline.thread.view;

import io.throughline.store.Json;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Who did what, the latest first. */
@ApplicationScoped
@Transactional
public class AuditView {

  @Inject Sql sql;

  public record Entry(long id, Instant at, String actor, String action, String subject, Map<String, Object> detail) {}

  public Page<Entry> list(String subject, String actor, int limit, String cursor) {
    var from = Page.position(cursor, 1)[0];
    var found =
        sql.list(
            AuditView::entry,
            "select * from audit where (cast(? as text) is null or subject = ?) and (cast(? as text) is null or actor = ?) and (cast(? as text) is null or id < cast(? as bigint))"
                + " order by id desc limit ?",
            subject, subject, actor, actor, from, from, limit + 1);
    return Page.of(found, limit, entry -> List.of(entry.id()));
  }

  static Entry entry(Row row) throws SQLException {
    return new Entry(row.number("id"), row.instant("at"), row.text("actor"), row.text("action"), row.text("subject"), Json.read(row.text("detail")));
  }
}
