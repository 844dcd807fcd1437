package io.throughline.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started: the schema is up to date. Stays so once it was seen, as a start is over when it is over. */
@Startup
@ApplicationScoped
public class Started implements HealthCheck {

  @Inject Database database;

  private volatile long migrations;

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("throughline");
    try {
      if (migrations == 0) migrations = database.migrations();
      return answer.up().withData("migrations", migrations).build();
    } catch (SQLException e) {
      return answer.down().withData("migrations", e.getMessage()).build();
    }
  }
}
