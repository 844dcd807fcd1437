package io.throughline.ear.benchmark;

import io.throughline.ear.HubFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** Books filled to a size, set by set: what a firm would have after years. */
final class Books {

  /** Entries of one engagement; what fill.sql writes. */
  static final int ENTRIES = 800;

  /** Engagements a transaction. */
  private static final int CHUNK = 250;

  /** What the triggers would have done: stages, and what the totals lack. */
  private static final String TOTALS =
      "insert into stage_counted (thread_id, stage) select thread_id, stage from engagement_stage on conflict do nothing;"
          + " insert into total (what, word, currency, n) select what, word, currency, sum(n) from ("
          + "select what, word, currency, n from totals_counted union all select what, word, currency, -n from totals union all select 'stage', word, null, -n from stages) lacking group by 1, 2, 3 having sum(n) <> 0";

  private final HubFixture hub;
  private final Work copied;
  private int filled;

  Books(HubFixture hub, Work copied) {
    this.hub = hub;
    this.copied = copied;
  }

  /** Engagements up to so many entries. */
  int upTo(int entries) throws SQLException, IOException {
    var engagements = Math.max(1, entries / ENTRIES);
    try (var database = hub.owned(); var statement = database.createStatement()) {
      database.setAutoCommit(false);
      while (filled < engagements) {
        var next = filled == 0 ? 1 : Math.min(engagements, filled + CHUNK);
        if (filled > 0) statement.execute("set local session_replication_role = replica"); // no triggers, no foreign keys
        statement.execute(text().formatted(filled, next, copied.thread(), copied.line()));
        database.commit();
        filled = next;
      }
      statement.execute(TOTALS);
      database.commit();
      database.setAutoCommit(true);
      statement.execute("vacuum (analyze)"); // as autovacuum would have done in those years
    }
    return engagements;
  }

  private static String text() throws IOException {
    try (var fill = Books.class.getResourceAsStream("/benchmark/fill.sql")) {
      return new String(fill.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
