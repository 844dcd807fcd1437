package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.connector.Connectors.Probe;
import io.throughline.connector.Peer.Reply;
import io.throughline.journey.Effect;
import io.throughline.journey.Outcome;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine makes of everything that a system can do, against a system that does it. */
class EngineTest {

  private static final String DESCRIPTOR = """
      system: peer
      role: delivery
      base: throughline.peer.url
      auth:
        - { strategy: oauth2-client-credentials, token: /token, clientId: throughline.peer.client-id, clientSecret: throughline.peer.client-secret }
      quota: { requests: 50, per: 24h, learn: { header: X-Left, pattern: '(?<left>\\d+)', reserve: 0, rest: 90s } }
      concurrency: 2
      circuit: { failures: 3, of: 3, open: 200ms }
      errors:
        - { status: "422", is: hold, code: "errors[0].code", reason: "errors[0].text", fields: "errors.{ 'pointer': '/' & field, 'code': code, 'message': text }" }
        - { status: "200", where: "$exists(error)", is: refused, code: "error", reason: "'refused in a success'" }
        - { status: "409", is: retry, after: header(X-Wait) }
      check: { send: GET /me }
      operations:
        create:
          idempotency: { mode: probe, settle: 7s }
          target: id
          undo: remove
          hops:
            - { name: rights, request: { send: "GET /rights/{owner}" }, when: "$exists(owner)" }
            - { name: create, effect: true, request: { send: POST /things, headers: { X-Key: "{$key}" }, body: '{ "ref": reference, "price": $decimal(price) }' }, id: id }
            - { name: confirm, request: { send: "GET /things/{$hop.create.id}" } }
          probe: { request: { send: GET /things, query: { ref: "{reference}" } }, found: "things[ref = $input.reference]", id: id }
          out: '{ "id": $string(id), "state": state }'
        remove:
          idempotency: { mode: state }
          hops: [{ name: remove, effect: true, request: { send: "DELETE /things/{id}" } }]
        read:
          idempotency: { mode: read }
          hops: [{ name: thing, request: { send: "GET /things/{id}" } }]
          out: '{ "id": $string(id), "state": state, "nothing": missing, "empty": "" }'
        job:
          idempotency: { mode: state }
          hops:
            - { name: start, effect: true, request: { send: POST /jobs }, id: job }
            - { name: done, request: { send: "GET /jobs/{$hop.start.id}" }, until: "state = 'succeeded'", every: 20ms }
          out: '{ "made": made }'
        set:
          idempotency: { mode: state }
          hops:
            - { name: open, request: { send: POST /sets }, abandon: { send: "DELETE /sets/{$hop.open.body.set}" } }
            - { name: fill, request: { send: POST /sets/fill } }
            - { name: execute, effect: true, request: { send: POST /sets/execute } }
        either:
          idempotency: { mode: state }
          hops: [{ name: write, effect: true, request: { send: either.jsonata, body: 'id ? { "id": id }' } }]
        paper:
          idempotency: { mode: probe, settle: 7s }
          target: paper
          hops:
            - { name: head, effect: true, request: { send: POST /papers }, id: id }
            - { name: there, request: { send: "GET /papers/{$hop.head.id}/lines" } }
            - { name: lines, transition: true, forEach: "lines[$not($ in $hop.there.body.lines)]", request: { send: "POST /papers/{$hop.head.id}/lines", body: '{ "line": $item }' } }
          probe: { request: { send: GET /papers }, found: papers, id: id }
          out: '{ "paper": $string($hop.head.id) }'
        soap:
          idempotency: { mode: state }
          hops: [{ name: call, effect: true, request: { send: POST /soap, headers: { SOAPAction: do }, xml: '{ "s:Envelope": { "@xmlns:s": "urn:s", "s:Body": { "Do": reference } } }' }, id: Envelope.Body.Done.Number }]
          target: number
        each:
          idempotency: { mode: read }
          hops:
            - { name: list, request: { send: GET /things } }
            - { name: all, forEach: "$hop.list.body.things", request: { send: "GET /things/{$item.id}" }, absentOn: 404 }
          out: '{ "states": [$.state] }'
      """;

