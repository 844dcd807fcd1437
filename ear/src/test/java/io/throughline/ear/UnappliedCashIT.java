package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Money that names no invoice is applied by what its payer wrote, by policy or by finance, who may take it back; what is left lies with who paid, and no cent is lost on the way. */
@ExtendWith(SharedHub.class)
class UnappliedCashIT {

  static final String CASH = "/api/experience/v1/finance/unapplied-cash/netsuite/";

  @Test
  void whatThePayerWroteIsAppliedAndFinanceAppliesTheRest(HubFixture hub) {
    var deal = billed(hub, "Paid without a word");
    var number = number(hub, deal, "time");
    var payment = receive(hub, deal, "400.00", "our ref 7, " + number);

    await("the named invoice is paid").atMost(Deal.SOON).until(() -> "paid 150".equals(paid(hub, deal, "time")));
    await("the rest lies unapplied").atMost(Deal.SOON).until(() -> item(hub, payment).equals("250 EUR open"));
    assertThat(unapplied(hub, payment)).isEqualTo("250");
    assertThat(hub.text("select decided_by from cash_decision where payment_id = '" + payment + "'")).isEqualTo("rule:reference");
    Holds.replayed(hub, deal, "2026-11");
    Holds.everyProof(hub);

    var choice = hub.as("auditor").get(CASH + payment).json();
    assertThat(choice.at("/payment/unapplied").asText()).isEqualTo("250.00");
    assertThat(choice.get("invoices")).hasSize(1);
    var milestone = choice.at("/invoices/0/invoiceId").asText();
    assertThat(choice.at("/invoices/0/suggested").asText()).isEqualTo("250.00");
    assertThat(refused(hub, payment, milestone, "250.01")).isEqualTo("BEYOND_UNAPPLIED");
    assertThat(refused(hub, payment, milestone, "0")).isEqualTo("NOT_POSITIVE");
    assertThat(refused(hub, payment, hub.text("select id from document where origin = 'time' and thread_id = '" + deal.thread() + "'"), "1.00")).isEqualTo("NOT_PAYABLE");

    apply(hub, payment, milestone, "200.00");
    await("the milestone is paid in part").atMost(Deal.SOON).until(() -> "posted 200".equals(paid(hub, deal, "milestone")));
    assertThat(item(hub, payment)).isEqualTo("50 EUR open");
    apply(hub, payment, milestone, "50.00");
    assertThat(item(hub, payment)).isEqualTo("50 EUR resolved");
    assertThat(unapplied(hub, payment)).isEqualTo("0");
    assertThat(hub.as("finance").get(CASH + payment).json().at("/payment/unapplied").asText()).isEqualTo("0.00");
    assertThat(hub.as("finance").get(CASH + "none").status()).isEqualTo(404);
    deal.awaitQuiet();
    assertThat(paid(hub, deal, "milestone")).isEqualTo("posted 250");
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  /** The setting says so for this entity. */
  @Test
  void whatNobodyNamedIsAppliedByTheEntitysPolicy(HubFixture hub) {
    var deal = billed(hub, "Paid to the cent", "TL-FR");
    var payment = receive(hub, deal, "150.00", "thank you");

    await("the invoice that fits is paid").atMost(Deal.SOON).until(() -> "paid 150".equals(paid(hub, deal, "time")));
    assertThat(hub.text("select decided_by from cash_decision where payment_id = '" + payment + "'")).isEqualTo("rule:exact-match");
    assertThat(item(hub, payment)).as("nobody has to look").isEqualTo("null");
    deal.awaitQuiet();
    Holds.everyProof(hub);
  }

  @Test
  void whatTheErpAppliesLaterCountsInThePlaceOfWhatWasAppliedHere(HubFixture hub) {
    var deal = billed(hub, "Applied twice over");
    var customer = customer(hub, deal);
    var payment = "U-" + deal.thread();
    tell(hub, payment, 1, "[]", "\"unapplied\":{\"amount\":\"300.00\",\"payerId\":\"" + customer + "\"}");
    assertThat(item(hub, payment)).isEqualTo("300 EUR open");
    var milestone = hub.text("select id from document where origin = 'milestone' and thread_id = '" + deal.thread() + "'");
    var erpId = hub.text("select erp_id from document where id = '" + milestone + "'");
    apply(hub, payment, milestone, "300.00");
    await().atMost(Deal.SOON).until(() -> "posted 300".equals(paid(hub, deal, "milestone")));

    tell(hub, payment, 2, "[{\"invoiceId\":\"" + erpId + "\",\"amount\":\"100.00\"}]", "\"unapplied\":{\"amount\":\"200.00\",\"payerId\":\"" + customer + "\"}");
    assertThat(paid(hub, deal, "milestone")).as("once").isEqualTo("posted 300");
    tell(hub, payment, 3, "[]", "\"changedOn\":\"2026-11-20\"");
    await("all of it went back").atMost(Deal.SOON).until(() -> "posted 0".equals(paid(hub, deal, "milestone")));
    assertThat(unapplied(hub, payment)).isEqualTo("0");
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  @Test
  void whatWasAppliedHereIsTakenBackByFinanceAndNoRuleAppliesItAgain(HubFixture hub) {
    var deal = billed(hub, "Named the wrong one");
    var customer = customer(hub, deal);
    var number = number(hub, deal, "time");
    var hour = hub.text("select id from document where origin = 'time' and thread_id = '" + deal.thread() + "'");
    var milestone = hub.text("select id from document where origin = 'milestone' and thread_id = '" + deal.thread() + "'");
    var payment = "B-" + deal.thread();
    tell(hub, payment, 1, "[]", "\"unapplied\":{\"amount\":\"300.00\",\"payerId\":\"" + customer + "\",\"reference\":\"" + number + "\"}");
    assertThat(paid(hub, deal, "time")).isEqualTo("paid 150");
    apply(hub, payment, milestone, "100.00");
    deal.awaitQuiet();

    assertThat(takeBack(hub, payment, hour, " ").status()).isEqualTo(422);
    assertThat(hub.as("delivery").post(CASH + payment + "/applications/" + hour + "/take-back", "{\"reason\":\"not mine\"}").status()).isEqualTo(403);
    var key = "\"back-" + payment + "\"";
    var back = hub.as("finance").post(CASH + payment + "/applications/" + hour + "/take-back", "{\"reason\":\"it was for the concept\"}", key);
    assertThat(back.status()).as(back.body()).isEqualTo(200);
    assertThat(back.json().at("/payment/unapplied").asText()).isEqualTo("200.00");
    assertThat(back.json().get("applied")).extracting(each -> each.get("invoiceId").asText() + " " + each.get("amount").asText() + " " + each.get("by").asText()).containsExactly(milestone + " 100.00 finance");
    var again = hub.as("finance").post(CASH + payment + "/applications/" + hour + "/take-back", "{\"reason\":\"it was for the concept\"}", key);
    assertThat(again.body()).as("once").isEqualTo(back.body());
    assertThat(takeBack(hub, payment, hour, "twice").status()).isEqualTo(409);

    assertThat(paid(hub, deal, "time")).isEqualTo("posted 0");
    assertThat(item(hub, payment)).isEqualTo("200 EUR open");
    assertThat(unapplied(hub, payment)).isEqualTo("200");
    assertThat(hub.text("select actor || ' ' || (detail ->> 'invoiceId') || ' ' || (detail ->> 'amount') || ' ' || (detail ->> 'reason') from audit where action = 'take-back-cash' and subject = 'payment:netsuite:" + payment + "'"))
        .isEqualTo("finance " + hour + " 150.00 it was for the concept");

    tell(hub, payment, 2, "[]", "\"unapplied\":{\"amount\":\"300.00\",\"payerId\":\"" + customer + "\",\"reference\":\"" + number + " as said\"}");
    assertThat(paid(hub, deal, "time")).as("what the payer wrote does not apply it again").isEqualTo("posted 0");
    tell(hub, payment, 3, "[{\"invoiceId\":\"" + hub.text("select erp_id from document where id = '" + hour + "'") + "\",\"amount\":\"50.00\"}]", "\"unapplied\":{\"amount\":\"200.00\",\"payerId\":\"" + customer + "\"}");
    assertThat(paid(hub, deal, "time")).as("the ERP applied it").isEqualTo("posted 50");
    assertThat(takeBack(hub, payment, hour, "the ERP did that").status()).isEqualTo(409);
    assertThat(takeBack(hub, payment, milestone, "all of it").status()).isEqualTo(200);
    assertThat(paid(hub, deal, "milestone")).isEqualTo("posted 0");
    assertThat(unapplied(hub, payment)).isEqualTo("200");
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  @Test
  void whoPaysForSeveralPaysTheirInvoicesTogether(HubFixture hub) {
    var one = billed(hub, "Group, north");
    var other = billed(hub, "Group, south");
    assertThat(hub.as("finance").get("/api/experience/v1/finance/engagements/" + one.thread()).json().at("/engagement").has("payer")).as("each for itself").isFalse();
    var group = PeopleAndDocumentsIT.drive(hub, "add-customer", "{\"name\":\"Group of " + one.thread() + "\"}").get("customerId").asText();
    for (var deal : List.of(one, other)) PeopleAndDocumentsIT.drive(hub, "set-payer", "{\"customerId\":\"" + customer(hub, deal) + "\",\"payerId\":\"" + group + "\"}");
    await("the ERP says who pays").atMost(Deal.SOON).until(() -> "2".equals(hub.text("select count(*) from fact where kind = 'billing-account' and body ->> 'payerId' = '" + group + "'")));
    payerIsShown(hub, one, "{\"id\":\"" + group + "\"}");
    var payment = "P-" + one.thread();
    var first = hub.text("select erp_id from document where origin = 'time' and thread_id = '" + one.thread() + "'");
    tell(hub, payment, 1, "[{\"invoiceId\":\"" + first + "\",\"amount\":\"150.00\"}]", "\"unapplied\":{\"amount\":\"250.00\",\"payerId\":\"" + group + "\",\"reference\":\"" + number(hub, other, "time") + "\"}");

    await("of both clients").atMost(Deal.SOON).until(() -> "paid 150".equals(paid(hub, one, "time")) && "paid 150".equals(paid(hub, other, "time")));
    assertThat(hub.text("select distinct reference from posting where account = 'UNAP' and source_id like '" + payment + ":%'")).isEqualTo("payer:" + group);
    assertThat(unapplied(hub, payment)).isEqualTo("100");
    var choice = hub.as("finance").get(CASH + payment).json();
    assertThat(choice.get("invoices")).extracting(each -> each.get("threadId").asText()).containsExactlyInAnyOrder(one.thread(), other.thread());
    apply(hub, payment, hub.text("select id from document where origin = 'milestone' and thread_id = '" + other.thread() + "'"), "100.00");
    await().atMost(Deal.SOON).until(() -> "posted 100".equals(paid(hub, other, "milestone")));
    assertThat(unapplied(hub, payment)).isEqualTo("0");
    one.awaitQuiet();
    other.awaitQuiet();
    var owed = new ArrayList<JsonNode>();
    var month = hub.text("select max(period) from posting where entity = 'TL-DE' and thread_id in ('cash', '" + other.thread() + "')");
    for (var statement : hub.as("auditor").get("/api/process/v1/entities/TL-DE/months/" + month + "/statements").json().get("statements")) if (group.equals(statement.get("payerId").asText())) owed.add(statement);
    assertThat(owed).singleElement().satisfies(statement -> {
      assertThat(statement.get("invoiced").asText()).isEqualTo("60300.00");
      assertThat(statement.get("settled").asText()).isEqualTo("400.00");
      assertThat(statement.get("unapplied").asText()).isEqualTo("0.00");
      assertThat(statement.get("accounts")).extracting(each -> each.path("open").asText()).contains("30000.00", "29900.00");
    });
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  private static Deal billed(HubFixture hub, String name) {
    return billed(hub, name, "TL-DE");
  }

  static Deal billed(HubFixture hub, String name, String entity) {
    return billed(hub, name, terms -> terms.put("contractingEntity", entity));
  }

  private static Deal billed(HubFixture hub, String name, Consumer<ObjectNode> changed) {
    var deal = Deal.won(hub, name, changed).awaitOpening("done");
    deal.billAnHourAndAMilestone();
    return deal;
  }

  /** The client pays, and the ERP has not applied it; the payment. */
  private static String receive(HubFixture hub, Deal deal, String amount, String memo) {
    return receive(hub, "{\"customerId\":\"" + customer(hub, deal) + "\",\"amount\":" + amount + ",\"memo\":\"" + memo + "\",\"receivedOn\":\"2026-11-02\"}");
  }

  static String receive(HubFixture hub, String payment) {
    var told = hub.sandbox().post("control/drive/receive-payment", payment);
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    return told.json().get("paymentId").asText();
  }

  static void tell(HubFixture hub, String payment, int version, String allocations, String more) {
    var amount = more.contains("250.00") ? "400.00" : "300.00";
    posted(hub, "payment", "{\"paymentId\":\"" + payment + "\",\"version\":\"9999-" + version + "\",\"receivedOn\":\"2026-11-02\",\"amount\":\"" + amount + "\",\"currency\":\"EUR\",\"allocations\":" + allocations + "," + more + "}");
  }

  static void posted(HubFixture hub, String kind, String fact) {
    var posted = hub.as("finance").post("/api/process/v1/intake/" + kind + "?source=netsuite", fact);
    assertThat(posted.status()).as(posted.body()).isEqualTo(202);
    var evidence = posted.headers().get("Location").replaceAll(".*/", "");
    await("it is read").atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state = 'read' and id = " + evidence) == 1);
  }

  static void apply(HubFixture hub, String payment, String invoice, String amount) {
    var applied = hub.as("finance").post(CASH + payment + "/applications", allocation(invoice, amount));
    assertThat(applied.status()).as(applied.body()).isEqualTo(200);
  }

  private static String refused(HubFixture hub, String payment, String invoice, String amount) {
    var refused = hub.as("finance").post(CASH + payment + "/applications", allocation(invoice, amount));
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    return refused.json().at("/errors/0/code").asText();
  }

  static Api.Answer takeBack(HubFixture hub, String payment, String invoice, String reason) {
    return hub.as("finance").post(CASH + payment + "/applications/" + invoice + "/take-back", "{\"reason\":\"" + reason + "\"}");
  }

  /** To who sees money, on the thread and on each of its bills. */
  private static void payerIsShown(HubFixture hub, Deal deal, String payer) {
    var thread = hub.as("finance").get("/api/experience/v1/finance/engagements/" + deal.thread()).json();
    assertThat(thread.at("/engagement/payer").toString()).isEqualTo(payer);
    assertThat(thread.get("documents")).isNotEmpty().allSatisfy(document -> assertThat(hub.as("finance").get("/api/experience/v1/finance/invoices/" + document.get("id").asText()).json().at("/payer").toString()).isEqualTo(payer));
    var seen = hub.as("delivery").get("/api/experience/v1/delivery/engagements/" + deal.thread()).json();
    assertThat(seen.findValues("payer")).isEmpty();
  }

  private static String allocation(String invoice, String amount) {
    return "{\"allocations\":[{\"invoiceId\":\"" + invoice + "\",\"amount\":\"" + amount + "\"}]}";
  }

  static String customer(HubFixture hub, Deal deal) {
    return hub.text("select customer_id from engagement where thread_id = '" + deal.thread() + "'");
  }

  private static String number(HubFixture hub, Deal deal, String origin) {
    return hub.text("select number from document where origin = '" + origin + "' and thread_id = '" + deal.thread() + "'");
  }

  static String paid(HubFixture hub, Deal deal, String origin) {
    return hub.text("select state || ' ' || trim_scale(paid) from document where origin = '" + origin + "' and thread_id = '" + deal.thread() + "'");
  }

  static String unapplied(HubFixture hub, String payment) {
    return hub.text("select trim_scale(coalesce(sum(credit - debit), 0))::text from posting where account = 'UNAP' and source_id like '" + payment + ":%'");
  }

  static String item(HubFixture hub, String payment) {
    return String.valueOf(hub.text("select trim_scale(amount) || ' ' || currency || ' ' || state from exception_item where code = 'UNAPPLIED' and owner = 'finance' and subject_id = 'netsuite:" + payment + "' order by id desc"));
  }
}
