package io.throughline.ear.benchmark;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import jakarta.jms.JMSContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hops a second: a journey takes a reply, keeps its answer and its checkpoint, moves on, and queues the next command, all in one XA
 * transaction. The commands are held back in their queue meanwhile; then their system is paused, and each becomes a row that waits.
 */
final class Hops implements Benchmark {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SESSIONS = 4; // the default of LISTENERS_JOURNEYS
  private static final long PATIENCE_MILLIS = 10_000;
  private static final long LOOK_AGAIN_MILLIS = 50;
  private static final String FIRST = "raw.replies";
  private static final String SECOND = "raw.commands";

  @Override
  public Table run(Size size) throws Exception {
    try (var hub = HubFixture.start("benchmark-hops", Map.of());
        var broker = new RawBroker(hub)) {
      var deal = hub.text("select body from fact where kind = 'won-deal' and thread_id = '" + Deal.won(hub, "Hops").awaitOpening("done").thread() + "'");
      var paused = hub.as("operator").post("/api/experience/v1/operations/systems/netsuite/pause", "");
      if (paused.status() != 200) throw new IllegalStateException("cannot pause: " + paused);
      broker.create(FIRST);
      broker.create(SECOND);
      var raw = new ArrayList<Double>();
      var live = new ArrayList<Double>();
      for (int round = 0; round < size.warmUps + size.rounds; round++) {
        var replies = opened(hub, broker, deal, round, size.replies);
        var alone = raw(broker, replies);
        var through = hub(hub, broker, replies);
        System.out.printf("round %d: %.0f raw hops/s, %.0f through the hub%n", round, alone, through);
        if (round < size.warmUps) continue;
        raw.add(alone);
        live.add(through);
      }
      return new Table("hops a second", "measured", "hub against it", "goal")
          .row("hub: message, rows and next message in XA", Samples.of(live).text("%,.0f"), "", "")
          .row("raw durable JMS, no rows, the same messages", Samples.of(raw).text("%,.0f"), Samples.ratios(live, raw).percents(), "≥ 60 %");
    }
  }

  /** Journeys that wait for what the ERP knows of their customer; the replies they wait for. */
  private static List<String> opened(HubFixture hub, RawBroker broker, String deal, int round, int journeys) throws SQLException {
    var before = hub.number("select count(*) from waiting");
    var ids = new ArrayList<String>();
    try (var database = hub.database();
        var insert = database.prepareStatement("insert into evidence (source, feed, event_id, body, sha256, state, received_at) values ('salesforce', 'canonical:won-deal', ?, ?, ?, 'queued', now()) returning id")) {
      for (int i = 0; i < journeys; i++) {
        var name = "hop-" + round + "-" + i;
        insert.setString(1, name);
        insert.setBytes(2, named(deal, name));
        insert.setString(3, Work.sha256(name));
        try (var id = insert.executeQuery()) {
          id.next();
          ids.add(id.getString(1));
        }
      }
    }
    broker.send("intake", ids);
    awaitWaiting(hub, before + journeys);
    var waiting = hub.texts("select j.id || ' ' || j.awaiting from journey j join engagement e using (thread_id) where e.deal_id like 'hop-" + round + "-%' and j.state = 'running'");
    if (waiting.size() != journeys) throw new IllegalStateException(waiting.size() + " of " + journeys + " journeys wait");
    return waiting.stream().map(Hops::reply).toList();
  }

  private static byte[] named(String deal, String name) {
    try {
      var tree = (com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(deal);
      return JSON.writeValueAsBytes(tree.put("dealId", name));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The ERP does not know the customer. */
  private static String reply(String journey) {
    var words = journey.split(" ");
    var reply = JSON.createObjectNode().put("journeyId", words[0]).put("key", words[1]).put("system", "netsuite").put("operation", "findCustomer").put("kind", "done");
    reply.putObject("answer");
    reply.putArray("fields");
    return reply.toString();
  }

  private static double hub(HubFixture hub, RawBroker broker, List<String> replies) throws Exception {
    var before = hub.number("select count(*) from waiting");
    broker.deliver("journeys", false);
    broker.deliver("commands.erp", false);
    broker.send("journeys", replies);
    var begun = System.nanoTime();
    broker.deliver("journeys", true);
    await().atMost(Duration.ofMinutes(5)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50)).until(() -> hub.messages("commands.erp") == replies.size());
    var seconds = Together.seconds(begun);
    broker.deliver("commands.erp", true);
    awaitWaiting(hub, before + replies.size());
    return replies.size() / seconds;
  }

  private static void awaitWaiting(HubFixture hub, long rows) throws SQLException {
    try (var database = hub.database(); var count = database.prepareStatement("select count(*) from waiting")) {
      await().atMost(Duration.ofMinutes(5)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> {
        try (var waiting = count.executeQuery()) {
          waiting.next();
          return waiting.getLong(1) == rows;
        }
      });
    }
  }

  /** The same messages, taken and sent on, in as many sessions as the hub has listeners; what was sent is cleared away outside the clock. */
  private static double raw(RawBroker broker, List<String> replies) throws Exception {
    broker.send(FIRST, replies);
    var sent = new AtomicInteger();
    var seconds = Together.seconds(SESSIONS, thread -> {
      try (var context = broker.context()) {
        sendOn(context, sent, replies.size());
      }
    });
    try (var context = broker.context();
        var consumer = context.createConsumer(context.createQueue(SECOND))) {
      for (int i = 0; i < replies.size(); i++) if (consumer.receive(PATIENCE_MILLIS) == null) throw new IllegalStateException("a message is missing in " + SECOND);
    }
    return replies.size() / seconds;
  }

  private static void sendOn(JMSContext context, AtomicInteger sent, int all) {
    var producer = context.createProducer();
    var next = context.createQueue(SECOND);
    try (var consumer = context.createConsumer(context.createQueue(FIRST))) {
      while (sent.get() < all) {
        var body = consumer.receiveBody(String.class, LOOK_AGAIN_MILLIS);
        if (body == null) continue; // another session has the last ones
        producer.send(next, body);
        sent.incrementAndGet();
      }
    }
  }
}
