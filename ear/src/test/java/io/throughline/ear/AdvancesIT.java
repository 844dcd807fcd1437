package io.throughline.ear;

import static io.throughline.ear.UnappliedCashIT.CASH;
import static io.throughline.ear.UnappliedCashIT.apply;
import static io.throughline.ear.UnappliedCashIT.customer;
import static io.throughline.ear.UnappliedCashIT.item;
import static io.throughline.ear.UnappliedCashIT.paid;
import static io.throughline.ear.UnappliedCashIT.takeBack;
import static io.throughline.ear.UnappliedCashIT.tell;
import static io.throughline.ear.UnappliedCashIT.unapplied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Money that came before the bill is kept for its engagement, whose next invoices deduct it, the oldest first; finance says what else becomes of it, and is asked where nothing more is to come. */
@ExtendWith(SharedHub.class)
class AdvancesIT {

  @Test
  void theNextInvoicesDeductAdvancesTheOldestFirst(HubFixture hub) {
    var deal = Deal.won(hub, "Paid ahead").awaitOpening("done");
    var later = received(hub, customer(hub, deal), deal, "100.00", "2026-09-20");
    var first = received(hub, customer(hub, deal), deal, "120.00", "2026-09-10");
    await("both lie").atMost(Deal.SOON).until(() -> unapplied(hub, later).equals("100") && unapplied(hub, first).equals("120"));
    assertThat(List.of(item(hub, later), item(hub, first))).as("nobody has to look").containsOnly("null");
    assertThat(advances(hub, deal)).containsExactly(first + " 120.00 120.00", later + " 100.00 100.00");
    assertThat(hub.as("delivery").get("/api/experience/v1/delivery/engagements/" + deal.thread()).json().has("advances")).as("work shows no money").isFalse();

    deal.approveTime("2026-09-10", 60, true);
    deal.awaitMinutes(60);
    deal.bill("2026-09-30");
    await("the hour is paid by both").atMost(Deal.SOON).until(() -> "paid 150".equals(paid(hub, deal, "time")));
    assertThat(advances(hub, deal)).containsExactly(first + " 120.00 0.00", later + " 100.00 70.00");
    deal.completeMilestone("ACC-1");
    await("the milestone deducts what is left").atMost(Deal.SOON).until(() -> "posted 70".equals(paid(hub, deal, "milestone")));
    assertThat(hub.texts("select distinct decided_by from cash_decision where payment_id in ('" + first + "', '" + later + "')")).containsExactly("rule:advance");
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);

