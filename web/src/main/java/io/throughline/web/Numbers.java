package io.throughline.web;

import io.throughline.web.problem.Refused;

/** Ids that are numbers: what is none names nothing. */
public final class Numbers {

  private Numbers() {}

  public static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refused.absent("there is no " + text);
    }
  }
}
