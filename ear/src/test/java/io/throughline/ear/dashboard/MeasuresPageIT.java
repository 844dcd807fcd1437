package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The figures that a firm runs by, on their page. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class MeasuresPageIT {

  private static Deal deal;

  @BeforeAll
  static void firm(HubFixture hub) {
    deal = Deal.won(hub, "Larkspur").awaitOpening("done");
    deal.approveTime("2026-09-10", 95, true);
    deal.awaitMinutes(95);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.completeMilestone("ACC-LARKSPUR");
    deal.awaitPosted(2);
    deal.awaitQuiet();
  }

  @Test
  void showsEachFigureWithWhatItCounts(HubFixture hub) {
    var opened = hub.text("select to_char(activated_at at time zone 'UTC', 'YYYY-MM') from engagement where thread_id = '" + deal.thread() + "'");
    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.click(By.xpath("//nav//a[.='Measures']"));
      finance.see("//h1[.='Measures']");
      finance.sees("From won to project", "or less for half");
      finance.sees("From won to project", opened + " · ");
      finance.sees("Days to invoice", " counted");
      finance.sees("Days sales outstanding", "over the revenue of the 90 days before");
      assertThat(finance.page()).contains("Shown to other roles only: journeys that went through, what people did beside.");
      assertThat(finance.saves("Save as CSV")).contains("figure,unit,currency,month,count,value,p50,p90", "won-to-project,seconds,," + opened);
      finance.picture("measures");
      finance.click(By.xpath("//section[@aria-label='Days to invoice']//summary"));
      finance.see("//section[@aria-label='Days to invoice']//tr[contains(., '2026-09')]");
      finance.open("measures?from=2025-01&to=2025-02");
      finance.sees("From won to project", "Nothing in these months.");
      finance.open("measures?entity=TL-NOWHERE");
      finance.sees("From won to project", "Nothing in these months.");
      assertThat(finance.complaints()).isEmpty();
    }
  }

  @Test
  void showsDeliveryNoMoney(HubFixture hub) {
    try (var delivery = Browser.signedIn(hub, "delivery")) {
      delivery.width(390);
      delivery.theme("dark");
      delivery.open("measures");
      delivery.sees("Days to invoice", "weighted by what it is worth");
      assertThat(delivery.page()).contains("Shown to other roles only: ", "days sales outstanding, backlog conversion, written off").doesNotContain("€");
      assertThat(delivery.tooWide()).isEmpty();
      assertThat(delivery.barriers()).isEmpty();
      delivery.picture("measures-phone");
      assertThat(delivery.complaints()).isEmpty();
    }
  }
}
