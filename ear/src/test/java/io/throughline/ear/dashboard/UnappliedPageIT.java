package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Finance says what money pays that names no invoice, from the item that waits for it, and takes it back; and for which engagement money came before the bill. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class UnappliedPageIT {

  @Test
  void moneyThatNamesNoInvoiceIsAppliedFromItsItem(HubFixture hub) {
    var deal = Deal.won(hub, "Cedar").awaitOpening("done");
    deal.completeMilestone("ACC-1");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    var customer = hub.text("select customer_id from engagement where thread_id = '" + deal.thread() + "'");
    var received = hub.sandbox().post("control/drive/receive-payment", "{\"customerId\":\"" + customer + "\",\"amount\":1234.5,\"memo\":\"for Cedar\",\"receivedOn\":\"2026-11-02\"}").json();
    var payment = received.get("paymentId").asText();
    var item = "select id from exception_item where state = 'open' and code = 'UNAPPLIED' and subject_id = 'netsuite:" + payment + "'";
    await("finance is asked").atMost(Deal.SOON).until(() -> hub.text(item) != null);

    hub.as("finance").post("/api/process/v1/intake/billing-account?source=netsuite", "{\"customerId\":\"" + customer + "\",\"version\":\"1\",\"payerId\":\"G-" + customer + "\"}");

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("finance");
      finance.sees("Money that pays no invoice", "for Cedar");
      finance.open("exceptions/" + hub.text(item));
      finance.follow("Choose the invoices that it pays");
      finance.sees("Which invoices it pays", "Cedar");
      assertThat(finance.see(By.xpath("//section[@aria-label='Which invoices it pays']//input")).getDomProperty("value")).isEqualTo("1234.50");
      finance.press("Apply");
      finance.until("nothing is left", page -> finance.page().contains("Nothing of it lies unapplied"));
      await("it pays the milestone").atMost(Deal.SOON).until(() -> hub.number("select count(*) from document where paid = 1234.5 and thread_id = '" + deal.thread() + "'") == 1);
      assertThat(hub.text(item)).isNull();

      finance.open("engagements/" + deal.thread());
      finance.until("who pays is said", page -> finance.page().contains("paid by G-" + customer));
      finance.follow(payment);
      finance.sees("Applied here", "Cedar");
      finance.press("Take back…");
      finance.see(By.name("reason")).sendKeys("it was for Larch");
      finance.press("Take back");
      finance.sees("Which invoices it pays", "Cedar");
      assertThat(finance.page()).doesNotContain("Applied here");
      finance.follow(hub.text("select number from document where thread_id = '" + deal.thread() + "'"));
      finance.until("who pays is said", page -> finance.page().contains("paid by G-" + customer));
      assertThat(finance.complaints()).isEmpty();
    }
    await("nothing of it is paid").atMost(Deal.SOON).until(() -> hub.number("select count(*) from document where paid = 0 and thread_id = '" + deal.thread() + "'") == 1);
    assertThat(hub.text(item)).as("finance is asked again").isNotNull();
  }

  @Test
  void anAdvanceIsShownOnItsThreadAndFinanceSaysForWhichItIs(HubFixture hub) {
    var deal = Deal.won(hub, "Larch ahead").awaitOpening("done");
    var customer = hub.text("select customer_id from engagement where thread_id = '" + deal.thread() + "'");
    var payment =
        hub.sandbox().post("control/drive/receive-payment", "{\"customerId\":\"" + customer + "\",\"amount\":512.5,\"memo\":\"deposit\",\"threadId\":\"" + deal.thread() + "\",\"receivedOn\":\"2026-11-02\"}").json().get("paymentId").asText();
    await("it lies").atMost(Deal.SOON).until(() -> hub.number("select count(*) from posting where account = 'UNAP' and credit = 512.5 and source_id like '" + payment + ":%'") == 1);
    var item = "select count(*) from exception_item where state = 'open' and code = 'UNAPPLIED' and subject_id = 'netsuite:" + payment + "'";
    assertThat(hub.number(item)).as("nobody has to look").isZero();

    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("finance/unapplied");
      finance.until("it is listed", page -> finance.page().contains("advance for Advice for Larch ahead"));
      finance.open("engagements/" + deal.thread());
      finance.sees("Paid before the bill", "512.50");
      finance.follow(payment);
      finance.until("it says for which", page -> finance.page().contains("Advance for"));
      finance.press("It is no advance…");
      finance.press("It is no advance");
      finance.until("it is for none", page -> !finance.page().contains("Advance for"));
      assertThat(hub.number(item)).as("finance is asked").isEqualTo(1);
      finance.press("It is an advance…");
      finance.press("It came before the bill");
      finance.until("it says for which", page -> finance.page().contains("Advance for"));
      assertThat(hub.number(item)).isZero();
      finance.follow("Advice for Larch ahead");
      finance.sees("Paid before the bill", payment);

      deal.completeMilestone("ACC-1");
      await("its invoice deducts it").atMost(Deal.SOON).until(() -> hub.number("select count(*) from document where paid = 512.5 and thread_id = '" + deal.thread() + "'") == 1);
      finance.until("nothing of it is left", page -> finance.text("Paid before the bill").contains("0.00"));
      finance.follow(payment);
      finance.sees("Applied here", "Rule advance");
      assertThat(finance.complaints()).isEmpty();
    }
  }
}
