package io.throughline.ear.benchmark;

import io.throughline.ear.HubFixture;
import io.throughline.ear.dashboard.Browser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** From the beginning of a navigation to the overview's funnel and money on the screen, in an installed Chromium, with a firm's quarter in the books. */
final class FirstView implements Benchmark {

  private static final Duration PLAYED = Duration.ofMinutes(20); // a bound, not a promise: other work may share the machine

  /** Late requests of the played vendors land within seconds. */
  private static final Map<String, String> SETTINGS = Map.of("THROUGHLINE_CALL_DEADLINE", "PT5S", "THROUGHLINE_CALL_SETTLE", "PT6S");

  @Override
  public Table run(Size size) throws Exception {
    try (var hub = HubFixture.start("benchmark-view", SETTINGS)) {
      var played = played(hub, size == Size.FULL ? "quarter" : "first-thread");
      try (var operator = Browser.signedIn(hub, "operator")) {
        operator.watchPaint();
        var table = new Table("ms", "measured", "95 %", "goal");
        table.row(row("first view, nothing of an earlier visit kept", views(operator, true, size.singles)));
        table.row(row("first view, visited before", views(operator, false, size.singles)));
        table.row("the scenario played, once", String.valueOf(played.toMillis()), "", "< 300000");
        return table;
      }
    }
  }

  /** The first ones warm up the server and do not count. */
  private static List<Double> views(Browser browser, boolean cold, int count) {
    var views = new ArrayList<Double>();
    for (int i = -count / 4; i < count; i++) {
      var millis = browser.firstView(cold);
      if (i >= 0) views.add(millis);
    }
    return views;
  }

  private static String[] row(String what, List<Double> views) {
    var samples = Samples.of(views);
    return new String[] {what, samples.text("%.0f"), String.format("%.0f", samples.percentile(95)), "< 1000"};
  }

  private static Duration played(HubFixture hub, String scenario) {
    var begun = hub.sandbox().post("control/plays", "{\"scenario\":\"" + scenario + "\"}");
    var place = "control/plays/" + begun.json().get("id").asText();
    var play = Awaitility.await("the end of " + scenario).atMost(PLAYED).pollInterval(Duration.ofSeconds(1)).until(() -> hub.sandbox().get(place).json(), each -> each.has("finishedAt"));
    if (!play.get("state").asText().equals("passed")) throw new IllegalStateException(play.toPrettyString());
    return Duration.between(Instant.parse(play.get("startedAt").asText()), Instant.parse(play.get("finishedAt").asText()));
  }
}
