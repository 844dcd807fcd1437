package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.throughline.quickstart.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A system that gives another refresh token with each sign-in and takes each only once, through a restart and with two nodes. */
class RefreshTokensIT {

  private static final String FOLDER = """
      system: onetime
      role: documents
      base: throughline.onetime.url
      auth:
        - { strategy: oauth2-refresh-token, token: /token, clientId: throughline.onetime.node, value: throughline.onetime.token }
      feeds:
        signatures:
          kind: signature
          every: 1s
          request: { send: GET /envelopes }
          items: envelopes
          key: signatureId
          out: '{ "signatureId": id, "version": "1", "dealId": id, "state": "pending" }'
      """;

  /** Whose sign-ins were taken, one after the other. */
  private static final List<String> NODES = new CopyOnWriteArrayList<>();

  /** What came twice, or was never given. */
  private static final List<String> REFUSED = new CopyOnWriteArrayList<>();

  private static final Set<String> GOOD = new HashSet<>(Set.of("first"));

  /** While it is so, nobody is signed in, and no token is used up. */
  private static volatile boolean away;

  private static volatile boolean asked;

  private static HttpServer system;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    system.createContext("/", RefreshTokensIT::answer);
    system.start();
    var folders = HubFixture.path("throughline.home").resolve("onetime-connectors");
    Files.createDirectories(folders.resolve("onetime"));
    Files.writeString(folders.resolve("onetime/connector.yaml"), FOLDER);
    hub = HubFixture.start("refresh-tokens", settings(folders, "one"));
  }

  private static Map<String, String> settings(Path folders, String node) {
    return Map.of(
        "THROUGHLINE_CONNECTORS_DIR", folders.toString(), "THROUGHLINE_ROLE_DOCUMENTS", "onetime", "THROUGHLINE_POLL_EVERY", "PT0.2S", "THROUGHLINE_ONETIME_URL", "http://127.0.0.1:" + system.getAddress().getPort(),
        "THROUGHLINE_ONETIME_TOKEN", "first", "THROUGHLINE_ONETIME_NODE", node);
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
    system.stop(0);
  }

  @Test
  void itIsSignedInToAfterARestartAndByTwoNodesAtOnce() {
    await("one node signs in").atMost(Deal.SOON).until(() -> NODES.size() > 2);
    assertThat(hub.text("select sealed from refresh_token where system = 'onetime'")).doesNotContain("given-");

    turnAway();
    hub.killServer();
    away = false;
    var before = NODES.size();
    hub.startServer();
    await("it goes on").atMost(Deal.SOON).until(() -> NODES.size() > before + 2);

    try (Hub second = hub.second(Map.of("THROUGHLINE_ONETIME_NODE", "two"))) {
      turnAway();
      hub.killServer(); // which of two nodes asks is chance, and may be the same one for long
      away = false;
      await("the other goes on").atMost(Deal.SOON).until(() -> NODES.contains("two"));
      turnAway();
    }
    away = false;
    hub.startServer();
    await("the first goes on with the token of the other").atMost(Deal.SOON).until(() -> NODES.lastIndexOf("one") > NODES.lastIndexOf("two"));
    assertThat(REFUSED).isEmpty();
  }

  /** From now on nobody is signed in: a sign-in under way when a server is killed would lose its token. */
  private static void turnAway() {
    asked = false;
    away = true;
    await("it asks in vain").atMost(Deal.SOON).until(() -> asked);
  }

  private static synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (!exchange.getRequestURI().getPath().equals("/token")) {
        reply(exchange, 200, "{\"envelopes\": []}");
        return;
      }
      if (away) {
        asked = true;
        reply(exchange, 503, "{}");
        return;
      }
      var used = body.replaceAll(".*refresh_token=([^&]*).*", "$1");
      if (!GOOD.remove(used)) {
        REFUSED.add(used);
        reply(exchange, 400, "{\"error\": \"invalid_grant\"}");
        return;
      }
      NODES.add(body.replaceAll(".*client_id=([^&]*).*", "$1"));
      var next = "given-" + NODES.size();
      GOOD.add(next);
      reply(exchange, 200, "{\"access_token\": \"access\", \"expires_in\": 0, \"refresh_token\": \"" + next + "\"}");
    }
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