  @TempDir Path firm;

  private final Peer peer = new Peer();
  private final AtomicInteger tokens = new AtomicInteger();
  private Bench bench;

  private DescribedConnectors connectors() {
    bench = new Bench(firm).file("peer", "either.jsonata", "id ? 'PUT /things/' & id : 'POST /things'").file("peer", "connector.yaml", DESCRIPTOR).with("throughline.peer.url", peer.url()).with("throughline.peer.client-id", "hub").with("throughline.peer.client-secret", "s3cret");
    var connectors = bench.with("throughline.role.delivery", "peer").connectors();
    assertThat(connectors.refusedOverrides()).isEmpty();
    return connectors;
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  @Test
  void carriesOutHopsInOrderWithTheirKeyTokenAndTrace() {
    behaves(asked -> switch (asked.method() + asked.uri()) {
      case "GET/rights/me%20%26%20you" -> Reply.of(200, "{}");
      case "POST/things" -> Reply.of(201, "{\"id\": 7}");
      case "GET/things/7" -> Reply.of(200, "{\"id\": 7, \"state\": \"new\"}");
      default -> Reply.of(404, "");
    });

    var outcome = connectors().carryOut(Bench.call("peer", "create", Map.of("reference", "T:1", "price", "12.50", "owner", "me & you")));

    assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> {
      assertThat(done.answer()).isEqualTo(Map.of("id", "7", "state", "new"));
      assertThat(done.targetId()).isEqualTo("7");
      assertThat(done.mappingVersion()).hasSize(16);
    });
    var create = peer.asked.stream().filter(asked -> asked.method().equals("POST") && asked.uri().equals("/things")).findFirst().orElseThrow();
    assertThat(create.body()).isEqualTo("{\"ref\":\"T:1\",\"price\":12.50}");
    assertThat(create.headers()).containsEntry("x-key", "ab".repeat(32)).containsEntry("authorization", "Bearer t1").containsKey("traceparent");
  }

  @Test
  void writesTheLinesThatLackOfWhatIsHalfWritten() {
    var lines = new java.util.concurrent.CopyOnWriteArrayList<String>();
    var failing = new AtomicInteger(1);
    behaves(asked -> switch (asked.method() + asked.uri()) {
      case "POST/papers" -> Reply.of(201, "{\"id\": 7}");
      case "GET/papers" -> Reply.of(200, "{\"papers\": [{\"id\": 7}]}");
      case "GET/papers/7/lines" -> Reply.of(200, "{\"lines\": [" + String.join(",", lines.stream().map(line -> line.replaceAll("\\D", "")).toList()) + "]}");
      case "POST/papers/7/lines" -> {
        if (asked.body().contains("2") && failing.getAndDecrement() > 0) yield Reply.of(503, "");
        lines.add(asked.body());
        yield Reply.of(201, "{}");
      }
      default -> Reply.of(404, "");
    });
    var connectors = connectors();
    var paper = Bench.call("peer", "paper", Map.of("lines", java.util.List.of(1, 2, 3)));

    assertThat(connectors.carryOut(paper)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.effect()).isEqualTo(Effect.UNKNOWN));
    assertThat(connectors.probe(paper)).isInstanceOfSatisfying(Probe.Found.class, found -> assertThat(found.done().answer()).isEqualTo(Map.of("paper", "7")));

