package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An invoice that the ERP made wrongly is taken back before anybody is told of it, and what it billed is billed anew. */
@ExtendWith(SharedHub.class)
class TakenBackIT {

  @AfterEach
  void taxesAsBefore(HubFixture hub) {
    tax(hub, "0.2");
  }

  @Test
  void aPostedInvoiceWithoutSenseIsTakenBackAndBilledAnew(HubFixture hub) {
    var deal = Deal.won(hub, "Overtaxed", terms -> {
      terms.put("contractingEntity", "TL-GB").put("currency", "GBP");
      Deal.client(terms).put("currency", "GBP");
    }).awaitOpening("done");
    deal.approveTime("2026-09-15", 100, true);
    deal.awaitMinutes(100);
    tax(hub, "1.5");
    deal.bill("2026-09-30");
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where code = 'TAX_DIFFERS' and state = 'open' and thread_id = '" + deal.thread() + "'") == 1);
    var item = hub.text("select id from exception_item where code = 'TAX_DIFFERS' and state = 'open' and thread_id = '" + deal.thread() + "'");
    var wrong = hub.text("select erp_id from document where thread_id = '" + deal.thread() + "'");
    tax(hub, "0.2");

    var undo = hub.as("finance").post("/api/experience/v1/operations/exceptions/" + item + "/undo", "{\"reason\":\"the tax makes no sense\"}");

    assertThat(undo.status()).as(undo.body()).isLessThan(300);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from document where state = 'discarded' and thread_id = '" + deal.thread() + "'") == 1);
    assertThat(hub.number("select count(*) from posting where thread_id = '" + deal.thread() + "'")).as("it was never booked").isZero();
    assertThat(hub.number("select count(*) from receipt where operation = 'voidInvoice' and thread_id = '" + deal.thread() + "'")).isEqualTo(1);
    Holds.everyProof(hub);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    assertThat(hub.text("select erp_id from document where state <> 'discarded' and thread_id = '" + deal.thread() + "'")).isNotEqualTo(wrong);
    assertThat(hub.text("select sum(credit - debit) from posting where account = 'REV' and thread_id = '" + deal.thread() + "'")).startsWith("250.00");
    Holds.everyProof(hub);
  }

  private static void tax(HubFixture hub, String rate) {
    assertThat(hub.sandbox().post("control/drive/set-sales-tax", "{\"subsidiary\": \"4\", \"rate\": " + rate + "}").status()).isEqualTo(200);
  }
}
