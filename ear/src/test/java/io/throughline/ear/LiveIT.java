package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stream that open pages listen to. */
@ExtendWith(SharedHub.class)
class LiveIT {

  private static final String LIVE = "/api/experience/v1/live";
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void itTellsThatSomethingChangedAndNeverWhat(HubFixture hub) throws Exception {
    try (var stream = Listening.to(hub.as("delivery"))) {
      stream.awaitLine("event: open");

      hub.as("operator").post("/api/experience/v1/operations/systems/netsuite/pause", "{}");
      hub.as("operator").post("/api/experience/v1/operations/systems/netsuite/resume", "{}");

      stream.awaitLine("event: changed");
      await().atMost(SOON).until(() -> stream.said().lines().anyMatch(line -> line.startsWith("data:") && line.contains("decisions")));
      assertThat(stream.said().lines().filter(line -> line.startsWith("data:"))).allMatch(line -> line.matches("data: ?([a-z]+( [a-z]+)*)?"));
    }
  }

  @Test
  void itEndsWithItsToken(HubFixture hub) throws Exception {
    var begun = Instant.now();
    try (var stream = Listening.to(hub.withToken(Tokens.of(hub.sandboxAddress(), "operator", Duration.ofSeconds(3))))) {
      stream.awaitLine("event: open");

      await("the stream ends").atMost(SOON).until(stream::hasEnded);

      assertThat(Instant.now()).isAfter(begun.plusSeconds(2));
    }
  }

  @Test
  void nobodyListensWithoutAToken(HubFixture hub) {
    var answer = hub.anonymous().get(LIVE);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.isProblem()).isTrue();
  }

  /** Reads a stream as it comes. */
  private static final class Listening implements AutoCloseable {

    private final InputStream body;
    private final StringBuffer said = new StringBuffer();
    private volatile boolean ended;

    private Listening(InputStream body) {
      this.body = body;
      var reader = new Thread(this::read, "listening");
      reader.setDaemon(true);
      reader.start();
    }

    static Listening to(Api api) throws IOException, InterruptedException {
      var response = HttpClient.newHttpClient().send(api.request(LIVE).header("Accept", "text/event-stream").build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      return new Listening(response.body());
    }

    private void read() {
      try {
        for (var next = body.read(); next >= 0; next = body.read()) said.append(new String(new byte[] {(byte) next}, StandardCharsets.US_ASCII));
      } catch (IOException closed) {
        // by this end: what was said stays
      }
      ended = true;
    }

    String said() {
      return said.toString();
    }

    boolean hasEnded() {
      return ended;
    }

    void awaitLine(String line) {
      await(line).atMost(SOON).until(() -> said().lines().anyMatch(line::equals));
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
