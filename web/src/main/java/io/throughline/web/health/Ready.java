package io.throughline.web.health;

import io.throughline.connector.Connectors;
import io.throughline.intake.Reading;
import io.throughline.messaging.Letters;
import io.throughline.process.CommandDesk;
import io.throughline.process.Journeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: database with its migrations, broker, and everything the listeners need can be created. */
@Readiness
@ApplicationScoped
public class Ready implements HealthCheck {

  /** What listeners have injected. One that cannot be created would make its listener fail again and again, counted by nobody. */
  private static final List<Class<?>> NEEDED = List.of(CommandDesk.class, Journeys.class, Reading.class, Letters.class, Connectors.class);

  @Inject Database database;
  @Inject Broker broker;
  @Inject Instance<Object> beans;

  private interface Check {
    Object holds() throws Exception;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("throughline").up();
    check("database", answer, database::migrations);
    check("broker", answer, () -> {
      broker.answers();
      return "reachable";
    });
    check("listeners", answer, this::listeners);
    return answer.build();
  }

  private Object listeners() {
    for (var needed : NEEDED) beans.select(needed).get().toString(); // a proxy creates its bean at the first call
    return NEEDED.size() + " beans";
  }

  private static void check(String name, org.eclipse.microprofile.health.HealthCheckResponseBuilder answer, Check check) {
    try {
      answer.withData(name, String.valueOf(check.holds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.withData(name, "interrupted").down();
    } catch (Exception e) {
      answer.withData(name, e.getClass().getSimpleName() + ": " + e.getMessage()).down();
    }
  }
}
