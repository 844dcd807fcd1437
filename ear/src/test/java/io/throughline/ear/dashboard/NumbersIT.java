package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** Each number of the overview leads to exactly what it counts. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class NumbersIT {

  /** The wanted part stands in bold in each row; amounts and hours as a person reads them. */
  private static final String FIRST = "return document.querySelector('tbody tr:not(.group)')?.innerText ?? null";
  private static final String ROWS = "return [...document.querySelectorAll('td strong .num')].map(each => each.innerText)";

  @BeforeAll
  static void firm(HubFixture hub) {
    var deal = Deal.won(hub, "Juniper").awaitOpening("done");
    deal.approveTime("2026-09-10", 95, true);
    deal.approveTime("2026-09-11", 50, false);
    deal.completeMilestone("ACC-1");
    deal.awaitPosted(1);
    deal.awaitMinutes(145);
    Deal.won(hub, "Sorrel").awaitOpening("done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Paid", "Invoiced, not paid", "Delivered, not billed", "Held", "Still to deliver"})
  void theRowsOfAnAmountAddUpToIt(String part, HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator")) {
      var item = By.xpath("(//section[@aria-label='Money by state']//div[h3[contains(., 'in EUR')]]//li[a[.='" + part + "']])[1]");
      var shown = amount(operator.see(item).findElement(By.cssSelector(".num")).getText());
      operator.click(By.xpath("(//section[@aria-label='Money by state']//div[h3[contains(., 'in EUR')]]//a[.='" + part + "'])[1]"));
      operator.see("//h1[.='" + part + ", in EUR']");
      operator.loaded();

      assertThat(sum(operator)).isEqualByComparingTo(shown);
      assertThat(amount(operator.see("//p[@class='lead']/strong").getText())).isEqualByComparingTo(shown);
      if (!List.of("Paid", "Held").contains(part)) assertThat(shown).as("there is some of it to lead to").isPositive();
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void theRowsOfTheHoursAddUpToThem(HubFixture hub) {
    try (var delivery = Browser.signedIn(hub, "delivery")) {
      delivery.click(By.xpath("//section[@aria-label='Hours by state']//a[.='Unbilled']"));
      delivery.see("//h1[.='Hours: unbilled']");
      delivery.loaded();
      assertThat(delivery.page()).contains("Advice for Juniper").doesNotContain("€");
      var unbilled = hub.as("delivery").get("/api/experience/v1/finance/totals").json().get("minutes").get("unbilled").asLong();
      assertThat(rows(delivery).stream().mapToLong(NumbersIT::minutes).sum()).isEqualTo(unbilled).isPositive();

      delivery.open("money/EUR?part=sold");
      assertThat(delivery.page()).contains("Not for your role").doesNotContain("€");
      assertThat(delivery.complaints("status of 403")).isEmpty();
    }
  }

  @Test
  void salesAreToldNoAmountThatHoursTell(HubFixture hub) {
    var sales = hub.as("sales-ops");

    assertThat(sales.get("/api/experience/v1/finance/totals/money?currency=EUR&part=held").status()).isEqualTo(403);
    assertThat(sales.get("/api/experience/v1/finance/totals/minutes?part=approved").status()).isEqualTo(403);
    assertThat(sales.get("/api/experience/v1/finance/totals/money?currency=EUR&part=nothing").status()).isEqualTo(400);
    assertThat(sales.get("/api/experience/v1/finance/totals/money?currency=EUR&part=ahead").json().get("items")).isNotEmpty().allSatisfy(item -> {
      assertThat(item.has("held") || item.has("unbilled")).isFalse();
      assertThat(new BigDecimal(item.get("ahead").asText())).isEqualByComparingTo(new BigDecimal(item.get("sold").asText()).subtract(new BigDecimal(item.get("invoiced").asText())));
    });
  }

  private static BigDecimal sum(Browser browser) {
    return rows(browser).stream().map(NumbersIT::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Those of all pages. */
  private static List<String> rows(Browser browser) {
    var rows = new ArrayList<String>();
    while (true) {
      for (var text : (List<?>) browser.script(ROWS)) rows.add((String) text);
      if (!(Boolean) browser.script("return [...document.querySelectorAll('main a')].some(each => each.innerText.trim() === 'Next page')")) return rows;
      var first = browser.script(FIRST);
      browser.follow("Next page");
      browser.until("the next page is there", page -> browser.script(FIRST) != null && !browser.script(FIRST).equals(first));
    }
  }

  private static BigDecimal amount(String text) {
    return new BigDecimal(text.replaceAll("[€,]", "").replace('−', '-'));
  }

  private static long minutes(String text) {
    var parts = text.replaceAll("[^0-9 ]", "").trim().split(" +");
    return Long.parseLong(parts[0]) * 60 + (parts.length > 1 ? Long.parseLong(parts[1]) : 0);
  }
}
