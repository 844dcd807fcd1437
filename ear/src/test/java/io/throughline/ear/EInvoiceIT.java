package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** E-invoices over HTTP: what leaves has passed the official rules, what would not pass is not posted. */
@ExtendWith(SharedHub.class)
class EInvoiceIT {

  @Test
  void aReverseChargedInvoiceAndItsCreditNoteAreServedAsUbl(HubFixture hub) {
    var deal = french(hub, "Umgekehrt", "DE", "DE123456788");
    var entry = deal.approveTime("2026-09-15", 100, true).get("entryId").asText();
    deal.awaitMinutes(100);
    var invoice = release(hub, deal, "2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();

    var ubl = ubl(hub, invoice);
    assertThat(ubl.status()).as(ubl.body()).isEqualTo(200);
    assertThat(ubl.contentType()).startsWith("application/xml");
    assertThat(ubl.body())
        .contains("<cbc:ID>" + number(hub, invoice) + "</cbc:ID>")
        .contains("<cbc:InvoicedQuantity unitCode=\"MIN\">100</cbc:InvoicedQuantity>")
        .contains("<cbc:BaseQuantity unitCode=\"MIN\">60</cbc:BaseQuantity>")
        .contains("<cbc:PayableAmount currencyID=\"EUR\">250.00</cbc:PayableAmount>")
        .contains("VATEX-EU-AE");

    deal.changeTime(entry, 40);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where current and minutes = 40 and thread_id = '" + deal.thread() + "'") == 1);
    hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2026-10-31\",\"threadId\":\"" + deal.thread() + "\"}");
    var credit = hub.text("select id from document where type = 'credit-note' and thread_id = '" + deal.thread() + "'");
    assertThat(hub.as("finance").post("/api/experience/v1/finance/invoices/" + credit + "/release", "").status()).isEqualTo(202);
    await().atMost(Deal.SOON).until(() -> ubl(hub, credit).status() == 200);
    assertThat(ubl(hub, credit).body()).contains("<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>").contains("<cbc:ID>" + number(hub, invoice) + "</cbc:ID>").contains("<cbc:PayableAmount currencyID=\"EUR\">250.00</cbc:PayableAmount>");
    Holds.everyProof(hub);
  }

  @Test
  void aBrokenRuleHoldsTheInvoiceWithItsIdAndTextBeforeAnythingIsPosted(HubFixture hub) {
    var deal = french(hub, "Unreachable", "US", "US-77");
    deal.approveTime("2026-09-16", 60, true);
    deal.awaitMinutes(60);
    var invoice = release(hub, deal, "2026-09-30");

    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where code = 'EINVOICE_RULE' and state = 'open' and thread_id = '" + deal.thread() + "'") == 1);
    assertThat(hub.text("select reason from exception_item where code = 'EINVOICE_RULE' and thread_id = '" + deal.thread() + "'")).contains("PEPPOL-EN16931-R010").contains("Buyer electronic address MUST be provided");
    assertThat(hub.number("select count(*) from attempt where operation = 'postInvoice' and thread_id = '" + deal.thread() + "'")).isZero();
    assertThat(ubl(hub, invoice).status()).isEqualTo(404);

    Sellers.write(buyers -> buyers.putObject("US-77").put("electronicAddress", "0088:4012345000009"));
    var item = hub.number("select id from exception_item where code = 'EINVOICE_RULE' and state = 'open' and thread_id = '" + deal.thread() + "'");
    var resumed = hub.as("finance").post("/api/experience/v1/operations/exceptions/" + item + "/resume", "");

    assertThat(resumed.status()).as(resumed.body()).isLessThan(300);
    deal.awaitQuiet();
    assertThat(ubl(hub, invoice).body()).contains("<cbc:EndpointID schemeID=\"0088\">4012345000009</cbc:EndpointID>").contains("VATEX-EU-O");
    Holds.everyProof(hub);
  }

