package io.throughline.web.problem;

import java.io.IOException;

/** A body went over its limit while it was read. */
public final class TooLarge extends IOException {

  private static final long serialVersionUID = 1L;

  public TooLarge(long limitBytes) {
    super("the limit is " + limitBytes + " bytes");
  }
}
