package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
}
