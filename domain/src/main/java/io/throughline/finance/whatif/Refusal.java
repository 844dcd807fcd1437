package io.throughline.finance.whatif;

/**
 * Why a bundle is not answered.
 *
 * @param pointer RFC 6901, into the bundle
 * @param code stable word
 */
public record Refusal(String pointer, String code, String text) implements Comparable<Refusal> {

  @Override
  public int compareTo(Refusal other) {
    int byPointer = pointer.compareTo(other.pointer);
    return byPointer != 0 ? byPointer : code.compareTo(other.code);
  }
}
