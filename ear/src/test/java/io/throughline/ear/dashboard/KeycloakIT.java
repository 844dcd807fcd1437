package io.throughline.ear.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ear.HubFixture;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/**
 * The hub behind an issuer it does not bring: a Keycloak, and nothing but configuration. Not in the normal test command, for its size:
 * {@code ./mvnw -Pkeycloak verify}.
 */
@Tag("keycloak")
@ExtendWith(NeedsChromium.class)
class KeycloakIT {

  @Test
  void peopleOfAKeycloakSignInWithCodeAndProofKeyAndHaveTheRolesOfItsToken() {
    var port = HubFixture.freePort();
    var issuer = Keycloak.issuer(port);
    var settings =
        Map.of(
            "JWT_ISSUER", issuer,
            "JWT_JWKS_URI", issuer + "/protocol/openid-connect/certs",
            "JWT_AUDIENCE", "hub",
            "JWT_USER_CLAIM", "preferred_username",
            "JWT_GROUPS_CLAIM", "firm_roles",
            "THROUGHLINE_DASHBOARD_CLIENT_ID", "hub-pages");
    try (var hub = HubFixture.start("keycloak", settings);
        var keycloak = Keycloak.start(port, hub.address());
        var browser = Browser.atTheDoor(hub)) {
      signIn(browser, "mara");
      browser.see("//h1[.='Overview']");
      assertThat(browser.menu()).containsExactly("Overview", "Threads", "Exceptions", "Finance", "Measures");
      assertThat(browser.see(By.cssSelector(".who")).getText()).contains("mara");
      browser.open("finance");
      assertThat(browser.page()).as("answered by the API").contains("Drafts to review and release", "No draft waits for review.");
      browser.see("//*[contains(@class, 'pulse')][.='Live']");
      assertThat(browser.complaints()).as("nothing that the content-security policy had to stop").isEmpty();

      browser.press("Sign out");
      browser.see("//h1[.='From quote to cash, in one thread']");
      signIn(browser, "otto"); // asked again: the session at the issuer has ended too
      browser.see("//h1[.='No role here']");
      assertThat(browser.menu()).isEmpty();
      assertThat(browser.complaints("status of 403")).isEmpty();
    }
  }

  private static void signIn(Browser browser, String user) {
    browser.press("Sign in");
    browser.see(By.id("username")).sendKeys(user);
    browser.see(By.id("password")).sendKeys("a password of " + user);
    browser.click(By.id("kc-login"));
  }
}
