package io.throughline.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.connector.Connector.Call;
import io.throughline.connector.Connector.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tries a firm's folder on golden files before it is in force: its own, or those that were shipped for the system. Each feed has to make facts with
 * every field they need, and each effect a body, of what the file holds; what a person would have to settle at night is refused by day.
 *
 * <p>Only what needs no conversation is tried: feeds of one read, effects without reads before them.
 */
final class DryRun {

  private final Connector connector;
  private final Folder folder;
  private final Map<String, Object> settings;

  DryRun(Connector connector, Folder folder) {
    this.connector = connector;
    this.folder = folder;
    this.settings = new LinkedHashMap<>(connector.descriptor.settings());
  }

  void check() {
    connector.feeds.forEach(this::read);
    connector.operations.forEach(this::written);
  }

  private void read(String name, Source source) {
    var page = page(name, source);
    if (page == null) return;
    var items = Facts.read(connector, source, settings, page).items();
    for (var item : items) {
      if (item.problem() == null) continue;
      var problem = item.problem().message();
      throw new ConnectorRefused(folder.name(name + ".out.jsonata"), 1, "on golden/" + name + ".json: " + item.problem().pointer() + ": " + problem);
    }
    if (items.isEmpty()) throw new ConnectorRefused(folder.name(name + ".out.jsonata"), 1, "on golden/" + name + ".json: no facts, though the file has some");
  }

  /** The page as it would be stored; null where it takes a conversation to make it. */
  private byte[] page(String name, Source source) {
    var golden = golden(name);
    if (golden == null || golden.path("exchanges").isEmpty() || golden.path("facts").isEmpty() || source.described().hops() != null) return null;
    var exchanges = golden.get("exchanges");
    if (source.details() == null) return Tree.write(exchanges.get(0).path("answer").path("body"));
    var items = new ArrayList<Object>();
    for (var i = 1; i < exchanges.size(); i++) if (exchanges.get(i).path("answer").has("body")) items.add(exchanges.get(i).get("answer").get("body"));
    return Tree.write(Map.of("items", items));
  }

  private void written(String name, Call call) {
    var golden = golden(name);
    if (golden == null || call.reads() || call.steps().get(0) != call.effect() || !golden.path("outcome").path("is").asText().equals("done")) return;
    var request = call.effect().request();
    if (request.body() == null) return;
    var input = Tree.plain(golden.get("input"));
    var variables = new LinkedHashMap<String, Object>(Map.of("input", input, "key", "0".repeat(64), "hop", Map.of(), "settings", settings));
    try {
      if (request.body().apply(input, variables) == null) throw new ConnectorRefused(request.body().toString(), 1, "on golden/" + name + ".json: an empty body");
    } catch (ConnectorRefused e) {
      throw e;
    } catch (IllegalArgumentException e) {
      var file = request.body().toString();
      throw new ConnectorRefused(file, 1, "on golden/" + name + ".json: " + e.getMessage().replace(file + ": ", ""));
    }
  }

  private JsonNode golden(String name) {
    var text = folder.golden(name + ".json");
    try {
      return text.isEmpty() ? null : Tree.JSON.readTree(text.get());
    } catch (JsonProcessingException e) {
      throw new ConnectorRefused(folder.name("golden/" + name + ".json"), e.getLocation() == null ? 0 : e.getLocation().getLineNr(), e.getOriginalMessage());
    }
  }
}
