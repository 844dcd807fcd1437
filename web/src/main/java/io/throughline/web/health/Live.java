package io.throughline.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live: no threads wait for each other for ever. A database or broker that is away does not count: a restart would not bring it back. */
@Liveness
@ApplicationScoped
public class Live implements HealthCheck {

  @Override
  public HealthCheckResponse call() {
    var stuck = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    var count = stuck == null ? 0 : stuck.length;
    return HealthCheckResponse.named("throughline").status(count == 0).withData("deadlockedThreads", count).build();
  }
}
