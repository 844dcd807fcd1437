package io.throughline.ear.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What it was measured on, and how busy that was. */
final class Machine {

  private Machine() {}

  static String line() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s; %d cores (%s), %.0f GiB of memory; JDK %s; load of the last 15 minutes %s.",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name"),
        Double.parseDouble(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (1 << 20),
        Runtime.version(),
        Files.readString(Path.of("/proc/loadavg")).split(" ")[2]);
  }

  private static String field(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines.filter(line -> line.startsWith(name)).findFirst().map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse("unknown");
    }
  }
}
