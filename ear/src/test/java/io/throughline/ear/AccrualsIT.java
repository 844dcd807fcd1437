package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How months are closed: what is accrued for an entity that does, and that nobody waits. */
class AccrualsIT {

  private static HubFixture hub;

  @BeforeAll
  static void start() {
    var from = "{\"TL-DE\": \"2026-09\"}";
    hub = HubFixture.start("accruals", Map.of("THROUGHLINE_LEDGER_ACCRUED", from, "THROUGHLINE_LEDGER_POSTED", from));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  /** Two hours are worked and not billed, and a quarter's support is billed and for the most part not earned; then an hour comes late, and all of it is billed. */
  @Test
  void closesPostWhatIsCarriedAndTakeItBack() throws Exception {
    var worked = Deal.won(hub, "Worked").awaitOpening("done");
    var ahead = Deal.won(hub, "Paid ahead", terms -> {
      terms.put("startOn", "2026-09-01").put("endOn", "2026-11-30");
      var line = terms.withArray("lines").addObject().put("billing", "subscription").put("description", "Support").put("workstream", "support").put("ratePerHour", "910.00").put("amount", "910.00").put("purchaseOrder", "PO-9");
      line.putObject("periods").put("every", "quarter").put("amount", "910.00").put("inAdvance", true).put("calendar", false);
    }).awaitOpening("done");
    worked.approveTime("2026-09-15", 120, true);
    worked.awaitMinutes(120);
    ahead.bill("2026-09-01");
    ahead.awaitPosted(1);
    worked.awaitQuiet();
    ahead.awaitQuiet();
    assertThat(month("2026-09").get("accrued").asBoolean()).as("it will be").isTrue();
    assertThat(hub.as("finance").get("/api/experience/v1/finance/months/TL-DE/2026-08").json().get("accrued").asBoolean()).as("before the first month").isFalse();

    assertThat(close("finance", "TL-DE", "2026-09")).isEqualTo(200);
    assertThat(accrued(worked, "2026-09-30")).containsExactly("CA 300.00", "REV -300.00");
    assertThat(accrued(worked, "2026-10-01")).containsExactly("CA -300.00", "REV 300.00");
    assertThat(accrued(ahead, "2026-09-30")).as("61 of 91 days are to come").containsExactly("CL -610.00", "REV 610.00");
    assertThat(accrued(ahead, "2026-10-01")).containsExactly("CL 610.00", "REV -610.00");
    earned("2026-09", worked, "300.00");
    earned("2026-09", ahead, "300.00");
    handedOver(worked, "2026-09-30 CA 300.00", "2026-09-30 REV -300.00", "2026-10-01 CA -300.00", "2026-10-01 REV 300.00");
    everyMonth();
    Holds.everyProof(hub);

    hub.tamper("posting", "update posting set debit = debit * 2, credit = credit * 2 where rule = 'J25' and thread_id = '" + worked.thread() + "'");
    var differs = replay("TL-DE", "2026-09");
    assertThat(differs.get("identical").asBoolean() + " " + differs.get("missing").size() + " " + differs.get("surplus").size()).isEqualTo("false 1 1");
    assertThat(differs.get("surplus").toString()).contains("300.00").doesNotContain("600.00");
    hub.tamper("posting", "update posting set debit = debit / 2, credit = credit / 2 where rule = 'J25' and thread_id = '" + worked.thread() + "'");
    hub.tamper("posting", "update posting set debit = debit * 2, credit = credit * 2 where rule = 'J25' and posted_on = '2026-10-01' and thread_id = '" + worked.thread() + "'");
    assertThat(hub.as("auditor").get("/api/experience/v1/operations/proofs").body()).contains("TL-DE accrual:2026-09/1 " + worked.thread() + " CA");
    hub.tamper("posting", "update posting set debit = debit / 2, credit = credit / 2 where rule = 'J25' and posted_on = '2026-10-01' and thread_id = '" + worked.thread() + "'");
    everyMonth();

    assertThat(hub.as("finance").post("/api/process/v1/entities/TL-DE/months/2026-09/reopen", "{\"reason\":\"an hour is missing\"}").status()).isEqualTo(200);
    worked.approveTime("2026-09-16", 60, true);
    worked.awaitMinutes(180);
    worked.awaitQuiet();
    everyMonth();
    assertThat(close("admin", "TL-DE", "2026-09")).isEqualTo(200);
    assertThat(accrued(worked, "2026-09-30")).as("the difference, under a seal of its own").containsExactly("CA 150.00", "CA 300.00", "REV -150.00", "REV -300.00");
    assertThat(accrued(ahead, "2026-09-30")).as("nothing came to it").containsExactly("CL -610.00", "REV 610.00");
    earned("2026-09", worked, "450.00");
    handedOver(worked, "2026-09-30 CA 150.00", "2026-09-30 CA 300.00", "2026-09-30 REV -150.00", "2026-09-30 REV -300.00", "2026-10-01 CA -150.00", "2026-10-01 CA -300.00", "2026-10-01 REV 150.00", "2026-10-01 REV 300.00");
    assertThat(hub.as("auditor").get("/api/process/v1/entities/TL-DE/months/2026-09/replay?seal=1").json().get("identical").asBoolean()).as("as it was closed first").isTrue();
    everyMonth();

    worked.bill("2026-10-31");
    worked.awaitPosted(1);
    worked.awaitQuiet();
    assertThat(close("finance", "TL-DE", "2026-10")).isEqualTo(200);
    assertThat(accrued(worked, "2026-10-31")).as("all of it is billed").isEmpty();
    earned("2026-10", worked, "450.00");
    earned("2026-10", ahead, "610.00");
    assertThat(hub.text("select trim_scale(sum(debit - credit))::text from posting where account in ('CA', 'CL') and entity = 'TL-DE'")).isEqualTo("0");
    everyMonth();
    Holds.everyProof(hub);
  }

  /** A close reads facts for as long as it takes. What is posted meanwhile is in the month that is sealed. */
  @Test
  void nobodyWhoPostsWaitsForAClose() throws Exception {
    var deal = Deal.won(hub, "Paid meanwhile", terms -> terms.put("contractingEntity", "TL-FR")).awaitOpening("done");
    deal.approveTime("2026-09-15", 60, true);
    deal.awaitMinutes(60);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    var invoice = hub.text("select erp_id from document where thread_id = '" + deal.thread() + "'");
    CompletableFuture<Integer> closing;
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table write_off in access exclusive mode");
      closing = CompletableFuture.supplyAsync(() -> close("finance", "TL-FR", "2026-09"));
      await("it reads").atMost(Deal.SOON).until(() -> hub.number("select count(*) from pg_locks where not granted and relation = 'write_off'::regclass") > 0);
      Deal.pay(hub, invoice, "60.00", "2026-09-25");
      await("it is posted").atMost(Deal.SOON).until(() -> hub.number("select count(distinct journal_id) from posting where rule = 'J8' and period = '2026-09' and thread_id = '" + deal.thread() + "'") == 1);
      assertThat(closing).isNotDone();
      connection.rollback();
    }
    assertThat(closing.get()).isEqualTo(200);
    var sealed = replay("TL-FR", "2026-09");
    assertThat(sealed.get("identical").asBoolean() + " " + sealed.at("/closed/journals").asInt()).as(sealed.toPrettyString()).isEqualTo("true 2");
    assertThat(accrued(deal, "2026-09-30")).as("the entity does not").isEmpty();
    Holds.everyProof(hub);
  }