    var milestone = hub.text("select id from document where origin = 'milestone' and thread_id = '" + deal.thread() + "'");
    var back = takeBack(hub, later, milestone, "meant for the hours");
    assertThat(back.status()).as(back.body()).isEqualTo(200);
    assertThat(back.json().get("payment").has("advance")).as("it is finance's to decide").isFalse();
    assertThat(item(hub, later)).isEqualTo("70 EUR open");
    assertThat(said(hub, later, deal).at("/payment/engagementState").asText()).isEqualTo("active");
    assertThat(item(hub, later)).isEqualTo("70 EUR resolved");
    deal.approveTime("2026-10-12", 60, true);
    deal.awaitMinutes(120);
    var october = deal.bill("2026-10-31").get(0);
    await("the hour of October deducts it").atMost(Deal.SOON).until(() -> "posted 70".equals(hub.text("select state || ' ' || trim_scale(paid) from document where id = '" + october + "'")));
    assertThat(paid(hub, deal, "milestone")).as("open already when it was said").isEqualTo("posted 0");
    assertThat(unapplied(hub, later)).isEqualTo("0");
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  /** The setting applies what comes in this entity to what it fits exactly. */
  @Test
  void noPolicyGivesAnAdvanceToAnotherEngagementButFinanceDoes(HubFixture hub) {
    var billed = UnappliedCashIT.billed(hub, "Owed by the same", "TL-FR");
    var deal = ofTheSameClient(hub, billed, "Ahead by the same").awaitOpening("done");
    assertThat(customer(hub, deal)).isEqualTo(customer(hub, billed));
    var payment = received(hub, customer(hub, deal), deal, "150.00", "2026-11-02");
    await("it lies").atMost(Deal.SOON).until(() -> unapplied(hub, payment).equals("150"));
    assertThat(paid(hub, billed, "time")).as("what fits is another's").isEqualTo("posted 0");

    apply(hub, payment, hub.text("select id from document where origin = 'time' and thread_id = '" + billed.thread() + "'"), "50.00");
    assertThat(item(hub, payment)).as("the rest stays an advance").isEqualTo("null");
    var ended = hub.as("finance").post(CASH + payment + "/advance", "{}");
    assertThat(ended.status()).as(ended.body()).isEqualTo(200);
    assertThat(ended.json().get("payment").has("advance")).isFalse();
    assertThat(item(hub, payment)).isEqualTo("100 EUR open");
    assertThat(ended.json().get("engagements")).extracting(each -> each.get("threadId").asText()).containsExactlyInAnyOrder(deal.thread(), billed.thread());
    assertThat(hub.as("delivery").post(CASH + payment + "/advance", "{}").status()).isEqualTo(403);
    var elsewhere = hub.as("finance").post(CASH + payment + "/advance", "{\"threadId\":\"T-000000000000\"}");
    assertThat(elsewhere.status()).isEqualTo(422);
    assertThat(elsewhere.json().at("/errors/0/code").asText()).isEqualTo("NOT_THEIR_ENGAGEMENT");
    said(hub, payment, deal);
    assertThat(hub.texts("select action || ' ' || (detail ->> 'threadId') from audit where subject = 'payment:netsuite:" + payment + "' and action like '%-advance' order by id"))
        .containsExactly("end-advance " + deal.thread(), "name-advance " + deal.thread());

    deal.approveTime("2026-09-10", 60, true);
    deal.awaitMinutes(60);
    deal.bill("2026-09-30");
    await("its own invoice deducts the rest").atMost(Deal.SOON).until(() -> "posted 100".equals(paid(hub, deal, "time")));
    assertThat(paid(hub, billed, "time")).isEqualTo("posted 50");
    deal.awaitQuiet();
    billed.awaitQuiet();
    Holds.everyProof(hub);
  }

