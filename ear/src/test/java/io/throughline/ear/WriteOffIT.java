package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Time that is given up: it is proposed by one, approved by another, and neither billed nor lost. */
@ExtendWith(SharedHub.class)
class WriteOffIT {

  private static final String WRITE_OFFS = "/api/experience/v1/finance/write-offs";

  @Test
  void isNotBilledAndNotEarnedAnyMore(HubFixture hub) {
    var deal = worked(hub, "Given up");
    assertThat(deal.revenue("2026-09")).isEqualTo("0.00 + 375.00 - 0.00 = 375.00 - 0.00");

    var proposed = propose(hub, "delivery", deal, "2026-09-30");
    assertThat(proposed.get("entries").asInt() + " " + proposed.get("minutes").asInt() + " " + proposed.has("amount")).as("delivery sees no money").isEqualTo("2 150 false");
    assertThat(hub.text("select code || ' ' || owner || ' ' || trim_scale(amount) from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'")).isEqualTo("WRITE_OFF_PROPOSED finance 375");
    assertThat(minutes(hub, deal)).as("nothing changes yet").isEqualTo("150 0");
    var approved = decide(hub, "finance", proposed, "approve", 200);

    assertThat(approved.get("state").asText() + " " + approved.get("amount").asText() + " " + approved.get("decidedBy").asText()).isEqualTo("approved 375.00 finance");
    assertThat(minutes(hub, deal)).isEqualTo("0 150");
    assertThat(hub.number("select count(*) from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'")).isZero();
    assertThat(deal.draft("2026-12-31")).isEmpty();
    assertThat(deal.revenue("2026-09")).as("it was earned until it was given up").isEqualTo("0.00 + 375.00 - 0.00 = 375.00 - 0.00");
    var month = hub.text("select to_char(decided_at at time zone 'UTC', 'YYYY-MM') from write_off where id = " + proposed.get("id").asLong());
    assertThat(deal.revenue(month)).isEqualTo("375.00 + -375.00 - 0.00 = 0.00 - 0.00");
    decide(hub, "finance", proposed, "decline", 409);
    Holds.everyProof(hub);
  }

  @Test
  void isApprovedByAnother(HubFixture hub) {
    var deal = worked(hub, "Two persons");
    var proposed = propose(hub, "finance", deal, "2026-09-15");
    assertThat(proposed.get("amount").asText()).isEqualTo("150.00");

    decide(hub, "finance", proposed, "approve", 409);
    assertThat(minutes(hub, deal)).isEqualTo("150 0");
    decide(hub, "admin", proposed, "approve", 200);
    assertThat(minutes(hub, deal)).isEqualTo("90 60");
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    assertThat(hub.text("select trim_scale(net) from document where thread_id = '" + deal.thread() + "'")).isEqualTo("225");
    Holds.everyProof(hub);
  }

  @Test
  void leavesOutWhatWasDraftedMeanwhile(HubFixture hub) {
    var deal = worked(hub, "Drafted meanwhile");
    var proposed = propose(hub, "delivery", deal, "2026-09-30");
    deal.draft("2026-09-15");

    assertThat(decide(hub, "finance", proposed, "approve", 200).get("minutes").asInt()).isEqualTo(90);
    var again = hub.as("delivery").post(WRITE_OFFS, wish(deal, "2026-09-30"));
    assertThat(again.status()).as(again.body()).isEqualTo(409);
    Holds.everyProof(hub);
  }

  @Test
  void staysThroughNewerVersionsUntilAPersonSaysOtherwise(HubFixture hub) {
    var deal = Deal.won(hub, "Given up and changed").awaitOpening("done");
    var entry = deal.approveTime("2026-09-15", 60, true).get("entryId").asText();
    deal.awaitMinutes(60);
    decide(hub, "finance", propose(hub, "delivery", deal, "2026-09-30"), "approve", 200);

    deal.changeTime(entry, 45);
    deal.awaitMinutes(45);
    assertThat(minutes(hub, deal)).isEqualTo("0 45");
    deal.changeTime(entry, 80);
    await("more than was given up is held").atMost(Deal.SOON).until(() -> "WRITTEN_OFF".equals(hub.text("select hold_code from time_entry where current and thread_id = '" + deal.thread() + "'")));
    var item = hub.text("select id from exception_item where state = 'open' and code = 'WRITTEN_OFF' order by id desc limit 1");
    var resumed = hub.as("delivery").post("/api/experience/v1/operations/exceptions/" + item + "/resume", "");
    assertThat(resumed.status()).as(resumed.body()).isEqualTo(200);
    assertThat(minutes(hub, deal)).isEqualTo("80 0");
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    Holds.replayed(hub, deal, "2026-09");
    assertThat(deal.revenue("2026-09")).isEqualTo("0.00 + 200.00 - 200.00 = 0.00 - 0.00");
    Holds.everyProof(hub);
  }

