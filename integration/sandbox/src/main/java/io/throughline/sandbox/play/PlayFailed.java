package io.throughline.sandbox.play;

/** The scenario cannot go on; the message says why in the scenario's own words. */
final class PlayFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  PlayFailed(String message) {
    super(message);
  }

  PlayFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
