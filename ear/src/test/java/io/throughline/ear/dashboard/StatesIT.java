package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Change;
import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;

/** Pages say what they cannot show: nothing there, not there yet, not reachable, not for this role, no longer signed in. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class StatesIT {

  private static final String FORBIDDEN = "status of 403";
  private static final String EXPIRED = "status of 401";
  /** Pages that are told nothing ask every few seconds. */
  private static final String LIVE = "*/api/experience/v1/live";

  private static final String MISSING = "status of 404";

  @Test
  void emptyLoadingMissingAndUnreachableAreSaid(HubFixture hub) {
    Deal.won(hub, "Thistle").awaitOpening("done");
    try (var operator = Browser.signedIn(hub, "operator", browser -> browser.block(LIVE))) {
      operator.open("engagements?like=there+is+no+such+thread");
      assertThat(operator.page()).contains("No thread is like this.");
      operator.open("exceptions?code=NO_SUCH_CODE");
      assertThat(operator.page()).contains("Nothing waits for a decision here.");
      operator.open("engagements/T-000000000000");
      assertThat(operator.page()).contains("There is no such thing");
      for (var address : new String[] {"nowhere", "engagements/%"}) {
        operator.open("");
        operator.open(address);
        assertThat(operator.page()).as(address).contains("There is no such page");
      }

      operator.slow(1500);
      operator.script("location.hash = '#/journeys'");
      assertThat(operator.see(By.cssSelector("main .loading")).getText()).isEqualTo("Loading…");
      operator.slow(0);
      operator.see("//td[contains(., 'Engagement opening')]");

      operator.block(LIVE, "*/api/experience/v1/operations/systems*");
      operator.open("systems");
      assertThat(operator.page()).contains("Not reachable");
      operator.open("");
      assertThat(operator.text("Systems")).as("one part's trouble is not the whole page's").contains("Not reachable");
      operator.sees("Proofs", "Holds");
      operator.open("engagements?like=Thistle");
      operator.block("*/api/*");
      operator.see("//p[contains(@class, 'stale')][contains(., 'Shown as of')]");
      assertThat(operator.page()).as("what is known stays").contains("Advice for Thistle");
      operator.block();
      operator.until("it comes back by itself", page -> page.findElements(By.cssSelector("main .stale")).isEmpty());

      assertThat(operator.complaints(MISSING, "BLOCKED_BY_CLIENT", "ERR_ABORTED")).isEmpty();
    }
  }

  /** What each role's overview shows and names as not shown, and a page it is refused. */
  @ParameterizedTest
  @CsvSource({
    "sales-ops, Money by state, Hours by state, 'hours, proofs, systems', finance",
    "delivery, Hours by state, Money by state, 'money, proofs, systems', finance/earned",
    "finance, Money by state, Systems, systems, systems",
  })
  void eachRoleSeesItsPartAndIsToldOfTheRest(String role, String shown, String hidden, String said, String refused, HubFixture hub) {
    try (var person = Browser.signedIn(hub, role)) {
      person.see(By.cssSelector("section[aria-label='" + shown + "']"));
      person.see(By.cssSelector("section[aria-label='Threads, from quote to cash']"));
      assertThat(person.count("section[aria-label='" + hidden + "']")).isZero();
      assertThat(person.page()).contains("Shown to other roles only: " + said + ".");
      if (role.equals("delivery")) assertThat(person.page()).as("no amount for delivery").doesNotContain("€", "$");
      assertThat(person.complaints()).as("nothing is asked for that would be refused").isEmpty();

      person.open(refused);
      assertThat(person.page()).contains("Not for your role").doesNotContain("€");
      assertThat(person.complaints(FORBIDDEN)).isEmpty();
    }
  }

  /** Every kind of page that a role's pages lead to is one that it may read. */
  @Test
  void noRoleIsLedToAPageThatItIsRefused(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Signpost").awaitOpening("done");
    deal.completeMilestone("ACC-S");
    deal.awaitPosted(1);
    Change.won(hub, deal, "prospective").await("done");
    var held = Deal.won(hub, "Signpost, held", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");
    var item = hub.text("select id from exception_item where state = 'open' and thread_id = '" + held.thread() + "'");
    for (var role : List.of("sales-ops", "delivery", "finance", "operator", "auditor")) {
      try (var person = Browser.signedIn(hub, role)) {
        var led = new TreeMap<String, String>();
        for (var page : List.of("", "engagements", "engagements/" + deal.thread(), "exceptions", "exceptions/" + item)) {
          person.open(page);
          for (var to : (List<?>) person.script("return [...document.querySelectorAll('main a[href^=\"#/\"]')].map(each => each.getAttribute('href').slice(2))")) led.putIfAbsent(((String) to).split("[/?]")[0], (String) to);
        }
        if (role.equals("operator")) assertThat(led).containsKeys("journeys", "evidence", "finance", "systems");
        for (var to : led.values()) {
          person.open(to);
          assertThat(person.page()).as(role + " at " + to).doesNotContain("is shown to other roles");
        }
        assertThat(person.complaints()).as(role).isEmpty();
      }
    }
  }

  @Test
  void aSlowPartKeepsNoOtherWaiting(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator", browser -> browser.first("""
        const real = window.fetch;
        const released = new Promise(release => { window.release = release; });
        window.fetch = async (address, request) => {
          if (String(address).endsWith('operations/proofs')) await released;
          return real(address, request);
        };"""), "//section[@aria-label='Money by state']//h3")) {
      assertThat(operator.text("Proofs")).contains("Loading…");
      assertThat(operator.text("Threads, from quote to cash")).contains("Sold, being opened");
      operator.script("window.release()");
      operator.sees("Proofs", "Holds");
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void anOperatorReadsTheMoneyAndReleasesNothing(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("finance");
      assertThat(operator.count("[data-act=run]")).isZero();
      assertThat(operator.page()).doesNotContain("Not for your role", "could not be shown");
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void aSessionIsRenewedQuietlyAndItsEndIsSaid(HubFixture hub) {
    try (var auditor = Browser.signedIn(hub, "auditor")) {
      spoil(auditor, "access");
      auditor.open("engagements");
      assertThat(auditor.page()).doesNotContain("Your session has ended");

      spoil(auditor, "access");
      spoil(auditor, "refresh");
      auditor.script("location.hash = '#/journeys'");
      auditor.see("//*[@role='alert'][contains(., 'Your session has ended.')]");
      auditor.press("Sign in");
      auditor.see(By.name("username"));
      assertThat(auditor.complaints(EXPIRED, "status of 400")).isEmpty();
    }
  }

  private static void spoil(Browser browser, String part) {
    browser.script("""
        const kept = JSON.parse(sessionStorage.getItem('throughline.token'));
        kept[arguments[0]] = kept[arguments[0]].slice(0, -6) + 'AAAAAA';
        sessionStorage.setItem('throughline.token', JSON.stringify(kept));""", part);
  }
}
