package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What is owed of a credit note is set off from its item, and taken back; what is paid out in the ERP is told. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class SetOffPageIT {

  @Test
  void whatIsOwedIsSetOffAgainstAnotherInvoice(HubFixture hub) {
    var deal = Deal.won(hub, "Alder credited").awaitOpening("done");
    deal.billedAndCorrected(true);
    var item = hub.text("select id from exception_item where code = 'CREDIT_OWED' and state = 'open' and thread_id = '" + deal.thread() + "'");
    var note = hub.text("select number from document where type = 'credit-note' and thread_id = '" + deal.thread() + "'");
    var bill = hub.text("select number from document where net = 150 and thread_id = '" + deal.thread() + "'");

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("exceptions/" + item);
      finance.follow("Set it off");
      finance.sees("Owed to the client", "225.00");
      finance.click(By.xpath("//section[@aria-label='Owed to the client']//tr[contains(., '" + bill + "')]//button"));
      finance.sees("Set off", bill);
      finance.sees("Owed to the client", "75.00");
      finance.follow(bill);
      finance.see("//p[@class='lead']/*[normalize-space()='Set off']");
      finance.sees("Set off", note);
      finance.follow(note);
      finance.press("Take back from " + bill + "…");
      finance.see(By.name("reason")).sendKeys("it was given back");
      finance.press("Take back");
      finance.sees("Owed to the client", "225.00");
      assertThat(hub.sandbox().post("control/drive/refund-credit", "{\"creditNote\":\"" + note + "\",\"refundedOn\":\"2026-12-31\"}").status()).isEqualTo(200);
      finance.sees("In the ERP", "given back");
      finance.sees("In the ERP", "225.00");
      assertThat(finance.complaints()).isEmpty();
    }
  }
}
