package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page fits its window and bars nobody, on a desk and on a phone, in light and in dark. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class AppearanceIT {

  private static String[] pages;

  @BeforeAll
  static void firm(HubFixture hub) {
    var deal = Deal.won(hub, "Meadow", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");
    var item = hub.text("select id from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'");
    var journey = hub.text("select journey_id from exception_item where id = " + item);
    var billed = Deal.won(hub, "Heath").awaitOpening("done");
    billed.completeMilestone("ACC-HEATH");
    billed.awaitPosted(1);
    Deal.pay(hub, hub.text("select erp_id from document where thread_id = '" + billed.thread() + "'"));
    billed.awaitPaid(1);
    var invoice = hub.text("select id from document where thread_id = '" + billed.thread() + "'");
    var corrected = Deal.won(hub, "Moor").awaitOpening("done");
    corrected.billedAndCorrected(true);
    var note = hub.text("select id from document where type = 'credit-note' and thread_id = '" + corrected.thread() + "'");
    var evidence = hub.text("select evidence_id from fact where evidence_id is not null order by id desc limit 1");
    pages = new String[] {"", "engagements", "engagements/" + deal.thread(), "exceptions", "exceptions/" + item, "finance", "finance?state=all&like=heath", "finance/invoices/" + invoice, "finance/invoices/" + note, "finance/run?through=2026-12-31", "finance/write-offs", "measures", "finance/earned", "finance/months", "finance/months/TL-DE:2026-09", "finance/months/TL-DE:2026-09/close", "finance/months/TL-DE:2026-09/statements", "finance/unbilled", "finance/receivables", "money/EUR?part=ahead", "hours?part=approved", "systems", "systems/netsuite", "catalogue", "catalogue/netsuite", "journeys",
      "journeys/" + journey, "evidence", "evidence/" + evidence, "proofs", "audit", "play"};
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
  void everyPageFitsAndBarsNobody(int width, String theme, HubFixture hub) {
    try (var admin = Browser.signedIn(hub, "admin")) {
      admin.width(width);
      admin.theme(theme);
      for (var address : pages) {
        admin.open(address);
        assertThat(admin.tooWide()).as("what makes /%s too wide at %d", address, width).isEmpty();
        assertThat(admin.barriers()).as("what axe finds on /%s at %d in %s", address, width, theme).isEmpty();
      }
      if (theme.equals("dark")) admin.open("").picture(width == 390 ? "overview-phone" : "overview-dark");
      assertThat(admin.complaints()).isEmpty();
    }
  }

  @Test
  void darkIsDark(HubFixture hub) {
    try (var admin = Browser.signedIn(hub, "admin")) {
      admin.theme("light");
      var light = brightness(admin);
      admin.theme("dark");

      assertThat(light).isGreaterThan(200);
      assertThat(brightness(admin)).isLessThan(60);
    }
  }

  /** Of what stands behind the page, 0 to 255. */
  private static long brightness(Browser browser) {
    return (Long) browser.script("return Math.round(getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3)");
  }
}
