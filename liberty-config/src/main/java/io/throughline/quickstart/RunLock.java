package io.throughline.quickstart;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One run at a time for one data folder; the operating system frees the lock however a run ends. */
final class RunLock implements AutoCloseable {

  private final FileLock lock;

  private RunLock(FileLock lock) {
    this.lock = lock;
  }

  static RunLock take(Path home) {
    try {
      var lock = FileChannel.open(home.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE).tryLock();
      if (lock != null) return new RunLock(lock);
    } catch (OverlappingFileLockException heldInThisProcess) {
      // the same answer as for a lock of another process
    } catch (IOException e) {
      throw new Refusal("cannot lock " + home + ": " + e.getMessage(), e);
    }
    throw new Refusal("another run already uses " + home + ": stop it first (Ctrl-C)");
  }

  @Override
  public void close() throws IOException {
    lock.acquiredBy().close();
  }
}
