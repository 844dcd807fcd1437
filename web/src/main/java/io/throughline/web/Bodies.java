package io.throughline.web;

import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;

/** What every body must have. */
public final class Bodies {

  private Bodies() {}

  public static <T> T present(T body) {
    if (body == null) throw new Refused(Problem.field(Code.INVALID_BODY, "", "REQUIRED", "a body is required"));
    return body;
  }

  /** The value at a pointer, which must be there. */
  public static <T> T there(String pointer, T value) {
    if (value == null) throw new Refused(Problem.field(Code.INVALID_BODY, pointer, "REQUIRED", "this field is required"));
    return value;
  }

  /** The text at a pointer, which must be there and say something within a length. */
  public static String text(String pointer, String value, int longest) {
    if (value == null || value.isBlank()) throw new Refused(Problem.field(Code.INVALID_BODY, pointer, "REQUIRED", "this field is required"));
    if (value.length() > longest) throw new Refused(Problem.field(Code.INVALID_BODY, pointer, "TOO_LONG", "at most " + longest + " characters"));
    return value;
  }
}
