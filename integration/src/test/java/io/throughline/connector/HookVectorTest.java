package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.throughline.connector.Connectors.Hook;
import io.throughline.connector.Connectors.HookCall;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The signature vectors that lie beside the vendors' contracts, against the folders as shipped; skipped visibly where they are absent. */
class HookVectorTest {

  private static final String TOKEN = "an-unguessable-part-of-the-address";
  private static final ObjectMapper YAML = new YAMLMapper(new YAMLFactory());

  @TempDir Path firm;

  /** A vector as its system's folder is asked: configured names, the call, when. */
  private record Vector(String system, JsonNode file, Map<String, String> configuration) {
    @Override
    public String toString() {
      return system;
    }
  }

  static Stream<Vector> vectors() throws IOException {
    if (Contracts.root().isEmpty()) return Stream.of(new Vector("SKIPPED: the vectors are not here (-Dcontracts=<folder>)", null, Map.of()));
    var all = new ArrayList<Vector>();
    for (var vector : Tree.JSON.readTree(Contracts.root().orElseThrow().resolve("webhooks/HANDWRITTEN-signature-vectors.json").toFile()).get("vectors")) {
      if (vector.get("vendor").asText().equals("netsuite-tba-request")) continue; // what the hub signs, not what it verifies: SignInTest
      var vendor = vector.get("vendor").asText();
      for (var system : vendor.equals("salesforce-outbound-message") ? List.of("salesforce", "salesforce-cpq") : List.of(vendor)) all.add(new Vector(system, vector, configuration(system, vector)));
    }
    return all.stream();
  }

