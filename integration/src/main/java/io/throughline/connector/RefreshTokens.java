package io.throughline.connector;

import java.util.Optional;

/** Where the newest refresh token is kept of each system that gives another with every sign-in. One caller at a time has it, on whichever node, for each may be good for once. */
public interface RefreshTokens {

  /**
   * Empty while another has it.
   *
   * @param origin names the configured token that it descends from, without telling it
   */
  Optional<Taken> take(String system, String origin);

  /** @param next the one that came in its place, sealed, or null where none came */
  void giveBack(Taken taken, String next);

  /** @param sealed null while only the configured one is known */
  record Taken(String origin, long fence, String sealed) {}
}
