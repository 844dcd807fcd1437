package io.throughline.books;

import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What of a page's entries is known already: a higher version with other content counts, the same version with other content never. */
final class Versions {

  /** What an entry of the page is, against what is known of it. */
  enum Found {
    NEW,
    NEWER,
    /** A newer version that says the same. */
    UNCHANGED,
    DUPLICATE,
    /** The same version with other content. */
    CONFLICT
  }

  private record Known(String version, String sha256) {}

  private final Map<String, Known> known = new HashMap<>();

  private Versions() {}

  /** @param table with the columns source, version, sha256, current and {@code id}; what is known is locked */
  static Versions in(Sql sql, String table, String id, String source, Collection<String> keys) {
    record Row(String key, Known known) {}
    var versions = new Versions();
    sql.list(
            row -> new Row(row.text("key"), new Known(row.text("version"), row.text("sha256"))),
            "select " + id + " as key, version, sha256 from " + table + " where source = ? and current and " + id + " = any (?) order by " + id + " for update",
            source, keys.stream().distinct().toArray(String[]::new))
        .forEach(row -> versions.known.put(row.key(), row.known()));
    return versions;
  }

  /** Of which a version is known. */
  Collection<String> keys() {
    return List.copyOf(known.keySet());
  }

  /** The hash of all a fact says but its version. */
  static String sha256(Map<String, Object> fact) {
    var content = new TreeMap<>(fact);
    content.remove("version");
    return Sha256.of(Json.write(content));
  }

  Found found(String key, String version, String sha256) {
    var before = known.get(key);
    if (before == null) return Found.NEW;
    var order = version.compareTo(before.version());
    if (order < 0 || order == 0 && sha256.equals(before.sha256())) return Found.DUPLICATE;
    if (order == 0) return Found.CONFLICT;
    return sha256.equals(before.sha256()) ? Found.UNCHANGED : Found.NEWER;
  }

  /** The page keeps it: what comes after it in the page is held against it. */
  void keep(String key, String version, String sha256) {
    known.put(key, new Known(version, sha256));
  }
}
