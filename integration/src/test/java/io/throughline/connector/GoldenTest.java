package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.connector.Connectors.Poll;
import io.throughline.connector.Connectors.Probe;
import io.throughline.journey.Outcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder does what its golden files say: the requests that it sends, and what it makes of the answers. */
class GoldenTest {

  /** Headers that change what a request means. */
  static final List<String> TELLING = List.of("Prefer", "If-Match", "If-None-Match");

  @TempDir Path firm;

  static List<Golden> files() {
    return Golden.all().toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void sendsAndReadsAsWritten(Golden golden) {
    try (var peer = golden.peer()) {
      var connectors = golden.bench(firm, peer).connectors();

      var seen = seen(golden, connectors);

      assertThat(reread(seen)).isEqualTo(reread(expected(golden.file())));
      assertThat(requests(golden, peer)).isEqualTo(requests(golden.file()));
    }
  }

  @Test
  void coversEveryOperationAndFeed() {
    for (var system : Golden.systems()) {
      var described = Golden.folder(system).descriptor;
      var goldens = Golden.in(system).stream().map(Golden::file).toList();
      assertThat(goldens.stream().filter(file -> file.has("operation")).map(file -> file.get("operation").asText()).distinct()).as(system).containsExactlyInAnyOrderElementsOf(described.operations().keySet());
      assertThat(goldens.stream().filter(file -> file.has("feed")).map(file -> file.get("feed").asText()).distinct()).as(system).containsExactlyInAnyOrderElementsOf(Golden.folder(system).feeds.keySet());
    }
  }

  private static JsonNode seen(Golden golden, DescribedConnectors connectors) {
    var file = golden.file();
    if (file.has("feed")) {
      var feed = file.get("feed").asText();
      var page = (Poll.Page) connectors.poll(golden.system(), feed, Map.of(), item -> false, null);
      var facts = connectors.translate(golden.system(), feed, page.raw()).items().stream().map(Connectors.Item::fact).toList();
      var cursor = new LinkedHashMap<>(page.cursor());
      cursor.remove("lookedBack"); // the clock's, not the system's
      return Tree.JSON.valueToTree(Map.of("facts", facts, "cursor", cursor));
    }
    Map<String, Object> input = Tree.JSON.convertValue(file.get("input"), new TypeReference<>() {});
    if (file.has("operation")) return outcome(connectors.carryOut(Bench.call(golden.system(), file.get("operation").asText(), file.path("key").asText(Bench.KEY), input)));
    return outcome(connectors.probe(Bench.call(golden.system(), file.get("probe").asText(), file.path("key").asText(Bench.KEY), input)));
  }

  static JsonNode outcome(Probe probe) {
    return probe instanceof Probe.Found found ? outcome(found.done()) : Tree.JSON.valueToTree(Map.of("is", probe instanceof Probe.Absent ? "absent" : probe.toString()));
  }

  private static JsonNode expected(JsonNode file) {
    var nothing = Tree.JSON.createObjectNode(); // what is not said yet is shown as a difference
    if (!file.has("feed")) return file.has("outcome") ? file.get("outcome") : nothing;
    return Tree.JSON.valueToTree(Map.of("facts", file.has("facts") ? file.get("facts") : nothing, "cursor", file.has("cursor") ? file.get("cursor") : nothing));
  }

  static JsonNode outcome(Outcome outcome) {
    var shown = new LinkedHashMap<String, Object>();
    if (outcome instanceof Outcome.Done done) {
      shown.put("is", "done");
      shown.put("answer", done.answer());
      if (done.targetId() != null) shown.put("targetId", done.targetId());
    } else if (outcome instanceof Outcome.Hold hold) {
      shown.putAll(Map.of("is", "hold", "code", hold.code(), "reason", hold.reason()));
    } else if (outcome instanceof Outcome.Refused refused) {
      shown.putAll(Map.of("is", "refused", "code", refused.code(), "reason", refused.reason()));
    } else {
      shown.put("is", outcome.toString());
    }
    return Tree.JSON.valueToTree(shown);
  }

  private static List<String> requests(Golden golden, Peer peer) {
    var all = new java.util.ArrayList<String>();
    for (var asked : golden.asked(peer)) {
      all.add(asked.method() + " " + asked.uri().replaceFirst("^/sandbox/[^/]+", "") + " " + body(asked.body()));
      var telling = new LinkedHashMap<String, String>();
      for (var name : TELLING) if (asked.headers().containsKey(name.toLowerCase(Locale.ROOT))) telling.put(name, asked.headers().get(name.toLowerCase(Locale.ROOT)));
      if (!telling.isEmpty()) all.add(Tree.JSON.valueToTree(telling).toString());
    }
    return all;
  }

  private static List<String> requests(JsonNode file) {
    var all = new java.util.ArrayList<String>();
    file.get("exchanges").forEach(exchange -> {
      var request = exchange.get("request");
      all.add(request.get("method").asText() + " " + request.get("path").asText() + " " + (request.has("body") ? request.get("body").toString() : ""));
      if (request.has("headers")) all.add(request.get("headers").toString());
    });
    return all;
  }

  private static JsonNode reread(JsonNode tree) {
    try {
      return Tree.JSON.readTree(Tree.write(tree));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String body(String body) {
    try {
      return body.isEmpty() ? "" : Tree.JSON.readTree(body).toString();
    } catch (java.io.IOException notJson) {
      return Tree.JSON.valueToTree(body).toString(); // XML, a file
    }
  }
}
