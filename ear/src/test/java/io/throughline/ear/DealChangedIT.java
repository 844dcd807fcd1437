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

  private static void awaitTold(HubFixture hub, Deal deal, int items) {
    await(items + " open of " + deal.id).atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where " + item(deal)) == items);
  }

  private static String item(Deal deal) {
    return "state = 'open' and code = 'DEAL_CHANGED' and thread_id = '" + deal.thread() + "'";
  }

  private static void operate(HubFixture hub, String what) {
    var answer = hub.as("operator").post("/api/experience/v1/operations/systems/netsuite/" + what, "{}");
    assertThat(answer.status()).as(what + ": " + answer.body()).isLessThan(300);
  }
}
