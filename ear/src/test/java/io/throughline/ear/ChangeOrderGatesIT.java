package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a change order waits for, what it builds upon, and what it is refused for. */
@ExtendWith(SharedHub.class)
class ChangeOrderGatesIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void waitsForItsSignatureAndKeepsWhatWasSigned(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Signed twice").awaitOpening("done");
    var change = Change.won(hub, deal, "Signed twice, more", terms -> terms.put("signatureRequired", true)).await("held");
    change.heldAs("SIGNATURE_MISSING");
    assertThat(change.told()).as("told before it is signed").isZero();

    var signature = PeopleAndDocumentsIT.drive(hub, "send-contract", "{\"dealId\":\"" + change.id + "\",\"name\":\"Amendment\",\"signer\":{\"name\":\"Client CFO\",\"email\":\"cfo@client.example\"}}").get("signatureId").asText();
    PeopleAndDocumentsIT.drive(hub, "sign-contract", "{\"signatureId\":\"" + signature + "\"}");
    var completed = "{\"event\":\"envelope-completed\",\"generatedDateTime\":\"2026-09-26T10:00:00Z\",\"data\":{\"envelopeId\":\"" + signature + "\"}}";
    assertThat(PeopleAndDocumentsIT.post(hub, "docusign", completed, "X-DocuSign-Signature-1", PeopleAndDocumentsIT.base64(SharedHub.HOOK_KEY, completed)).status()).isEqualTo(202);

    change.await("done");
    await("the signed amendment is filed").atMost(Deal.SOON).until(() -> hub.number("select count(*) from signed_document where file_id is not null and signature_id = '" + signature + "' and thread_id = '" + deal.thread() + "'") == 1);
    assertThat(Change.versions(hub, deal.thread())).containsExactly("1 in-force 42000.00", "2 in-force 64200.00");

    var before = Deal.won(hub, "Signed before").awaitOpening("done");
    var pending = Change.won(hub, before, "Signed before, more", terms -> terms.put("approval", "pending").put("signatureRequired", true)).await("held");
    var earlier = PeopleAndDocumentsIT.drive(hub, "send-contract", "{\"dealId\":\"" + pending.id + "\",\"name\":\"Amendment\",\"signer\":{\"name\":\"Client CFO\",\"email\":\"cfo@client.example\"}}").get("signatureId").asText();
    PeopleAndDocumentsIT.drive(hub, "sign-contract", "{\"signatureId\":\"" + earlier + "\"}");
    pending.tellAgain();
    pending.await("done");
    await("what was signed before is filed").atMost(Deal.SOON).until(() -> hub.number("select count(*) from signed_document where file_id is not null and signature_id = '" + earlier + "' and thread_id = '" + before.thread() + "'") == 1);
    Holds.everyProof(hub);
  }

  @Test
  void theSecondWaitsForTheFirstAndBuildsUponIt(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Growing twice").awaitOpening("done");
    var first = Change.won(hub, deal, "Growing, first", terms -> terms.put("approval", "pending")).await("held");
    var second = Change.won(hub, deal, "Growing, second", terms -> {
      terms.put("startOn", "2026-11-01").put("amends", first.id); // what amends an amendment amends its contract
      Change.first(terms, 2);
      Change.line(terms, 0).put("hours", 140).put("ratePerHour", "170.00");
      Change.line(terms, 1).put("hours", 10).put("amends", first.line(1));
    });
    await("it is behind the other").atMost(Deal.SOON).until(() -> Change.versions(hub, deal.thread()).equals(List.of("1 in-force 42000.00", "2 pending ", "3 waiting ")));
    assertThat(second.told()).isZero();

    first.tellAgain();
    second.await("done");
    first.await("done");

    assertThat(Change.versions(hub, deal.thread())).containsExactly("1 in-force 42000.00", "2 in-force 64200.00", "3 in-force 69700.00");
    deal.approveTime("2026-09-20", 60, true);
    deal.approveTime("2026-10-05", 60, true);
    deal.approveTime("2026-11-05", 60, true);
    first.approveTime(1, "2026-11-05", 60);
    deal.awaitMinutes(240);
    assertThat(hub.texts("select work_date || ' ' || rate::numeric(9, 2) from time_entry where current and state = 'billable' and thread_id = '" + deal.thread() + "' order by 1"))
        .containsExactly("2026-09-20 150.00", "2026-10-05 160.00", "2026-11-05 170.00", "2026-11-05 180.00");
    var told = hub.sandbox().get("control/salesforce/Opportunity?where=" + java.net.URLEncoder.encode("Id = '" + deal.id + "'", java.nio.charset.StandardCharsets.UTF_8)).body();
    assertThat(told).contains("69700.00 EUR").contains("in force");
    assertThat(hub.number("select count(*) from journey where plan = 'change-order' and thread_id = '" + deal.thread() + "'")).isEqualTo(2);
    deal.bill("2026-11-30");
    deal.awaitPosted(2); // a bill of each purchase order
    Holds.everyProof(hub);
  }

  @Test
  void anEndedLineTakesNoMoreWorkAndNoMoreMoney(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Ending").awaitOpening("done");
    deal.approveTime("2026-09-20", 120, true);
    deal.awaitMinutes(120);
    var change = Change.won(hub, deal, "Ending, both", terms -> {
      Change.line(terms, 0).put("hours", 0).put("ratePerHour", "150.00").put("amount", "0.00");
      Change.line(terms, 1).put("billing", "milestone").put("amends", deal.milestone()).put("ratePerHour", "0.00").put("amount", "0.00").put("dueOn", "2026-10-31").remove("hours");
    }).await("done");

    assertThat(Change.versions(hub, deal.thread())).containsExactly("1 in-force 42000.00", "2 in-force 14100.00");
    deal.approveTime("2026-09-30", 60, true);
    deal.approveTime("2026-10-01", 30, true);
    deal.completeMilestone("ACC-ended");
    deal.awaitMinutes(210);
    await("the milestone that is none any more is told").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where state = 'open' and subject = 'milestone' and thread_id = '" + deal.thread() + "'") == 1);
    assertThat(hub.texts("select state || ' ' || work_date || ' ' || coalesce(hold_code, '') from time_entry where current and thread_id = '" + deal.thread() + "' order by work_date"))
        .containsExactly("billable 2026-09-20 ", "billable 2026-09-30 ", "held 2026-10-01 OUTSIDE_SCOPE");
    deal.bill("2026-10-31");
    deal.awaitPosted(1);
    assertThat(hub.texts("select net::numeric(9, 2)::text from document where thread_id = '" + deal.thread() + "'")).containsExactly("450.00");
    assertThat(change.told()).isPositive();
    Holds.everyProof(hub);
  }

  @Test
  void isHeldWhereThereIsNothingToChange(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Unchangeable").awaitOpening("done");

    told(hub, deal, "LOST-1", "NONE-1", "AMENDED_DEAL_UNKNOWN");
    assertThat(hub.number("select count(*) from engagement where deal_id = 'LOST-1'")).as("it opens nothing").isZero();
    told(hub, deal, "SELF-1", "SELF-1", "AMENDS_ITSELF");
    assertThat(hub.number("select count(*) from contract_version where change_deal = 'SELF-1'")).as("nor makes it a version").isZero();

    var late = Change.won(hub, deal, "After the end", terms -> terms.put("startOn", "2027-02-01")).await("held");
    assertThat(late.heldAs("TERMS_INCOMPLETE")).contains("AFTER_CONTRACT");
    late.undo("sales-ops", "too late");
    late.await("undone");

    var foreign = Change.won(hub, deal, "In dollars", terms -> terms.put("currency", "USD")).await("held");
    assertThat(foreign.heldAs("TERMS_INCOMPLETE")).contains("CURRENCY_DIFFERS");
    assertThat(foreign.told() + late.told()).isZero();
    foreign.undo("sales-ops", "not in dollars");
    foreign.await("undone");
    assertThat(Change.versions(hub, deal.thread())).containsExactly("1 in-force 42000.00", "2 withdrawn ", "3 withdrawn ");
    Holds.everyProof(hub);
  }

  /** A deal of the same terms that the played CRM would not write. */
  private static void told(HubFixture hub, Deal like, String id, String amends, String code) throws Exception {
    var body = (ObjectNode) JSON.readTree(hub.text("select body::text from fact where kind = 'won-deal' and fact_key = '" + like.id + "' order by version desc limit 1"));
    var told = hub.as("sales-ops").post("/api/process/v1/intake/won-deal?source=salesforce", body.put("dealId", id).put("amendsDealId", amends).toString());
    assertThat(told.status()).as(told.body()).isEqualTo(202);
    await(id + " is held").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where state = 'open' and code = '" + code + "' and subject_id = 'won-deal:salesforce:" + id + "'") == 1);
  }

  @Test
  void waitsUntilAClosedEngagementIsOpenAgain(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Closed to changes").awaitOpening("done");
    deal.awaitQuiet();
    var engagement = "/api/experience/v1/delivery/engagements/" + deal.thread();
    assertThat(hub.as("delivery").post(engagement + "/close", "{\"reason\":\"done\"}").status()).isEqualTo(204);

    var change = Change.won(hub, deal, "separate");
    change.heldAs("ENGAGEMENT_CLOSED");
    assertThat(change.told()).isZero();
    assertThat(hub.as("delivery").post(engagement + "/reopen", "{\"reason\":\"there is more\"}").status()).isEqualTo(204);

    change.await("done");
    assertThat(hub.number("select count(*) from exception_item where state = 'open' and subject_id = 'won-deal:salesforce:" + change.id + "'")).isZero();
    Holds.everyProof(hub);
  }
}
