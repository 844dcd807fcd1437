package io.throughline.ear.benchmark;

import static org.awaitility.Awaitility.await;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whole openings, from the deal taken in to the project active and reported, with vendors that answer at once and have quota without end. */
final class Openings implements Benchmark {

  private static final String MILLIS = "select extract(epoch from changed_at - started_at) * 1000 from journey where plan = 'engagement-opening' and state = 'done' and id in (%s)";

  @Override
  public Table run(Size size) throws Exception {
    var folder = Path.of(System.getProperty("throughline.home")).resolve("connectors-without-quota");
    for (var system : List.of("salesforce", "kantata", "netsuite")) withoutQuota(folder, system);
    try (var hub = HubFixture.start("benchmark-openings", Map.of("THROUGHLINE_CONNECTORS_DIR", folder.toString(), "THROUGHLINE_POLL_EVERY", "PT0.3S"))) {
      warm(hub, size);
      var single = millis(hub, oneByOne(hub, "single", size.singles));
      var begun = hub.text("select now()");
      var since = "select id from journey where plan = 'engagement-opening' and started_at > '" + begun + "'";
      for (int i = 0; i < size.openings; i++) Deal.won(hub, "together-" + i);
      awaitDone(hub, since, size.openings);
      var together = millis(hub, since);
      var perSecond = 1000.0 * size.openings / hub.number("select 1000 * extract(epoch from max(changed_at) - min(started_at)) from journey where id in (" + since + ")");
      return new Table("openings of 15 steps, 11 operations", "measured", "goal")
          .row("one after the other: p50 / p99", quantiles(single), "")
          .row(size.openings + " at once: openings a second", String.format(Locale.ROOT, "**%.1f**", perSecond), "")
          .row(size.openings + " at once: p50 / p99, waiting for each other", quantiles(together), "");
    }
  }

  private static void warm(HubFixture hub, Size size) {
    var warm = "select id from journey where plan = 'engagement-opening'";
    for (int i = 0; i < size.openings / 2; i++) Deal.won(hub, "warm-" + i);
    awaitDone(hub, warm, size.openings / 2);
  }

  private static String oneByOne(HubFixture hub, String name, int deals) {
    for (int i = 0; i < deals; i++) Deal.won(hub, name + "-" + i).awaitOpening("done");
    return "select j.id from journey j join engagement e using (thread_id) where j.plan = 'engagement-opening' and e.name like 'Advice for " + name + "-%'";
  }

  private static void awaitDone(HubFixture hub, String journeys, int count) {
    await().atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofMillis(100))
        .until(() -> hub.number("select count(*) from journey where state = 'done' and id in (" + journeys + ")") == count);
  }

  private static Samples millis(HubFixture hub, String journeys) {
    return Samples.of(hub.texts(MILLIS.formatted(journeys)).stream().map(Double::valueOf).toList());
  }

  private static String quantiles(Samples millis) {
    return String.format(Locale.ROOT, "**%,.0f** / **%,.0f** ms", millis.median(), millis.percentile(99));
  }

  /** The shipped connector with a quota nobody reaches, as a firm would put it in a folder of its own. */
  private static void withoutQuota(Path folder, String system) throws IOException {
    try (var shipped = Openings.class.getResourceAsStream("/connectors/" + system + "/connector.yaml")) {
      var text = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
      var free = text.replace("requests: 600", "requests: 1000000");
      if (free.equals(text)) throw new IllegalStateException("the quota of " + system + " is not where it was");
      Files.createDirectories(folder.resolve(system));
      Files.writeString(folder.resolve(system).resolve("connector.yaml"), free);
    }
  }
}
