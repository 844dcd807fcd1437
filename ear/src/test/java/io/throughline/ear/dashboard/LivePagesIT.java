package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pages change without being loaded again: told by the hub, and by asking when it tells nothing. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class LivePagesIT {

  /** Remembers each call for the list, and a mark that a reload would wipe out. */
  private static final String WATCHED = """
      window.asked = [];
      const real = window.fetch;
      window.fetch = (address, request) => {
        if (String(address).includes('/engagements')) window.asked.push(Math.round(performance.now()));
        return real(address, request);
      };""";

  @Test
  void aPageIsToldOfAChangeLongBeforeItWouldAskAgain(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("engagements");
      operator.see("//*[contains(@class, 'pulse')][.='Live']");
      operator.script(WATCHED);

      Deal.won(hub, "Ember");
      operator.see("//td[contains(., 'Advice for Ember')]");

      @SuppressWarnings("unchecked")
      var asked = (List<Long>) operator.script("return window.asked");
      assertThat(asked).as("the page was not loaded anew, and asked because it was told").isNotEmpty();
      assertThat((Long) operator.script("return Math.round(performance.now())") - asked.get(0)).as("ms, less than the minute after which it would have asked by itself").isLessThan(60_000);
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void aPageThatIsToldNothingAsksEveryFewSecondsAndSaysSo(HubFixture hub) {
    try (var operator = Browser.signedIn(hub, "operator", browser -> browser.block("*/api/experience/v1/live"))) {
      operator.open("engagements");
      operator.see("//*[contains(@class, 'pulse')][.='Not live']");
      operator.script(WATCHED);

      Deal.won(hub, "Cinder");
      operator.see("//td[contains(., 'Advice for Cinder')]");

      assertThat((List<?>) operator.script("return window.asked")).isNotEmpty();
      assertThat(operator.complaints("/live")).isEmpty();

      operator.block();
      operator.see("//*[contains(@class, 'pulse')][.='Live']");
    }
  }
}
