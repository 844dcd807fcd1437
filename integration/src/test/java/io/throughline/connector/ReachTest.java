package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.connector.Connectors.Poll;
import io.throughline.connector.Connectors.Probe;
import io.throughline.connector.Peer.Reply;
import io.throughline.journey.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a description reaches: delta tokens, several reads an item, lookups with pages, a second account, GraphQL, quotas in bodies. */
class ReachTest {

  private static final String DESCRIPTOR = """
      system: peer
      role: delivery
      base: throughline.peer.url
      auth: [{ strategy: bearer, value: throughline.peer.token }]
      quota: { requests: 1000, per: 60s, learn: { left: points.left, reset: points.reset, reserve: 10, rest: 60s } }
      also:
        ledger:
          system: peer-ledger
          role: delivery
          base: throughline.ledger.url
          auth: [{ strategy: api-key, header: X-Key, value: throughline.ledger.key }]
      errors:
        - { where: "errors.code = 'BUDGET'", is: quota, after: "errors[0].retry_in_seconds" }
        - { where: $exists(errors), is: hold, code: "errors[0].code" }
      feeds:
        changes:
          kind: time-entry
          every: 10s
          request: { send: GET /changes }
          paging: { style: next, next: next, delta: delta }
          items: rows
          hops:
            - { name: person, request: { send: "GET /people/{$item.person}" }, absentOn: 404 }
            - { name: rate, when: $exists($hop.person.body), request: { at: ledger, send: "GET /rates/{$hop.person.body.grade}" } }
          out: '{ "id": item.id, "version": "1", "name": person.name, "rate": rate.amount }'
          key: id
        windowed:
          kind: time-entry
          every: 10s
          request: { send: GET /windowed, query: { from: "{$day($since)}" } }
          items: rows
          watermark: { modified: at, window: 60d, start: "2020-01-01T00:00:00Z" }
          out: '{ "id": id, "version": "1" }'
          key: id
      operations:
        ask:
          idempotency: { mode: read }
          hops: [{ name: ask, request: { send: POST /graphql, graphql: ask.graphql, body: '{ "id": id }' } }]
        list:
          idempotency: { mode: read }
          hops: [{ name: list, request: { send: GET /list, query: { page: "{$page}" } }, next: next }]
          out: '{ "names": [$.rows.name] }'
        create:
          idempotency: { mode: probe, settle: 5s }
          hops: [{ name: create, effect: true, request: { send: POST /things }, id: id }]
          probe: { request: { send: GET /things, query: { page: "{$page}" } }, found: "things[ref = $input.ref]", id: id, next: next }
          target: thingId
      """;

  @TempDir Path firm;

  private final Peer peer = new Peer();
  private final Peer ledger = new Peer();
  private DescribedConnectors connectors;

  @BeforeEach
  void start() {
    connectors = new Bench(firm).file("peer", "connector.yaml", DESCRIPTOR).file("peer", "ask.graphql", "query Ask($id: ID!) { thing(id: $id) { name } }")
        .with("throughline.role.delivery", "peer").with("throughline.peer.url", peer.url()).with("throughline.peer.token", "t")
        .with("throughline.ledger.url", ledger.url()).with("throughline.ledger.key", "k").connectors();
  }

  @AfterEach
  void stop() {
    peer.close();
    ledger.close();
  }

  @Test
  void beginsTheNextSweepWhereTheDeltaSays() {
    peer.answering(asked -> switch (asked.uri()) {
      case "/changes" -> Reply.of(200, "{\"rows\": [], \"next\": \"/changes?page=2\"}");
      case "/changes?page=2" -> Reply.of(200, "{\"rows\": [], \"delta\": \"/changes?since=7\"}");
      default -> Reply.of(200, "{\"rows\": [], \"delta\": \"/changes?since=8\"}");
    });

    var first = page(Map.of());
    var second = page(first.cursor());
    var third = page(second.cursor());

    assertThat(first.more()).isTrue();
    assertThat(second.more()).isFalse();
    assertThat(second.cursor()).containsEntry("delta", "/changes?since=7");
    assertThat(third.cursor()).containsEntry("delta", "/changes?since=8");
    assertThat(peer.asked).extracting(Peer.Asked::uri).containsExactly("/changes", "/changes?page=2", "/changes?since=7");
  }

  @Test
  void readsEverythingAgainWhenTheSystemHasForgottenTheDelta() {
    peer.answering(asked -> Reply.of(asked.uri().contains("since") ? 410 : 200, "{\"rows\": []}"));

    var forgotten = page(Map.of("delta", "/changes?since=7"));

    assertThat(forgotten.cursor()).isEmpty();
    assertThat(forgotten.more()).isTrue();
    assertThat(forgotten.items()).isZero();
  }

