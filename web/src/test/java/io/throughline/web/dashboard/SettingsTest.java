package io.throughline.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.throughline.store.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void pagesMayCallTheHubTheIssuerAndTheSandboxOnly() {
    var quickStart = settings("http://127.0.0.1:9090/sandbox/issuer", "http://127.0.0.1:9090/sandbox", "");

    assertThat(quickStart.contentSecurityPolicy()).contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self' http://127.0.0.1:9090;");
  }

  @Test
  void furtherOriginsAreNamedWithoutTheirPath() {
    var elsewhere = settings("https://sign-in.example/realms/firm", null, "https://tokens.example/oauth2 ");

    assertThat(elsewhere.contentSecurityPolicy()).contains("connect-src 'self' https://sign-in.example https://tokens.example;");
  }

  @Test
  void nothingIsEverInline() {
    assertThat(settings("https://sign-in.example", null, "").contentSecurityPolicy()).doesNotContain("unsafe").contains("base-uri 'none'", "frame-ancestors 'none'");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    for (var nonsense : List.of("sign-in.example/realms/firm", "https:opaque", "https://sign-in.example; script-src *")) {
      assertThatThrownBy(() -> settings(nonsense, null, "").contentSecurityPolicy()).as(nonsense).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void tellsNobodyWhatIsNotForPages() {
    assertThat(Json.write(settings("https://sign-in.example", null, "https://tokens.example"))).isEqualTo("{\"issuer\":\"https://sign-in.example\",\"clientId\":\"dashboard\",\"scope\":\"openid\"}");
  }

  private static Settings settings(String issuer, String sandbox, String connect) {
    return new Settings(issuer, "dashboard", "openid", sandbox, connect);
  }
}
