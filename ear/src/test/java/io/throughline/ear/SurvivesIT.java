package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each part may die and come back, and nobody has to touch the others. */
@ExtendWith(SharedHub.class)
class SurvivesIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @AfterEach
  void nothingStaysDead(HubFixture hub) {
    hub.restore();
  }

  @Test
  void theDatabaseIsKilledAndTheHubIsReadyAgainByItself(HubFixture hub) {
    hub.killDatabase();
    await().atMost(SOON).until(() -> hub.anonymous().get("/health/ready").status() == 503);

    hub.startDatabase();

    await().atMost(SOON).until(() -> hub.anonymous().get("/health/ready").status() == 200);
  }

  @Test
  void theBrokerIsKilledAndTheHubIsReadyAgainByItself(HubFixture hub) {
    hub.killBroker();
    await().atMost(SOON).until(() -> hub.anonymous().get("/health/ready").status() == 503);

    hub.startBroker();

    await().atMost(SOON).until(() -> hub.anonymous().get("/health/ready").status() == 200);
  }

  @Test
  void theServerIsKilledAndStartsAgainOnTheSameData(HubFixture hub) {
    hub.killServer();

    hub.startServer();

    assertThat(hub.anonymous().get("/health/ready").status()).isEqualTo(200);
    await().atMost(SOON).until(() -> hub.number("select count(*) from pg_prepared_xacts") == 0);
  }
}
