package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A credit note settles what it corrects; what was paid already is owed, until finance sets it off against another invoice. */
@ExtendWith(SharedHub.class)
class SetOffIT {

  private static final String INVOICES = "/api/experience/v1/finance/invoices/";

  @Test
  void settlesWhatItCorrects(HubFixture hub) {
    var deal = Deal.won(hub, "Corrected").awaitOpening("done");
    deal.billedAndCorrected(false);

    assertThat(stands(hub, deal)).containsExactly("credit-note paid 0.00 -225.00", "invoice paid 0.00 225.00", "invoice posted 150.00 0.00");
    assertThat(hub.texts("select made_by || ' ' || trim_scale(amount) from set_off join document d on d.id = credit_id where thread_id = '" + deal.thread() + "'")).containsExactly("hub 225");
    var note = hub.as("finance").get(INVOICES + document(hub, deal, "type = 'credit-note'")).json();
    assertThat(note.at("/setOffs/0/documentId").asText()).isEqualTo(document(hub, deal, "type = 'invoice' and net = 225"));
    assertThat(receivable(hub, deal)).isEqualTo("150.00");
    assertThat(owed(hub, deal)).isEmpty();
    Holds.everyProof(hub);
  }

  @Test
  void isOwedWhereItWasPaidAndSetOffByAPerson(HubFixture hub) {
    var other = Deal.won(hub, "Another client").awaitOpening("done");
    other.completeMilestone("ACC-1");
    other.awaitPosted(1);
    var deal = Deal.won(hub, "Corrected when paid").awaitOpening("done");
    deal.billedAndCorrected(true);
    assertThat(stands(hub, deal)).containsExactly("credit-note posted -225.00 0.00", "invoice paid 0.00 0.00", "invoice posted 150.00 0.00");
    assertThat(owed(hub, deal)).containsExactly("CREDIT_OWED finance 225 open");
    var note = INVOICES + document(hub, deal, "type = 'credit-note'") + "/set-offs";
    var choice = hub.as("finance").get(note).json();
    assertThat(choice).hasSize(1);
    var invoice = choice.get(0).get("invoiceId").asText();
    assertThat(choice.get(0).get("open").asText()).isEqualTo("150.00");

    assertThat(hub.as("finance").post(note, wanted(invoice, "150.01")).json().at("/errors/0/pointer").asText()).isEqualTo("/amount");
    assertThat(hub.as("finance").post(note, wanted(invoice, "1e9")).json().at("/errors/0/pointer").asText()).isEqualTo("/amount");
    assertThat(hub.as("finance").post(note, wanted(document(hub, other, "true"), "1")).json().at("/errors/0/pointer").asText()).isEqualTo("/invoiceId");
    assertThat(hub.as("finance").post(INVOICES + invoice + "/set-offs", wanted(invoice, "1")).status()).as("not a note").isEqualTo(409);
    assertThat(hub.as("delivery").post(note, wanted(invoice, "1")).status()).isEqualTo(403);
    assertThat(hub.as("finance").post(INVOICES + "none/set-offs", wanted(invoice, "1")).status()).isEqualTo(404);

    set(hub, note, wanted(invoice, "100"));
    assertThat(stands(hub, deal)).containsExactly("credit-note posted -125.00 -100.00", "invoice paid 0.00 0.00", "invoice posted 50.00 100.00");
    set(hub, note, "{\"invoiceId\":\"" + invoice + "\"}");
    assertThat(stands(hub, deal)).containsExactly("credit-note posted -75.00 -150.00", "invoice paid 0.00 0.00", "invoice paid 0.00 150.00");
    assertThat(owed(hub, deal)).containsExactly("CREDIT_OWED finance 75 open");
    assertThat(receivable(hub, deal)).isEqualTo("-75.00");
    Holds.everyProof(hub);

    var taken = hub.as("finance").post(note + "/" + invoice + "/take-back", "{\"reason\":\"it is given back instead\"}");
    assertThat(taken.status()).as(taken.body()).isEqualTo(200);
    assertThat(stands(hub, deal)).containsExactly("credit-note posted -225.00 0.00", "invoice paid 0.00 0.00", "invoice posted 150.00 0.00");
    assertThat(hub.as("finance").post(note + "/" + invoice + "/take-back", "{\"reason\":\"again\"}").status()).isEqualTo(409);

    set(hub, note, "{\"invoiceId\":\"" + invoice + "\"}");
    Deal.pay(hub, hub.text("select erp_id from document where id = '" + invoice + "'"));
    await("money goes first").atMost(Deal.SOON).until(() -> List.of("credit-note posted -225.00 0.00", "invoice paid 0.00 0.00", "invoice paid 0.00 0.00").equals(stands(hub, deal)));
    deal.awaitQuiet();
    Holds.replayed(hub, deal, "2026-12");
    Holds.everyProof(hub);
  }

