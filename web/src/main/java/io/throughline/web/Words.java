package io.throughline.web;

import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import java.util.List;

/** Query parameters that are one of some words: another one is a typing error, and no wish for an empty list. */
public final class Words {

  private Words() {}

  /** As it was said; null where it was not. */
  public static String of(String parameter, String said, String... words) {
    if (said == null || List.of(words).contains(said)) return said;
    throw new Refused(Problem.of(Code.BAD_PARAMETER, parameter + ": one of " + String.join(", ", words)));
  }
}
