package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was billed and is not so any more in another system: an invoice that the ERP voided is taken back here, and a milestone that was set back in delivery is an item on its bill. */
@ExtendWith(SharedHub.class)
class VoidedInvoiceIT {

  private static final String INVOICES = "/api/experience/v1/finance/invoices/";

  @Test
  void aVoidedInvoiceIsTakenBackHereAlone(HubFixture hub) {
    var deal = Deal.won(hub, "Voided and taken back").awaitOpening("done");
    var entry = deal.approveTime("2026-09-10", 60, true).get("entryId").asText();
    deal.awaitMinutes(60);
    deal.bill("2026-09-30");
    deal.completeMilestone("ACC-V");
    deal.awaitPosted(2);
    deal.awaitQuiet();
    var hour = invoice(hub, deal, "150");
    var milestone = invoice(hub, deal, "30000");
    assertThat(takeBack(hub, hour).json().get("detail").asText()).isEqualTo("the ERP did not void it: credit it");

    voided(hub, hour);
    voided(hub, milestone);
    deal.awaitQuiet();
    assertThat(items(hub, deal)).containsExactly("INVOICE_VOIDED open", "INVOICE_VOIDED open");
    assertThat(hub.as("finance").post(INVOICES + hour + "/credit-notes", "{\"reason\":\"no\"}").status()).isEqualTo(409);

    deal.changeTime(entry, 30);
    deal.awaitMinutes(30);
    var correction = deal.draft("2026-10-31").stream().filter(id -> id.startsWith("cn-")).findFirst().orElseThrow();
    var refused = hub.as("admin").post(INVOICES + correction + "/release", "{}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("code").asText()).isEqualTo("VOIDED_IN_ERP");
    assertThat(takeBack(hub, hour).json().get("detail").asText()).isEqualTo("a credit note of it is not booked yet");
    var drafts = hub.texts("select id from document where state = 'draft' and thread_id = '" + deal.thread() + "'");
    drafts.forEach(draft -> hub.as("finance").post("/api/experience/v1/finance/drafts/discard", "{\"documents\":[\"" + draft + "\"],\"reason\":\"voided\"}"));
    await("they are discarded").atMost(Deal.SOON).until(() -> hub.number("select count(*) from document where state = 'draft' and thread_id = '" + deal.thread() + "'") == 0);

    for (var invoice : List.of(hour, milestone)) {
      var proposed = takeBack(hub, invoice);
      assertThat(proposed.status()).as(proposed.body()).isEqualTo(201);
      var note = proposed.json().get("id").asText();
      assertThat(hub.as("finance").post(INVOICES + note + "/release", "{}").json().get("code").asText()).isEqualTo("OWN_PROPOSAL");
      assertThat(hub.as("admin").post(INVOICES + note + "/release", "{}").status()).isEqualTo(202);
    }
    deal.awaitQuiet();

    assertThat(stands(hub, deal)).containsExactly("credit-note paid -150", "credit-note paid -30000", "invoice paid 150", "invoice paid 30000");
    assertThat(items(hub, deal)).containsExactly("INVOICE_VOIDED resolved", "INVOICE_VOIDED resolved");
    assertThat(hub.number("select count(*) from receipt where operation = 'postCreditNote' and thread_id = '" + deal.thread() + "'")).as("told to the ERP").isZero();
    assertThat(hub.text("select number from document where net = -150 and state = 'paid' and thread_id = '" + deal.thread() + "'")).isEqualTo(hub.text("select number from document where id = '" + hour + "'") + " void");
    assertThat(hub.text("select sum(debit - credit)::numeric(9, 2) from posting where account = 'AR' and thread_id = '" + deal.thread() + "'")).isEqualTo("0.00");
    Holds.everyProof(hub);

    deal.bill("2026-12-31");
    deal.awaitPosted(6);
    deal.awaitQuiet();
    assertThat(stands(hub, deal)).contains("invoice posted 30000", "invoice posted 75");
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  @Test
  void aMilestoneThatIsSetBackIsAnItemOnItsBill(HubFixture hub) {
    var deal = Deal.won(hub, "Set back in delivery").awaitOpening("done");
    deal.completeMilestone("ACC-B");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    var invoice = invoice(hub, deal, "30000");

    told(hub, deal, "9999-1", "open");
    assertThat(items(hub, deal)).containsExactly("MILESTONE_SET_BACK open");
    assertThat(hub.text("select reason from exception_item where subject_id = '" + invoice + "'")).endsWith("is not completed any more, and invoice " + hub.text("select number from document where id = '" + invoice + "'") + " bills it");
    told(hub, deal, "9999-2", "completed");
    assertThat(items(hub, deal)).containsExactly("MILESTONE_SET_BACK resolved");

    told(hub, deal, "9999-3", "open");
    var note = hub.as("finance").post(INVOICES + invoice + "/credit-notes", "{\"reason\":\"not accepted\"}").json().get("id").asText();
    assertThat(items(hub, deal)).containsExactly("MILESTONE_SET_BACK open", "MILESTONE_SET_BACK resolved");
    hub.as("admin").post(INVOICES + note + "/release", "{}");
    deal.awaitPosted(2);
    deal.awaitQuiet();
    assertThat(items(hub, deal)).containsExactly("MILESTONE_SET_BACK resolved", "MILESTONE_SET_BACK resolved");
    assertThat(deal.bill("2026-12-31")).as("it is not completed").isEmpty();

    told(hub, deal, "9999-4", "completed");
    deal.awaitPosted(3);
    deal.awaitQuiet();
    assertThat(stands(hub, deal)).containsExactly("credit-note paid -30000", "invoice paid 30000", "invoice posted 30000");
    Holds.everyProof(hub);
  }

  private static void told(HubFixture hub, Deal deal, String version, String state) {
    var like = hub.text("select source || '|' || source_id from billing_event where thread_id = '" + deal.thread() + "'").split("\\|");
    var project = hub.text("select project_id from engagement where thread_id = '" + deal.thread() + "'");
    var completed = "completed".equals(state) ? ",\"completedOn\":\"2026-10-20\",\"acceptanceReference\":\"ACC-B\"" : "";
    read(hub, hub.as("delivery").post("/api/process/v1/intake/milestone?source=" + like[0], "{\"milestoneId\":\"%s\",\"version\":\"%s\",\"projectId\":\"%s\",\"title\":\"M\",\"state\":\"%s\"%s}".formatted(like[1], version, project, state, completed)));
  }

  private static void voided(HubFixture hub, String invoice) {
    var there = hub.text("select erp_id || '|' || number from document where id = '" + invoice + "'").split("\\|");
    read(hub, hub.as("finance").post("/api/process/v1/intake/invoice-status?source=netsuite", "{\"invoiceId\":\"%s\",\"version\":\"2098-01-03T00:00:00Z\",\"number\":\"%s\",\"status\":\"void\",\"currency\":\"EUR\"}".formatted(there[0], there[1])));
  }

  private static void read(HubFixture hub, Api.Answer accepted) {
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    var evidence = accepted.headers().get("Location").replaceAll(".*/", "");
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state = 'read' and id = " + evidence) == 1);
  }

  private static Api.Answer takeBack(HubFixture hub, String invoice) {
    return hub.as("finance").post(INVOICES + invoice + "/credit-notes/voided", "{\"reason\":\"voided in the ERP\"}");
  }

  private static String invoice(HubFixture hub, Deal deal, String net) {
    return hub.text("select id from document where type = 'invoice' and net = " + net + " and thread_id = '" + deal.thread() + "'");
  }

  private static List<String> items(HubFixture hub, Deal deal) {
    return hub.texts("select code || ' ' || state from exception_item where thread_id = '" + deal.thread() + "' order by 1");
  }

  private static List<String> stands(HubFixture hub, Deal deal) {
    return hub.texts("select type || ' ' || state || ' ' || trim_scale(net) from document where state <> 'discarded' and thread_id = '" + deal.thread() + "' order by 1");
  }
}