  @Test
  void isOfHeldTimeToo(HubFixture hub) {
    var deal = worked(hub, "Given up and never sold");
    var like = hub.text("select source || '|' || project_id from time_entry where thread_id = '" + deal.thread() + "'").split("\\|");
    var told = hub.as("delivery").post("/api/process/v1/intake/time-entry?source=" + like[0], "{\"entryId\":\"E-unsold-" + deal.thread() + "\",\"version\":\"9999-1\",\"projectId\":\"" + like[1] + "\",\"taskId\":\"nobody-sold-it\",\"personId\":\"u\",\"workDate\":\"2026-09-17\",\"minutes\":30,\"billable\":true}");
    assertThat(told.status()).as(told.body()).isEqualTo(202);
    await("it is held").atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where state = 'held' and thread_id = '" + deal.thread() + "'") == 1);

    assertThat(decide(hub, "finance", propose(hub, "delivery", deal, "2026-09-30"), "approve", 200).get("minutes").asInt()).isEqualTo(180);

    assertThat(minutes(hub, deal)).isEqualTo("0 180");
    assertThat(deal.revenue("2026-09")).isEqualTo("0.00 + 375.00 - 0.00 = 375.00 - 0.00");
    Holds.everyProof(hub);
  }

  @Test
  void isTakenBack(HubFixture hub) {
    var deal = worked(hub, "Given up by mistake");
    var proposed = propose(hub, "delivery", deal, "2026-09-30");
    decide(hub, "finance", proposed, "approve", 200);

    decide(hub, "finance", proposed, "take-back", 200);

    assertThat(minutes(hub, deal)).isEqualTo("150 0");
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    Holds.replayed(hub, deal, "2026-09");
    Holds.everyProof(hub);
  }

  @Test
  void isRefusedWhereItMakesNoSense(HubFixture hub) {
    var deal = worked(hub, "Nonsense");
    assertThat(hub.as("delivery").post(WRITE_OFFS, "{\"threadId\":\"T-none\",\"through\":\"2026-09-30\",\"reason\":\"why\"}").status()).isEqualTo(422);
    assertThat(hub.as("delivery").post(WRITE_OFFS, "{\"threadId\":\"" + deal.thread() + "\",\"reason\":\"why\"}").json().at("/errors/0/pointer").asText()).isEqualTo("/through");
    assertThat(hub.as("delivery").post(WRITE_OFFS, "{\"threadId\":\"" + deal.thread() + "\",\"through\":\"2026-09-30\"}").json().at("/errors/0/pointer").asText()).isEqualTo("/reason");
    assertThat(hub.as("delivery").post(WRITE_OFFS, wish(deal, "2026-08-31")).status()).as("no time until then").isEqualTo(409);
    assertThat(hub.as("sales-ops").post(WRITE_OFFS, wish(deal, "2026-09-30")).status()).isEqualTo(403);
    assertThat(hub.as("finance").post(WRITE_OFFS + "/0/approve", "").status()).isEqualTo(404);
  }

  private static Deal worked(HubFixture hub, String name) {
    var deal = Deal.won(hub, name).awaitOpening("done");
    deal.approveTime("2026-09-15", 60, true);
    deal.approveTime("2026-09-16", 90, true);
    deal.awaitMinutes(150);
    return deal;
  }

  private static JsonNode propose(HubFixture hub, String who, Deal deal, String through) {
    var proposed = hub.as(who).post(WRITE_OFFS, wish(deal, through));
    assertThat(proposed.status()).as(proposed.body()).isEqualTo(201);
    return proposed.json();
  }

  private static String wish(Deal deal, String through) {
    return "{\"threadId\":\"" + deal.thread() + "\",\"through\":\"" + through + "\",\"reason\":\"the client was promised\"}";
  }

  private static JsonNode decide(HubFixture hub, String who, JsonNode proposed, String what, int status) {
    var decided = hub.as(who).post(WRITE_OFFS + "/" + proposed.get("id").asLong() + "/" + what, "approve".equals(what) ? "" : "{\"reason\":\"so it is\"}");
    assertThat(decided.status()).as(decided.body()).isEqualTo(status);
    return decided.json();
  }

  /** Unbilled, and written off. */
  private static String minutes(HubFixture hub, Deal deal) {
    return hub.text("select sum(unbilled) || ' ' || sum(written_off) from tally where thread_id = '" + deal.thread() + "'");
  }
}
