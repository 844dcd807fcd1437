package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

/** What must be true whatever happened. */
final class Holds {

  private Holds() {}

  /** Every proof holds and the vendors have nothing twice. */
  static void everyProof(HubFixture hub) {
    var proofs = hub.as("auditor").get("/api/experience/v1/operations/proofs");
    assertThat(proofs.status()).isEqualTo(200);
    assertThat(proofs.json().get("holds").asBoolean()).as(proofs.body()).isTrue();
    assertThat(hub.sandbox().get("control/duplicates").body()).isEqualTo("[]");
  }

  /** Nothing is in doubt and the last net holds nothing but what a test planted. */
  static void nothingInDoubt(HubFixture hub, int planted) {
    assertThat(hub.number("select count(*) from pg_prepared_xacts")).isZero();
    assertThat(hub.messages("DLQ")).isEqualTo(planted);
  }
}
