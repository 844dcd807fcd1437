package io.throughline.web.security;

import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.problem.TooLarge;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses to be read beyond a limit; what does not come as it was announced is the sender's to mend. */
public final class Bounded extends FilterInputStream {

  private final long limitBytes;
  private long read;

  public Bounded(InputStream in, long limitBytes) {
    super(in);
    this.limitBytes = limitBytes;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    var count = came(into, from, length);
    if (count > 0) count(count);
    return count;
  }

  private int came(byte[] into, int from, int length) {
    try {
      return super.read(into, from, length);
    } catch (IOException broken) {
      throw new Refused(Problem.of(Code.MALFORMED_JSON, "the body ends before its length, or is not in the Content-Encoding that it claims"));
    }
  }

  private void count(int bytes) throws IOException {
    read += bytes;
    if (read > limitBytes) throw new TooLarge(limitBytes);
  }
}
