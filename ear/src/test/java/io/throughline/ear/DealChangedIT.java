package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A deal that is edited after it was won changes no running contract, and somebody is told. */
@ExtendWith(SharedHub.class)
class DealChangedIT {

  @Test
  void whatWasSoldStandsUntilAChangeOrderSaysOtherwise(HubFixture hub) {
    var deal = Deal.won(hub, "Edited later").awaitOpening("done");

    deal.changeMilestone("31000.00");

    awaitTold(hub, deal, 1);
    assertThat(hub.text("select reason from exception_item where " + item(deal))).contains("/amount: 30000.00 was sold, the deal says 31000.00 now");
    assertThat(hub.text("select owner || ' ' || evidence_id::text from exception_item where " + item(deal))).startsWith("sales-ops ");
    deal.completeMilestone("ACC-1");
    deal.awaitPosted(1);
    assertThat(hub.text("select trim_scale(net) from document where thread_id = '" + deal.thread() + "'")).as("billed as sold").isEqualTo("30000");

    deal.changeMilestone("30000.00");
    awaitTold(hub, deal, 0);
    Holds.everyProof(hub);
  }

  @Test
  void isToldOfAChangeThatCameWhileTheEngagementOpened(HubFixture hub) {
    operate(hub, "pause");
    Deal deal;
    try {
      deal = Deal.won(hub, "Edited early");
      await("it waits for the ERP").atMost(Deal.SOON).until(() -> hub.number("select count(*) from receipt r join engagement e using (thread_id) where e.deal_id = '" + deal.id + "'") > 0 || "running".equals(deal.stateOfOpening()));
      deal.changeMilestone("29000.00");
      await("the change is known").atMost(Deal.SOON).until(() -> hub.number("select count(*) from fact where kind = 'won-deal' and fact_key = '" + deal.id + "'") == 2);
    } finally {
      operate(hub, "resume");
    }
    deal.awaitOpening("done");

    awaitTold(hub, deal, 1);
    deal.changeMilestone("30000.00");
    awaitTold(hub, deal, 0);
  }

  @Test
  void isToldOfADealThatIsLostAfterAllUntilItIsWonAgain(HubFixture hub) {
    var deal = Deal.won(hub, "Lost after all").awaitOpening("done");
    await("the CRM knows the thread").atMost(Deal.SOON).until(() -> hub.number("select count(*) from checkpoint where step = 'report-project-to-deal' and outcome = 'done' and thread_id = '" + deal.thread() + "'") == 1);

    deal.stage("lost");

    awaitTold(hub, deal, "DEAL_LOST", 1);
    assertThat(hub.text("select owner || ' ' || (evidence_id is not null) || ' ' || reason from exception_item where " + item(deal, "DEAL_LOST"))).startsWith("sales-ops true ").contains("change order", "say there that it is won");
    deal.completeMilestone("ACC-L");
    deal.awaitPosted(1);
    assertThat(hub.text("select state from engagement where thread_id = '" + deal.thread() + "'")).as("what was begun stands until a person decides").isEqualTo("active");

    deal.changeMilestone("31000.00");
    deal.stage("won");
    awaitTold(hub, deal, "DEAL_LOST", 0);
    awaitTold(hub, deal, 1);
    deal.changeMilestone("30000.00");
    awaitTold(hub, deal, 0);
    Holds.everyProof(hub);
  }

  private static void awaitTold(HubFixture hub, Deal deal, String code, int items) {
    await(items + " " + code + " of " + deal.id).atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where " + item(deal, code)) == items);
  }

  private static void awaitTold(HubFixture hub, Deal deal, int items) {
    awaitTold(hub, deal, "DEAL_CHANGED", items);
  }

  private static String item(Deal deal) {
    return item(deal, "DEAL_CHANGED");
  }

  private static String item(Deal deal, String code) {
    return "state = 'open' and code = '" + code + "' and thread_id = '" + deal.thread() + "'";
  }

  private static void operate(HubFixture hub, String what) {
    var answer = hub.as("operator").post("/api/experience/v1/operations/systems/netsuite/" + what, "{}");
    assertThat(answer.status()).as(what + ": " + answer.body()).isLessThan(300);
  }
}
