package io.throughline.web.dashboard;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Where the dashboard signs in and what it may call.
 *
 * @param issuer of OpenID Connect; its discovery document names the rest
 * @param clientId the dashboard's public client at the issuer
 * @param scope what it asks for
 * @param sandbox base address of the quick start's sandbox; null where systems are real
 * @param connect further origins that pages may call, such as an issuer's token endpoint on another host; separated by spaces
 */
public record Settings(String issuer, String clientId, String scope, String sandbox, @JsonIgnore String connect) {

  private static final String QUICK_START = "/sandbox/issuer";

  static Settings configured() {
    var config = ConfigProvider.getConfig();
    var issuer = text(config, "throughline.dashboard.issuer").or(() -> text(config, "jwt.issuer")).orElseGet(() -> "http://127.0.0.1:" + text(config, "sandbox.port").orElse("9090") + QUICK_START);
    return new Settings(
        issuer,
        text(config, "throughline.dashboard.client.id").orElse("throughline-dashboard"),
        text(config, "throughline.dashboard.scope").orElse("openid"),
        text(config, "throughline.dashboard.sandbox").or(() -> sandboxOf(issuer)).orElse(null),
        text(config, "throughline.dashboard.connect").orElse(""));
  }

  private static Optional<String> text(Config config, String name) {
    return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
  }

  /** The quick start's issuer lives in the sandbox; any other has none beside it. */
  private static Optional<String> sandboxOf(String issuer) {
    return issuer.endsWith(QUICK_START) ? Optional.of(issuer.substring(0, issuer.length() - "/issuer".length())) : Optional.empty();
  }

  /** Nothing is inline, nothing comes from elsewhere, and only the hub, the issuer and the sandbox are called. */
  String contentSecurityPolicy() {
    var called = new LinkedHashSet<String>();
    called.add("'self'");
    called.add(origin(issuer));
    if (sandbox != null) called.add(origin(sandbox));
    for (var further : connect.split("\\s+")) if (!further.isEmpty()) called.add(origin(further));
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src " + String.join(" ", called)
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types throughline";
  }

  private static String origin(String address) {
    var uri = URI.create(address);
    if (uri.getScheme() == null || uri.getHost() == null) throw new IllegalArgumentException("not an address: " + address);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
