package io.throughline.ear.benchmark;

import io.throughline.quickstart.QuietLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the benchmarks named by {@code -Dbenchmarks=volume,hops} (all of them otherwise) and keeps their tables in docs/benchmarks.md; {@code -Dsize=smoke} keeps nothing. */
public final class Benchmarks {

  private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

  static {
    ALL.put("volume", new Volume());
    ALL.put("hops", new Hops());
    ALL.put("openings", new Openings());
    ALL.put("queries", new Queries());
    ALL.put("view", new FirstView());
    ALL.put("start", new Start());
    ALL.put("features", new Features());
  }

  private Benchmarks() {}

  public static void main(String[] arguments) {
    var code = 1;
    try {
      run();
      code = 0;
    } catch (Exception failed) {
      failed.printStackTrace();
    }
    System.exit(code); // clients' threads may outlive them
  }

  private static void run() throws Exception {
    var size = Size.valueOf(System.getProperty("size", "full").toUpperCase(Locale.ROOT));
    var wanted = System.getProperty("benchmarks", "");
    var names = wanted.isBlank() ? List.copyOf(ALL.keySet()) : Arrays.asList(wanted.split(","));
    for (var name : names) {
      if (!ALL.containsKey(name)) throw new IllegalArgumentException("no benchmark " + name + ", but " + ALL.keySet());
    }
    QuietLog.on();
    var paper = Path.of(System.getProperty("throughline.benchmarks"));
    for (var name : names) {
      System.out.println("\n" + name + " (" + size.name().toLowerCase(Locale.ROOT) + ") ...");
      var table = ALL.get(name).run(size);
      System.out.println("\n" + table);
      if (size == Size.FULL) keep(paper, name, Machine.line() + "\n\n" + table);
    }
  }

  /** Between the marks of its name; a paper without them is a mistake. */
  private static void keep(Path paper, String name, String text) throws Exception {
    var begin = "<!-- " + name + " -->";
    var end = "<!-- end of " + name + " -->";
    var before = Files.readString(paper);
    var from = before.indexOf(begin);
    var to = before.indexOf(end);
    if (from < 0 || to < from) throw new IllegalStateException(paper + " has no place for " + name);
    Files.writeString(paper, before.substring(0, from + begin.length()) + "\n" + text + "\n" + before.substring(to));
  }
}
