package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.HubFixture;
import io.throughline.ear.RunningDeal;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What is left of an engagement that runs elsewhere is proposed on its page by one person and approved there by another. */
@ExtendWith(NeedsChromium.class)
class TakeOverPageIT {

  private static HubFixture hub;

  @BeforeAll
  static void start() {
    hub = HubFixture.start("takeover-page", Map.of("THROUGHLINE_DEALS_SINCE", "2026-10-01"));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  @Test
  void isProposedByOneAndApprovedByAnother() {
    var running = RunningDeal.won(hub, "Juniper, half billed");
    try (var finance = Browser.signedIn(hub, "finance")) {
      finance.open("finance").follow("Take over");
      finance.see("//h1[.='Take over']");
      finance.fitsEverybody();
      finance.follow("Advice for " + running.name());
      finance.press("Propose to take it over…");
      finance.fitsEverybody();
      finance.script("document.querySelector('input[name=from]').value = '2026-10-15'");
      finance.see(By.name("projectId")).sendKeys(running.projectId());
      var billed = new String[] {"4500.00", "10000.00", "5000.00", ""};
      for (int i = 0; i < billed.length; i++) {
        finance.see(By.name("billed " + running.lines().get(i))).sendKeys(billed[i]);
        finance.see(By.name("work " + running.lines().get(i))).sendKeys(running.work().get(i));
      }
      finance.press("Propose");
      finance.see("//*[contains(text(), 'take it over on the day after')]");
      finance.script("document.querySelector('input[name=from]').value = '2026-10-01'");
      finance.press("Propose");
      finance.see("//*[normalize-space()='Another person approves it.']");
      assertThat(finance.page()).contains("€30,500.00", "by finance");
      finance.fitsEverybody();
      finance.picture("takeover");
      assertThat(finance.complaints("422")).isEmpty();
    }
    try (var admin = Browser.signedIn(hub, "admin")) {
      admin.open("finance/takeovers").follow("Advice for " + running.name());
      admin.press("Carry on here…");
      admin.fitsEverybody();
      admin.press("Carry on here");
      admin.see("//dd[contains(., 'by finance, approved by admin')]");
      running.awaitLive();
      admin.open("engagements/" + running.deal().thread());
      admin.see("//*[contains(text(), 'Taken over')]");
      admin.fitsEverybody();
      admin.open("finance/takeovers");
      assertThat(admin.page()).contains("Every won deal is carried here.");
      assertThat(admin.complaints()).isEmpty();
    }
  }
}
