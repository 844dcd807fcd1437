package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.connector.Peer.Asked;
import io.throughline.connector.Peer.Reply;
import io.throughline.journey.Outcome;
import io.throughline.store.Sha256;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system that gives another refresh token each time, and takes each only once. */
class RefreshTokensTest {

  private static final String FIRST = "chosen-by-an-operator";

  @TempDir Path firm;

  private final Peer peer = new Peer();
  private final Set<String> good = new HashSet<>(Set.of(FIRST));
  private int given;
  private Bench bench;

  @BeforeEach
  void start() {
    peer.answering(this::answer);
    bench = new Bench(firm).with("throughline.peer.url", peer.url()).with("throughline.peer.id", "hub").with("throughline.peer.token", FIRST).file("peer", "connector.yaml", """
        system: peer
        role: crm
        base: throughline.peer.url
        auth:
          - { strategy: oauth2-refresh-token, token: /token, clientId: throughline.peer.id, value: throughline.peer.token }
        operations:
          read:
            idempotency: { mode: read }
            hops: [{ name: it, request: { send: GET /it } }]
        """);
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  @Test
  void aHubThatStartsAgainGoesOnWithTheLastOne() {
    assertThat(read(bench.connectors())).isInstanceOf(Outcome.Done.class);

    assertThat(read(bench.connectors())).as("after the restart").isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whatIsKeptTellsNoTokenAndIsNotItsOwnKey() {
    read(bench.connectors());

    var kept = bench.tokens.sealed.toString();
    assertThat(bench.tokens.sealed).hasSize(1);
    assertThat(kept).doesNotContain(FIRST, "rotated-", Sha256.of(FIRST));
  }

  @Test
  void anotherOneThatAnOperatorConfiguresCounts() {
    read(bench.connectors());
    good.clear();
    good.add("chosen-later");
    assertThat(read(bench.connectors())).as("the one that was kept is dead").isInstanceOf(Outcome.Retry.class);

    bench.with("throughline.peer.token", "chosen-later");

    assertThat(read(bench.connectors())).isInstanceOf(Outcome.Done.class);
    assertThat(read(bench.connectors())).as("and those that came in its place").isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aSignInThatFailsLeavesTheOneThatIsKept() {
    read(bench.connectors());
    peer.answering(asked -> Reply.of(503, ""));
    assertThat(read(bench.connectors())).isInstanceOf(Outcome.Retry.class);

    peer.answering(this::answer);

    assertThat(read(bench.connectors())).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void twoNodesNeverUseOneTwice() throws Exception {
    var bothAreReady = new CountDownLatch(2);
    var nodes = Executors.newFixedThreadPool(2);
    try {
      var results = List.of(node(nodes, bothAreReady), node(nodes, bothAreReady));

      for (var result : results) assertThat(result.get(30, TimeUnit.SECONDS)).as("a node that goes on").isTrue();
      assertThat(peer.asked).extracting(Asked::body).filteredOn(body -> body.contains("refresh_token=")).doesNotHaveDuplicates();
    } finally {
      nodes.shutdownNow();
    }
  }

  /** Signs in again and again, and says whether it could; whoever finds the other at it waits, as a command would. */
  private Future<Boolean> node(ExecutorService nodes, CountDownLatch bothAreReady) {
    var connectors = bench.connectors();
    return nodes.submit(() -> {
      bothAreReady.countDown();
      bothAreReady.await();
      var done = 0;
      var until = Deadline.in(Duration.ofSeconds(20));
      while (done < 20 && !until.left().isZero()) {
        var outcome = read(connectors);
        if (outcome instanceof Outcome.Done) done++;
        else assertThat(((Outcome.Retry) outcome).reason()).isEqualTo("another call is signing in to peer");
      }
      return done == 20;
    });
  }

  private static Outcome read(DescribedConnectors connectors) {
    return connectors.carryOut(Bench.call("peer", "read", Map.of()));
  }

  /** Access ends at once, so that each call signs in. */
  private synchronized Reply answer(Asked asked) {
    if (!asked.uri().equals("/token")) return Reply.of(200, "{\"id\": 1}");
    var used = asked.body().replaceAll(".*refresh_token=([^&]*).*", "$1");
    if (!good.remove(used)) return Reply.of(400, "{\"error\": \"invalid_grant\"}");
    var next = "rotated-" + ++given;
    good.add(next);
    return Reply.of(200, "{\"access_token\": \"access\", \"expires_in\": 0, \"refresh_token\": \"" + next + "\"}");
  }
}
