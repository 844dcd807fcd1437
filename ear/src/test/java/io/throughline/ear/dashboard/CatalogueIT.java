package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.HubFixture;
import io.throughline.ear.SharedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The systems that can be connected, as their folders describe them. */
@ExtendWith({NeedsChromium.class, SharedHub.class})
class CatalogueIT {

  @Test
  void everyDescribedSystemIsShownWithWhatItTakesAndHowFarItIsTrusted(HubFixture hub) {
    var described = hub.as("operator").get("/api/experience/v1/operations/catalogue").json();
    assertThat(described.size()).isGreaterThanOrEqualTo(17);

    try (var operator = Browser.signedIn(hub, "operator")) {
      operator.open("catalogue");
      assertThat(operator.count("tbody tr")).isEqualTo(described.size());
      operator.picture("catalogue");
      operator.script("const role = document.querySelector('[name=role]'); role.value = 'erp'; role.dispatchEvent(new Event('change', { bubbles: true }))");
      operator.until("only ERPs are shown", page -> page.findElements(By.xpath("//td[@data-label='Role'][.!='ERP']")).isEmpty());
      operator.see("//tr[contains(., 'Tryton')][contains(., 'Run for real')]");

      operator.follow("Oracle NetSuite");
      operator.sees("To connect it", "throughline.netsuite.client-id");
      assertThat(operator.text("To connect it")).contains("throughline.netsuite.url", "OAuth2 client assertion", "rest_webservices", "600 in 60 s, 4 at once");
      assertThat(operator.text("How far it is to be trusted")).contains("Derived", "Contract checked", "netsuite-rest-derived");
      assertThat(operator.text("Operations")).contains("Create customer", "Natural key", "Deactivate customer");
      assertThat(operator.text("What is read from it")).contains("Payments", "10 s");
      operator.follow("connected here");
      operator.sees("Health", "Circuit closed");

      operator.open("catalogue/sage-intacct");
      operator.sees("Operations", "Lacking");
      assertThat(operator.page()).contains("not connected here");
      assertThat(operator.complaints()).isEmpty();
    }
  }
}
