package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Finance sees what a run would draft before it does. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class RunPageIT {

  @Test
  void aRunIsSeenBeforeItIsMade(HubFixture hub) {
    var deal = Deal.won(hub, "Rowan").awaitOpening("done");
    deal.approveTime("2026-09-10", 90, true);
    deal.awaitMinutes(90);
    var documents = "select count(*) from document where thread_id = '" + deal.thread() + "'";

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("engagements/" + deal.thread());
      finance.follow("Run its invoices…");
      finance.open("finance/run?through=2026-08-31&threadId=" + deal.thread());
      finance.until("nothing is due in August", page -> finance.page().contains("Nothing is due through"));
      finance.open("finance/run?through=2026-09-30&threadId=" + deal.thread());
      finance.sees("Document by document", "Rowan");
      finance.sees("Document by document", "225.00");
      assertThat(hub.number(documents)).as("nothing is drafted by looking").isZero();
      finance.press("Draft 1 document");
      finance.until("it is drafted", page -> finance.page().contains("Nothing is due through"));
      assertThat(hub.number(documents)).isEqualTo(1);
      finance.open("finance/run?through=" + LocalDate.now(ZoneOffset.UTC).plusDays(400) + "&threadId=" + deal.thread());
      finance.until("a day far ahead is said", page -> finance.page().contains("400 days ahead") || finance.page().contains("399 days ahead"));
      assertThat(finance.complaints()).isEmpty();
    }
  }

  @Test
  void manyDraftsAreReleasedOrDiscardedAtOnce(HubFixture hub) {
    for (var name : new String[] {"Hazel one", "Hazel two", "Hazel three"}) {
      var deal = Deal.won(hub, name).awaitOpening("done");
      deal.approveTime("2026-09-10", 60, true);
      deal.awaitMinutes(60);
      hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2026-09-30\",\"threadId\":\"" + deal.thread() + "\"}");
    }
    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("finance?like=Hazel&state=draft");
      finance.press("Choose all shown");
      finance.click(By.xpath("//button[@role='checkbox'][contains(@aria-label, 'Hazel three')]"));
      finance.press("Release…");
      finance.sees("Drafts to review and release", "300.00");
      finance.press("Release 2");
      finance.until("one draft is left", page -> finance.page().contains("Hazel three") && !finance.page().contains("Hazel two"));
      finance.click(By.xpath("//button[@role='checkbox'][contains(@aria-label, 'Hazel three')]"));
      finance.press("Discard…");
      finance.see(By.name("reason")).sendKeys("for the next month");
      finance.press("Discard");
      finance.until("no draft is left", page -> !finance.page().contains("Hazel three"));
      assertThat(finance.complaints()).isEmpty();
    }
    assertThat(hub.texts("select e.name || ' ' || d.state from document d join engagement e using (thread_id) where e.name like '%Hazel%' and d.state = 'discarded'")).containsExactly("Advice for Hazel three discarded");
  }
}
