package io.throughline.ear.benchmark;

import static org.awaitility.Awaitility.await;

import io.throughline.ear.HubFixture;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Time entries a second, from a micro-batch of canonical facts on the queue until every minute is bound, rated and unbilled. */
final class Volume implements Benchmark {

  private static final int PAGE = 1000;
  private static final int SESSIONS = 2; // the default of LISTENERS_VOLUME
  private static final String RAW_QUEUE = "raw.volume";

  @Override
  public Table run(Size size) throws Exception {
    try (var hub = HubFixture.start("benchmark-volume", Map.of());
        var broker = new RawBroker(hub);
        var xa = new RawXa(hub, Path.of(System.getProperty("throughline.home")).resolve("benchmark-xa"))) {
      var work = Work.opened(hub, "Volume");
      broker.create(RAW_QUEUE);
      try (var database = hub.database()) {
        RawRows.createTable(database);
      }
      var batch = new ArrayList<Double>();
      var queue = new ArrayList<Double>();
      var live = new ArrayList<Double>();
      for (int round = 0; round < size.warmUps + size.rounds; round++) {
        var name = "round-" + round;
        var pages = IntStream.range(0, size.batches).mapToObj(i -> work.page(name + "-" + i, PAGE)).toList();
        var alone = rows(hub, work, relabelled(pages, "b"));
        var inXa = rows(broker, xa, work, relabelled(pages, "x"));
        var through = hub(hub, broker, work, pages);
        System.out.printf("round %d: %.0f rows/s by batch, %.0f in XA, %.0f through the hub%n", round, alone, inXa, through);
        if (round < size.warmUps) continue;
        batch.add(alone);
        queue.add(inXa);
        live.add(through);
      }
      return new Table("entries a second", "measured", "hub against it", "goal")
          .row("hub: message to unbilled", Samples.of(live).text("%,.0f"), "", "")
          .row("pgjdbc batch alone", Samples.of(batch).text("%,.0f"), Samples.ratios(live, batch).percents(), "≥ 50 %")
          .row("XA of JMS and the same batch alone", Samples.of(queue).text("%,.0f"), Samples.ratios(live, queue).percents(), "≥ 80 %");
    }
  }

  private static List<List<Work.Entry>> relabelled(List<List<Work.Entry>> pages, String mark) {
    return pages.stream().map(page -> page.stream().map(entry -> new Work.Entry(mark + entry.id(), entry.person(), entry.day(), entry.minutes(), entry.sha256())).toList()).toList();
  }

  /** pgjdbc alone: a transaction a page. */
  private static double rows(HubFixture hub, Work work, List<List<Work.Entry>> pages) throws Exception {
    var seconds = Together.seconds(SESSIONS, thread -> {
      try (var database = DriverManager.getConnection(hub.databaseUrl() + "&reWriteBatchedInserts=true")) {
        database.setAutoCommit(false);
        for (int i = thread; i < pages.size(); i += SESSIONS) {
          RawRows.write(database, work, pages.get(i), i);
          database.commit();
        }
      }
    });
    return PAGE * pages.size() / seconds;
  }

  /** A message, and the same rows, in one XA transaction. */
  private static double rows(RawBroker broker, RawXa xa, Work work, List<List<Work.Entry>> pages) throws Exception {
    broker.send(RAW_QUEUE, IntStream.range(0, pages.size()).mapToObj(String::valueOf).toList());
    var seconds = Together.seconds(SESSIONS, thread ->
        xa.take(RAW_QUEUE, pages.size() / SESSIONS + (thread < pages.size() % SESSIONS ? 1 : 0), (database, message) -> {
          var page = Integer.parseInt(message);
          RawRows.write(database, work, pages.get(page), page);
        }));
    return PAGE * pages.size() / seconds;
  }

  /** The hub: evidence is stored, its messages are sent, the clock stops when every page was read. */
  private static double hub(HubFixture hub, RawBroker broker, Work work, List<List<Work.Entry>> pages) throws Exception {
    var ids = stored(hub, work, pages);
    var begun = System.nanoTime();
    broker.send("volume", ids.stream().map(String::valueOf).toList());
    var first = ids.get(0);
    var last = ids.get(ids.size() - 1);
    try (var database = hub.database();
        var unread = database.prepareStatement("select 1 from evidence where id between ? and ? and state <> 'read' limit 1")) {
      unread.setLong(1, first);
      unread.setLong(2, last);
      await().atMost(Duration.ofMinutes(10)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
        try (var rows = unread.executeQuery()) {
          return !rows.next();
        }
      });
    }
    var seconds = Together.seconds(begun);
    var unbilled = hub.number("select count(*) from time_entry where current and state = 'billable' and rate = 150 and evidence_id between " + first + " and " + last);
    if (unbilled != (long) PAGE * pages.size()) throw new IllegalStateException("of " + PAGE * pages.size() + " entries only " + unbilled + " are unbilled time");
    return PAGE * pages.size() / seconds;
  }

  /** As the intake would leave them: stored, and taken up by the releaser already. */
  private static List<Long> stored(HubFixture hub, Work work, List<List<Work.Entry>> pages) throws SQLException {
    var ids = new ArrayList<Long>();
    try (var database = hub.database();
        var insert = database.prepareStatement("insert into evidence (source, feed, event_id, body, sha256, state, received_at) values (?, 'canonical:time-entry', ?, ?, ?, 'queued', now()) returning id")) {
      for (var page : pages) {
        insert.setString(1, work.system());
        insert.setString(2, "benchmark:" + page.get(0).id());
        insert.setBytes(3, work.facts(page));
        insert.setString(4, Work.sha256(page.get(0).id()));
        try (var id = insert.executeQuery()) {
          id.next();
          ids.add(id.getLong(1));
        }
      }
    }
    return ids;
  }
}