    assertThat(lines).containsExactly("{\"line\":1}", "{\"line\":2}", "{\"line\":3}");
    assertThat(peer.asked).filteredOn(asked -> asked.method().equals("POST") && asked.uri().equals("/papers")).hasSize(1);
  }

  @Test
  void triesAConnectionByItsHarmlessRead() {
    behaves(asked -> asked.uri().equals("/me") ? Reply.of(200, "{}") : Reply.of(404, ""));
    assertThat(connectors().check("peer")).isInstanceOf(Outcome.Done.class);

    behaves(asked -> Reply.of(401, ""));
    assertThat(connectors().check("peer")).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void leavesOutWhatIsAbsent() {
    behaves(asked -> Reply.of(200, "{\"id\": 7, \"state\": null}"));

    assertThat(connectors().carryOut(Bench.call("peer", "read", Map.of("id", "7")))).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.answer()).isEqualTo(Map.of("id", "7")));
  }

  @Test
  void waitsAsLongAsATooManyRequestsSaysAndKeepsEverybodyElseBackToo() {
    behaves(asked -> Reply.of(429, "").with("Retry-After", "40"));
    var connectors = connectors();

    assertRetry(connectors.carryOut(create()), "quota", Effect.NONE, Duration.ofSeconds(40));
    var calls = peer.asked.size();
    assertThat(connectors.open("peer")).isFalse();
    assertRetry(connectors.carryOut(Bench.call("peer", "read", Map.of("id", "1"))), "quota", Effect.NONE, Duration.ofSeconds(40));
    assertThat(peer.asked).hasSize(calls);

    bench.clock.advance(Duration.ofSeconds(41));
    assertThat(connectors.open("peer")).isTrue();
  }

  @Test
  void readsRetryAfterAsADateToo() {
    behaves(asked -> Reply.of(503, "").with("Retry-After", "Tue, 1 Sep 2026 10:00:30 GMT"));

    assertRetry(connectors().carryOut(create()), "http-503", Effect.NONE, Duration.ofSeconds(30));
  }

  @Test
  void learnsFromTheHeaderThatTheQuotaIsGone() {
    behaves(asked -> Reply.of(200, "{\"id\": 1}").with("X-Left", "0"));
    var connectors = connectors();

    assertThat(connectors.carryOut(Bench.call("peer", "read", Map.of("id", "1")))).isInstanceOf(Outcome.Done.class);
    assertRetry(connectors.carryOut(Bench.call("peer", "read", Map.of("id", "1"))), "quota", Effect.NONE, Duration.ofSeconds(90));
    assertThat(connectors.health().get(0).quotaLeft()).isZero();
  }

  @Test
  void stopsAtTheDescribedQuota() {
    behaves(asked -> Reply.of(200, "{\"id\": 1}"));
    var connectors = connectors();
    for (var i = 0; i < 50; i++) assertThat(connectors.carryOut(Bench.call("peer", "read", Map.of("id", "1")))).isInstanceOf(Outcome.Done.class);

    assertThat(connectors.carryOut(Bench.call("peer", "read", Map.of("id", "1")))).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.code()).isEqualTo("quota"));
    assertThat(peer.asked).hasSize(51); // and one for the token
  }

  @Test
  void doesNotKnowTheEffectOfAServerErrorButKnowsThatAReadHasNone() {
    behaves(asked -> Reply.of(500, "boom"));

    assertThat(connectors().carryOut(create())).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.effect()).isEqualTo(Effect.UNKNOWN));
    assertThat(connectors().carryOut(Bench.call("peer", "read", Map.of("id", "1")))).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.effect()).isEqualTo(Effect.NONE));
  }

  @Test
  void settlesATimeoutByLookingForTheKey() {
    behaves(asked -> switch (asked.method() + asked.uri()) {
      case "POST/things" -> Peer.silence();
      case "GET/things?ref=T%3A1" -> Reply.of(200, "{\"things\": [{\"id\": 8, \"ref\": \"T:10\"}, {\"id\": 9, \"ref\": \"T:1\"}]}");
      case "GET/things?ref=T%3A2" -> Reply.of(200, "{\"things\": [{\"id\": 8, \"ref\": \"T:10\"}]}");
      default -> Reply.of(200, "{\"id\": 9, \"state\": \"made after all\"}");
    });
    var connectors = connectors();

    var outcome = connectors.carryOut(Bench.call("peer", "create", Map.of("reference", "T:1", "price", "1"), Duration.ofMillis(700)));

    assertThat(outcome).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
      assertThat(retry.effect()).isEqualTo(Effect.UNKNOWN);
      assertThat(retry.code()).isEqualTo("timeout");
    });
    assertThat(connectors.settle("peer", "create")).isEqualTo(Duration.ofSeconds(7));
    assertThat(connectors.probe(create())).isInstanceOfSatisfying(Probe.Found.class, found -> {
      assertThat(found.done().targetId()).isEqualTo("9");
      assertThat(found.done().answer()).containsEntry("state", "made after all");
    });
    assertThat(connectors.probe(Bench.call("peer", "create", Map.of("reference", "T:2", "price", "1")))).isInstanceOf(Probe.Absent.class);
  }

  @Test
  void cannotProbeWhatDoesNotAnswer() {
    behaves(asked -> Reply.of(503, ""));

    assertThat(connectors().probe(create())).isInstanceOf(Probe.Unavailable.class);
  }

  @Test
  void countsDuplicatesThatAProbeSees() {
    behaves(asked -> asked.uri().startsWith("/things?") ? Reply.of(200, "{\"things\": [{\"id\": 8, \"ref\": \"T:1\"}, {\"id\": 9, \"ref\": \"T:1\"}]}") : Reply.of(200, "{\"id\": 8}"));
    var connectors = connectors();

    assertThat(connectors.probe(create())).isInstanceOf(Probe.Found.class);
    assertThat(connectors.health().get(0).errorClasses()).containsEntry("duplicate-at-target", 1L);
  }

  @Test
  void callsAnEffectUnknownWhenOnlyItsConfirmationFails() {
    behaves(asked -> asked.method().equals("POST") ? Reply.of(201, "{\"id\": 7}") : Reply.of(404, ""));

    assertThat(connectors().carryOut(create())).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.effect()).isEqualTo(Effect.UNKNOWN));
  }

  @Test
  void knowsThatARefusedConnectionDidNothing() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    connectors();

    var connectors = bench.with("throughline.peer.url", "http://127.0.0.1:" + free).connectors();

    assertThat(connectors.carryOut(create())).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
      assertThat(retry.code()).isEqualTo("unreachable");
      assertThat(retry.effect()).isEqualTo(Effect.NONE);
    });
  }

  @Test
  void renewsATokenOnceWhenItIsRefused() {
    behaves(asked -> "Bearer t1".equals(asked.headers().get("authorization")) ? Reply.of(401, "") : Reply.of(200, "{\"id\": 1}"));
    var connectors = connectors();

    assertThat(connectors.carryOut(Bench.call("peer", "read", Map.of("id", "1")))).isInstanceOf(Outcome.Done.class);
    assertThat(connectors.carryOut(Bench.call("peer", "read", Map.of("id", "1")))).isInstanceOf(Outcome.Done.class);
    assertThat(tokens).hasValue(2);
  }

  @Test
  void waitsForAPersonWhenEvenAFreshTokenIsRefused() {
    behaves(asked -> Reply.of(401, ""));

    assertRetry(connectors().carryOut(create()), "unauthorised", Effect.NONE, Duration.ofSeconds(60));
    assertThat(tokens).hasValue(2);
  }

  @Test
  void saysWhichConfigurationIsMissing() {
    connectors();
    bench.configuration.remove("throughline.peer.client-secret");

    assertThat(bench.connectors().carryOut(create())).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.reason()).contains("throughline.peer.client-secret"));
  }

  @Test
  void opensTheCircuitAfterFailuresAndClosesItByItself() throws Exception {
    var broken = new AtomicInteger(1);
    behaves(asked -> broken.get() == 1 ? Reply.of(502, "") : Reply.of(200, "{\"id\": 1}"));
    var connectors = connectors();
    var read = Bench.call("peer", "read", Map.of("id", "1"));

    for (var i = 0; i < 4; i++) connectors.carryOut(read);
    assertThat(connectors.health().get(0).circuit()).isEqualTo("open");
    assertThat(connectors.open("peer")).isFalse();
    var calls = peer.asked.size();
    assertThat(connectors.carryOut(read)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.code()).isEqualTo("circuit-open"));
    assertThat(peer.asked).hasSize(calls);

    broken.set(0);
    new CountDownLatch(1).await(250, java.util.concurrent.TimeUnit.MILLISECONDS); // the circuit's own delay
    assertThat(connectors.open("peer")).isTrue();
    assertThat(connectors.carryOut(read)).isInstanceOf(Outcome.Done.class);
    assertThat(connectors.health().get(0).circuit()).isEqualTo("closed");
  }

  @Test
  void keepsToTheConcurrencyOfTheAccount() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    behaves(asked -> {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      try {
        new CountDownLatch(1).await(30, java.util.concurrent.TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      inside.decrementAndGet();
      return Reply.of(200, "{\"id\": 1}");
    });
    var connectors = connectors();

    var pool = Executors.newFixedThreadPool(8);
    for (var i = 0; i < 16; i++) pool.submit(() -> connectors.carryOut(Bench.call("peer", "read", Map.of("id", "1"))));
    pool.shutdown();
    assertThat(pool.awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();

    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void holdsWhatAPersonMustSettleWithItsFields() {
    behaves(asked -> Reply.of(422, "{\"errors\": [{\"code\": \"no-po\", \"text\": \"PO needed\", \"field\": \"po\"}]}"));

    assertThat(connectors().carryOut(create())).isEqualTo(new Outcome.Hold("no-po", "PO needed", java.util.List.of(new Outcome.Field("/po", "no-po", "PO needed"))));
  }

  @Test
  void seesARefusalInsideASuccess() {
    behaves(asked -> Reply.of(200, "{\"error\": \"denied\"}"));

    assertThat(connectors().carryOut(create())).isEqualTo(new Outcome.Refused("denied", "refused in a success", java.util.List.of()));
  }

  @Test
  void followsTheVendorsOwnWordForWaiting() {
    behaves(asked -> Reply.of(409, "").with("X-Wait", "9"));

    assertRetry(connectors().carryOut(create()), "http-409", Effect.NONE, Duration.ofSeconds(9));
  }

  @Test
  void waitsForAJob() {
    var polls = new AtomicInteger();
    behaves(asked -> asked.method().equals("POST") ? Reply.of(202, "{\"job\": \"j1\"}") : Reply.of(200, polls.incrementAndGet() < 3 ? "{\"state\": \"running\"}" : "{\"state\": \"succeeded\", \"made\": \"p1\"}"));

    assertThat(connectors().carryOut(Bench.call("peer", "job", Map.of()))).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.answer()).isEqualTo(Map.of("made", "p1")));
  }

  @Test
  void asksAgainForAJobThatIsNotReadyInTime() {
    behaves(asked -> asked.method().equals("POST") ? Reply.of(202, "{\"job\": \"j1\"}") : Reply.of(200, "{\"state\": \"running\"}"));

    assertThat(connectors().carryOut(Bench.call("peer", "job", Map.of(), Duration.ofMillis(400)))).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.effect()).isEqualTo(Effect.UNKNOWN));
  }

  @Test
  void letsGoOfWhatItPreparedWhenTheEffectWasNotCarriedOut() {
    behaves(asked -> switch (asked.uri()) {
      case "/sets" -> Reply.of(200, "{\"set\": \"s1\"}");
      case "/sets/fill" -> Reply.of(422, "{\"errors\": [{\"code\": \"full\", \"text\": \"no room\"}]}");
      default -> Reply.of(204, "");
    });

    assertThat(connectors().carryOut(Bench.call("peer", "set", Map.of()))).isInstanceOfSatisfying(Outcome.Hold.class, hold -> assertThat(hold.code()).isEqualTo("full"));
    assertThat(peer.asked.get(peer.asked.size() - 1)).satisfies(last -> assertThat(last.method() + " " + last.uri()).isEqualTo("DELETE /sets/s1"));
  }

  @Test
  void keepsWhatItPreparedOnceTheEffectIsDoneOrMayBe() {
    behaves(asked -> asked.uri().equals("/sets/execute") ? Reply.of(204, "") : Reply.of(200, "{\"set\": \"s1\"}"));
    assertThat(connectors().carryOut(Bench.call("peer", "set", Map.of()))).isInstanceOf(Outcome.Done.class);

    behaves(asked -> asked.uri().equals("/sets/execute") ? Reply.of(500, "") : Reply.of(200, "{\"set\": \"s1\"}"));
    assertThat(connectors().carryOut(Bench.call("peer", "set", Map.of()))).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.effect()).isEqualTo(Effect.UNKNOWN));

    assertThat(peer.asked).noneMatch(asked -> asked.method().equals("DELETE"));
  }

  @Test
  void choosesTheMethodByWhatIsThere() {
    behaves(asked -> Reply.of(204, ""));
    var connectors = connectors();

    connectors.carryOut(Bench.call("peer", "either", Map.of("id", "7")));
    connectors.carryOut(Bench.call("peer", "either", Map.of()));

    assertThat(peer.asked.stream().filter(asked -> !asked.uri().equals("/token")).map(asked -> asked.method() + " " + asked.uri() + " " + asked.body())).containsExactly("PUT /things/7 {\"id\":\"7\"}", "POST /things ");
  }

  @Test
  void speaksXmlWhereASystemDoes() {
    behaves(asked -> Reply.of(200, "<s:Envelope xmlns:s='urn:s'><s:Body><Done><Number>42</Number></Done></s:Body></s:Envelope>").with("Content-Type", "text/xml"));

    assertThat(connectors().carryOut(Bench.call("peer", "soap", Map.of("reference", "a < b")))).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.answer()).isEqualTo(Map.of("number", "42")));
    var sent = peer.asked.get(peer.asked.size() - 1);
    assertThat(sent.body()).contains("<s:Envelope xmlns:s=\"urn:s\"><s:Body><Do>a &lt; b</Do></s:Body></s:Envelope>");
    assertThat(sent.headers()).containsEntry("soapaction", "do").containsEntry("content-type", "text/xml; charset=utf-8");
  }

  @Test
  void readsEachItemAndLeavesOutWhatIsGone() {
    behaves(asked -> switch (asked.uri()) {
      case "/things" -> Reply.of(200, "{\"things\": [{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]}");
      case "/things/2" -> Reply.of(404, "");
      default -> Reply.of(200, "{\"state\": \"" + asked.uri().substring(8) + "\"}");
    });

    assertThat(connectors().carryOut(Bench.call("peer", "each", Map.of()))).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.answer()).isEqualTo(Map.of("states", java.util.List.of("1", "3"))));
  }

  @Test
  void sendsNothingWhilePaused() {
    behaves(asked -> Reply.of(200, "{\"id\": 1}"));
    var connectors = connectors();
    connectors.pause("peer", true);

    assertThat(connectors.carryOut(create())).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.code()).isEqualTo("paused"));
    assertThat(connectors.open("peer")).isFalse();
    assertThat(peer.asked).isEmpty();
  }

  @Test
  void holdsAnInputThatTheMappingCannotUse() {
    behaves(asked -> Reply.of(200, "{}"));

    assertThat(connectors().carryOut(Bench.call("peer", "create", Map.of("reference", "T:1", "price", "a lot")))).isInstanceOfSatisfying(Outcome.Hold.class, hold -> assertThat(hold.reason()).contains("connector.yaml").contains("a lot"));
    assertThat(peer.asked.stream().filter(asked -> asked.method().equals("POST") && asked.uri().equals("/things"))).isEmpty();
  }

  private io.throughline.connector.Connectors.Call create() {
    return Bench.call("peer", "create", Map.of("reference", "T:1", "price", "12.50"));
  }

  private void behaves(java.util.function.Function<Peer.Asked, Reply> behaviour) {
    peer.answering(asked -> asked.uri().equals("/token") ? Reply.of(200, "{\"access_token\": \"t" + tokens.incrementAndGet() + "\", \"expires_in\": 3600}") : behaviour.apply(asked));
  }

  private static void assertRetry(Outcome outcome, String code, Effect effect, Duration after) {
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
      assertThat(retry.code()).isEqualTo(code);
      assertThat(retry.effect()).isEqualTo(effect);
      assertThat(retry.after()).isEqualTo(after);
    });
  }
}
