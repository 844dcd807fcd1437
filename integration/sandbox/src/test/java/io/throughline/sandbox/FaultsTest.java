package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Vendors that misbehave when told to, and behave again after. */
class FaultsTest {

  private static final String PROJECT = "{\"workspace\":{\"title\":\"x\",\"external_reference\":\"%s\"}}";

  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new RunningSandbox(null);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @AfterEach
  void behave() {
    sandbox.control("DELETE", "/faults", null);
  }

  private static void fault(String json) {
    assertThat(sandbox.control("PUT", "/faults", "[" + json + "]").status()).isEqualTo(200);
  }

  private static int projects(String key) {
    return sandbox.control("GET", "/kantata/workspaces?where=external_reference%3D%27" + key + "%27", null).body().size();
  }

  private static void until(BooleanSupplier holds) {
    var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) throw new AssertionError("did not come true in time");
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void busyForAsOftenAsToldThenWellAgain() {
    fault("{\"vendor\":\"kantata\",\"operation\":\"workspaces.list\",\"kind\":\"429\",\"times\":2,\"retryAfterSeconds\":7}");

    var first = sandbox.kantata("GET", "/workspaces", null);
    var other = sandbox.kantata("GET", "/stories", null);
    var second = sandbox.kantata("GET", "/workspaces", null);
    var third = sandbox.kantata("GET", "/workspaces", null);

    assertThat(first.status()).isEqualTo(429);
    assertThat(first.header("Retry-After")).isEqualTo("7");
    assertThat(first.body().path("errors").get(0).path("message").asText()).isEqualTo("Rate limit exceeded");
    assertThat(other.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(429);
    assertThat(third.status()).isEqualTo(200);
  }

  @Test
  void anOutageMeetsEveryCallOfOneVendorUntilItIsTakenBack() {
    fault("{\"vendor\":\"kantata\",\"kind\":\"outage\"}");

    assertThat(sandbox.kantata("GET", "/workspaces", null).status()).isEqualTo(503);
    assertThat(sandbox.kantata("POST", "/workspaces", PROJECT.formatted("OUT")).status()).isEqualTo(503);
    assertThat(sandbox.netsuite("GET", "/record/v1/customer", null).status()).isEqualTo(200);
    sandbox.control("DELETE", "/faults", null);
    assertThat(sandbox.kantata("GET", "/workspaces", null).status()).isEqualTo(200);
    assertThat(projects("OUT")).isZero();
  }

  @Test
  void anOutageMayCutConnections() {
    fault("{\"vendor\":\"kantata\",\"kind\":\"outage\",\"connection\":\"cut\"}");

    assertThatThrownBy(() -> sandbox.send("POST", "/kantata/api/v1/workspaces", PROJECT.formatted("CUT"), Duration.ofSeconds(5))).isInstanceOf(IOException.class);
  }

  @Test
  void aBrokenVendorAnswersInItsOwnShape() {
    fault("{\"vendor\":\"netsuite\",\"method\":\"GET\",\"path\":\"/services/rest/record/v1/*\",\"kind\":\"500\",\"times\":1}");

    var reply = sandbox.netsuite("GET", "/record/v1/customer", null);

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body().path("o:errorDetails").get(0).path("o:errorCode").asText()).isEqualTo("UNEXPECTED_ERROR");
  }

  @Test
  void aTimeoutAfterTheEffectLeavesTheEffect() {
    fault("{\"vendor\":\"kantata\",\"operation\":\"workspaces.create\",\"kind\":\"timeout-after-effect\",\"times\":1,\"millis\":5000}");

    assertThatThrownBy(() -> sandbox.send("POST", "/kantata/api/v1/workspaces", PROJECT.formatted("HELD"), Duration.ofMillis(300), "Authorization", "Bearer throughline-kantata-token"))
        .isInstanceOf(HttpTimeoutException.class);

    assertThat(projects("HELD")).isEqualTo(1);
  }

  @Test
  void aShortHoldEndsWithAClosedConnectionAndNoAnswer() {
    fault("{\"vendor\":\"kantata\",\"operation\":\"workspaces.create\",\"kind\":\"timeout-after-effect\",\"times\":1,\"millis\":50}");

    assertThatThrownBy(() -> sandbox.send("POST", "/kantata/api/v1/workspaces", PROJECT.formatted("CLOSED"), Duration.ofSeconds(10), "Authorization", "Bearer throughline-kantata-token"))
        .isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);

    assertThat(projects("CLOSED")).isEqualTo(1);
  }

  @Test
  void aLateLandingIsNotThereAtFirstAndThereLater() {
    fault("{\"vendor\":\"kantata\",\"operation\":\"workspaces.create\",\"kind\":\"late-landing\",\"times\":1,\"millis\":700}");

    assertThatThrownBy(() -> sandbox.send("POST", "/kantata/api/v1/workspaces", PROJECT.formatted("LATE"), Duration.ofSeconds(5), "Authorization", "Bearer throughline-kantata-token"))
        .isInstanceOf(IOException.class);

    assertThat(projects("LATE")).isZero();
    until(() -> projects("LATE") == 1);
  }

  @Test
  void latencyDelaysTheAnswerOnly() {
    fault("{\"vendor\":\"kantata\",\"kind\":\"latency\",\"millis\":250,\"times\":1}");
    var begin = System.nanoTime();

    assertThat(sandbox.kantata("GET", "/workspaces", null).status()).isEqualTo(200);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
  }

  @Test
  void pollsTellRowsTwiceAndOutOfOrderTheSameWayForTheSameSeed() {
    for (int i = 0; i < 8; i++) sandbox.kantata("POST", "/users", "{\"user\":{\"full_name\":\"P" + i + "\"}}");
    var honest = ids();

    fault("{\"vendor\":\"kantata\",\"operation\":\"users.list\",\"kind\":\"duplicate-event\",\"seed\":3}");
    var twice = ids();
    fault("{\"vendor\":\"kantata\",\"operation\":\"users.list\",\"kind\":\"out-of-order-event\",\"seed\":3}");
    var shuffled = ids();
    fault("{\"vendor\":\"kantata\",\"operation\":\"users.list\",\"kind\":\"out-of-order-event\",\"seed\":3}");
    var again = ids();

    assertThat(twice).hasSizeGreaterThan(honest.size()).containsOnlyElementsOf(honest).containsAll(honest);
    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(honest).isNotEqualTo(honest);
    assertThat(again).isEqualTo(shuffled);
  }

  private static ArrayList<String> ids() {
    var ids = new ArrayList<String>();
    sandbox.kantata("GET", "/users?per_page=200", null).body().path("results").forEach(result -> ids.add(result.path("id").asText()));
    return ids;
  }

  @Test
  void aShortOutageEndsByItself() {
    fault("{\"vendor\":\"kantata\",\"kind\":\"outage\",\"millis\":400}");

    assertThat(sandbox.kantata("GET", "/users", null).status()).isEqualTo(503);
    until(() -> sandbox.kantata("GET", "/users", null).status() == 200);
  }

  @Test
  void nonsenseIsNoFault() {
    assertThat(sandbox.control("PUT", "/faults", "[{\"vendor\":\"kantata\",\"kind\":\"earthquake\"}]").status()).isEqualTo(400);
    assertThat(sandbox.control("PUT", "/faults", "[{\"kind\":\"429\"}]").status()).isEqualTo(400);
    assertThat(sandbox.control("PUT", "/faults", "[{\"vendor\":\"kantata\",\"kind\":\"429\",\"tims\":1}]").status()).isEqualTo(400);
  }
}
