package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.throughline.sandbox.language.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The quick start's issuer: tokens that a hub can verify by what the issuer publishes. */
class IssuerTest {

  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new RunningSandbox(null);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void aDemoUserGetsATokenThatThePublishedKeyVerifies() throws Exception {
    var metadata = sandbox.call("GET", "/issuer/.well-known/openid-configuration", null).body();
    var reply = sandbox.call("POST", "/issuer/token", "grant_type=password&username=finance&password=finance");
    var keys = JWKSet.parse(Json.write(sandbox.call("GET", "/issuer/jwks", null).body()));

    var jwt = SignedJWT.parse(reply.body().path("access_token").asText());
    var claims = jwt.getJWTClaimsSet();

    assertThat(jwt.verify(new RSASSAVerifier(keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey()))).isTrue();
    assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
    assertThat(claims.getIssuer()).isEqualTo(metadata.path("issuer").asText()).isEqualTo(sandbox.address() + "/issuer");
    assertThat(claims.getAudience()).containsExactly("throughline");
    assertThat(claims.getStringClaim("upn")).isEqualTo("finance");
    assertThat(claims.getStringListClaim("groups")).containsExactly("finance");
    assertThat((claims.getExpirationTime().getTime() - claims.getIssueTime().getTime()) / 1000).isEqualTo(900);
  }

  @Test
  void adminHasEveryRoleAndAWrongPasswordNone() throws Exception {
    var admin = SignedJWT.parse(sandbox.call("POST", "/issuer/token", "grant_type=client_credentials&client_id=admin&client_secret=admin").body().path("access_token").asText());

    assertThat(admin.getJWTClaimsSet().getStringListClaim("groups")).isEqualTo(List.of("admin", "sales-ops", "delivery", "finance", "operator", "auditor"));
    assertThat(sandbox.call("POST", "/issuer/token", "grant_type=password&username=finance&password=no").status()).isEqualTo(400);
    assertThat(sandbox.call("POST", "/issuer/token", "grant_type=password&username=root&password=root").status()).isEqualTo(400);
    assertThat(sandbox.call("POST", "/issuer/token", "grant_type=nonsense").status()).isEqualTo(400);
  }

  @Test
  void aBrowserSignsInByCodeWithProofOfTheKey() throws Exception {
    var verifier = "a-verifier-that-is-long-enough-for-the-standard-1234";
    var challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    var page = sandbox.call("GET", "/issuer/authorize?redirect_uri=http://127.0.0.1:9/cb&state=%3Cb%3E&code_challenge=" + challenge + "&code_challenge_method=S256", null);
    var signedIn = sandbox.call("POST", "/issuer/authorize", "redirect_uri=http://127.0.0.1:9/cb&state=s1&code_challenge_method=S256&code_challenge=" + challenge + "&username=delivery&password=delivery");
    var code = signedIn.header("Location").replaceAll(".*code=([^&]+).*", "$1");
    var exchange = "grant_type=authorization_code&redirect_uri=http://127.0.0.1:9/cb&code=" + code + "&code_verifier=";

    assertThat(page.raw().body()).contains("Sign in").doesNotContain("<b>");
    assertThat(signedIn.status()).isEqualTo(302);
    assertThat(signedIn.header("Location")).startsWith("http://127.0.0.1:9/cb?code=").endsWith("state=s1");
    var tokens = sandbox.call("POST", "/issuer/token", exchange + verifier).body();
    assertThat(tokens.path("access_token").asText()).isNotEmpty();
    assertThat(sandbox.call("POST", "/issuer/token", exchange + verifier).status()).isEqualTo(400);

    var again = "grant_type=refresh_token&refresh_token=" + tokens.path("refresh_token").asText();
    var renewed = SignedJWT.parse(sandbox.call("POST", "/issuer/token", again).body().path("access_token").asText());
    assertThat(renewed.getJWTClaimsSet().getStringListClaim("groups")).containsExactly("delivery");
    assertThat(sandbox.call("POST", "/issuer/token", again).status()).as("a refresh token is good for once").isEqualTo(400);
  }

  @Test
  void aCodeNeverLeavesThisMachineAndNeedsTheRightVerifier() {
    var form = "&state=s&code_challenge_method=S256&code_challenge=abc&username=delivery&password=delivery";

    assertThat(sandbox.call("POST", "/issuer/authorize", "redirect_uri=https://evil.example/cb" + form).status()).isEqualTo(400);
    var code = sandbox.call("POST", "/issuer/authorize", "redirect_uri=http://localhost:9/cb" + form).header("Location").replaceAll(".*code=([^&]+).*", "$1");
    assertThat(sandbox.call("POST", "/issuer/token", "grant_type=authorization_code&redirect_uri=http://localhost:9/cb&code=" + code + "&code_verifier=wrong").status()).isEqualTo(400);
  }
}
