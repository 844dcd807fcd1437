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
 * The golden files of a folder: {@code operation}, {@code probe} or {@code feed}, its {@code key} (or any) and {@code input}, the {@code exchanges} with the
 * system in order, and the {@code outcome} or the {@code facts}. {@code {base}} stands for the system's address. {@code sign-in.json} is what a system with sessions of its own answers to a login.
 */
record Golden(String system, String name, JsonNode file) {

  private static final String SIGN_IN = "sign-in.json";

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
      for (var file : files.filter(file -> !file.endsWith(SIGN_IN)).sorted().toList()) all.add(new Golden(system, file.getFileName().toString().replace(".json", ""), Tree.JSON.readTree(file.toFile())));
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
    var signIn = signIn();
    return peer.answering(asked -> {
      if (asked.uri().contains("token") && asked.method().equals("POST")) return Reply.of(200, "{\"access_token\": \"golden\"}");
      if (signIn.isPresent() && peer.asked.size() == 1) return Reply.of(200, signIn.get());
      if (left.isEmpty()) return Reply.of(599, "");
      var answer = left.remove(0).get("answer");
      var base = peer.url() + "/sandbox/" + system;
      var reply = Reply.of(answer.get("status").asInt(), answer.has("body") ? text(answer.get("body")).replace("{base}", base) : "");
      if (answer.has("headers")) {
        for (var headers = answer.get("headers").fields(); headers.hasNext(); ) {
          var header = headers.next();
          reply = reply.with(header.getKey(), header.getValue().asText().replace("{base}", base));
        }
      }
      return reply;
    });
  }

  /** JSON, or text as it is: XML. */
  private static String text(JsonNode body) {
    return body.isTextual() ? body.asText() : body.toString();
  }

  private java.util.Optional<String> signIn() {
    try {
      var file = connectors().resolve(system).resolve("golden").resolve(SIGN_IN);
      return Files.exists(file) ? java.util.Optional.of(Files.readString(file)) : java.util.Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was asked, signing in left out. */
  List<Peer.Asked> asked(Peer peer) {
    return peer.asked.stream().filter(asked -> !asked.uri().contains("token")).skip(signIn().isPresent() ? 1 : 0).toList();
  }

  /** The shipped folder at the peer, with credentials that are as good as any. */
  Bench bench(Path firm, Peer peer) {
    var bench = new Bench(firm).shipped(peer.url());
    var descriptor = Folders.shipped(system).descriptor;
    bench.configuration.putIfAbsent(descriptor.base(), peer.url() + "/sandbox/" + system);
    for (var auth : descriptor.auth()) {
      for (var name : new String[] {auth.value(), auth.user(), auth.password()}) if (name != null) bench.configuration.putIfAbsent(name, "golden");
    }
    return bench;
  }

  @Override
  public String toString() {
    return system + "/" + name;
  }
}
