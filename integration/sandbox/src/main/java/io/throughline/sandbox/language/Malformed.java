package io.throughline.sandbox.language;

/** A query or condition that cannot be read; the vendor's engine answers it in the vendor's way. */
public final class Malformed extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Malformed(String message) {
    super(message);
  }
}
