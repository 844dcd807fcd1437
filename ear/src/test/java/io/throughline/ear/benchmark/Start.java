package io.throughline.ear.benchmark;

import io.throughline.ear.HubFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Time from the server's launch to its first "ready", and what it then holds of memory: the first start after an installation, and later ones. */
final class Start implements Benchmark {

  private static final DateTimeFormatter LOGGED = DateTimeFormatter.ofPattern("M/d/yy, H:mm:ss:SSS z");

  /** One start: seconds by phase, processor seconds, MiB. */
  private record One(double kernel, double features, double application, double ready, double processor, double resident) {

    double total() {
      return kernel + features + application + ready;
    }
  }

  @Override
  public Table run(Size size) throws Exception {
    var first = new ArrayList<One>();
    var later = new ArrayList<One>();
    for (int i = 0; i < size.starts; i++) {
      try (var hub = HubFixture.start("benchmark-start", Map.of())) {
        hub.stopServer();
        HubFixture.delete(hub.outputFolder());
        first.add(started(hub));
        hub.stopServer();
        later.add(started(hub));
      }
    }
    var table = new Table("start", "ready after, s", "kernel", "features", "application", "then ready", "processor, s", "RSS, MiB", "goal");
    row(table, "first, nothing cached", first);
    row(table, "later", later);
    return table;
  }

  private static void row(Table table, String what, List<One> starts) {
    table.row(what, text(starts, One::total), text(starts, One::kernel), text(starts, One::features), text(starts, One::application), text(starts, One::ready), text(starts, One::processor),
        String.format("%.0f", Samples.of(starts.stream().map(One::resident).toList()).median()), "< 12 s, < 1024");
  }

  private static String text(List<One> starts, java.util.function.Function<One, Double> figure) {
    return Samples.of(starts.stream().map(figure).toList()).text("%.1f");
  }

  private static One started(HubFixture hub) throws IOException {
    var begun = System.nanoTime();
    var launched = LocalDateTime.now(java.time.ZoneOffset.UTC);
    hub.launchServer();
    hub.awaitReady();
    var total = Together.seconds(begun);
    var log = Files.readAllLines(hub.log());
    var kernel = seconds(launched, at(log, "CWWKE0002I"));
    var features = seconds(launched, at(log, "CWWKZ0018I"));
    var application = seconds(launched, at(log, "CWWKZ0001I"));
    var process = hub.serverProcess();
    return new One(kernel, features - kernel, application - features, total - application, process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0, resident(process));
  }

  private static LocalDateTime at(List<String> log, String code) {
    var line = log.stream().filter(one -> one.contains(code)).findFirst().orElseThrow(() -> new IllegalStateException(code + " was not logged"));
    return LocalDateTime.parse(line.substring(1, line.indexOf(']')), LOGGED);
  }

  private static double seconds(LocalDateTime from, LocalDateTime to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  static double resident(ProcessHandle process) throws IOException {
    var line = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(one -> one.startsWith("VmRSS")).findFirst().orElseThrow();
    return Integer.parseInt(line.replaceAll("\\D", "")) / 1024.0;
  }
}
