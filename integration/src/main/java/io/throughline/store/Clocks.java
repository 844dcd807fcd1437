package io.throughline.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The hub's time: UTC. Whoever needs it asks for a {@link Clock}. */
@ApplicationScoped
public class Clocks {

  @Produces
  public Clock clock() {
    return Clock.systemUTC();
  }
}
