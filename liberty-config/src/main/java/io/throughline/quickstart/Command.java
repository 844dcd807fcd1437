package io.throughline.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a short operating-system command within a bound, its output kept in a file. */
record Command(List<String> words, Path output, Map<String, String> environment) {

  /** The exit code; a command that outlives its bound is ended and refused. */
  int run(int seconds) {
    try {
      var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      if (process.waitFor(seconds, TimeUnit.SECONDS)) return process.exitValue();
      process.destroyForcibly();
      throw new Refusal(words + " did not end within " + seconds + " s, see " + output);
    } catch (IOException e) {
      throw new Refusal("cannot run " + words + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while running " + words, e);
    }
  }

  void mustSucceed(int seconds) {
    var code = run(seconds);
    if (code != 0) throw new Refusal(words + " ended with " + code + ":\n" + tail(output, 15));
  }

  /** The last lines of a log, for a message to a person. */
  static String tail(Path file, int lines) {
    try {
      var all = Files.readAllLines(file);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException unreadable) {
      return "(" + file + ": " + unreadable.getMessage() + ")";
    }
  }
}
