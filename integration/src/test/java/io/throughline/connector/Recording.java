package io.throughline.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.connector.Connectors.Call;
import io.throughline.connector.Connectors.Poll;
import io.throughline.connector.Connectors.Probe;
import io.throughline.connector.Connectors.Translation;
import io.throughline.journey.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes what a role suite exchanges with the sandbox as golden files, where {@code -Dgolden.record=<system>,...} asks for it: a beginning for a
 * new folder, to be read before it is kept. A file that is there is left alone.
 */
final class Recording {

  private static final List<String> SYSTEMS = List.of(System.getProperty("golden.record", "").split(","));
  private static final Path TO = Path.of("src/main/resources/connectors");
  private static final List<String> HEADERS = List.of("content-type", "link", "location");

  private final List<JsonNode> exchanges = new ArrayList<>();

  void exchanged(Peer.Asked asked, Peer.Reply reply, String url) {
    if (SYSTEMS.contains("") || asked.method().equals("POST") && asked.uri().contains("token")) return;
    var base = asked.uri().replaceFirst("^(/sandbox/[^/]+).*", "$1");
    var request = Tree.JSON.createObjectNode().put("method", asked.method()).put("path", asked.uri().substring(base.length()));
    for (var name : GoldenTest.TELLING) {
      var value = asked.headers().get(name.toLowerCase(Locale.ROOT));
      if (value != null) request.withObject("/headers").put(name, value);
    }
    if (!asked.body().isEmpty()) request.set("body", read(asked.body()));
    var answer = Tree.JSON.createObjectNode().put("status", reply.status());
    reply.headers().forEach((name, value) -> {
      if (HEADERS.contains(name.toLowerCase(Locale.ROOT))) answer.withObject("/headers").put(name, value.replace(url + base, "{base}"));
    });
    if (!reply.body().isEmpty()) answer.set("body", read(reply.body().replace(url + base, "{base}")));
    var exchange = Tree.JSON.createObjectNode();
    exchange.set("request", request);
    exchange.set("answer", answer);
    exchanges.add(exchange);
  }

  Outcome outcome(Call call, Function<Call, Outcome> carriedOut) {
    exchanges.clear();
    var outcome = carriedOut.apply(call);
    var kind = outcome instanceof Outcome.Done ? "" : outcome instanceof Outcome.Hold ? "-held" : "-refused";
    var variant = call.input().containsKey("kind") && "milestone".equals(call.input().get("kind")) ? "-milestone" : "";
    write(call.system(), call.operation() + variant + kind, file("operation", call, GoldenTest.outcome(outcome)));
    return outcome;
  }

  Probe probe(Call call, Function<Call, Probe> probed) {
    exchanges.clear();
    var probe = probed.apply(call);
    var variant = "milestone".equals(call.input().get("kind")) ? "-milestone" : "";
    write(call.system(), call.operation() + variant + (probe instanceof Probe.Found ? "-found" : "-absent"), file("probe", call, GoldenTest.outcome(probe)));
    return probe;
  }

  Poll poll(String system, String feed, Map<String, Object> cursor, Supplier<Poll> polled, Function<byte[], Translation> translated) {
    exchanges.clear();
    var poll = polled.get();
    if (!cursor.isEmpty() || !(poll instanceof Poll.Page page)) return poll;
    var facts = translated.apply(page.raw()).items().stream().map(Connectors.Item::fact).toList();
    if (facts.isEmpty()) return poll;
    var file = Tree.JSON.createObjectNode().put("feed", feed);
    file.set("exchanges", Tree.JSON.valueToTree(exchanges));
    file.set("facts", Tree.JSON.valueToTree(facts));
    file.set("cursor", Tree.JSON.<ObjectNode>valueToTree(page.cursor()).without("lookedBack")); // the clock's, not the system's
    write(system, feed, file);
    return poll;
  }

  private ObjectNode file(String kind, Call call, JsonNode outcome) {
    var file = Tree.JSON.createObjectNode().put(kind, call.operation()).put("key", call.key());
    file.set("input", Tree.JSON.valueToTree(call.input()));
    file.set("exchanges", Tree.JSON.valueToTree(exchanges));
    file.set("outcome", outcome);
    return file;
  }

  private static void write(String system, String name, JsonNode file) {
    if (!SYSTEMS.contains(system)) return;
    var to = TO.resolve(system).resolve("golden").resolve(name + ".json");
    try {
      Files.createDirectories(to.getParent());
      if (!Files.exists(to)) Files.writeString(to, Tree.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(String body) {
    try {
      return Tree.JSON.readTree(body);
    } catch (IOException notJson) {
      return Tree.JSON.getNodeFactory().textNode(body);
    }
  }
}
