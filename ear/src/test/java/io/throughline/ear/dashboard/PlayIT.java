package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;

/** The page on which a firm's work is played. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class PlayIT {

  private static final String FILE = """
      {"scenario": "one-deal", "steps": [
        {"win": [{"deal": "one", "name": "One deal (${play})", "currency": "EUR", "wonOn": "2026-09-01", "contractingEntity": "TL-DE", "template": "advisory", "zone": "Europe/Berlin",
          "startOn": "2026-09-01", "endOn": "2026-12-31",
          "client": {"name": "Birch", "legalName": "Birch GmbH", "taxId": "DE811907980", "street": "Weg 1", "city": "Hamburg", "postalCode": "20457", "country": "DE", "currency": "EUR", "purchaseOrderRequired": false, "paymentTermsDays": 30},
          "lines": [{"line": "advice", "billing": "time-and-materials", "description": "Advice", "role": "Consultant", "workstream": "Advice", "hours": 10, "ratePerHour": 150.00}]}]},
        {"await-active": ["one"]}],
       "expected": {"engagements": 1, "invoices": 0, "money": [{"currency": "EUR", "sold": 1500.00}]}}""";

  @Test
  void aFileIsPlayedLiveAndItsTotalsAreHeldAgainstIt(HubFixture hub, @TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("one-deal.json"), FILE);
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("play");

      operator.see(By.name("file")).sendKeys(file.toString());
      operator.press("Play");

      operator.see("//article[contains(., 'One deal')]//*[@role='progressbar']");
      operator.see("//article[contains(., 'One deal')]//*[normalize-space()='Passed']");
      operator.see("//article[contains(., 'One deal')]//tr[contains(., 'Money EUR sold')][contains(., '1,500')][contains(., 'Equal')]");
      assertThat(operator.page()).contains("2 of 2 steps").doesNotContain("Differs");
      assertThat(operator.script("return document.querySelector('article [role=progressbar]').getAttribute('aria-valuenow')")).isEqualTo("2");
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void aScenarioIsChosenSlowedDownAndCancelled(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("play");

      new Select(operator.see(By.name("scenario"))).selectByValue("first-thread");
      new Select(operator.see(By.name("speed"))).selectByValue("1");
      operator.press("Play");
      operator.see("//article[contains(., 'First thread')]//*[normalize-space()='Running']");
      operator.until("it goes on before one's eyes", page -> (Boolean) operator.script("return Number(document.querySelector('article [role=progressbar]').getAttribute('aria-valuenow')) > 0"));
      operator.press("Cancel");
      operator.see("//article[contains(., 'First thread')]//*[normalize-space()='Cancelled']");
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void aSystemMisbehavesAndIsCalmedAgain(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("play");

      operator.press("Make one misbehave…");
      new Select(operator.see(By.name("vendor"))).selectByValue("netsuite");
      new Select(operator.see(By.name("kind"))).selectByValue("latency");
      operator.press("Misbehave");
      operator.sees("Faults", "Latency");
      assertThat(hub.sandbox().get("control/faults").body()).contains("netsuite");
      operator.press("Take all back");
      operator.sees("Faults", "Every system behaves.");

      operator.open("systems/netsuite");
      operator.click(By.xpath("//section[@aria-label='In the sandbox']//summary[starts-with(., 'currency')]"));
      operator.see("//section[@aria-label='In the sandbox']//td[contains(., 'EUR')]");
      assertThat(operator.complaints()).isEmpty();
    } finally {
      hub.sandbox().delete("control/faults");
    }
  }
}
