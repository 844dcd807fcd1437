package io.throughline.finance.whatif;

/** Leaves the engine when a fact makes an answer impossible; caught at its door and never seen outside. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  Refused(String pointer, String code, String text) {
    super(text, null, false, false);
    refusal = new Refusal(pointer, code, text);
  }

  Refusal refusal() {
    return refusal;
  }
}
