package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedHub.class)
class StartsIT {

  private static final String PROOFS = "/api/experience/v1/operations/proofs";

  @ParameterizedTest
  @ValueSource(strings = {"/health/started", "/health/live", "/health/ready"})
  void everyProbeSaysUpAndNamesWhatItChecked(String probe, HubFixture hub) {
    var answer = hub.anonymous().get(probe);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("status").asText()).isEqualTo("UP");
    assertThat(answer.json().get("checks")).as("checks of " + probe).isNotEmpty();
  }

  @Test
  void aCallWithoutATokenIsAProblem(HubFixture hub) {
    var answer = hub.anonymous().get(PROOFS);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.isProblem()).as("%s", answer).isTrue();
  }

  @Test
  void aForgedTokenIsAProblem(HubFixture hub) {
    var genuine = Tokens.of(hub.sandboxAddress(), "operator").split("\\.");
    var forged = genuine[0] + "." + genuine[1] + "." + genuine[2].substring(2) + "AA";

    var answer = hub.withToken(forged).get(PROOFS);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.isProblem()).as("%s", answer).isTrue();
  }

  @Test
  void anOperatorMayAskForTheProofs(HubFixture hub) {
    assertThat(hub.as("operator").get(PROOFS).status()).isEqualTo(200);
  }

  @Test
  void theInterfaceDescribesItself(HubFixture hub) {
    var description = hub.anonymous().get("/openapi");

    assertThat(description.status()).isEqualTo(200);
    assertThat(description.body()).contains(PROOFS);
  }

  @Test
  void anAnswerTellsNothingOfTheServer(HubFixture hub) {
    assertThat(hub.as("operator").get(PROOFS).headers()).doesNotContainKeys("Server", "X-Powered-By", "io.openliberty.trace").containsKey("X-Correlation-Id");
  }

  @Test
  void aPagesFilesAreKeptByTheVersionInTheirAddress(HubFixture hub) {
    var first = hub.anonymous().get("/");
    var versioned = java.util.regex.Pattern.compile("\"(app/v-[0-9a-f]+/main\\.js)\"").matcher(first.body());

    assertThat(first.headers()).containsEntry("Cache-Control", "no-store");
    assertThat(versioned.find()).as(first.body()).isTrue();
    assertThat(hub.anonymous().get("/" + versioned.group(1)).headers()).containsEntry("Cache-Control", "public, max-age=31536000, immutable").containsKey("Content-Security-Policy");
    assertThat(hub.anonymous().get("/app/main.js").headers()).containsEntry("Cache-Control", "no-store");
    assertThat(hub.anonymous().get("/app/v-0123456789abcdef/main.js").status()).isEqualTo(404);
    assertThat(hub.anonymous().get("/app/..%2fWEB-INF%2fweb.xml").status()).isIn(400, 404);
  }

  @Test
  void metricsCanBeScraped(HubFixture hub) {
    assertThat(hub.anonymous().get("/metrics").body()).contains("# TYPE");
  }

  @Test
  void nothingIsLeftInDoubtAndNoLetterIsDead(HubFixture hub) {
    assertThat(hub.number("select count(*) from pg_prepared_xacts")).isZero();
    assertThat(hub.messages("DLQ")).isZero();
  }
}
