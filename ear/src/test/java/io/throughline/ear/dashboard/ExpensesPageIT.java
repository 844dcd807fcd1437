package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What was spent is told on its thread, on its bill, and where it waits for a decision. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class ExpensesPageIT {

  @Test
  void aThreadShowsWhatWasSpentAndItsBillWhatItWasFor(HubFixture hub) {
    var deal = Deal.won(hub, "Willow", terms -> Deal.withExpenses(terms, "PO-1")).awaitOpening("done");
    deal.approveExpense("2026-09-10", "Hotel", 20000, "EUR", true);
    deal.approveExpense("2026-09-11", "Taxi", 4000, "CHF", true);
    deal.awaitExpenses(2);
    var bill = deal.bill("2026-09-30").get(0);
    deal.awaitPosted(1);

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("engagements/" + deal.thread());
      finance.sees("What was spent", "Hotel");
      assertThat(finance.text("What was spent")).contains("receipt R-2026-09-10", "220.00", "no rate is known");
      finance.click(By.xpath("//section[@aria-label='From quote line to cash, and back']//button[starts-with(@data-node, 'expense ')][contains(., 'Hotel')]"));
      finance.sees("From quote line to cash, and back", "what was spent: Hotel on");
      finance.see("//button[contains(@class, 'lit')][contains(., 'Travel')]");
      finance.see("//button[contains(@class, 'lit')][contains(., 'Spent')]");

      finance.open("finance/invoices/" + bill);
      finance.sees("Lines, each explained", "what was spent: Hotel on");
      assertThat(finance.complaints()).isEmpty();
    }
  }
}