  @Test
  void financeIsAskedWhereNothingMoreIsToCome(HubFixture hub) {
    var deal = Deal.won(hub, "Closed with a rest").awaitOpening("done");
    var payment = "A-" + deal.thread();
    tell(hub, payment, 1, "[]", advance(hub, deal, "300.00", "T-000000000000"));
    assertThat(item(hub, payment)).as("nobody knows that engagement").isEqualTo("300 EUR open");
    assertThat(hub.text("select reason from exception_item where subject_id = 'netsuite:" + payment + "'")).contains("T-000000000000");
    tell(hub, payment, 2, "[]", advance(hub, deal, "300.00", deal.thread()));
    assertThat(item(hub, payment)).isEqualTo("300 EUR resolved");
    deal.approveTime("2026-09-10", 60, true);
    deal.awaitMinutes(60);
    deal.bill("2026-09-30");
    await("the hour is paid").atMost(Deal.SOON).until(() -> "paid 150".equals(paid(hub, deal, "time")));
    tell(hub, payment, 3, "[]", advance(hub, deal, "200.00", deal.thread()));
    assertThat(unapplied(hub, payment)).as("a part was given back").isEqualTo("50");
    assertThat(advances(hub, deal)).containsExactly(payment + " 300.00 50.00");

    var engagement = "/api/experience/v1/delivery/engagements/" + deal.thread();
    assertThat(hub.as("delivery").post(engagement + "/close", "{\"reason\":\"done\"}").status()).isEqualTo(204);
    assertThat(item(hub, payment)).isEqualTo("50 EUR open");
    assertThat(hub.as("delivery").post(engagement + "/reopen", "{\"reason\":\"not yet\"}").status()).isEqualTo(204);
    assertThat(item(hub, payment)).isEqualTo("50 EUR resolved");

    hub.as("finance").post(CASH + payment + "/advance", "{}");
    tell(hub, payment, 4, "[]", advance(hub, deal, "200.00", deal.thread()));
    assertThat(item(hub, payment)).as("the ERP says nothing new: finance's word counts").isEqualTo("50 EUR open");
    tell(hub, payment, 5, "[]", "\"changedOn\":\"2026-11-20\"");
    assertThat(item(hub, payment)).as("all of it was given back").isEqualTo("50 EUR resolved");
    assertThat(paid(hub, deal, "time")).isEqualTo("posted 0");
    assertThat(unapplied(hub, payment)).isEqualTo("0");
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  /** Who paid is nobody's customer yet. */
  @Test
  void whatCameWhileTheEngagementWasOpeningIsTakenInWhenItIsActive(HubFixture hub) {
    var deal = Deal.won(hub, "Paid too soon", terms -> ((ObjectNode) terms.get("lines").get(1)).remove("purchaseOrder")).awaitOpening("held");
    var customer = hub.text("select answer::jsonb ->> 'customerId' from journey_answer where step = 'create-customer' and journey_id = '" + deal.journey() + "'");
    var payment = received(hub, customer, deal, "90.00", "2026-09-01");
    await("it came").atMost(Deal.SOON).until(() -> hub.number("select count(*) from payment where payment_id = '" + payment + "'") == 1);
    assertThat(unapplied(hub, payment)).as("money of nobody").isEqualTo("0");

    var held = hub.text("select id from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'");
    var repaired = hub.as("sales-ops").post("/api/experience/v1/operations/exceptions/" + held + "/repair", "{\"corrections\":{\"/lines/1/purchaseOrder\":\"PO-2\"}}");
    assertThat(repaired.status()).as(repaired.body()).isLessThan(300);
    deal.awaitOpening("done");

    assertThat(unapplied(hub, payment)).isEqualTo("90");
    assertThat(item(hub, payment)).isEqualTo("null");
    assertThat(advances(hub, deal)).containsExactly(payment + " 90.00 90.00");
    deal.completeMilestone("ACC-1");
    await("its first invoice deducts it").atMost(Deal.SOON).until(() -> "posted 90".equals(paid(hub, deal, "milestone")));
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  private static Deal ofTheSameClient(HubFixture hub, Deal other, String name) {
    var taxId = hub.text("select terms #>> '{client,taxId}' from engagement where deal_id = '" + other.id + "'");
    var entity = hub.text("select contracting_entity from engagement where deal_id = '" + other.id + "'");
    return Deal.won(hub, name, terms -> Deal.client(terms.put("contractingEntity", entity)).put("taxId", taxId));
  }

  private static String advance(HubFixture hub, Deal deal, String amount, String thread) {
    return "\"unapplied\":{\"amount\":\"" + amount + "\",\"payerId\":\"" + customer(hub, deal) + "\",\"advance\":{\"threadId\":\"" + thread + "\"}}";
  }

  private static String received(HubFixture hub, String customer, Deal deal, String amount, String on) {
    return UnappliedCashIT.receive(hub, "{\"customerId\":\"" + customer + "\",\"amount\":" + amount + ",\"memo\":\"deposit\",\"threadId\":\"" + deal.thread() + "\",\"receivedOn\":\"" + on + "\"}");
  }

  private static JsonNode said(HubFixture hub, String payment, Deal deal) {
    var said = hub.as("finance").post(CASH + payment + "/advance", "{\"threadId\":\"" + deal.thread() + "\"}");
    assertThat(said.status()).as(said.body()).isEqualTo(200);
    return said.json();
  }

  /** Each with what came and what is left. */
  private static List<String> advances(HubFixture hub, Deal deal) {
    var advances = new ArrayList<String>();
    for (var one : hub.as("finance").get("/api/experience/v1/finance/engagements/" + deal.thread()).json().get("advances")) advances.add(one.get("paymentId").asText() + " " + one.get("amount").asText() + " " + one.get("unapplied").asText());
    return advances;
  }
}
