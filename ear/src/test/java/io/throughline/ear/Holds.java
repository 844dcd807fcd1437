package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

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

  /** A month in which something of a deal was posted is replayed, whatever else was posted in it. */
  static void replayed(HubFixture hub, Deal deal, String month) {
    assertThat(hub.number("select count(*) from posting where period = '" + month + "' and thread_id = '" + deal.thread() + "'")).isPositive();
    replayed(hub, "TL-DE", month);
  }

  /** Every month of every entity is replayed to the same bytes. */
  static void everyMonth(HubFixture hub) {
    for (var month : hub.as("finance").get("/api/experience/v1/finance/months").json()) replayed(hub, month.get("entity").asText(), month.get("month").asText());
  }

  /** Others may post meanwhile: then it is asked again. */
  private static void replayed(HubFixture hub, String entity, String month) {
    await().atMost(Deal.SOON).untilAsserted(() -> {
      var replay = hub.as("auditor").get("/api/process/v1/entities/" + entity + "/months/" + month + "/replay").json();
      assertThat(replay.get("identical").asBoolean()).as(entity + " " + month + ": refused " + replay.get("refused") + ", missing " + replay.get("missing") + ", surplus " + replay.get("surplus")).isTrue();
      for (var contract : hub.as("auditor").get("/api/experience/v1/finance/months/" + entity + "/" + month).json().get("revenue")) earned(hub, entity, month, contract);
    });
  }

  /** What was taken as it was billed, and what is carried, is what was earned. */
  private static void earned(HubFixture hub, String entity, String month, JsonNode contract) {
    var taken = new BigDecimal(hub.text("select coalesce(sum(credit - debit), 0)::text from posting where account = 'REV' and rule <> 'J25' and entity = '" + entity + "' and period <= '" + month + "' and thread_id = '" + contract.get("threadId").asText() + "'"));
    assertThat(taken.add(amount(contract, "contractAsset")).subtract(amount(contract, "contractLiability"))).as(entity + " " + month + " " + contract).isEqualByComparingTo(amount(contract, "recognised"));
  }

  private static BigDecimal amount(JsonNode contract, String field) {
    return new BigDecimal(contract.get(field).asText());
  }
}
