package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The months of a ledger in the browser: looked at before they are closed, closed, opened again and closed by another. The months of this hub are closed. */
@ExtendWith(NeedsChromium.class)
class MonthPagesIT {

  private static final String MONTH = "finance/months/TL-DE:2026-09";

  private static HubFixture hub;

  @BeforeAll
  static void start() {
    hub = HubFixture.start("month-pages", Map.of("THROUGHLINE_LEDGER_ACCRUED", "{\"TL-DE\": \"2026-09\"}"));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  @Test
  void aMonthIsClosedAndOpenedAndClosedByAnother() {
    var deal = Deal.won(hub, "September").awaitOpening("done");
    deal.approveTime("2026-09-15", 60, true);
    deal.awaitMinutes(60);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    deal.approveTime("2026-09-16", 30, true);
    deal.awaitMinutes(90);
    try (var finance = Browser.signedIn(hub, "finance"); var admin = Browser.signedIn(hub, "admin")) {
      finance.open(MONTH).follow("Statements");
      finance.sees(deal.client() + ", EUR", "€150.00");
      assertThat(finance.saves("Save as CSV")).contains("payerId,payer,entity,currency,billingAccount,", "," + deal.client() + ",TL-DE,EUR,");
      finance.fitsEverybody();

      finance.open(MONTH).follow("Close…");
      finance.sees("What to look at before", "30 min · €75.00");
      finance.click(By.xpath("//summary[contains(., 'Worked and not billed')]"));
      finance.see("//tr[contains(., 'Advice for September')]//a");
      finance.see("//form[contains(., 'Accrues €75.00 that is earned and not billed, and defers €0.00')]");
      finance.fitsEverybody();
      finance.follow("All, in their list");
      finance.see("//h1[.='Not billed yet']");
      finance.see("//select[@name='entity']/option[@selected][.='TL-DE']");
      finance.see("//select[@name='through']/option[@selected][.='2026-09-30']");
      finance.see("//tr[contains(., 'Advice for September')][contains(., '€75.00')]");
      finance.fitsEverybody();
      finance.click(By.xpath("//select[@name='through']/option[.='Any day']"));
      finance.until("the day is taken back", page -> page.getCurrentUrl().endsWith("#/finance/unbilled?entity=TL-DE"));
      finance.open("finance/held?entity=TL-DE");
      finance.see("//*[contains(., 'Nothing is held.')]");
      finance.fitsEverybody();
      finance.open(MONTH + "/close").press("Close the month");
      finance.see("//strong[.='Closed']");

      finance.open(MONTH).see("//p[contains(., 'The ledger took the last two columns on the month’s last day')]");
      finance.open("engagements/" + deal.thread());
      finance.see("//tr[contains(., 'CA')][contains(., 'Accrued')][contains(., '€75.00')]");
      finance.open(MONTH).press("Open again…");
      finance.see(By.name("reason")).sendKeys("half an hour is missing");
      finance.press("Open the month again");
      finance.sees("Closed, and opened again", "half an hour is missing");
      finance.follow("Close…");
      finance.see("//strong[.='Another person closes it']");
      assertThat(finance.page()).doesNotContain("Close the month");
      admin.open(MONTH + "/close").press("Close the month");
      admin.see("//strong[.='Closed']");

      finance.open(MONTH);
      finance.sees("Closed, and opened again", "Seal 2");
      finance.fitsEverybody();
      finance.follow("Seal 1");
      finance.see("//p[@class='lead'][contains(., 'As it was closed')]");
      finance.see("//tr[contains(., 'Advice for September')][contains(., '€225.00')]");
      finance.open("finance/months");
      finance.see("//tr[contains(., '2026-09')][contains(., 'by admin')]");
      assertThat(finance.complaints()).isEmpty();
      assertThat(admin.complaints()).isEmpty();
    }
  }

  @Test
  void anEngagementIsAskedOtherwise() {
    var deal = Deal.won(hub, "Otherwise").awaitOpening("done");
    deal.approveTime("2026-10-05", 60, true);
    deal.awaitMinutes(60);
    deal.bill("2026-10-31");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("engagements/" + deal.thread()).follow("What if…");
      finance.see("//strong[.='Nothing is asked yet']");
      finance.fitsEverybody();
      finance.press("Prices of time…");
      finance.see("//details[@open]//select[@name='lineId']/option[contains(., 'onsulting')]");
      finance.see("//details[@open]//input[@name='percent']").sendKeys("10");
      finance.press("Ask");
      finance.sees("What would become of it", "€165.00");
      finance.sees("Invoice by invoice", "€15.00");
      finance.sees("In the ledger", "REV");
      finance.fitsEverybody();
      finance.follow("All of the entity");
      finance.see("//section[@aria-label='Engagement by engagement']//a[contains(., 'Advice for Otherwise')]");
      assertThat(finance.saves("Save as CSV")).contains("threadId,engagement,client,currency,", ",Advice for Otherwise,");
      finance.fitsEverybody();
      finance.press("Take back");
      finance.see("//strong[.='Nothing is asked yet']");
      assertThat(finance.complaints()).isEmpty();
    }
    assertThat(hub.number("select net from document where thread_id = '" + deal.thread() + "'")).as("nothing is stored").isEqualTo(150);
  }
}
