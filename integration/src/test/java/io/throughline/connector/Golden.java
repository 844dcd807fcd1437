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
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The golden files of a folder: {@code operation}, {@code probe} or {@code feed}, its {@code key} (or any) and {@code input}, the {@code exchanges} with the
 * system in order, and the {@code outcome} or the {@code facts}. {@code {base}} stands for the system's address. {@code sign-in.json} is what a system with sessions of its own answers to a login.
 */
record Golden(String system, String name, JsonNode file) {

  private static final String SIGN_IN = "sign-in.json";
  private static final Path OWN = System.getProperty("folders") == null ? null : Path.of(System.getProperty("folders"));

  static Stream<Golden> all() {
    return systems().stream().flatMap(system -> in(system).stream());
  }

  /** Those shipped, and with {@code -Dfolders=<directory>} the firm's own. */
  static List<String> systems() {
    try {
      var all = new java.util.TreeSet<>(Files.readAllLines(connectors().resolve("index")).stream().filter(line -> !line.isBlank()).toList());
      if (OWN == null) return List.copyOf(all);
      try (var folders = Files.list(OWN)) {
        folders.filter(Files::isDirectory).forEach(folder -> all.add(folder.getFileName().toString()));
      }
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Connector folder(String system) {
    return OWN != null && Files.isDirectory(OWN.resolve(system)) ? Folders.load(system, OWN.resolve(system)) : Folders.shipped(system);
  }

  /** The firm's golden files where it has some, else the shipped ones: what it overrides has to do the same, or say what it does. */
  private static Path goldens(String system) {
    return OWN != null && Files.isDirectory(OWN.resolve(system).resolve("golden")) ? OWN.resolve(system).resolve("golden") : connectors().resolve(system).resolve("golden");
  }

  static List<Golden> in(String system) {
    try (var files = Files.list(goldens(system))) {
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
      if (fetchesForgeryToken(asked)) return Reply.of(200, "").with(folder(system).descriptor.csrf().header(), "golden");
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
      var file = goldens(system).resolve(SIGN_IN);
      return Files.exists(file) ? java.util.Optional.of(Files.readString(file)) : java.util.Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean fetchesForgeryToken(Peer.Asked asked) {
    var csrf = folder(system).descriptor.csrf();
    return csrf != null && "Fetch".equals(asked.headers().get(csrf.header().toLowerCase(Locale.ROOT)));
  }

  /** What was asked, signing in left out. */
  List<Peer.Asked> asked(Peer peer) {
    return peer.asked.stream().filter(asked -> !asked.uri().contains("token") && !fetchesForgeryToken(asked)).skip(signIn().isPresent() ? 1 : 0).toList();
  }

  /** The shipped folder at the peer, with credentials that are as good as any. */
  Bench bench(Path firm, Peer peer) {
    var bench = new Bench(OWN == null ? firm : OWN).shipped(peer.url());
    var descriptor = folder(system).descriptor;
    bench.configuration.putIfAbsent(descriptor.base(), peer.url() + "/sandbox/" + system);
    for (var auth : descriptor.auth()) {
      for (var name : new String[] {auth.value(), auth.user(), auth.password(), auth.clientId(), auth.clientSecret(), auth.consumerKey(), auth.consumerSecret(), auth.tokenId(), auth.tokenSecret()}) if (name != null) bench.configuration.putIfAbsent(name, "golden");
    }
    return bench;
  }

  @Override
  public String toString() {
    return system + "/" + name;
  }
}
