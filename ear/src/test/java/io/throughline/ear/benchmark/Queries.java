package io.throughline.ear.benchmark;

import io.throughline.ear.Api;
import io.throughline.ear.HubFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** What people look at, over HTTP, while the books grow a thousandfold. */
final class Queries implements Benchmark {

  private static final long SEED = 20261121; // the same threads in every run

  private static final Duration LONGEST_COUNT = Duration.ofMinutes(20);

  private static final Set<String> GOAL = Set.of("overview", "totals of the overview", "thread of one engagement, whole");

  @Override
  public Table run(Size size) throws Exception {
    try (var hub = HubFixture.start("benchmark-queries", Map.of())) {
      var books = new Books(hub, Work.opened(hub, "Queries"));
      var heads = new ArrayList<>(List.of("p50 / p95 in ms at so many entries"));
      var rows = new LinkedHashMap<String, List<String>>();
      for (var entries : size.entries) {
        var engagements = books.upTo(entries);
        heads.add(String.format(Locale.ROOT, "%,d (%,d engagements)", entries, engagements));
        rows.computeIfAbsent("all proofs, counted in full", what -> new ArrayList<>(List.of(what))).add(counted(hub));
        asked(hub, engagements).forEach((what, ask) -> rows.computeIfAbsent(what, name -> new ArrayList<>(List.of(name))).add(cell(what, entries, size, ask)));
      }
      heads.add("goal");
      var table = new Table(heads.toArray(String[]::new));
      rows.forEach((what, cells) -> {
        cells.add(GOAL.contains(what) ? "p95 < 50, flat" : "");
        table.row(cells.toArray(String[]::new));
      });
      return table;
    }
  }

  private static Map<String, Supplier<Api.Answer>> asked(HubFixture hub, int engagements) {
    var operator = hub.as("operator");
    var finance = hub.as("finance");
    var random = new Random(SEED);
    var asked = new LinkedHashMap<String, Supplier<Api.Answer>>();
    asked.put("for comparison: a health check without a query", () -> operator.get("/health/live"));
    asked.put("overview", () -> operator.get("/api/experience/v1/operations/overview"));
    asked.put("totals of the overview", () -> finance.get("/api/experience/v1/finance/totals"));
    asked.put("thread of one engagement, whole", () -> operator.get("/api/experience/v1/operations/engagements/B-" + random.nextInt(engagements)));
    asked.put("first page of engagements", () -> operator.get("/api/experience/v1/operations/engagements?limit=50"));
    asked.put("unbilled time by age, all of it", () -> finance.get("/api/experience/v1/finance/unbilled/ages"));
    asked.put("unbilled time by engagement, first page", () -> finance.get("/api/experience/v1/finance/unbilled"));
    asked.put("billed versus earned, first page", () -> finance.get("/api/experience/v1/finance/earned"));
    asked.put("measures of a year", () -> operator.get("/api/experience/v1/measures"));
    asked.put("what a total of money counts, first page", () -> finance.get("/api/experience/v1/finance/totals/money?currency=EUR&part=unbilled"));
    return asked;
  }

  /** One count; an answer waits for it for a while. */
  private static String counted(HubFixture hub) {
    var auditor = hub.as("auditor");
    var asked = Instant.now();
    for (;;) {
      var told = auditor.get("/api/experience/v1/operations/proofs").json();
      if (!told.has("countedAt") || Instant.parse(told.get("countedAt").asText()).isBefore(asked)) {
        if (Instant.now().isAfter(asked.plus(LONGEST_COUNT))) return "over " + LONGEST_COUNT.toMinutes() + " min";
        continue;
      }
      if (!told.get("holds").asBoolean()) throw new IllegalStateException("the proofs of the filled books do not hold: " + told);
      return String.format(Locale.ROOT, "%,d", told.get("tookMillis").asLong());
    }
  }

  private static String cell(String what, int entries, Size size, Supplier<Api.Answer> ask) {
    var millis = new ArrayList<Double>();
    for (int i = -size.singles / 2; i < size.singles * 5; i++) {
      var begun = System.nanoTime();
      var answer = ask.get();
      var took = (System.nanoTime() - begun) / 1e6;
      if (answer.status() != 200) throw new IllegalStateException(what + ": " + answer);
      if (i >= 0) millis.add(took);
      if (took < 1000) continue;
      if (i < 0) i = -1; // so slow an answer needs no warm-up
      if (i >= 4) break; // and is told with a few
    }
    var samples = Samples.of(millis);
    var text = String.format(Locale.ROOT, "%.0f / **%.0f**", samples.median(), samples.percentile(95));
    System.out.println(entries + " entries, " + what + ": " + text);
    return text;
  }
}