  @Test
  void readsAListPageAfterPage() {
    peer.answering(asked -> Reply.of(200, asked.uri().equals("/list") ? "{\"rows\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"next\": 2}" : "{\"rows\": [{\"name\": \"c\"}]}"));

    var listed = (Outcome.Done) connectors.carryOut(Bench.call("peer", "list", Map.of()));

    assertThat(listed.answer()).containsEntry("names", List.of("a", "b", "c"));
    assertThat(peer.asked).extracting(Peer.Asked::uri).containsExactly("/list", "/list?page=2");
  }

  @Test
  void readsAWindowAgainEachTime() {
    peer.answering(asked -> Reply.of(200, "{\"rows\": [{\"id\": \"1\", \"at\": \"2026-09-01T00:00:00Z\"}]}"));

    var cursor = Map.<String, Object>of();
    for (var i = 0; i < 3; i++) cursor = ((Poll.Page) connectors.poll("peer", "windowed", cursor, item -> false, null)).cursor();

    assertThat(peer.asked).extracting(Peer.Asked::uri).containsExactly("/windowed?from=2020-01-01", "/windowed?from=2026-07-03", "/windowed?from=2026-07-03");
  }

  @Test
  void readsSeveralThingsForAnItemAndFromASecondAccountWithItsOwnKey() {
    peer.answering(asked -> switch (asked.uri()) {
      case "/changes" -> Reply.of(200, "{\"rows\": [{\"id\": \"1\", \"person\": \"p\"}, {\"id\": \"2\", \"person\": \"gone\"}]}");
      case "/people/p" -> Reply.of(200, "{\"name\": \"Ada\", \"grade\": \"senior\"}");
      default -> Reply.of(404, "");
    });
    ledger.answering(asked -> Reply.of(200, "{\"amount\": \"150.00\"}"));

    var items = connectors.translate("peer", "changes", page(Map.of()).raw()).items();

    assertThat(items).extracting(Connectors.Item::fact).containsExactly(
        Map.of("id", "1", "version", "1", "name", "Ada", "rate", "150.00"), Map.of("id", "2", "version", "1"));
    assertThat(ledger.asked).singleElement().satisfies(asked -> {
      assertThat(asked.uri()).isEqualTo("/rates/senior");
      assertThat(asked.headers()).containsEntry("x-key", "k").doesNotContainKey("authorization");
    });
  }

  @Test
  void looksThroughThePagesOfAProbeUntilItFinds() {
    peer.answering(asked -> asked.uri().contains("page=2") ? Reply.of(200, "{\"things\": [{\"id\": \"9\", \"ref\": \"R\"}], \"next\": \"3\"}") : Reply.of(200, "{\"things\": [{\"id\": \"1\", \"ref\": \"other\"}], \"next\": \"2\"}"));

    assertThat(connectors.probe(Bench.call("peer", "create", Map.of("ref", "R")))).isInstanceOfSatisfying(Probe.Found.class, found -> assertThat(found.done().answer()).containsEntry("thingId", "9"));
    assertThat(peer.asked).extracting(Peer.Asked::uri).containsExactly("/things", "/things?page=2");
  }

  @Test
  void sendsAGraphQlDocumentWithItsVariablesAndFindsErrorsInASuccess() throws Exception {
    peer.answering(asked -> Reply.of(200, "{\"errors\": [{\"code\": \"NO_SUCH_THING\"}]}"));

    assertThat(connectors.carryOut(Bench.call("peer", "ask", Map.of("id", "7")))).isInstanceOfSatisfying(Outcome.Hold.class, hold -> assertThat(hold.code()).isEqualTo("NO_SUCH_THING"));
    assertThat(Tree.read(peer.asked.get(0).body().getBytes())).isEqualTo(Map.of("query", "query Ask($id: ID!) { thing(id: $id) { name } }", "variables", Map.of("id", "7")));
  }

  @Test
  void waitsAsLongAsTheBodySaysThatTheBudgetIsUsedUp() {
    peer.answering(asked -> Reply.of(200, "{\"errors\": [{\"code\": \"BUDGET\", \"retry_in_seconds\": 17}]}"));

    for (var i = 0; i < 2; i++) assertThat(connectors.carryOut(Bench.call("peer", "ask", Map.of("id", "7")))).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.after()).isEqualTo(Duration.ofSeconds(17)));
    assertThat(peer.asked).as("everybody waits").hasSize(1);
  }

  @Test
  void restsBeforeTheBudgetIsGone() {
    peer.answering(asked -> Reply.of(200, "{\"points\": {\"left\": 9, \"reset\": 42}}"));

    assertThat(connectors.carryOut(Bench.call("peer", "ask", Map.of("id", "7")))).isInstanceOf(Outcome.Done.class);
    assertThat(connectors.carryOut(Bench.call("peer", "ask", Map.of("id", "7")))).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(List.of(retry.code(), retry.after())).isEqualTo(List.of("quota", Duration.ofSeconds(42))));
  }

  private Poll.Page page(Map<String, Object> cursor) {
    var poll = connectors.poll("peer", "changes", cursor, item -> false, null);
    assertThat(poll).isInstanceOf(Poll.Page.class);
    return (Poll.Page) poll;
  }
}
