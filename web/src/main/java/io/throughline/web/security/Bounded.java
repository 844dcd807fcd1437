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
  private final long announcedBytes;
  private long read;

  /** @param announcedBytes the Content-Length, as it is encoded; less than nothing where none is said */
  public Bounded(InputStream in, long limitBytes, long announcedBytes) {
    super(in);
    this.limitBytes = limitBytes;
    this.announcedBytes = announcedBytes;
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
    else if (count < 0 && read == 0 && announcedBytes > 0) throw notAsAnnounced(); // the server decodes, and takes a few bytes for the beginning of more
    return count;
  }

  private int came(byte[] into, int from, int length) {
    try {
      return super.read(into, from, length);
    } catch (IOException broken) {
      throw notAsAnnounced();
    }
  }

  private static Refused notAsAnnounced() {
    return new Refused(Problem.of(Code.MALFORMED_JSON, "the body ends before its length, or is not in the Content-Encoding that it claims"));
  }

  private void count(int bytes) throws IOException {
    read += bytes;
    if (read > limitBytes) throw new TooLarge(limitBytes);
  }
}