  private static Map<String, String> configuration(String system, JsonNode vector) {
    var secret = vector.path("secret").asText(vector.path("clientState").asText(vector.path("channelToken").asText()));
    var configuration = new HashMap<String, String>();
    for (var name : List.of("client-secret", "hook-secret", "hook-key", "client-state", "channel-token")) configuration.put("throughline." + system + "." + name, secret);
    configuration.put("throughline." + system + ".hook-token", TOKEN);
    return configuration;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void takesWhatTheSystemSigned(Vector vector) throws IOException {
    var desk = desk(vector);

    var hook = desk.take(vector.file().get("body").asText(), headers(vector), Duration.ZERO);

    assertThat(hook).isInstanceOfSatisfying(Hook.Event.class, event -> {
      assertThat(event.messages()).isNotEmpty().extracting(Connectors.Message::id).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id).isNotBlank());
      assertThat(event.messages()).allSatisfy(message -> assertThat(message.type()).startsWith("changed."));
    });
    var reply = ((Hook.Event) hook).reply();
    if (vector.file().has("responseStatus")) assertThat(vector.file().get("responseStatus").toString()).contains(String.valueOf(reply.status()));
    if (vector.file().has("responseBody")) assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(vector.file().get("responseBody").asText());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void refusesWhatSomebodyElseSent(Vector vector) throws IOException {
    var desk = desk(vector);
    var body = vector.file().get("body").asText();

    if (vector.file().has("headers")) assertThat(desk.take(body, Map.of(), Duration.ZERO)).isNotInstanceOf(Hook.Event.class);
    assertThat(new Desk(new Vector(vector.system(), vector.file(), other(vector.configuration()))).take(body, headers(vector), Duration.ZERO)).isNotInstanceOf(Hook.Event.class);
    if (vector.file().has("stringToSign")) assertThat(desk.take(body + " ", headers(vector), Duration.ZERO)).isEqualTo(new Hook.Refused("no signature fits the body"));
    if (vector.file().has("maxAgeSeconds") || vector.file().has("verifyAt") || vector.file().has("timestamp")) {
      assertThat(desk.take(body, headers(vector), Duration.ofMinutes(6))).isInstanceOfSatisfying(Hook.Refused.class, refused -> assertThat(refused.reason()).containsAnyOf("too far from now", "expired"));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void answersAnIntroductionAsTheSystemWants(Vector vector) throws IOException {
    var desk = desk(vector);
    var handshake = vector.file().path("handshake");
    if (handshake.isMissingNode()) return;
    var headers = new HashMap<String, String>();
    handshake.path("requestHeader").fields().forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
    var query = handshake.path("requestQuery").path("validationToken").asText(null);

    var introduction = (Hook.Introduction) desk.take(handshake.path("requestBody").asText(), headers, Duration.ZERO, query == null ? "" : "&validationToken=" + Template.encode(query));

    var reply = introduction.reply();
    assertThat(handshake.get("responseStatus").toString()).contains(String.valueOf(reply.status()));
    handshake.path("responseHeader").fields().forEachRemaining(header -> assertThat(reply.headers()).containsEntry(header.getKey(), header.getValue().asText()));
    if (handshake.has("responseBody")) assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(handshake.get("responseBody").asText());
    if (handshake.has("responseContentType")) assertThat(reply.type()).isEqualTo(handshake.get("responseContentType").asText());
    if (introduction.keep() != null) assertThat(introduction.keep()).doesNotContain(vector.file().get("secret").asText());
  }

  @Test
  void keepsNoSecretOfAStranger() throws IOException {
    var asana = vectors().filter(vector -> vector.system().equals("asana")).findFirst();
    assumeTrue(asana.isPresent(), "SKIPPED: the vectors are not here");
    var desk = new Desk(asana.get());

    assertThat(desk.take("", Map.of("X-Hook-Secret", "mine"), Duration.ZERO, "", "guessed")).isEqualTo(new Hook.Refused("the token is not the one that was agreed"));
  }

  private Desk desk(Vector vector) throws IOException {
    assumeTrue(vector.file() != null, vector.system());
    var desk = new Desk(vector);
    var introduced = vector.file().path("handshake").path("requestHeader");
    if (introduced.has("X-Hook-Secret")) desk.kept.add(((Hook.Introduction) desk.take("", Map.of("X-Hook-Secret", introduced.get("X-Hook-Secret").asText()), Duration.ZERO)).keep());
    if (vector.system().equals("bamboohr")) desk.kept.add(desk.bench().connectors().sealed(vector.system(), vector.file().get("secret").asText())); // subscribing told it
    return desk;
  }

  private static Map<String, String> headers(Vector vector) {
    var headers = new HashMap<String, String>();
    vector.file().path("headers").fields().forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
    return headers;
  }

  private static Map<String, String> other(Map<String, String> configuration) {
    var other = new HashMap<>(configuration);
    other.replaceAll((name, value) -> "another-" + value);
    return other;
  }

  /** The hub's door for one system, at the time of the vector. */
  private final class Desk {
    private final Vector vector;
    private final List<String> kept = new ArrayList<>();

    Desk(Vector vector) {
      this.vector = vector;
    }

    Hook take(String body, Map<String, String> headers, Duration later) throws IOException {
      return take(body, headers, later, "");
    }

    Hook take(String body, Map<String, String> headers, Duration later, String query) throws IOException {
      return take(body, headers, later, query, TOKEN);
    }

    Hook take(String body, Map<String, String> headers, Duration later, String query, String token) throws IOException {
      var bench = bench();
      bench.clock.advance(Duration.between(bench.clock.instant(), at()).plus(later));
      var lower = new HashMap<String, String>();
      headers.forEach((name, value) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), value));
      var uri = vector.file().path("uri").asText("https://hub.example.com/webhooks/" + vector.system());
      return bench.connectors().hook(vector.system(), new HookCall("POST", uri, pairs("token=" + token + query), lower, body.getBytes(StandardCharsets.UTF_8)), kept);
    }

    private Bench bench() throws IOException {
      var bench = new Bench(firm);
      var fixture = YAML.readTree(HookVectorTest.class.getResource("/hooks.yaml")).path(vector.system());
      if (!fixture.isMissingNode()) bench.file(vector.system(), "connector.yaml", YAML.writeValueAsString(Map.of("system", vector.system(), "role", "crm", "base", "throughline.any.url", "hook", fixture)));
      vector.configuration().forEach(bench::with);
      bench.with("throughline.role." + (fixture.isMissingNode() ? Folders.load(vector.system(), null).descriptor.role().word() : "crm"), vector.system());
      return bench;
    }

    private Instant at() {
      if (vector.file().has("verifyAt")) return Instant.ofEpochSecond(vector.file().get("verifyAt").asLong());
      var stamp = vector.file().path("timestamp").asText("2026-11-21T03:00:00Z");
      return stamp.matches("\\d+") ? Instant.ofEpochMilli(Long.parseLong(stamp)) : Instant.parse(stamp);
    }

    private Map<String, String> pairs(String query) {
      var pairs = new HashMap<String, String>();
      for (var pair : query.split("&")) pairs.put(pair.split("=")[0], URLDecoder.decode(pair.split("=")[1], StandardCharsets.UTF_8));
      return pairs;
    }
  }
}
