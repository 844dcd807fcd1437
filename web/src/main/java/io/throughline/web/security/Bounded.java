package io.throughline.web.security;

import io.throughline.web.problem.TooLarge;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses to be read beyond a limit. */
public final class Bounded extends FilterInputStream {

  private final long limitBytes;
  private long read;

  public Bounded(InputStream in, long limitBytes) {
    super(in);
    this.limitBytes = limitBytes;
  }

  @Override
  public int read() throws IOException {
    var next = super.read();
    if (next >= 0) count(1);
    return next;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    var count = super.read(into, from, length);
    if (count > 0) count(count);
    return count;
  }

  private void count(int bytes) throws IOException {
    read += bytes;
    if (read > limitBytes) throw new TooLarge(limitBytes);
  }
}
