package io.throughline.web;

import jakarta.ws.rs.NotFoundException;

/** Ids that are numbers: what is none names nothing. */
public final class Numbers {

  private Numbers() {}

  public static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new NotFoundException("there is no " + text);
    }
  }
}
