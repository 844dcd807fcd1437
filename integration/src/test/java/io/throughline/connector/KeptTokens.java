package io.throughline.connector;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Refresh tokens kept in memory, where a test has no database: what two connectors share. */
final class KeptTokens implements RefreshTokens {

  final Map<String, String> sealed = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  @Override
  public synchronized Optional<Taken> take(String system, String origin) {
    return taken.add(origin) ? Optional.of(new Taken(origin, 0, sealed.get(origin))) : Optional.empty();
  }

  @Override
  public synchronized void giveBack(Taken one, String next) {
    if (next != null) sealed.put(one.origin(), next);
    taken.remove(one.origin());
  }
}
