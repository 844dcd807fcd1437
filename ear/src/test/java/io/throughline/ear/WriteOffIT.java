package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    var first = hub.as("finance").get(WRITE_OFFS + "/" + proposed.get("id").asLong() + "/entries?limit=1").json();
    var rest = hub.as("finance").get(WRITE_OFFS + "/" + proposed.get("id").asLong() + "/entries?cursor=" + first.get("next").asText()).json();
    assertThat(Stream.of(first, rest).map(page -> page.at("/items/0")).map(one -> one.get("workDate").asText() + " " + one.get("person").asText() + " " + one.get("minutes") + " " + one.get("amount").asText() + " " + one.get("written")))
        .containsExactly("2026-09-15 ann 60 150.00 false", "2026-09-16 ann 90 225.00 true");
    assertThat(rest.has("next")).isFalse();
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
    awaitHeld(hub, deal, "WRITTEN_OFF");
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
    deal.tellTime("E-unsold-" + deal.thread(), "9999-1", "nobody-sold-it", "2026-09-17", 30);
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

  /** What is taken back of one entry says nothing of another that waits for a person. */
  @Test
  void isDecidedEachByItself(HubFixture hub) {
    var deal = worked(hub, "Two promises");
    var entry = hub.text("select entry_id from time_entry where thread_id = '" + deal.thread() + "' and minutes = 60");
    var first = propose(hub, "delivery", deal, "2026-09-15");
    var second = propose(hub, "delivery", deal, "2026-09-30");
    decide(hub, "finance", first, "approve", 200);
    assertThat(decide(hub, "finance", second, "approve", 200).get("minutes").asInt()).as("the first has the other sixty").isEqualTo(90);
    deal.tellTime(entry, "9999-1", "2026-09-15", 80);
    awaitHeld(hub, deal, "WRITTEN_OFF");

    decide(hub, "finance", second, "take-back", 200);

    assertThat(minutes(hub, deal)).isEqualTo("90 0");
    assertThat(held(hub, deal)).isEqualTo("WRITTEN_OFF");
    assertThat(hub.number("select count(*) from exception_item where state = 'open' and code = 'WRITTEN_OFF' and subject_id like '%' || (select project_id from engagement where thread_id = '" + deal.thread() + "')")).isEqualTo(1);
    var third = propose(hub, "delivery", deal, "2026-09-15");
    decide(hub, "finance", third, "approve", 200);
    assertThat(minutes(hub, deal)).isEqualTo("90 80");
    decide(hub, "finance", first, "take-back", 200);
    assertThat(minutes(hub, deal)).as("the third stays").isEqualTo("90 80");
    decide(hub, "finance", third, "take-back", 200);
    assertThat(minutes(hub, deal)).isEqualTo("170 0");
    Holds.everyProof(hub);
  }

  @Test
  void isForgottenWhenItIsBilledAfterAll(HubFixture hub) {
    var deal = worked(hub, "After all");
    var entry = hub.text("select entry_id from time_entry where thread_id = '" + deal.thread() + "' and minutes = 60");
    decide(hub, "finance", propose(hub, "delivery", deal, "2026-09-15"), "approve", 200);
    deal.tellTime(entry, "9999-1", "2026-09-15", 80);
    awaitHeld(hub, deal, "WRITTEN_OFF");
    var project = hub.text("select project_system || ':' || project_id from engagement where thread_id = '" + deal.thread() + "'");
    hub.as("delivery").post("/api/experience/v1/operations/exceptions/" + hub.text("select id from exception_item where state = 'open' and subject_id = '" + project + "'") + "/resume", "");

    deal.tellTime(entry, "9999-2", "2026-09-15", 50);

    await("the correction is billed").atMost(Deal.SOON).until(() -> "140 0".equals(minutes(hub, deal)));
    Holds.everyProof(hub);
  }

  /** Another client was promised nothing. */
  @Test
  void isOfOneEngagement(HubFixture hub) {
    var deal = worked(hub, "Promised");
    var other = worked(hub, "Not promised");
    var entry = hub.text("select entry_id from time_entry where thread_id = '" + deal.thread() + "' and minutes = 60");
    decide(hub, "finance", propose(hub, "delivery", deal, "2026-09-30"), "approve", 200);

    other.tellTime(entry, "9999-1", "2026-09-15", 60);

    await("it is the other's").atMost(Deal.SOON).until(() -> "210 0".equals(minutes(hub, other)));
    assertThat(minutes(hub, deal)).isEqualTo("0 90");
    assertThat(deal.revenue("2026-09") + " " + other.revenue("2026-09")).isEqualTo("0.00 + 225.00 - 0.00 = 225.00 - 0.00 0.00 + 525.00 - 0.00 = 525.00 - 0.00");
    Holds.everyProof(hub);
  }

  /** A run that is under way has the entries first. */
  @Test
  void waitsForARun(HubFixture hub) throws Exception {
    var deal = worked(hub, "Run and promise");
    var proposed = propose(hub, "delivery", deal, "2026-09-30");
    try (var run = hub.database(); var statement = run.createStatement()) {
      run.setAutoCommit(false);
      statement.execute("select from engagement where thread_id = '" + deal.thread() + "' for update");
      var decided = CompletableFuture.supplyAsync(() -> decide(hub, "finance", proposed, "approve", 200));
      await("the approval waits").atMost(Deal.SOON).until(() -> decided.isDone() || hub.number("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%from engagement where thread_id%for update%'") == 1);
      assertThat(decided).isNotDone();
      run.rollback();
      assertThat(decided.get(1, TimeUnit.MINUTES).get("minutes").asInt()).isEqualTo(150);
    }
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

  private static void awaitHeld(HubFixture hub, Deal deal, String code) {
    await("its time is held").atMost(Deal.SOON).until(() -> code.equals(held(hub, deal)));
  }

  private static String held(HubFixture hub, Deal deal) {
    return hub.text("select string_agg(hold_code, ' ') from time_entry where current and state = 'held' and thread_id = '" + deal.thread() + "'");
  }

  /** Unbilled, and written off. */
  private static String minutes(HubFixture hub, Deal deal) {
    return hub.text("select sum(unbilled) || ' ' || sum(written_off) from tally where thread_id = '" + deal.thread() + "'");
  }
}
