package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A firm that goes live on 1 October 2026 with engagements that run already. */
class TakeOverIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static HubFixture hub;

  @BeforeAll
  static void start() {
    hub = HubFixture.start("takeover", Map.of("THROUGHLINE_DEALS_SINCE", "2026-10-01"));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  @Test
  void carriesOnWhatIsLeftInTheProjectThatItHas() throws Exception {
    var running = RunningDeal.won(hub, "Half billed").takenOver();
    var deal = running.deal();

    assertThat(hub.text("select value::numeric(20, 2) || ' ' || project_id || ' ' || (terms ->> 'startOn') from engagement where deal_id = '" + deal.id + "'")).isEqualTo("30500.00 " + running.projectId() + " 2026-10-01");
    assertThat(hub.number("select count(*) from attempt a where a.thread_id = '" + deal.thread() + "' and a.operation in ('createProject', 'planWork', 'requestStaffing')")).as("made in delivery").isZero();

    deal.approveTimeOn(running.lines().get(0), "2026-09-20", 120);
    deal.approveTimeOn(running.lines().get(0), "2026-10-05", 60);
    deal.approveTimeOn(running.lines().get(2), "2026-10-06", 30);
    deal.awaitMinutes(210);
    assertThat(hub.texts("select work_date || ' ' || state from time_entry where current and thread_id = '" + deal.thread() + "' order by 1")).containsExactly("2026-09-20 covered", "2026-10-05 billable", "2026-10-06 covered");

    deal.bill("2026-10-31");
    deal.completeMilestone("ACC-1");
    RunningDeal.drive(hub, "complete-milestone", JSON.createObjectNode().put("story", running.lines().get(2)).put("completedAt", "2026-10-16T10:00:00Z").put("acceptanceReference", "ACC-0"));
    deal.awaitPosted(3);
    deal.awaitQuiet();
    assertThat(hub.texts("select net::numeric(20, 2)::text from document where thread_id = '" + deal.thread() + "' order by net")).as("a month of support, an hour, what is left of the milestone; nothing of the kick-off").containsExactlyInAnyOrder("1000.00", "150.00", "20000.00");

    var change = Change.won(hub, deal, "Half billed, more", terms -> Change.first(terms, 1)).await("done");
    assertThat(hub.text("select value::numeric(20, 2) from engagement where deal_id = '" + deal.id + "'")).as("was sold for 12,000.00, is sold for 19,200.00: 4,500.00 of it was billed before").isEqualTo("37700.00");
    assertThat(hub.text("select request::json ->> 'value' from attempt where operation = 'reportContract' and thread_id = '" + deal.thread() + "' order by first_at desc limit 1")).as("what the CRM knows is the whole").isEqualTo("58000.00");

    Holds.everyProof(hub);
    Holds.everyMonth(hub);
    Holds.replayed(hub, deal, "2026-10");
  }

  @Test
  void nothingIsWrittenBeforeAnotherPersonApproves() throws Exception {
    var running = RunningDeal.won(hub, "Proposed");
    assertThat(running.state()).isEqualTo("left");

    assertThat(running.propose("delivery", running.proposal("2026-10-01")).status()).isEqualTo(403);
    assertThat(running.propose("finance", running.proposal("2026-10-01")).status()).isEqualTo(201);
    assertThat(running.state()).isEqualTo("proposed");
    assertThat(hub.as("finance").post(running.path() + "/approve", "{}").json().get("code").asText()).isEqualTo("OWN_PROPOSAL");
    assertThat(running.propose("admin", running.proposal("2026-10-01")).status()).as("it waits already").isEqualTo(409);
    assertThat(hub.number("select count(*) from attempt a join engagement e using (thread_id) where e.deal_id = '" + running.deal().id + "'")).isZero();

    assertThat(hub.as("finance").post(running.path() + "/withdraw", "{\"reason\":\"not yet\"}").status()).isEqualTo(202);
    await("withdrawn").atMost(Deal.SOON).until(() -> running.state().equals("withdrawn"));
    running.deal().changeMilestone("31000.00");
    await("told anew").atMost(Deal.SOON).until(() -> hub.number("select count(*) from fact where kind = 'won-deal' and fact_key = '" + running.deal().id + "'") == 2);
    assertThat(hub.number("select count(*) from journey where plan = 'engagement-opening' and business_key like '%" + running.deal().id + "'")).as("opened beside it").isZero();
    assertThat(running.propose("finance", running.proposal("2026-10-01")).json().get("errors").findValuesAsText("code")).as("the CRM says another sum than its lines do").containsExactly("LINES_DIFFER");
    running.deal().changeMilestone("30000.00");
    await("put right").atMost(Deal.SOON).until(() -> hub.number("select count(*) from fact where kind = 'won-deal' and fact_key = '" + running.deal().id + "'") == 3);

    running.takenOver();
    assertThat(running.propose("finance", running.proposal("2026-10-01")).status()).isEqualTo(409);
  }

  @Test
  void refusesWhatDoesNotFitWhatWasSold() {
    var running = RunningDeal.won(hub, "Does not fit");
    var proposal = running.proposal("2026-10-15");
    ((ObjectNode) proposal.get("lines").get(1)).put("billed", "30000.01");
    ((ObjectNode) proposal.get("lines").get(2)).putArray("work").add(running.work().get(0));

    var refused = running.propose("finance", proposal);
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.json().get("errors").findValuesAsText("code")).containsExactly("BEYOND_SOLD", "WORK_TWICE", "CUTS_A_PERIOD");
    assertThat(running.propose("finance", running.proposal("2027-01-01")).json().get("errors").findValuesAsText("code")).containsExactly("AFTER_CONTRACT");
    assertThat(hub.number("select count(*) from engagement where deal_id = '" + running.deal().id + "'")).isZero();
  }
}
