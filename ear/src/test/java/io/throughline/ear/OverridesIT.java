package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A firm's folder that changes while the hub runs. */
@ExtendWith(SharedHub.class)
class OverridesIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path OWN = Introducing.FOLDER.resolve("hubspot");
  private static final Path DEALS = OWN.resolve("wonDeals.out.jsonata");

  @AfterEach
  void takeItAway() throws IOException {
    Files.deleteIfExists(DEALS);
    Files.deleteIfExists(OWN);
  }

  @Test
  void aBadFileIsToldByFileAndLineUntilItIsGone(HubFixture hub) throws IOException {
    var shipped = catalogued(hub);
    assertThat(shipped.hasNonNull("refused")).isFalse();
    Files.createDirectories(OWN);

    Files.writeString(DEALS, "{\n\n  \"dealId\": id * 2 }");

    await("it is refused").atMost(SOON).until(() -> catalogued(hub).path("refused").asText().contains("wonDeals.out.jsonata:3: "));
    assertThat(catalogued(hub).path("version")).as("what was in force").isEqualTo(shipped.path("version"));

    takeItAway();
    await("nothing is refused any more").atMost(SOON).until(() -> !catalogued(hub).hasNonNull("refused"));
  }

  @Test
  void aGoodFileIsInForceWithoutARestartUntilItIsGone(HubFixture hub) throws IOException {
    var shipped = catalogued(hub).path("version").asText();
    Files.createDirectories(OWN);

    Files.writeString(DEALS, Files.readString(Path.of("../integration/src/main/resources/connectors/hubspot/wonDeals.out.jsonata")).replace("$deal.contracting_entity", "$deal.our_entity"));

    await("another version is in force").atMost(SOON).until(() -> !catalogued(hub).path("version").asText().equals(shipped));
    assertThat(catalogued(hub).hasNonNull("refused")).isFalse();

    takeItAway();
    await("the shipped one is in force again").atMost(SOON).until(() -> catalogued(hub).path("version").asText().equals(shipped));
  }

  private static JsonNode catalogued(HubFixture hub) {
    return hub.as("operator").get("/api/experience/v1/operations/catalogue/hubspot").json();
  }
}
