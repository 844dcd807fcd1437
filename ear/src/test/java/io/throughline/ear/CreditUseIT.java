package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A credit note that the client had paid beyond is given back or applied in the ERP, and the books follow: whatever is told, late, twice or before its time. */
@ExtendWith(SharedHub.class)
class CreditUseIT {

  private static final String INVOICES = "/api/experience/v1/finance/invoices/";

  @Test
  void givesBackByInstalmentsWhatWasPaid(HubFixture hub) {
    var deal = Deal.won(hub, "Refunded by instalments").awaitOpening("done");
    deal.billedAndCorrected(true);

    used(hub, deal, 1, Map.of(), Map.of("R-1", "100.00"));
    awaitStands(hub, deal, "credit-note posted -225 -100 0", "invoice paid 225 100 125", "invoice posted 150 0 0");
    assertThat(items(hub, deal)).containsExactly("CREDIT_OWED 125 open");
    assertThat(balances(hub, deal)).containsEntry("CASH", "125").doesNotContainKey("UNAP");

    used(hub, deal, 2, Map.of(), Map.of("R-1", "100.00", "R-2", "125.00"));
    awaitStands(hub, deal, "credit-note paid -225 -225 0", "invoice paid 225 225 0", "invoice posted 150 0 0");
    assertThat(items(hub, deal)).containsExactly("CREDIT_OWED 125 resolved");
    assertThat(balances(hub, deal)).containsEntry("AR", "150").doesNotContainKeys("CASH", "UNAP");
    deal.awaitQuiet();
    Holds.everyMonth(hub);

    used(hub, deal, 0, Map.of(), Map.of("R-1", "100.00"));
    used(hub, deal, 2, Map.of(), Map.of("R-1", "100.00", "R-2", "125.00"));
    assertThat(balances(hub, deal)).as("late and twice").doesNotContainKeys("CASH", "UNAP");

    used(hub, deal, 3, Map.of(), Map.of("R-1", "100.00"));
    await("the voided refund lies with who paid").atMost(Deal.SOON).until(() -> "125".equals(balances(hub, deal).get("CASH")));
    assertThat(balances(hub, deal)).containsEntry("UNAP", "-125").containsEntry("AR", "150");
    assertThat(items(hub, deal)).containsExactly("CREDIT_OWED 125 resolved", "OVERPAID 125 open");

    used(hub, deal, 4, Map.of(), Map.of("R-1", "100.00", "R-3", "125.00"));
    await("it is given back after all").atMost(Deal.SOON).until(() -> !balances(hub, deal).containsKey("CASH"));
    assertThat(items(hub, deal)).containsExactly("CREDIT_OWED 125 resolved", "OVERPAID 125 resolved");
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  @Test
  void tellsWhatItCannotFind(HubFixture hub) {
    var deal = Deal.won(hub, "Refunded before it was paid").awaitOpening("done");
    deal.billedAndCorrected(false);
    awaitStands(hub, deal, "credit-note paid -225 -225 0", "invoice paid 225 225 0", "invoice posted 150 0 0");

    used(hub, deal, 1, Map.of(), Map.of("R-1", "300.00"));
    await("nobody paid").atMost(Deal.SOON).until(() -> items(hub, deal).equals(List.of("CREDIT_USE_DIFFERS 300 open")));

    var payment = "P-" + deal.thread();
    paid(hub, deal, payment, 1, "225.00");
    await("it is found").atMost(Deal.SOON).until(() -> items(hub, deal).contains("CREDIT_USE_DIFFERS 75 open"));
    assertThat(balances(hub, deal)).doesNotContainKeys("CASH", "UNAP").containsEntry("AR", "150");

    used(hub, deal, 2, Map.of(), Map.of("R-1", "225.00"));
    await("all of it is used").atMost(Deal.SOON).until(() -> items(hub, deal).contains("CREDIT_USE_DIFFERS 75 resolved"));
    paid(hub, deal, payment, 2, null);
    await("the bank took the payment back").atMost(Deal.SOON).until(() -> items(hub, deal).contains("CREDIT_USE_DIFFERS 225 open"));
    paid(hub, deal, payment, 3, "225.00");
    await("it came again").atMost(Deal.SOON).until(() -> items(hub, deal).contains("CREDIT_USE_DIFFERS 225 resolved"));
    assertThat(balances(hub, deal)).doesNotContainKeys("CASH", "UNAP").containsEntry("AR", "150");
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  @Test
  void countsOnceWhatIsAppliedThereAndHere(HubFixture hub) {
    var deal = Deal.won(hub, "Applied in the ERP").awaitOpening("done");
    deal.billedAndCorrected(true);
    var other = hub.text("select id from document where net = 150 and thread_id = '" + deal.thread() + "'");
    var erpId = hub.text("select erp_id from document where id = '" + other + "'");
    var note = INVOICES + note(hub, deal) + "/set-offs";
    assertThat(hub.as("finance").post(note, "{\"invoiceId\":\"" + other + "\",\"amount\":\"100\"}").status()).isEqualTo(200);

    used(hub, deal, 1, Map.of(erpId, "60.00"), Map.of());
    await("60 of the 100 is the ERP's word").atMost(Deal.SOON).until(() -> setOffs(hub, deal).equals(List.of("erp netsuite 60", "person finance 40")));
    used(hub, deal, 2, Map.of(erpId, "150.00"), Map.of("R-1", "75.00"));
    awaitStands(hub, deal, "credit-note paid -225 -225 0", "invoice paid 150 150 0", "invoice paid 225 75 150");
    assertThat(setOffs(hub, deal)).containsExactly("correction hub 75", "erp netsuite 150");
    assertThat(items(hub, deal)).noneMatch(item -> item.endsWith("open"));
    assertThat(hub.as("finance").post(note + "/" + other + "/take-back", "{\"reason\":\"no\"}").status()).as("the ERP's word").isEqualTo(409);

    used(hub, deal, 3, Map.of(), Map.of("R-1", "75.00"));
    awaitStands(hub, deal, "credit-note posted -225 -75 0", "invoice paid 225 75 150", "invoice posted 150 0 0");
    assertThat(items(hub, deal)).contains("CREDIT_OWED 150 open");
    used(hub, deal, 4, Map.of(erpId, "150.00"), Map.of("R-1", "75.00"));
    awaitStands(hub, deal, "credit-note paid -225 -225 0", "invoice paid 150 150 0", "invoice paid 225 75 150");
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  /** What the note corrects goes before what it is applied to: else money for that invoice would count here, and not by the rules. */
  @Test
  void leavesWhatItIsAppliedToForWhatItCorrects(HubFixture hub) {
    var deal = Deal.won(hub, "Applied and returned by the bank").awaitOpening("done");
    deal.billedAndCorrected(true);
    var other = hub.text("select erp_id from document where net = 150 and thread_id = '" + deal.thread() + "'");
    used(hub, deal, 1, Map.of(other, "150.00"), Map.of());
    awaitStands(hub, deal, "credit-note posted -225 -150 0", "invoice paid 150 150 0", "invoice paid 225 0 225");

    paid(hub, deal, hub.text("select payment_id from cash_application where thread_id = '" + deal.thread() + "'"), 2, null);

    awaitStands(hub, deal, "credit-note paid -225 -225 0", "invoice paid 225 225 0", "invoice posted 150 0 0");
    assertThat(items(hub, deal)).contains("CREDIT_USE_DIFFERS 150 open");
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  /** In the ERP itself, which tells it. */
  @Test
  void followsWhatAnAccountantDoes(HubFixture hub) {
    var deal = Deal.won(hub, "Used by an accountant").awaitOpening("done");
    deal.billedAndCorrected(true);
    var credit = hub.text("select erp_id from document where type = 'credit-note' and thread_id = '" + deal.thread() + "'");
    var other = hub.text("select erp_id from document where net = 150 and thread_id = '" + deal.thread() + "'");

    drive(hub, "apply-credit", "{\"creditNote\":\"" + credit + "\",\"on\":\"2026-12-30\",\"applications\":[{\"invoiceId\":\"" + other + "\",\"amount\":150}]}");
    drive(hub, "refund-credit", "{\"creditNote\":\"" + credit + "\",\"refundedOn\":\"2026-12-31\"}");

    awaitStands(hub, deal, "credit-note paid -225 -225 0", "invoice paid 150 150 0", "invoice paid 225 75 150");
    assertThat(items(hub, deal)).noneMatch(item -> item.endsWith("open"));
    var uses = hub.as("finance").get(INVOICES + note(hub, deal)).json().get("erpUses");
    assertThat(uses).extracting(use -> use.get("refund").asBoolean() + " " + use.get("amount").asText() + " " + use.get("on").asText()).containsExactly("false 150.00 2026-12-30", "true 75.00 2026-12-31");
    var corrected = hub.text("select id from document where net = 225 and thread_id = '" + deal.thread() + "'");
    assertThat(hub.as("finance").get(INVOICES + corrected).json().at("/erpUses/0").toString()).contains("\"refund\":true", "\"amount\":\"75.00\"", note(hub, deal));
    deal.awaitQuiet();
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  private static void drive(HubFixture hub, String verb, String body) {
    var driven = hub.sandbox().post("control/drive/" + verb, body);
    assertThat(driven.status()).as(driven.body()).isEqualTo(200);
  }

  /** Applications by invoice and refunds by their ids. */
  private static void used(HubFixture hub, Deal deal, int version, Map<String, String> applied, Map<String, String> refunded) {
    UnappliedCashIT.posted(hub, "credit-use", "{\"creditNoteId\":\"" + hub.text("select erp_id from document where type = 'credit-note' and thread_id = '" + deal.thread() + "'") + "\",\"version\":\"9999-" + version + "\",\"currency\":\"EUR\",\"applications\":["
        + applied.entrySet().stream().map(each -> "{\"invoiceId\":\"" + each.getKey() + "\",\"amount\":\"" + each.getValue() + "\"}").collect(Collectors.joining(",")) + "],\"refunds\":["
        + refunded.entrySet().stream().map(each -> "{\"refundId\":\"" + each.getKey() + "\",\"amount\":\"" + each.getValue() + "\",\"refundedOn\":\"2026-12-30\"}").collect(Collectors.joining(",")) + "]}");
  }

  /** Of the corrected invoice; none of it where {@code amount} is null. */
  private static void paid(HubFixture hub, Deal deal, String payment, int version, String amount) {
    var invoice = hub.text("select erp_id from document where net = 225 and thread_id = '" + deal.thread() + "'");
    var share = amount == null ? "" : "{\"invoiceId\":\"" + invoice + "\",\"amount\":\"" + amount + "\"}";
    UnappliedCashIT.posted(hub, "payment", "{\"paymentId\":\"" + payment + "\",\"version\":\"9999-" + version + "\",\"receivedOn\":\"2026-12-31\",\"amount\":\"225.00\",\"currency\":\"EUR\",\"allocations\":[" + share + "]}");
  }

  private static String note(HubFixture hub, Deal deal) {
    return hub.text("select id from document where type = 'credit-note' and thread_id = '" + deal.thread() + "'");
  }

  /** Type, state, net, credited and paid of each. */
  private static void awaitStands(HubFixture hub, Deal deal, String... stands) {
    await("documents stand so").atMost(Deal.SOON).untilAsserted(() -> assertThat(hub.texts("select concat_ws(' ', type, state, trim_scale(net), trim_scale(credited), trim_scale(paid)) from document where thread_id = '" + deal.thread() + "' order by 1")).containsExactly(stands));
  }

  private static List<String> setOffs(HubFixture hub, Deal deal) {
    return hub.texts("select concat_ws(' ', origin, made_by, trim_scale(amount)) from set_off where credit_id = '" + note(hub, deal) + "' order by 1");
  }

  private static List<String> items(HubFixture hub, Deal deal) {
    return hub.texts("select concat_ws(' ', code, trim_scale(amount), state) from exception_item where code in ('CREDIT_OWED', 'CREDIT_USE_DIFFERS', 'OVERPAID', 'PAYMENT_TAKEN_BACK') and thread_id = '" + deal.thread() + "' order by id");
  }

  /** What is not nothing, by account. */
  private static Map<String, String> balances(HubFixture hub, Deal deal) {
    return hub.texts("select account || ' ' || trim_scale(sum(debit - credit)) from posting where thread_id = '" + deal.thread() + "' group by account having sum(debit - credit) <> 0").stream().map(each -> each.split(" ")).collect(Collectors.toMap(each -> each[0], each -> each[1]));
  }
}
