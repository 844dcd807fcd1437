package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job, on the shipped archive, from the deal that is won to the invoice that is paid. */
@ExtendWith(SharedHub.class)
class QuoteToCashIT {

  @Test
  void carriesADealFromWonToPaid(HubFixture hub) {
    var deal = Deal.won(hub, "Cash").awaitOpening("done");
    deal.approveTime("2026-09-10", 95, true);
    deal.approveTime("2026-09-11", 50, true);
    deal.approveTime("2026-09-11", 30, false);
    deal.completeMilestone("ACC-1");
    deal.awaitMinutes(175);
    deal.awaitPosted(1);

    var run = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2026-09-30\",\"threadId\":\"" + deal.thread() + "\"}");
    var draft = run.json().get("documents").get(0).asText();
    assertThat(hub.text("select state from document where id = '" + draft + "'")).isEqualTo("draft");
    assertThat(hub.as("finance").post("/api/experience/v1/finance/invoices/" + draft + "/release", "{}").status()).isEqualTo(202);
    deal.awaitPosted(2);
    deal.pay();
    deal.awaitPaid(2);
    deal.awaitQuiet();

    assertThat(hub.text("select net::text from document where id = '" + draft + "'")).startsWith("362.50"); // 145 minutes at 150.00 an hour
    var won = hub.sandbox().get("control/salesforce/Opportunity?where=" + java.net.URLEncoder.encode("Id = '" + deal.id + "'", java.nio.charset.StandardCharsets.UTF_8)).json().get(0);
    assertThat(won.get("Hub_Thread_Id__c").asText()).isEqualTo(deal.thread());
    assertThat(won.get("Hub_Payment_Status__c").asText()).isEqualTo("paid");
    Holds.everyProof(hub);

    var engagement = "/api/experience/v1/delivery/engagements/" + deal.thread();
    var counted = document(hub.as("delivery").get(engagement).json().get("documents"), draft).get("lines").get(0);
    assertThat(counted.get("timeEntries").asInt()).isEqualTo(2);
    assertThat(counted.has("entries")).as("a thread may have thousands").isFalse();
    var explained = hub.as("delivery").get(engagement + "/documents/" + draft).json();
    assertThat(explained.get("lines").get(0).get("entries")).extracting(entry -> entry.get("minutes").asInt()).containsExactly(95, 50);
    assertThat(explained.has("net")).as("delivery sees hours without money").isFalse();
    assertThat(hub.as("delivery").get("/api/experience/v1/delivery/engagements/another/documents/" + draft).status()).isEqualTo(404);
  }

  private static JsonNode document(JsonNode documents, String id) {
    for (var one : documents) if (one.get("id").asText().equals(id)) return one;
    throw new AssertionError("no document " + id + " among " + documents);
  }

  @Test
  void givesBackWhatWasInvoicedOfAnEntryThatChanges(HubFixture hub) {
    var deal = Deal.won(hub, "Changes").awaitOpening("done");
    var entry = deal.approveTime("2026-09-10", 90, true).get("entryId").asText();
    deal.awaitMinutes(90);
    deal.bill("2026-12-31");
    deal.awaitPosted(1);

    deal.changeTime(entry, 120);
    deal.awaitMinutes(120);
    deal.bill("2026-12-31");
    deal.awaitPosted(3);
    deal.awaitQuiet();

    assertThat(hub.texts("select type || ' ' || trim_scale(net) from document where thread_id = '" + deal.thread() + "' order by 1")).containsExactly("credit-note -225", "invoice 225", "invoice 300");
    Holds.everyProof(hub);
  }

  /** Two sessions read two pages at once: the one that comes second finds nothing before it writes. */
  @Test
  void keepsTheNewestOfVersionsThatArriveAtOnce(HubFixture hub) throws SQLException {
    var deal = Deal.won(hub, "Two pages").awaitOpening("done");
    deal.approveTime("2026-09-15", 60, true);
    deal.awaitMinutes(60);
    var entry = "E-" + deal.thread();
    deal.whileTimeWaits(entry, "2026-09-15", 90, Connection::commit);

    deal.awaitMinutes(150);
    assertThat(hub.texts("select version || ' ' || minutes || ' ' || current from time_entry where entry_id = '" + entry + "' order by version")).containsExactly("9999-1 60 false", "9999-2 90 true");
    assertThat(deal.revenue("2026-09")).as("of which nothing is billed yet").isEqualTo("0.00 + 375.00 - 0.00 = 375.00 - 0.00");
    Holds.everyProof(hub);
  }

  @Test
  void opensOneEngagementHoweverOftenTheWinIsReported(HubFixture hub) {
    var deal = Deal.won(hub, "Often").awaitOpening("done");

    var polls = "select fence from poller where system = 'salesforce' and feed = 'wonDeals'";
    var seen = hub.number(polls);
    await("five more polls see it again through the overlap").atMost(Deal.SOON).until(() -> hub.number(polls) >= seen + 5);

    assertThat(hub.number("select count(*) from journey where thread_id = '" + deal.thread() + "' and plan = 'engagement-opening'")).isEqualTo(1);
    Holds.everyProof(hub);
  }
}
