package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

/** What must be true whatever happened. */
public final class Holds {

  private Holds() {}

  /** Every proof holds and the vendors have nothing twice. */
  public static void everyProof(HubFixture hub) {
    var proofs = hub.as("auditor").get("/api/experience/v1/operations/proofs");
    assertThat(proofs.status()).isEqualTo(200);
    assertThat(proofs.json().get("holds").asBoolean()).as(proofs.body()).isTrue();
    assertThat(proofs.json().get("current").asBoolean()).as("counted since it was asked for").isTrue();
    assertThat(hub.sandbox().get("control/duplicates").body()).isEqualTo("[]");
  }

  /** Nothing is in doubt and the last net holds nothing but what a test planted. */
  static void nothingInDoubt(HubFixture hub, int planted) {
    assertThat(hub.number("select count(*) from pg_prepared_xacts")).isZero();
    assertThat(hub.messages("DLQ")).isEqualTo(planted);
  }

  /** A month's replay makes each journal of a deal again. Others post for the same entity: what counts is that none of this deal's is missing or made otherwise. */
  static void replayed(HubFixture hub, Deal deal, String month) {
    var replay = hub.as("auditor").get("/api/process/v1/entities/TL-DE/months/" + month + "/replay").json();
    assertThat(replay.get("refused")).as(replay.toString()).isEmpty();
    assertThat(hub.number("select count(*) from posting where period = '" + month + "' and thread_id = '" + deal.thread() + "'")).isPositive();
    assertThat(replay.get("missing").toString() + replay.get("surplus")).doesNotContain(deal.thread());
  }
}
