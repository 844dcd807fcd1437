package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.connector.Connectors.Poll;
import io.throughline.connector.Peer.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {

  private static final String DESCRIPTOR = """
      system: peer
      role: delivery
      base: throughline.peer.url
      feeds:
        counted:
          kind: time-entry
          every: 10s
          request: { send: GET /rows, query: { since: "{$since}", offset: "{$page}", limit: "{$size}" } }
          paging: { style: offset, size: 2, first: 0, more: more }
          items: rows
          watermark: { modified: at, overlap: 30s, start: "2026-01-01T00:00:00Z", ordered: true, resolution: 1s }
          out: 'id = "skip" ? {} : { "id": id, "version": $instant(at), "minutes": $exists(bad) ? $minutes(bad) : 60 }'
          key: id
        named:
          kind: invoice-status
          every: 10s
          request: { send: GET /rows, query: { since: "{$since}", offset: "{$page}", limit: "{$size}" } }
          paging: { style: offset, size: 5, first: 0, more: more }
          items: rows
          watermark: { modified: at, overlap: 30s, start: "2026-01-01T00:00:00Z", ordered: true, resolution: 1s }
          detail: { send: "GET /one/{$item.id}" }
          out: '{ "id": id, "version": "1" }'
          key: id
        scanned:
          kind: time-entry
          every: 10s
          request: { send: GET /scanned, query: { offset: "{$page}" } }
          paging: { style: offset, size: 2, first: 0, more: more }
          items: rows
          watermark: { modified: at, overlap: 30s, start: "2026-01-01T00:00:00Z", descending: true }
          out: '{ "id": id, "version": $instant(at) }'
          key: id
        unstamped:
          kind: worker
          every: 10s
          request: { send: GET /rows, query: { since: "{$since}", offset: "0", limit: "9" } }
          items: rows
          watermark: { modified: $asked, overlap: 1h, start: "2026-01-01T00:00:00Z" }
          out: '{ "id": id, "version": "1" }'
          key: id
        untold:
          kind: leave
          lacks: It does not tell this
        linked:
          kind: time-entry
          every: 10s
          request: { send: GET /linked }
          paging: { style: next, size: 2, next: next }
          items: rows
          out: '{ "id": id, "version": "1" }'
          key: id
      """;

  @TempDir Path firm;

  private final Peer peer = new Peer();
  private Bench bench;
  private final TreeMap<String, Instant> rows = new TreeMap<>();

  @AfterEach
  void stop() {
    peer.close();
  }

  @Test
  void resumesBehindEachPageAndReadsTheOverlapAgain() {
    for (var i = 1; i <= 5; i++) rows.put("r" + i, Instant.parse("2026-09-01T10:0" + i + ":00Z"));
    var connectors = connectors();

    var sweep = sweep(connectors, Map.of(), () -> {});

    assertThat(sweep.ids).contains("r1", "r2", "r3", "r4", "r5");
    assertThat(sweep.cursor).containsEntry("watermark", "2026-09-01T10:05:00Z").doesNotContainKeys("from", "page");
    assertThat(asksSince(connectors, sweep.cursor)).isEqualTo("10:05:00");
    clock().advance(Duration.ofSeconds(15));
    assertThat(asksSince(connectors, sweep.cursor)).isEqualTo("10:04:15");
  }

  private String asksSince(DescribedConnectors connectors, Map<String, Object> cursor) {
    var asked = peer.asked.size();
    sweep(connectors, cursor, () -> {});
    return java.net.URLDecoder.decode(peer.asked.get(asked).uri(), StandardCharsets.UTF_8).replaceAll(".*since=2026-09-01T([^Z]*)Z.*", "$1");
  }

  @Test
  void goesOnFromItsOwnTimeOfAskingWhereTheListHasNone() {
    rows.put("r1", Instant.parse("2026-03-01T10:00:00Z"));

    var sweep = sweep(connectors(), "unstamped", Map.of(), () -> {});

    assertThat(sweep.ids).containsExactly("r1");
    assertThat(sweep.cursor).containsEntry("watermark", clock().instant().toString());
  }

  @Test
  void doesNotAskForWhatIsLackingAndSaysWhy() {
    assertThat(connectors().catalogue().stream().filter(one -> one.system().equals("peer")).flatMap(one -> one.feeds().stream()).filter(feed -> feed.lacks() != null))
        .containsExactly(new Catalogue.FeedEntry("untold", "leave", null, "It does not tell this"));
  }

  @Test
  void readsACrowdOfRowsNotMuchMoreThanOnce() {
    for (var i = 0; i < 200; i++) rows.put("r" + (1000 + i), Instant.parse("2026-09-01T10:00:00Z").plusMillis(50L * i));

    var sweep = sweep(connectors(), Map.of(), () -> {});

    assertThat(sweep.ids).contains(rows.keySet().toArray(String[]::new));
    assertThat(sweep.ids).hasSizeLessThan(250);
  }

  @Test
  void losesNoRowWhenAnotherChangesDuringTheSweep() {
    for (var i = 1; i <= 6; i++) rows.put("r" + i, Instant.parse("2026-09-01T10:0" + i + ":00Z"));

    var sweep = sweep(connectors(), Map.of(), () -> rows.put("r1", Instant.parse("2026-09-01T10:30:00Z"))); // r1 moves to the end, every other row one forward

    assertThat(sweep.ids).contains("r1", "r2", "r3", "r4", "r5", "r6");
  }

  @Test
  void passesManyRowsOfOneInstant() {
    for (var i = 1; i <= 7; i++) rows.put("r" + i, Instant.parse("2026-09-01T10:00:00Z"));

    assertThat(sweep(connectors(), Map.of(), () -> {}).ids).contains("r1", "r2", "r3", "r4", "r5", "r6", "r7");
  }

  @Test
  void seesARowThatBecameVisibleLate() {
    rows.put("r1", Instant.parse("2026-09-01T10:00:10Z"));
    var connectors = connectors();
    var first = sweep(connectors, Map.of(), () -> {});
    clock().advance(Duration.ofSeconds(15));
    rows.put("late", Instant.parse("2026-09-01T10:00:05Z"));

    assertThat(sweep(connectors, first.cursor, () -> {}).ids).contains("late");
  }

  @Test
  void scansNewestFirstAndStopsAtTheWatermarkWhereAFilterWouldBeIgnored() {
    var at = List.of("10:05:00", "10:04:00", "10:03:00", "10:02:00", "10:01:00", "10:00:00");
    peer.answering(asked -> {
      var offset = Integer.parseInt(asked.uri().substring(asked.uri().indexOf('=') + 1));
      var page = at.subList(offset, offset + 2).stream().map(time -> "{\"id\": \"" + time + "\", \"at\": \"2026-09-01T" + time + "Z\"}").collect(Collectors.joining(", "));
      return Reply.of(200, "{\"rows\": [" + page + "], \"more\": " + (offset + 2 < at.size()) + "}");
    });

    var sweep = sweep(configured(), "scanned", Map.of("watermark", "2026-09-01T10:03:00Z"), () -> {});

    assertThat(sweep.ids).containsExactly("10:05:00", "10:04:00", "10:03:00", "10:02:00");
    assertThat(sweep.cursor).containsEntry("watermark", "2026-09-01T10:05:00Z").doesNotContainKeys("from", "page");
  }

  @Test
  void keepsWhatItReadBeforeAReadingFailed() {
    for (var i = 1; i <= 5; i++) rows.put("r" + i, Instant.parse("2026-09-01T10:00:00Z").plusMillis(i));
    var failing = new java.util.concurrent.atomic.AtomicBoolean(true);
    peer.answering(asked -> !asked.uri().startsWith("/one") ? listed(asked) : asked.uri().endsWith("r3") && failing.getAndSet(false) ? Reply.of(503, "{}") : one(asked));
    var connectors = configured();

    var first = page(connectors.poll("peer", "named", Map.of(), item -> false, null));
    var rest = sweep(connectors, "named", first.cursor(), () -> {});

    assertThat(first.items()).isEqualTo(2);
    assertThat(first.more()).isTrue();
    assertThat(rest.ids).contains("r3", "r4", "r5");
  }

  @Test
  void doesNotReadWhatIsKnown() {
    for (var i = 1; i <= 3; i++) rows.put("r" + i, Instant.parse("2026-09-01T10:00:00Z").plusMillis(i));
    peer.answering(asked -> asked.uri().startsWith("/one") ? one(asked) : listed(asked));
    var connectors = configured();
    var told = page(connectors.poll("peer", "named", Map.of(), item -> false, null)).told();

    var again = page(connectors.poll("peer", "named", Map.of(), told.items().subList(0, 2)::contains, null));

    assertThat(told.inFull()).isFalse();
    assertThat(again.items()).isEqualTo(1);
    assertThat(again.told()).isEqualTo(told);
  }

  private static Reply one(Peer.Asked asked) {
    return Reply.of(200, "{\"id\": \"" + asked.uri().substring("/one/".length()) + "\"}");
  }

  @Test
  void followsNextAddressesOfTheSameOriginOnly() {
    peer.answering(asked -> asked.uri().equals("/linked") ? Reply.of(200, "{\"rows\": [{\"id\": \"a\"}], \"next\": \"/linked?at=2\"}") : Reply.of(200, "{\"rows\": [{\"id\": \"b\"}], \"next\": \"https://elsewhere.example/steal\"}"));
    var connectors = configured();

    var first = page(connectors.poll("peer", "linked", Map.of(), item -> false, null));
    var second = page(connectors.poll("peer", "linked", first.cursor(), item -> false, null));

    assertThat(first.more()).isTrue();
    assertThat(second.items()).isEqualTo(1);
    assertThat(connectors.poll("peer", "linked", second.cursor(), item -> false, null)).isInstanceOfSatisfying(Poll.Later.class, later -> assertThat(later.code()).isEqualTo("foreign-address"));
  }

  @Test
  void saysWhenToPollAgain() {
    peer.answering(asked -> Reply.of(429, "").with("Retry-After", "12"));

    assertThat(configured().poll("peer", "linked", Map.of(), item -> false, null)).isInstanceOfSatisfying(Poll.Later.class, later -> assertThat(later.after().toSeconds()).isEqualTo(12));
  }

  @Test
  void namesItemsThatCannotBeReadAndLeavesOutThoseThatAreNotOurs() {
    var page = "{\"rows\": [{\"id\": \"1\", \"at\": \"2026-09-01T10:00:00Z\"}, {\"id\": \"skip\", \"at\": \"2026-09-01T10:00:00Z\"}, {\"id\": \"2\", \"at\": \"yesterday\"}, {\"id\": \"3\"}, {\"id\": \"4\", \"at\": \"2026-09-01T10:00:00Z\", \"bad\": \"0.001\"}]}";

    var items = configured().translate("peer", "counted", page.getBytes(StandardCharsets.UTF_8)).items();

    assertThat(items).extracting(Connectors.Item::key).containsExactly("1", null, "3", null);
    assertThat(items.get(1).problem().pointer()).isEqualTo("/items/2");
    assertThat(items.get(2).problem().message()).isEqualTo("missing: version");
    assertThat(items.get(3).problem().message()).contains("$minutes(0.001)");
    assertThat(configured().translate("peer", "counted", "<html>".getBytes(StandardCharsets.UTF_8)).items().get(0).problem().code()).isEqualTo("not-json");
  }

  private record Sweep(List<String> ids, Map<String, Object> cursor) {}

  private Sweep sweep(DescribedConnectors connectors, Map<String, Object> from, Runnable afterFirstPage) {
    return sweep(connectors, "counted", from, afterFirstPage);
  }

  private Sweep sweep(DescribedConnectors connectors, String feed, Map<String, Object> from, Runnable afterFirstPage) {
    var ids = new ArrayList<String>();
    var cursor = from;
    for (var pages = 0; pages < 500; pages++) {
      var page = page(connectors.poll("peer", feed, cursor, item -> false, null));
      connectors.translate("peer", feed, page.raw()).items().forEach(item -> ids.add(item.key()));
      if (pages == 0) afterFirstPage.run();
      cursor = page.cursor();
      if (!page.more()) return new Sweep(ids, cursor);
    }
    throw new AssertionError("the sweep does not end: " + cursor);
  }

  private static Poll.Page page(Poll poll) {
    assertThat(poll).isInstanceOf(Poll.Page.class);
    return (Poll.Page) poll;
  }

  private Bench.MovedClock clock() {
    return bench.clock;
  }

  private DescribedConnectors connectors() {
    peer.answering(this::listed);
    return configured();
  }

  private DescribedConnectors configured() {
    bench = new Bench(firm);
    var connectors = bench.file("peer", "connector.yaml", DESCRIPTOR).with("throughline.peer.url", peer.url()).connectors();
    assertThat(connectors.refusedOverrides()).isEmpty();
    return connectors;
  }

  /** Rows changed since, in order of their change, by offset and limit. */
  private Reply listed(Peer.Asked asked) {
    var query = java.net.URLDecoder.decode(asked.uri().substring(asked.uri().indexOf('?') + 1), StandardCharsets.UTF_8);
    var parameters = List.of(query.split("&")).stream().map(pair -> pair.split("=")).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    var since = Instant.parse(parameters.get("since"));
    var found = rows.entrySet().stream().filter(row -> !row.getValue().isBefore(since)).sorted(Map.Entry.comparingByValue(Comparator.naturalOrder())).toList();
    var from = Math.min(found.size(), Integer.parseInt(parameters.get("offset")));
    var to = Math.min(found.size(), from + Integer.parseInt(parameters.get("limit")));
    var page = found.subList(from, to).stream().map(row -> "{\"id\": \"" + row.getKey() + "\", \"at\": \"" + row.getValue() + "\"}").collect(Collectors.joining(", "));
    return Reply.of(200, "{\"rows\": [" + page + "], \"more\": " + (to < found.size()) + "}");
  }
}