  @Test
  void settlesWhatMoneyLeavesOpenAgain(HubFixture hub) {
    var deal = Deal.won(hub, "Corrected and returned").awaitOpening("done");
    deal.billedAndCorrected(true);
    paid(hub, hub.text("select payment_id from cash_application where thread_id = '" + deal.thread() + "'"), 2, "");

    await("the note settles it").atMost(Deal.SOON).until(() -> List.of("credit-note paid 0.00 -225.00", "invoice paid 0.00 225.00", "invoice posted 150.00 0.00").equals(stands(hub, deal)));
    deal.awaitQuiet();
    assertThat(owed(hub, deal)).containsExactly("CREDIT_OWED finance 225 resolved");
    Holds.everyProof(hub);
  }

  /** What it corrects goes before what a person chose: else money for that invoice would count here, and not by the rules. */
  @Test
  void leavesWhatAPersonChoseForWhatItCorrects(HubFixture hub) {
    var deal = Deal.won(hub, "Corrected, set off and returned").awaitOpening("done");
    deal.billedAndCorrected(true);
    var note = INVOICES + document(hub, deal, "type = 'credit-note'") + "/set-offs";
    set(hub, note, "{\"invoiceId\":\"" + document(hub, deal, "net = 150") + "\"}");
    var payment = hub.text("select payment_id from cash_application where thread_id = '" + deal.thread() + "'");
    var invoice = hub.text("select erp_id from document where net = 225 and thread_id = '" + deal.thread() + "'");

    paid(hub, payment, 2, "");
    await("the note settles it").atMost(Deal.SOON).until(() -> List.of("credit-note paid 0.00 -225.00", "invoice paid 0.00 225.00", "invoice posted 150.00 0.00").equals(stands(hub, deal)));

    paid(hub, payment, 3, "{\"invoiceId\":\"" + invoice + "\",\"amount\":\"225.00\"}");
    await("it is not owed any more").atMost(Deal.SOON).until(() -> hub.number("select count(*) from posting where account = 'UNAP' and credit = 225 and thread_id = '" + deal.thread() + "'") == 1);
    deal.awaitQuiet();
    assertThat(stands(hub, deal)).containsExactly("credit-note paid 0.00 -225.00", "invoice paid 0.00 225.00", "invoice posted 150.00 0.00");
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  private static void paid(HubFixture hub, String payment, int version, String allocation) {
    var told = hub.as("finance").post("/api/process/v1/intake/payment?source=netsuite",
        "{\"paymentId\":\"" + payment + "\",\"version\":\"9999-" + version + "\",\"receivedOn\":\"2026-12-31\",\"amount\":\"225.00\",\"currency\":\"EUR\",\"allocations\":[" + allocation + "]}");
    assertThat(told.status()).as(told.body()).isEqualTo(202);
  }

  private static String wanted(String invoice, String amount) {
    return "{\"invoiceId\":\"" + invoice + "\",\"amount\":\"" + amount + "\"}";
  }

  private static JsonNode set(HubFixture hub, String note, String wanted) {
    var set = hub.as("finance").post(note, wanted);
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    return set.json();
  }

  private static String document(HubFixture hub, Deal deal, String which) {
    return hub.text("select id from document where " + which + " and thread_id = '" + deal.thread() + "'");
  }

  /** What is open and credited of each, as finance is told. */
  private static List<String> stands(HubFixture hub, Deal deal) {
    var told = hub.as("finance").get("/api/experience/v1/finance/invoices?threadId=" + deal.thread()).json().get("items");
    return StreamSupport.stream(told.spliterator(), false).map(one -> one.get("type").asText() + " " + one.get("state").asText() + " " + one.get("open").asText() + " " + one.get("credited").asText()).sorted().toList();
  }

  private static String receivable(HubFixture hub, Deal deal) {
    return hub.text("select sum(net + coalesce(tax, 0) - paid - credited)::numeric(9, 2) from document where state = 'posted' and thread_id = '" + deal.thread() + "'");
  }

  private static List<String> owed(HubFixture hub, Deal deal) {
    return hub.texts("select code || ' ' || owner || ' ' || trim_scale(amount) || ' ' || state from exception_item where code = 'CREDIT_OWED' and thread_id = '" + deal.thread() + "' order by id");
  }
}
