package io.throughline.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.connector.Peer.Reply;
import io.throughline.sandbox.Sandbox;
import io.throughline.sandbox.engine.Answer;
import io.throughline.sandbox.engine.Call;
import io.throughline.sandbox.language.Json;
import io.throughline.system.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The sandbox's vendors at an address of their own, and connectors that speak to them: what a role suite runs against. */
final class Played implements AutoCloseable {

  /** Nothing is sent to the hub here. */
  private static final URI NO_HUB = URI.create("http://127.0.0.1:1");

  /** What was said against the vendors' contracts. */
  final List<String> wrong = new CopyOnWriteArrayList<>();

  final DescribedConnectors connectors;
  private final Bench bench;
  final Recording recording = new Recording();
  private final Sandbox sandbox = new Sandbox(List.of(), null, NO_HUB, Clock.systemUTC());
  private final Peer peer = new Peer();

  Played(Path firm) {
    peer.answering(this::answer);
    bench = new Bench(firm).shipped(peer.url());
    connectors = bench.connectors();
  }

  /** Where the contracts are at hand, nothing may be said here that they do not allow. */
  private void check(String system, Peer.Asked asked, String[] uri, Answer answer) {
    boolean signsIn = asked.uri().contains("token") || asked.headers().containsValue("Fetch");
    if (signsIn || Contracts.root().isEmpty() || !Contracts.covers(system) || answer.status() == 401) return;
    try {
      var path = uri[0].replaceFirst("^/sandbox/[^/]+", "") + (uri.length == 2 ? "?" + uri[1] : "");
      var body = json(asked.headers()) && !asked.body().isEmpty() ? Tree.JSON.readTree(asked.body()) : null;
      wrong.addAll(Contracts.wrong(system, asked.method(), path, asked.headers(), body, answer.status(), file(answer) ? null : answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean json(Map<String, String> headers) {
    return headers.entrySet().stream().anyMatch(header -> header.getKey().equalsIgnoreCase("Content-Type") && header.getValue().contains("json"));
  }

  /** Bytes of a document: the contract only says that they are some. */
  private static boolean file(Answer answer) {
    return answer.headers().getOrDefault("Content-Type", "").startsWith("application/pdf");
  }

  /** Every shipped system of a role that the sandbox plays. */
  static Stream<String> systems(Role role) {
    try (var sandbox = new Sandbox(List.of(), null, NO_HUB, Clock.systemUTC())) {
      var played = List.copyOf(sandbox.vendors().keySet());
      return Golden.systems().stream().filter(played::contains).filter(system -> Folders.shipped(system).descriptor.role() == role);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the vendor's own users do there. */
  JsonNode users(String system, String verb, String json) {
    try {
      return sandbox.vendors().get(system).drives().drive(verb, Json.MAPPER.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the vendor's own users can do that there. */
  boolean plays(String system, String verb) {
    return sandbox.vendors().get(system).drives().drives(verb);
  }

  /** What the vendor's own users see there. */
  JsonNode observed(String system, String verb, String json) {
    try {
      return sandbox.vendors().get(system).drives().observe(verb, Json.MAPPER.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<JsonNode> duplicates(String system) {
    return sandbox.vendors().get(system).users().duplicates();
  }

  /** Everybody's tokens end now. */
  void revokeTokens(String system) {
    sandbox.vendors().get(system).tokens().revokeAll();
  }

  /** From now on the hub signs in there with the client's own key; the peer's clock and the hub's agree on when. */
  void signing(String system, Descriptor.Auth way) {
    var client = sandbox.vendors().get(system).clients().shown().get(0);
    bench.with(way.issuer(), client.get("id").asText()).with(way.key(), client.get("privateKey").asText());
    bench.clock.advance(Duration.between(bench.clock.instant(), Clock.systemUTC().instant()));
  }

  List<String> askedForTokens(String system) {
    return peer.asked.stream().filter(asked -> asked.method().equals("POST") && asked.uri().startsWith("/sandbox/" + system) && asked.uri().endsWith("/token")).map(Peer.Asked::body).toList();
  }

  private Reply answer(Peer.Asked asked) {
    var parts = asked.uri().split("\\?", 2);
    var path = parts[0].split("/", 4); // "", sandbox, vendor, rest
    var call = new Call(asked.method(), peer.url() + "/sandbox/" + path[2], "/" + path[3], Call.pairs(parts.length == 2 ? parts[1] : null), asked.headers(), asked.body().getBytes(StandardCharsets.UTF_8));
    var answer = sandbox.vendors().get(path[2]).engine().handle(call);
    check(path[2], asked, parts, answer);
    var reply = new Reply(answer.status(), answer.headers(), answer.text());
    recording.exchanged(asked, reply, peer.url());
    return reply;
  }

  @Override
  public void close() throws IOException {
    peer.close();
    sandbox.close();
  }
}