  @Test
  void taxThatIsAccountedInAnotherCurrencyIsToldAtTheKeptRateOfItsDay(HubFixture hub) {
    try {
      Sellers.writeBritish("PLN");
      var deal = Deal.won(hub, "Accounted elsewhere", terms -> {
        terms.put("contractingEntity", "TL-GB").put("currency", "GBP");
        Deal.client(terms).put("currency", "GBP").put("country", "GB").put("taxId", "GB987654321");
      }).awaitOpening("done");
      deal.approveTime("2026-09-15", 60, true);
      deal.awaitMinutes(60);
      told(hub, "2026-09-01", "1.00");
      var invoice = release(hub, deal, "2026-09-30");

      await("a rate that is too old is none").atMost(Deal.SOON).until(() -> hub.texts("select reason from exception_item where code = 'TAX_CURRENCY' and state = 'open' and thread_id = '" + deal.thread() + "'")
          .equals(List.of("the tax of 30.00 GBP must also be told in PLN, and no rate of GBP to PLN of 2026-09-30 is known")));
      told(hub, "2026-09-02", "1.00");
      told(hub, "2026-09-29", "4.95117");

      await("it goes on by itself").atMost(Deal.SOON).until(() -> ubl(hub, invoice).status() == 200);
      assertThat(ubl(hub, invoice).body()).contains("<cbc:TaxCurrencyCode>PLN</cbc:TaxCurrencyCode>").contains("<cbc:TaxAmount currencyID=\"GBP\">30.00</cbc:TaxAmount>").contains("<cbc:TaxAmount currencyID=\"PLN\">148.54</cbc:TaxAmount>");
      assertThat(hub.number("select count(*) from audit where action = 'resume' and subject in (select 'journey:' || journey_id from document where id = '" + invoice + "')")).as("not for a rate that does not help").isEqualTo(1);
      deal.awaitQuiet();
      Holds.everyProof(hub);
    } finally {
      Sellers.write(buyers -> {});
    }
  }

  private static void told(HubFixture hub, String on, String rate) {
    UnappliedCashIT.posted(hub, "fx-rate", "{\"rateId\":\"GBP-PLN-" + on + "\",\"version\":\"1\",\"from\":\"GBP\",\"to\":\"PLN\",\"rate\":\"" + rate + "\",\"on\":\"" + on + "\"}");
  }

  @Test
  void anEntityThatSendsNoneHasNone(HubFixture hub) {
    var deal = Deal.won(hub, "Paper").awaitOpening("done");
    deal.approveTime("2026-09-17", 60, true);
    deal.awaitMinutes(60);
    var invoice = release(hub, deal, "2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();

    assertThat(ubl(hub, invoice).status()).isEqualTo(404);
    assertThat(hub.as("delivery").request("/api/experience/v1/finance/invoices/" + invoice + "/e-invoice").build()).satisfies(asked -> assertThat(Api.send(asked).status()).isEqualTo(403));
  }

  private static Deal french(HubFixture hub, String name, String country, String taxId) {
    return Deal.won(hub, name, terms -> {
      terms.put("contractingEntity", "TL-FR");
      Deal.client(terms).put("country", country).put("taxId", taxId);
    }).awaitOpening("done");
  }

  private static String release(HubFixture hub, Deal deal, String through) {
    var drafts = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"" + through + "\",\"threadId\":\"" + deal.thread() + "\"}").json().get("documents");
    assertThat(drafts).hasSize(1);
    var released = hub.as("finance").post("/api/experience/v1/finance/invoices/" + drafts.get(0).asText() + "/release", "");
    assertThat(released.status()).as(released.body()).isEqualTo(202);
    return drafts.get(0).asText();
  }

  private static Api.Answer ubl(HubFixture hub, String invoice) {
    return hub.as("finance").get("/api/experience/v1/finance/invoices/" + invoice + "/e-invoice");
  }

  private static String number(HubFixture hub, String invoice) {
    return hub.text("select number from document where id = '" + invoice + "'");
  }
}
