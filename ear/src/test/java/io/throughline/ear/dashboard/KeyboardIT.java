package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Nobody needs a mouse. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class KeyboardIT {

  @Test
  void signInMenuDialogsAndRepairGoByKeyboardAlone(HubFixture hub) {
    var deal = Deal.won(hub, "Saffron", terms -> Deal.client(terms).remove("taxId")).awaitOpening("held");
    try (var finance = Browser.atTheDoor(hub)) {
      finance.tabTo("Sign in");
      finance.keys(Keys.ENTER);
      finance.see(By.name("username"));
      finance.keys("finance", Keys.TAB);
      finance.keys("finance", Keys.ENTER);
      finance.see("//h1[.='Overview']");

      finance.tabTo("Skip to content");
      finance.keys(Keys.ENTER);
      assertThat(finance.script("return document.activeElement.id")).isEqualTo("main");

      finance.script("document.activeElement.blur()");
      finance.tabTo("Exceptions");
      finance.keys(Keys.ENTER);
      finance.see("//tr[contains(., 'Saffron')]");
      assertThat(finance.focused()).as("the new page is said by its heading").isEqualTo("Exceptions");

      finance.script("document.querySelector('main h1').focus()");
      var reason = finance.see("//tr[contains(., 'Saffron')]//a").getText();
      finance.tabTo(reason);
      while (!finance.focusIsIn("tr", "Saffron")) { // other deals may wait for the same reason
        finance.keys(Keys.TAB);
        finance.tabTo(reason);
      }
      finance.keys(Keys.ENTER);
      finance.see("//h2[.='Decide']");

      finance.tabTo("Undo…");
      finance.keys(Keys.ENTER);
      finance.see(By.name("reason"));
      finance.tabTo("Why");
      finance.keys("not yet", Keys.ESCAPE);
      assertThat(finance.focused()).as("closed, the focus is back").isEqualTo("Undo…");

      finance.script("document.querySelector('main h1').focus()");
      finance.tabTo("Client › tax id /client/taxId");
      finance.keys("DE136695976");
      finance.tabTo("Correct and go on");
      finance.keys(Keys.ENTER);
      finance.see("//h2[.='Decided']");
      assertThat(finance.script("return document.activeElement === document.body")).as("what had the focus is gone, the focus is not").isEqualTo(false);
      assertThat(finance.complaints()).isEmpty();
    }
    deal.awaitOpening("done");
  }
}
