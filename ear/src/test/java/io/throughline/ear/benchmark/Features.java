package io.throughline.ear.benchmark;

import static org.awaitility.Awaitility.await;

import io.throughline.ear.HubFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What each feature of the server adds to a start without any application: the features in force are started one more at a time, each set twice, the second start counts. */
final class Features implements Benchmark {

  private static final Pattern FEATURE = Pattern.compile("<feature>([^<]+)</feature>");
  private static final String READY = "CWWKF0011I";

  /** The start of a set of features. */
  private record One(double seconds, double processor, double resident) {}

  @Override
  public Table run(Size size) throws Exception {
    var installation = Path.of(System.getProperty("throughline.installation"));
    var features = FEATURE.matcher(Files.readString(installation.resolve("usr/servers/throughline/features.xml"))).results().map(found -> found.group(1)).toList();
    var table = new Table("feature added", "ready after, s", "processor, s", "RSS, MiB", "adds: ready, s", "processor, s", "RSS, MiB");
    One before = null;
    for (int count = 0; count <= features.size(); count += size == Size.SMOKE ? features.size() : 1) {
      var name = count == 0 ? "none" : features.get(count - 1);
      var now = started(installation, features.subList(0, count));
      System.out.println(name + ": " + now);
      var since = before == null ? now : before;
      table.row(name, figure("%.1f", now.seconds()), figure("%.1f", now.processor()), figure("%.0f", now.resident()), figure("%+.1f", now.seconds() - since.seconds()),
          figure("%+.1f", now.processor() - since.processor()), figure("%+.0f", now.resident() - since.resident()));
      before = now;
    }
    return table;
  }

  private static String figure(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static One started(Path installation, List<String> features) throws IOException {
    var user = Path.of(System.getProperty("throughline.home")).resolve("benchmark-features");
    HubFixture.delete(user);
    var server = Files.createDirectories(user.resolve("servers/features"));
    var listed = String.join("", features.stream().map(feature -> "<feature>" + feature + "</feature>").toList());
    Files.writeString(server.resolve("server.xml"), "<server><featureManager>" + listed + "</featureManager><httpEndpoint id=\"defaultHttpEndpoint\" httpPort=\"-1\" httpsPort=\"-1\"/></server>");
    started(installation, user);
    return started(installation, user);
  }

  private static One started(Path installation, Path user) throws IOException {
    var log = user.resolve("features.log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (var options : List.of(installation.resolve("lib/platform/java/java9.options"), installation.resolve("usr/servers/throughline/jvm.options"))) {
      Files.readAllLines(options).stream().map(String::trim).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(command::add);
    }
    command.addAll(List.of("-javaagent:" + installation.resolve("bin/tools/ws-javaagent.jar"), "-jar", installation.resolve("bin/tools/ws-server.jar").toString(), "features"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("WLP_USER_DIR", user.toString());
    var begun = System.nanoTime();
    var process = builder.start();
    try {
      await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50)).until(() -> Files.readString(log).contains(READY));
      var seconds = Together.seconds(begun);
      return new One(seconds, process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0, Start.resident(process.toHandle()));
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }
}
