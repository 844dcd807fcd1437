package io.throughline.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.connector.Peer.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The golden files of a folder: {@code operation}, {@code probe} or {@code feed}, its {@code input}, the {@code exchanges} with the
 * system in order, and the {@code outcome} or the {@code facts}. {@code {base}} stands for the system's address.
 */
record Golden(String system, String name, JsonNode file) {

  static Stream<Golden> all() {
    return systems().stream().flatMap(system -> in(system).stream());
  }

  static List<String> systems() {
    try {
      return Files.readAllLines(connectors().resolve("index")).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Golden> in(String system) {
    try (var files = Files.list(connectors().resolve(system).resolve("golden"))) {
      var all = new ArrayList<Golden>();
      for (var file : files.sorted().toList()) all.add(new Golden(system, file.getFileName().toString().replace(".json", ""), Tree.JSON.readTree(file.toFile())));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path connectors() {
    try {
      return Path.of(Folders.class.getResource("/connectors/index").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers as the file says, whatever is asked; a request too many gets a 599. */
  Peer peer() {
    var peer = new Peer();
    var left = new ArrayList<JsonNode>();
    file.get("exchanges").forEach(left::add);
    return peer.answering(asked -> {
      if (asked.uri().contains("token") && asked.method().equals("POST")) return Reply.of(200, "{\"access_token\": \"golden\"}");
      if (left.isEmpty()) return Reply.of(599, "");
      var answer = left.remove(0).get("answer");
      var base = peer.url() + "/sandbox/" + system;
      var reply = Reply.of(answer.get("status").asInt(), answer.has("body") ? answer.get("body").toString().replace("{base}", base) : "");
      if (answer.has("headers")) {
        for (var headers = answer.get("headers").fields(); headers.hasNext(); ) {
          var header = headers.next();
          reply = reply.with(header.getKey(), header.getValue().asText().replace("{base}", base));
        }
      }
      return reply;
    });
  }

  @Override
  public String toString() {
    return system + "/" + name;
  }
}
