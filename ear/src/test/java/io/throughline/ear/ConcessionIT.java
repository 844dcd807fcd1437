package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A part of an invoice is given up by two persons: an amount goes back, and no work; it stays given up when the work is billed again. */
@ExtendWith(SharedHub.class)
class ConcessionIT {

  private static final String INVOICES = "/api/experience/v1/finance/invoices/";

  @Test
  void aPartIsGivenUpAndStaysSoWhenItsWorkIsBilledAgain(HubFixture hub) {
    var deal = Deal.won(hub, "Given up in part").awaitOpening("done");
    deal.approveTime("2026-09-10", 60, true);
    var second = deal.approveTime("2026-09-11", 40, true).get("entryId").asText();
    deal.awaitMinutes(100);
    deal.bill("2026-09-30");
    deal.completeMilestone("ACC-G");
    deal.awaitPosted(2);
    deal.awaitQuiet();
    var hours = invoice(hub, deal, "250");
    var milestone = invoice(hub, deal, "30000");

    assertThat(giveUp(hub, hours, 1, "250.01").json().at("/errors/0/pointer").asText()).isEqualTo("/amount");
    assertThat(giveUp(hub, hours, 9, "1.00").json().at("/errors/0/pointer").asText()).isEqualTo("/line");
    var note = proposed(giveUp(hub, hours, 1, "30.00"));
    assertThat(hub.as("finance").post(INVOICES + note + "/release", "{}").json().get("code").asText()).isEqualTo("OWN_PROPOSAL");
    assertThat(giveUp(hub, hours, 1, "1.00").status()).as("under way").isEqualTo(409);
    release(hub, note);
    release(hub, proposed(giveUp(hub, milestone, 1, "1000.00")));
    deal.awaitPosted(4);
    deal.awaitQuiet();

    assertThat(stands(hub, deal)).containsExactly("credit-note paid -1000", "credit-note paid -30", "invoice posted 250", "invoice posted 30000");
    assertThat(hub.text("select sum(debit - credit)::numeric(9, 2) from posting where rule = 'J6' and account = 'REV' and thread_id = '" + deal.thread() + "'")).isEqualTo("1030.00");
    assertThat(hub.number("select count(*) from receipt where operation = 'postCreditNote' and thread_id = '" + deal.thread() + "'")).isEqualTo(2);
    assertThat(deal.draft("2026-12-31")).as("its work stays billed").isEmpty();
    Holds.everyProof(hub);
    Holds.replayed(hub, deal, "2026-11");

    deal.changeTime(second, 20);
    deal.awaitMinutes(80);
    deal.bill("2026-12-31");
    deal.awaitPosted(6);
    deal.awaitQuiet();
    assertThat(stands(hub, deal)).contains("credit-note paid -100", "invoice posted 50");
    Holds.everyProof(hub);
    Holds.everyMonth(hub);

    release(hub, proposed(hub.as("finance").post(INVOICES + milestone + "/credit-notes", "{\"reason\":\"not accepted\"}")));
    release(hub, proposed(hub.as("finance").post(INVOICES + hours + "/credit-notes", "{\"reason\":\"wrong order\"}")));
    deal.awaitPosted(8);
    deal.awaitQuiet();
    assertThat(stands(hub, deal)).contains("credit-note paid -29000", "credit-note paid -120");
    Holds.everyProof(hub);
    deal.bill("2026-12-31");
    deal.awaitPosted(10);
    deal.awaitQuiet();
    assertThat(stands(hub, deal)).contains("invoice posted 29000", "invoice posted 120");
    assertThat(hub.text("select sum(credit - debit)::numeric(9, 2) from posting where account = 'REV' and rule <> 'J25' and thread_id = '" + deal.thread() + "'")).isEqualTo("29170.00");
    Holds.everyProof(hub);
    Holds.everyMonth(hub);
  }

  @Test
  void workWaitsWhileAPartOfItIsBeingGivenUp(HubFixture hub) {
    var deal = Deal.won(hub, "Given up while corrected").awaitOpening("done");
    var entry = deal.approveTime("2026-09-10", 60, true).get("entryId").asText();
    deal.awaitMinutes(60);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    var note = proposed(giveUp(hub, invoice(hub, deal, "150"), 1, "50.00"));
    deal.changeTime(entry, 30);
    deal.awaitMinutes(30);

    assertThat(deal.draft("2026-12-31")).isEmpty();
    hub.as("finance").post("/api/experience/v1/finance/drafts/discard", "{\"documents\":[\"" + note + "\"],\"reason\":\"not given up after all\"}");
    await("it is discarded").atMost(Deal.SOON).until(() -> "discarded".equals(hub.text("select state from document where id = '" + note + "'")));
    deal.bill("2026-12-31");
    deal.awaitPosted(3);
    deal.awaitQuiet();

    assertThat(stands(hub, deal)).containsExactly("credit-note paid -150", "invoice paid 150", "invoice posted 75");
    Holds.everyProof(hub);
    Holds.everyMonth(hub);
  }

  /** The ERP rounds the tax of each note: 6.67, 6.67 and 16.67 of 30.00. */
  @Test
  void theLastCreditTakesWhatIsLeftOfTheTax(HubFixture hub) {
    var deal = Deal.won(hub, "Given up with tax", terms -> {
      terms.put("contractingEntity", "TL-GB").put("currency", "GBP");
      Deal.client(terms).put("currency", "GBP");
    }).awaitOpening("done");
    deal.approveTime("2026-10-05", 60, true);
    deal.awaitMinutes(60);
    deal.bill("2026-10-31");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    var invoice = invoice(hub, deal, "150");

    for (int note = 1; note <= 2; note++) {
      release(hub, proposed(giveUp(hub, invoice, 1, "33.33")));
      deal.awaitPosted(1 + note);
      deal.awaitQuiet();
    }
    release(hub, proposed(hub.as("finance").post(INVOICES + invoice + "/credit-notes", "{\"reason\":\"all of it\"}")));
    deal.awaitPosted(4);
    deal.awaitQuiet();

    assertThat(hub.texts("select trim_scale(tax)::text from document where thread_id = '" + deal.thread() + "' order by created_at")).containsExactly("30", "-6.67", "-6.67", "-16.66");
    assertThat(stands(hub, deal)).containsExactly("credit-note paid -33.33", "credit-note paid -33.33", "credit-note paid -83.34", "invoice paid 150");
    Holds.everyProof(hub);
    Holds.everyMonth(hub);
  }

  private static Api.Answer giveUp(HubFixture hub, String invoice, int line, String amount) {
    return hub.as("finance").post(INVOICES + invoice + "/credit-notes/parts", "{\"line\":" + line + ",\"amount\":\"" + amount + "\",\"reason\":\"agreed with the client\"}");
  }

  private static String proposed(Api.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().get("id").asText();
  }

  private static void release(HubFixture hub, String note) {
    var released = hub.as("admin").post(INVOICES + note + "/release", "{}");
    assertThat(released.status()).as(released.body()).isEqualTo(202);
  }

  private static String invoice(HubFixture hub, Deal deal, String net) {
    return hub.text("select id from document where type = 'invoice' and net = " + net + " and thread_id = '" + deal.thread() + "'");
  }

  private static List<String> stands(HubFixture hub, Deal deal) {
    return hub.texts("select type || ' ' || state || ' ' || trim_scale(net) from document where state <> 'discarded' and thread_id = '" + deal.thread() + "' order by 1");
  }
}
