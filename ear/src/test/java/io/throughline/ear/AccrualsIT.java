package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Months of an entity whose revenue is accrued as they are closed, and whose journals the ERP has. */
class AccrualsIT {

  private static final String HOLDING = "begin; alter table posting disable trigger user; %s; alter table posting enable trigger user; commit";

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

    assertThat(close("finance", "2026-09")).isEqualTo(200);
    assertThat(accrued(worked, "2026-09-30")).containsExactly("CA 300.00", "REV -300.00");
    assertThat(accrued(worked, "2026-10-01")).containsExactly("CA -300.00", "REV 300.00");
    assertThat(accrued(ahead, "2026-09-30")).as("61 of 91 days are to come").containsExactly("CL -610.00", "REV 610.00");
    assertThat(accrued(ahead, "2026-10-01")).containsExactly("CL 610.00", "REV -610.00");
    earned("2026-09", worked, "300.00");
    earned("2026-09", ahead, "300.00");
    handedOver(worked, "2026-09-30 CA 300.00", "2026-09-30 REV -300.00", "2026-10-01 CA -300.00", "2026-10-01 REV 300.00");
    everyMonth();
    Holds.everyProof(hub);

    tamper("update posting set debit = debit * 2, credit = credit * 2 where rule = 'J25' and thread_id = '" + worked.thread() + "'");
    var differs = replay("2026-09");
    assertThat(differs.get("identical").asBoolean() + " " + differs.get("missing").size() + " " + differs.get("surplus").size()).isEqualTo("false 1 1");
    assertThat(differs.get("surplus").toString()).contains("300.00").doesNotContain("600.00");
    tamper("update posting set debit = debit / 2, credit = credit / 2 where rule = 'J25' and thread_id = '" + worked.thread() + "'");
    tamper("update posting set debit = debit * 2, credit = credit * 2 where rule = 'J25' and posted_on = '2026-10-01' and thread_id = '" + worked.thread() + "'");
    assertThat(hub.as("auditor").get("/api/experience/v1/operations/proofs").body()).contains("TL-DE accrual:2026-09/1 " + worked.thread() + " CA");
    tamper("update posting set debit = debit / 2, credit = credit / 2 where rule = 'J25' and posted_on = '2026-10-01' and thread_id = '" + worked.thread() + "'");
    everyMonth();

    assertThat(hub.as("finance").post("/api/process/v1/entities/TL-DE/months/2026-09/reopen", "{\"reason\":\"an hour is missing\"}").status()).isEqualTo(200);
    worked.approveTime("2026-09-16", 60, true);
    worked.awaitMinutes(180);
    worked.awaitQuiet();
    everyMonth();
    assertThat(close("admin", "2026-09")).isEqualTo(200);
    assertThat(accrued(worked, "2026-09-30")).as("the difference, under a seal of its own").containsExactly("CA 150.00", "CA 300.00", "REV -150.00", "REV -300.00");
    assertThat(accrued(ahead, "2026-09-30")).as("nothing came to it").containsExactly("CL -610.00", "REV 610.00");
    earned("2026-09", worked, "450.00");
    handedOver(worked, "2026-09-30 CA 150.00", "2026-09-30 CA 300.00", "2026-09-30 REV -150.00", "2026-09-30 REV -300.00", "2026-10-01 CA -150.00", "2026-10-01 CA -300.00", "2026-10-01 REV 150.00", "2026-10-01 REV 300.00");
    assertThat(hub.as("auditor").get("/api/process/v1/entities/TL-DE/months/2026-09/replay?seal=1").json().get("identical").asBoolean()).as("as it was closed first").isTrue();
    everyMonth();

    worked.bill("2026-10-31");
    worked.awaitPosted(1);
    worked.awaitQuiet();
    assertThat(close("finance", "2026-10")).isEqualTo(200);
    assertThat(accrued(worked, "2026-10-31")).as("all of it is billed").isEmpty();
    earned("2026-10", worked, "450.00");
    earned("2026-10", ahead, "610.00");
    assertThat(hub.text("select trim_scale(sum(debit - credit))::text from posting where account in ('CA', 'CL')")).isEqualTo("0");
    everyMonth();
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

  private static JsonNode replay(String month) {
    return hub.as("auditor").get("/api/process/v1/entities/TL-DE/months/" + month + "/replay").json();
  }

  private static void everyMonth() {
    for (var month : List.of("2026-09", "2026-10")) assertThat(replay(month).get("identical").asBoolean()).as(month + ": " + replay(month).toPrettyString()).isTrue();
  }

  private static int close(String who, String month) {
    return hub.as(who).post("/api/process/v1/entities/TL-DE/months/" + month + "/close", "").status();
  }

  /** As its owner could. */
  private static void tamper(String sql) throws Exception {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.execute(HOLDING.formatted(sql));
    }
  }
}
