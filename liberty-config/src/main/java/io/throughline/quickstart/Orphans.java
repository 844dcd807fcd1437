package io.throughline.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Remembers a child process in a file, so that the next run can end what a killed run left behind. */
final class Orphans {

  private static final int GRACE_SECONDS = 20;

  private Orphans() {}

  static void remember(ProcessHandle process, Path file) throws IOException {
    Files.writeString(file, process.pid() + " " + startedAt(process));
  }

  /** Ends the remembered process if it still is the same one (a pid alone may have been given to somebody else). */
  static boolean stop(Path file) {
    var left = find(file);
    left.ifPresent(Orphans::end);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new Refusal("cannot delete " + file + ": " + e.getMessage(), e);
    }
    return left.isPresent();
  }

  /** Asks a process to stop, and ends it by force when it does not: a server that hangs at its start ignores the request. */
  static void end(ProcessHandle process) {
    process.destroy();
    if (awaitEnd(process, GRACE_SECONDS)) return;
    process.destroyForcibly();
    if (!awaitEnd(process, GRACE_SECONDS)) throw new Refusal("process " + process.pid() + " does not end");
  }

  static boolean awaitEnd(ProcessHandle process, int seconds) {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return process.info().command().isEmpty(); // ended, but nobody has collected it
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Optional<ProcessHandle> find(Path file) {
    if (!Files.exists(file)) return Optional.empty();
    try {
      var words = Files.readString(file).trim().split(" ");
      return ProcessHandle.of(Long.parseLong(words[0])).filter(process -> words.length == 2 && startedAt(process).equals(words[1]));
    } catch (IOException | NumberFormatException torn) {
      return Optional.empty(); // written by a run that was killed in that very moment: there was no child yet
    }
  }

  private static String startedAt(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("unknown");
  }
}
