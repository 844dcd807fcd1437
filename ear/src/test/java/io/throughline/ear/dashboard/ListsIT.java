package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Something is found in each list by what people know of it, and a bill says what became of it. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class ListsIT {

  @Test
  void aBillIsFoundByItsNumberAndShowsWhatWasPaidAndItsJournals(HubFixture hub) {
    var deal = Deal.won(hub, "Osprey").awaitOpening("done");
    deal.completeMilestone("ACC-OSPREY");
    deal.awaitPosted(1);
    var erpId = hub.text("select erp_id from document where thread_id = '" + deal.thread() + "'");
    var number = hub.text("select number from document where thread_id = '" + deal.thread() + "'");
    Deal.pay(hub, erpId);
    deal.awaitPaid(1);
    var payment = hub.text("select payment_id from cash_application where thread_id = '" + deal.thread() + "'");

    try (var auditor = Browser.signedIn(hub, "auditor")) {
      auditor.open("finance");
      auditor.see(By.name("like")).sendKeys(number.toLowerCase(), Keys.ENTER);
      auditor.see("//*[contains(., 'No invoice in this state is like')]/a[.='Look in all']").click();
      auditor.see("//tr[contains(., 'Advice for Osprey')]");
      assertThat((String) auditor.script("return location.hash")).contains("like=" + number.toLowerCase());
      auditor.follow(number);

      assertThat(auditor.text("Payments")).contains(payment, "€30,000.00", "Applied");
      assertThat(auditor.text("Journals")).contains("AR", "REV", "CASH", "Invoiced", "Cash", hub.text("select to_char(min(posted_on), 'Mon FMDD, YYYY') from posting where thread_id = '" + deal.thread() + "'"));
      assertThat(auditor.page()).contains("Open\n€0.00", "netsuite " + erpId);
      assertThat(auditor.complaints()).isEmpty();
    }
  }

  @Test
  void aListIsSortedByItsHeadsWithTheKeyboardToo(HubFixture hub) {
    var deal = Deal.won(hub, "Siskin").awaitOpening("done");
    deal.completeMilestone("ACC-SISKIN");
    deal.awaitPosted(1);
    deal.approveTime("2026-09-10", 60, true);
    deal.awaitMinutes(60);
    deal.draft("2026-09-30");
    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("finance?state=all&like=siskin");
      finance.press("Net");
      finance.see("//th[@aria-sort='descending']/button[.='Net']");
      finance.see("//tbody/tr[1][contains(., '€30,000.00')]");
      finance.until("the head keeps the focus", page -> finance.focused().contains("Net"));
      finance.keys(Keys.ENTER);
      finance.see("//th[@aria-sort='ascending']/button[.='Net']");
      finance.see("//tbody/tr[1][contains(., '€150.00')]");
      assertThat((String) finance.script("return location.hash")).contains("state=all", "like=siskin", "sort=amount");
      finance.press("Client and engagement");
      finance.see("//th[@aria-sort='ascending']/button[.='Client and engagement']");
      assertThat(finance.count("th[aria-sort]")).isEqualTo(1);
      finance.see(By.name("like")).sendKeys(" ", Keys.ENTER);
      finance.until("what is looked for is new, the order stays", page -> page.getCurrentUrl().contains("like=siskin") && page.getCurrentUrl().contains("sort=client"));
      for (var list : new String[] {"finance?state=all&like=siskin&sort=-day", "finance/receivables", "finance/unbilled?sort=worked", "finance/unapplied?entity=TL-DE", "exceptions?sort=date"}) {
        finance.open(list);
        for (var width : new int[] {1280, 390}) {
          finance.width(width);
          assertThat(finance.tooWide()).as(list).isEmpty();
          assertThat(finance.barriers()).as(list).isEmpty();
        }
        finance.width(1280);
      }
      assertThat(finance.complaints()).isEmpty();
    }
  }

  @Test
  void journalsOfABillAreItsOwn(HubFixture hub) {
    var deal = Deal.won(hub, "Gannet").awaitOpening("done");
    deal.completeMilestone("ACC-GANNET");
    deal.awaitPosted(1);
    deal.approveTime("2026-09-10", 60, true);
    deal.awaitMinutes(60);
    var second = deal.bill("2026-09-30").get(0);
    deal.awaitPosted(2);
    Deal.pay(hub, hub.text("select erp_id from document where id = '" + second + "'"));
    deal.awaitPaid(1);

    var bill = hub.as("finance").get("/api/experience/v1/finance/invoices/" + second).json();

    assertThat(bill.get("payments")).hasSize(1);
    assertThat(bill.get("postings").findValuesAsText("rule")).containsOnly("J2", "J8");
    assertThat(bill.get("postings").findValuesAsText("debit")).contains("150.00").doesNotContain("30000.00");
    var listed = hub.as("finance").get("/api/experience/v1/finance/invoices?like=" + second).json().get("items");
    assertThat(listed).singleElement().satisfies(one -> assertThat(one.has("payments") || one.has("postings")).as("a list tells none of it").isFalse());
  }

  @Test
  void engagementsAndExceptionsAreFoundByClientIdAndDocument(HubFixture hub) {
    var deal = Deal.won(hub, "Plover").awaitOpening("done");
    deal.completeMilestone("ACC-PLOVER");
    deal.awaitPosted(1);
    deal.changeMilestone("31000.00");
    await("the change is told").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where code = 'DEAL_CHANGED' and thread_id = '" + deal.thread() + "'") == 1);
    var number = hub.text("select number from document where thread_id = '" + deal.thread() + "'");

    for (var like : new String[] {"PLOVER", deal.id, hub.text("select project_id from engagement where thread_id = '" + deal.thread() + "'"), number}) {
      assertThat(hub.as("finance").get("/api/experience/v1/finance/engagements?limit=200&like=" + like).json().get("items").findValuesAsText("threadId")).as(like).contains(deal.thread());
    }
    for (var like : new String[] {"plover", deal.id, number}) {
      assertThat(hub.as("sales-ops").get("/api/experience/v1/operations/exceptions?limit=200&like=" + like).json().get("items").findValuesAsText("threadId")).as(like).isNotEmpty().containsOnly(deal.thread());
    }
    assertThat(hub.as("sales-ops").get("/api/experience/v1/operations/exceptions?like=no-such-thing-anywhere").json().get("items")).isEmpty();
  }
}
