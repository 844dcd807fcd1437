package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The dashboard's main paths. The order is for the pictures: first what there is to see, then what empties the desks. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardIT {

  /** Open, its milestone paid, 145 minutes in a draft and more not billed. */
  private static Deal lumen;

  private static String draft;

  /** Held, for want of a purchase order. */
  private static Deal harbour;

  @BeforeAll
  static void firm(HubFixture hub) {
    harbour = Deal.won(hub, "Harbour", terms -> ((ObjectNode) terms.get("lines").get(1)).remove("purchaseOrder"));
    lumen = Deal.won(hub, "Lumen").awaitOpening("done");
    lumen.approveTime("2026-09-10", 95, true);
    lumen.approveTime("2026-09-11", 50, true);
    lumen.completeMilestone("ACC-1");
    lumen.awaitMinutes(145);
    lumen.awaitPosted(1);
    Deal.pay(hub, hub.text("select erp_id from document where thread_id = '" + lumen.thread() + "'"));
    lumen.awaitPaid(1);
    var run = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2026-09-30\",\"threadId\":\"" + lumen.thread() + "\"}");
    draft = run.json().get("documents").get(0).asText();
    lumen.approveTime("2026-10-05", 480, true);
    lumen.approveTime("2026-11-16", 300, true);
    lumen.awaitMinutes(925);
    harbour.awaitOpening("held");
    var kestrel = Deal.won(hub, "Kestrel").awaitOpening("done");
    kestrel.completeMilestone("ACC-2");
    kestrel.awaitPosted(1);
  }

  @Test
  @Order(1)
  void theOverviewShowsADealsMoneyWithoutAReloadAndProofsThatHold(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator")) {
      var before = sold(hub);
      operator.sees("Money by state", euros(before) + " sold");

      Deal.won(hub, "Northlight").awaitOpening("done");

      operator.sees("Money by state", euros(before.add(new BigDecimal("42000"))) + " sold");
      operator.see("//section[@aria-label='Proofs']/header/*[normalize-space()='Holds']");
      assertThat(operator.text("Systems")).contains("Salesforce", "Kantata OX", "Oracle NetSuite");
      operator.picture("overview");
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  @Order(2)
  void aThreadShowsItsIdsInEachSystemAndTheWayOfItsCash(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("engagements?like=Lumen").follow("Advice for Lumen");

      assertThat(operator.text("Its ids in each system")).contains(lumen.id, column(hub, "project_id"), column(hub, "customer_id"), column(hub, "erp_project_id"), "salesforce", "kantata", "netsuite");
      assertThat(operator.text("Who worked for it")).contains(hub.text("select coalesce(name, person_id, member_id) from labour where thread_id = '" + lumen.thread() + "' limit 1"));
      operator.picture("thread");
      operator.click(By.xpath("//section[@aria-label='From quote line to cash, and back']//button[contains(@data-node, 'cash ')]"));
      operator.sees("From quote line to cash, and back", "sold as “Concept”");
      operator.see("//button[contains(@class, 'lit')][contains(., 'Concept')]");
      operator.see("//button[contains(@class, 'dim')][contains(., 'Consulting')]");
      operator.click(By.xpath("(//section[@aria-label='Evidence']//td//a)[1]"));
      assertThat(operator.text("The bytes as they arrived")).contains("{");
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  @Order(3)
  void aDealWithoutATaxIdAppearsAtTheDeskIsRepairedThereAndGoesOn(HubFixture hub) {
    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("exceptions");

      var deal = Deal.won(hub, "Meridian", terms -> Deal.client(terms).remove("taxId"));
      finance.see("//tr[contains(., 'Meridian')]");
      finance.picture("exceptions");
      finance.click(By.xpath("//tr[contains(., 'Meridian')]//a"));
      finance.see(By.name("/client/taxId")).sendKeys("DE136695976");
      finance.press("Correct and go on");
      finance.see("//h2[.='Decided']");
      finance.follow("Advice for Meridian");
      finance.see("//p[@class='lead']/*[normalize-space()='Active']");

      deal.awaitOpening("done");
      assertThat(finance.complaints()).isEmpty();
    }
  }

  @Test
  @Order(4)
  void aHeldOpeningIsUndoneAtTheDesk(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("exceptions");

      operator.click(By.xpath("//tr[contains(., 'Harbour')]//a"));
      operator.press("Undo…");
      operator.see(By.name("reason")).sendKeys("the client withdrew");
      operator.press("Undo");

      harbour.awaitOpening("undone");
      operator.see("//h2[.='Decided']");
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  @Order(5)
  void financeReleasesADraftWhoseLinesAreExplained(HubFixture hub) {
    try (var finance = Browser.signedIn(hub, "finance")) {
      assertThat(earned(hub)).as("a milestone of 30,000 and 925 minutes at 150; the milestone is billed").isEqualTo("32312.50 earned, 30000.00 billed, 2312.50 to be billed");
      finance.open("finance/earned");
      finance.see("//tr[contains(., 'Advice for Lumen')][contains(., '€32,312.50')][contains(., '€2,312.50')]");
      assertThat(finance.saves("Save as CSV")).contains("threadId,engagement,client,entity,currency,sold,earned,billed,difference", lumen.thread() + ",Advice for Lumen,Lumen,TL-DE,EUR,42000.00,32312.50,30000.00,2312.50");
      var month = hub.text("select max(period) from posting where thread_id = '" + lumen.thread() + "'");
      finance.open("finance/months");
      finance.click(By.xpath("//tr[contains(., 'TL-DE')]//a[normalize-space()='" + month + "']"));
      finance.see("//tr[contains(., 'Advice for Lumen')][contains(., '€2,312.50')]");
      assertThat(finance.saves("Save its facts")).contains(lumen.thread());
      finance.press("Replay…");
      finance.press("Replay");
      var same = hub.as("finance").get("/api/process/v1/entities/TL-DE/months/" + month + "/replay").json().get("identical").asBoolean(); // others post for this entity too
      finance.see("//*[contains(., '" + (same ? "The same to the byte" : "Not the same") + "')]");
      finance.open("finance");
      finance.see("//section[@aria-label='Not billed yet, by age of the work']//ul[@class='bars']//*[name()='svg']");
      finance.picture("finance");

      finance.click(By.xpath("//tr[contains(., 'Advice for Lumen')]//a[normalize-space()='Invoice draft']"));
      finance.click(By.xpath("//summary[contains(., '2 time entries')]"));
      finance.sees("Lines, each explained", "1 h 35 min");
      assertThat(finance.text("Lines, each explained")).contains("2 h 25 min at €150.00 an hour", "50 min", "€362.50");
      finance.press("Release…");
      finance.press("Release €362.50");
      finance.see("//p[@class='lead']/*[normalize-space()='Posted']");
      assertThat(finance.page()).as("the German entity sends none").doesNotContain("Save the e-invoice");

      lumen.awaitPosted(2);
      assertThat(earned(hub)).isEqualTo("32312.50 earned, 30362.50 billed, 1950.00 to be billed");
      assertThat(hub.text("select released_by from document where id = '" + draft + "'")).isEqualTo("finance");

      finance.follow("Advice for Lumen");
      finance.click(By.xpath("//section[@aria-label='From quote line to cash, and back']//button[@data-node='document " + draft + "']"));
      finance.click(By.xpath("//summary[contains(., '2 time entries')]"));
      finance.sees("From quote line to cash, and back", "1 h 35 min");
      assertThat(finance.complaints()).isEmpty();
    }
  }

  @Test
  @Order(6)
  void whatFinanceDoesToAMonthIsNotOfferedToAnOperator(HubFixture hub) {
    var month = "finance/months/TL-DE:" + YearMonth.now(ZoneOffset.UTC);
    try (var finance = Browser.signedIn(hub, "finance"); var operator = Browser.signedIn(hub, "operator")) {
      finance.open(month).follow("Close…");
      finance.see("//section[@aria-label='What to look at before']//strong[.='The month is not over']");
      assertThat(finance.complaints()).isEmpty();
      finance.open("finance/months");
      finance.see("//a[normalize-space()='" + YearMonth.now(ZoneOffset.UTC) + "']");
      operator.open(month);
      assertThat(operator.page()).contains("What was earned").doesNotContain("Replay…", "Close…");
      operator.follow("Before it is closed");
      operator.see("//section[@aria-label='What to look at before']");
      assertThat(operator.page()).doesNotContain("Close the month");
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  @Order(7)
  void aSystemIsPausedAndResumed(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("systems/kantata");

      operator.press("Pause…");
      operator.press("Stop traffic");
      operator.sees("Health", "Paused");
      assertThat(paused(hub)).isTrue();
      operator.press("Resume…");
      operator.press("Let traffic go on");
      operator.sees("Health", "Circuit closed");
      assertThat(paused(hub)).isFalse();

      assertThat(operator.complaints()).isEmpty();
    } finally {
      if (paused(hub)) hub.as("operator").post("/api/experience/v1/operations/systems/kantata/resume", "{}");
    }
  }

  private static String earned(HubFixture hub) {
    for (var one : hub.as("finance").get("/api/experience/v1/finance/earned?limit=200").json().get("items")) {
      if (one.get("threadId").asText().equals(lumen.thread())) return one.get("earned").asText() + " earned, " + one.get("billed").asText() + " billed, " + one.get("difference").asText() + " to be billed";
    }
    throw new AssertionError("nothing is earned");
  }

  private static BigDecimal sold(HubFixture hub) {
    for (var money : hub.as("operator").get("/api/experience/v1/finance/totals").json().get("money")) {
      if (money.get("currency").asText().equals("EUR")) return new BigDecimal(money.get("sold").asText());
    }
    throw new AssertionError("nothing is sold in EUR");
  }

  private static String euros(BigDecimal amount) {
    var format = NumberFormat.getCurrencyInstance(Locale.US);
    format.setCurrency(Currency.getInstance("EUR"));
    return format.format(amount);
  }

  private static String column(HubFixture hub, String name) {
    return hub.text("select " + name + " from engagement where thread_id = '" + lumen.thread() + "'");
  }

  private static boolean paused(HubFixture hub) {
    return hub.as("operator").get("/api/experience/v1/operations/systems/kantata").json().get("health").get("paused").asBoolean();
  }
}