  /** By the ledger, through the month's last day; it is what the rules say. */
  private static void earned(String month, Deal deal, String amount) {
    assertThat(hub.text("select sum(credit - debit)::numeric(9, 2)::text from posting where account = 'REV' and period <= '" + month + "' and thread_id = '" + deal.thread() + "'")).isEqualTo(amount);
    for (var each : month(month).get("revenue")) if (each.get("threadId").asText().equals(deal.thread())) assertThat(each.get("recognised").asText()).isEqualTo(amount);
  }

  /** Debits are positive. */
  private static List<String> accrued(Deal deal, String on) {
    return hub.texts("select account || ' ' || (debit - credit)::numeric(9, 2) from posting where rule = 'J25' and posted_on = '" + on + "' and thread_id = '" + deal.thread() + "' order by 1");
  }

  /** What the ERP booked of a deal. */
  private static void handedOver(Deal deal, String... lines) {
    await("the ERP has them").atMost(Deal.SOON).untilAsserted(() -> assertThat(
        hub.texts("select (j.trigger_body::jsonb ->> 'postedOn') || ' ' || (l ->> 'account') || ' ' || coalesce(l ->> 'debit', '-' || (l ->> 'credit')) from journey j, jsonb_array_elements(j.trigger_body::jsonb -> 'lines') l where j.plan = 'journal-posting' and j.state = 'done' and j.thread_id = '" + deal.thread() + "' order by 1"))
        .containsExactly(lines));
  }

  private static JsonNode month(String month) {
    return hub.as("finance").get("/api/experience/v1/finance/months/TL-DE/" + month).json();
  }

  private static JsonNode replay(String entity, String month) {
    return hub.as("auditor").get("/api/process/v1/entities/" + entity + "/months/" + month + "/replay").json();
  }

  private static void everyMonth() {
    for (var month : List.of("2026-09", "2026-10")) assertThat(replay("TL-DE", month).get("identical").asBoolean()).as(month + ": " + replay("TL-DE", month).toPrettyString()).isTrue();
  }

  private static int close(String who, String entity, String month) {
    return hub.as(who).post("/api/process/v1/entities/" + entity + "/months/" + month + "/close", "").status();
  }
}
