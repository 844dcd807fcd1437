package io.throughline.facts;

import io.throughline.connector.Connectors.Item;
import io.throughline.store.Json;
import io.throughline.store.Row;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps facts by (kind, source, key, version); a lower version never counts again, and the same version with other content is refused. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Facts {

  private static final String TOLD = "select version, body, evidence_id from fact where kind = ? and source = ? and fact_key = ? ";

  /** The most facts of a page that are locked one by one. */
  private static final int MANY = 256;

  @Inject Sql sql;
  @Inject Clock clock;

  /** One fact as it came. */
  public record Fact(String kind, String source, String key, String version, Map<String, Object> body, long evidenceId, String mappingVersion, String threadId) {}

  /** What keeping it found. */
  public enum Found {
    NEW,
    /** A newer version than the one known. */
    NEWER,
    /** A newer version that says the same. */
    UNCHANGED,
    DUPLICATE,
    OLDER,
    /** The same version with other content. */
    CONFLICT
  }

  /** What was told of a thing, and by which evidence. */
  public record Told(String version, String body, long evidenceId) {}

  /** The highest version. */
  public Optional<Told> newest(String kind, String source, String key) {
    return sql.one(Facts::told, TOLD + "order by version desc limit 1", kind, source, key);
  }

  /** One version; absent where it said the same as the one before. */
  public Optional<Told> version(String kind, String source, String key, String version) {
    return sql.one(Facts::told, TOLD + "and version = ?", kind, source, key, version);
  }

  private static Told told(Row row) throws SQLException {
    return new Told(row.text("version"), row.text("body"), row.number("evidence_id"));
  }

  /** To be called before any fact of a page is kept: of versions that are read at once one waits for the other. A long page, which would hold too many locks, waits for all pages of its kind. */
  public void alone(String kind, String source, Collection<Item> page) {
    var all = "fact:" + kind + ":" + source;
    if (page.size() > MANY) {
      sql.alone(all);
      return;
    }
    sql.together(all);
    sql.alone(page.stream().map(item -> all + ":" + item.key()).toArray(String[]::new));
  }

  /** The same for who looks at one of them, and goes by what was told of it. */
  public void alone(String kind, String source, String key) {
    var all = "fact:" + kind + ":" + source;
    sql.together(all);
    sql.alone(all + ":" + key);
  }

  public Found keep(Fact fact) {
    record Latest(String version, String sha256) {}
    var content = new TreeMap<>(fact.body());
    content.remove("version");
    var sha256 = Sha256.of(Json.write(content));
    var latest =
        sql.one(
            row -> new Latest(row.text("version"), row.text("sha256")),
            "select version, sha256 from fact where kind = ? and source = ? and fact_key = ? order by version desc limit 1",
            fact.kind(), fact.source(), fact.key());
    if (latest.isPresent()) {
      var order = fact.version().compareTo(latest.get().version());
      if (order < 0) return Found.OLDER;
      if (order == 0) return sha256.equals(latest.get().sha256()) ? Found.DUPLICATE : Found.CONFLICT;
      if (sha256.equals(latest.get().sha256())) return Found.UNCHANGED;
    }
    sql.run(
        "insert into fact (kind, source, fact_key, version, sha256, body, evidence_id, mapping_version, thread_id, recorded_at) values (?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?, ?)",
        fact.kind(), fact.source(), fact.key(), fact.version(), sha256, fact.body(), fact.evidenceId(), fact.mappingVersion(), fact.threadId(), clock.instant());
    return latest.isPresent() ? Found.NEWER : Found.NEW;
  }
}
