package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
    assertThat(hub.as("finance").post("/api/process/v1/intake/fx-rate?source=treasury", "{\"rateId\":\"NOK-1\",\"version\":\"1\",\"from\":\"EUR\",\"to\":\"NOK\",\"rate\":\"11.6\",\"on\":\"2026-09-09\"}").status()).isEqualTo(202);
    deal.approveExpense("2026-09-12", "Ferry", 58000, "NOK", true);
    deal.awaitExpenses(3);
    await("the rate was taken").atMost(Deal.SOON).until(() -> hub.number("select count(*) from expense where state = 'billable' and currency = 'NOK' and thread_id = '" + deal.thread() + "'") == 1);
    var bill = deal.bill("2026-09-30").get(0);
    deal.awaitPosted(1);

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("engagements/" + deal.thread());
      finance.sees("What was spent", "Hotel");
      assertThat(finance.text("What was spent")).contains(hub.text("select coalesce(p.name, m.name) from expense e join member m on m.system = e.source and m.member_id = e.person_id left join person p on lower(p.email) = lower(m.email) where e.thread_id = '" + deal.thread() + "' limit 1"));
      assertThat(finance.text("Journals")).as("the day of a journal").contains(hub.text("select to_char(max(posted_on), 'Mon FMDD, YYYY') from posting where thread_id = '" + deal.thread() + "'"));
      assertThat(finance.text("What was spent")).contains("receipt R-2026-09-10", "220.00", "no rate is known", "50.00", "at 1 EUR = 11.6 NOK, treasury of", "55.00");
      finance.click(By.xpath("//section[@aria-label='From quote line to cash, and back']//button[starts-with(@data-node, 'expense ')][contains(., 'Hotel')]"));
      finance.sees("From quote line to cash, and back", "what was spent: Hotel on");
      finance.see("//button[contains(@class, 'lit')][contains(., 'Travel')]");
      finance.see("//button[contains(@class, 'lit')][contains(., 'Spent')]");

      finance.open("");
      finance.sees("Money by state", "held in CHF");
      assertThat(finance.text("Money by state")).doesNotContain("CHF 0.00", "sold in CHF");

      finance.open("finance/invoices/" + bill);
      finance.sees("Lines, each explained", "what was spent: Hotel on");
      assertThat(finance.text("Lines, each explained")).contains("what was spent: Ferry on", "580.00", "at 1 EUR = 11.6 NOK, treasury of");
      assertThat(finance.complaints()).isEmpty();
    }
  }
}
