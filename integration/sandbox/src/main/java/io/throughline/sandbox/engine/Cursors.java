package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Query results of which a further page may be asked, the oldest forgotten first. */
final class Cursors {

  /** As many as one vendor account would hold open in a busy day of the quick start. */
  private static final int KEPT = 500;

  record Rest(List<JsonNode> records, int from, int size) {}

  private final Map<String, Rest> kept = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Rest> eldest) {
      return size() > KEPT;
    }
  };

  String keep(Rest rest) {
    var locator = "01g" + UUID.randomUUID().toString().replace("-", "").substring(0, 15) + "-" + rest.from();
    kept.put(locator, rest);
    return locator;
  }

  Rest find(String locator) {
    var rest = kept.get(locator);
    if (rest == null) throw Refusal.of("bad-locator", "value", locator);
    return rest;
  }
}
