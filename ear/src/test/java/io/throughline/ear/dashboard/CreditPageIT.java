package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** An invoice is credited on its page, and the note released by another person on the note's. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class CreditPageIT {

  @Test
  void anInvoiceIsCreditedByTwoPersons(HubFixture hub) {
    var deal = Deal.won(hub, "Birch credited").awaitOpening("done");
    deal.completeMilestone("ACC-BIRCH");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    var invoice = hub.text("select id from document where thread_id = '" + deal.thread() + "'");
    var number = hub.text("select number from document where id = '" + invoice + "'");

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("finance/invoices/" + invoice);
      finance.press("Credit…");
      finance.fitsEverybody();
      finance.see(By.name("reason")).sendKeys("sent to the wrong client");
      finance.press("Propose");
      finance.see("//dd[normalize-space()='by finance: sent to the wrong client']");
      finance.see("//*[normalize-space()='Another person releases it.']");
      finance.fitsEverybody();
      assertThat(finance.complaints()).isEmpty();
    }
    var note = hub.text("select id from document where type = 'credit-note' and thread_id = '" + deal.thread() + "'");
    try (var admin = Browser.signedIn(hub, "admin")) {
      admin.open("finance/invoices/" + note);
      admin.press("Release…");
      admin.click(By.xpath("//form[@data-act='release']//button"));
      deal.awaitPosted(2);
      deal.awaitQuiet();
      admin.follow(number);
      admin.see("//p[@class='lead']/*[normalize-space()='Set off']");
      admin.see("//dt[normalize-space()='Credited by']");
      assertThat(admin.page()).doesNotContain("Credit…");
      admin.fitsEverybody();
      assertThat(admin.complaints()).isEmpty();
    }
  }

  @Test
  void aPartIsGivenUpOnItsLine(HubFixture hub) {
    var deal = Deal.won(hub, "Cedar given up").awaitOpening("done");
    deal.completeMilestone("ACC-CEDAR");
    deal.awaitPosted(1);
    deal.awaitQuiet();

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("finance/invoices/" + hub.text("select id from document where thread_id = '" + deal.thread() + "'"));
      finance.press("Give up part…");
      finance.fitsEverybody();
      finance.see(By.name("amount")).sendKeys("1200.50");
      finance.see(By.xpath("//form[@data-act='part']//textarea")).sendKeys("agreed with the client");
      finance.click(By.xpath("//form[@data-act='part']//button"));
      finance.see("//dd[normalize-space()='by finance: agreed with the client']");
      finance.fitsEverybody();
      assertThat(finance.complaints()).isEmpty();
    }
    assertThat(hub.text("select net::numeric(9, 2) from document where type = 'credit-note' and thread_id = '" + deal.thread() + "'")).isEqualTo("-1200.50");
  }

  @Test
  void aVoidedInvoiceIsTakenBackFromItsItem(HubFixture hub) {
    var deal = Deal.won(hub, "Rowan voided").awaitOpening("done");
    deal.completeMilestone("ACC-ROWAN");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    var there = hub.text("select erp_id || '|' || number from document where thread_id = '" + deal.thread() + "'").split("\\|");
    hub.as("finance").post("/api/process/v1/intake/invoice-status?source=netsuite", "{\"invoiceId\":\"%s\",\"version\":\"2098-01-03T00:00:00Z\",\"number\":\"%s\",\"status\":\"void\",\"currency\":\"EUR\"}".formatted(there[0], there[1]));
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where code = 'INVOICE_VOIDED' and thread_id = '" + deal.thread() + "'") == 1);

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("exceptions/" + hub.text("select id from exception_item where code = 'INVOICE_VOIDED' and thread_id = '" + deal.thread() + "'"));
      finance.follow("Take it back here");
      finance.press("Take it back here…");
      finance.fitsEverybody();
      finance.see(By.xpath("//form[@data-act='takeback']//textarea")).sendKeys("voided there");
      finance.click(By.xpath("//form[@data-act='takeback']//button"));
      finance.see("//dd[normalize-space()='by finance: voided there']");
      finance.see("//dd[normalize-space()='voided there']");
      finance.fitsEverybody();
      assertThat(finance.complaints()).isEmpty();
    }
  }
}
