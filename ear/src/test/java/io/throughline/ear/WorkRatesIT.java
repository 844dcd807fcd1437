package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rates that the delivery system keeps are compared with the contract's: a difference is told with both, until there is none; the contract's is billed. */
@ExtendWith(SharedHub.class)
class WorkRatesIT {

  @Test
  void tellsARateThatDiffersUntilBothAgreeAndBillsTheContracts(HubFixture hub) {
    var deal = Deal.won(hub, "Rated").awaitOpening("done");
    var entry = deal.approveTimeAt("2026-09-10", 60, 14000);
    awaitTold(hub, deal, 1);

    assertThat(told(hub, deal)).hasSize(1).first().asString().startsWith("finance kantata has 140.00 EUR/h on task ").endsWith("is sold at 150.00 EUR/h");
    deal.awaitMinutes(60);
    assertThat(deal.bill("2026-09-30")).hasSize(1);
    assertThat(hub.text("select trim_scale(net) from document where thread_id = '" + deal.thread() + "'")).isEqualTo("150");

    tellRate(hub, deal, "1", "145.00");
    assertThat(told(hub, deal)).hasSize(1).first().asString().contains("has 140.00 EUR/h on task ", "has 145.00 EUR/h on project ", " for Consultant, line ");
    tellRate(hub, deal, "2", "150.00");
    assertThat(told(hub, deal)).hasSize(1).first().asString().contains("140.00").doesNotContain("145.00");

    deal.changeRate(entry, 15000);
    awaitTold(hub, deal, 0);
    assertThat(hub.text("select resolved_by || ': ' || resolution from exception_item where code = 'RATE_DIFFERS' and thread_id = '" + deal.thread() + "'")).isEqualTo("hub: the rates agree");
  }

  private static List<String> told(HubFixture hub, Deal deal) {
    return hub.texts("select owner || ' ' || reason from exception_item where code = 'RATE_DIFFERS' and state = 'open' and thread_id = '" + deal.thread() + "'");
  }

  private static void awaitTold(HubFixture hub, Deal deal, int items) {
    await(items + " items of rates").atMost(Deal.SOON).until(() -> told(hub, deal).size() == items);
  }

  private static void tellRate(HubFixture hub, Deal deal, String version, String rate) {
    var project = hub.text("select project_id from engagement where thread_id = '" + deal.thread() + "'");
    var fact = "{\"rateId\":\"R-%s\",\"version\":\"%s\",\"projectId\":\"%s\",\"role\":\"Consultant\",\"ratePerHour\":\"%s\"}".formatted(project, version, project, rate);
    var posted = hub.as("delivery").post("/api/process/v1/intake/work-rate?source=kantata", fact);
    assertThat(posted.status()).as(posted.body()).isEqualTo(202);
    var evidence = posted.headers().get("Location").replaceAll(".*/", "");
    await("the rate is read").atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state = 'read' and id = " + evidence) == 1);
  }
}
