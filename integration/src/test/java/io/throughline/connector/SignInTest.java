package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.throughline.connector.Peer.Reply;
import io.throughline.journey.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInTest {

  @TempDir Path firm;

  private final Peer peer = new Peer();

  @AfterEach
  void stop() {
    peer.close();
  }

  @ParameterizedTest
  @CsvSource({"oauth2-jwt-bearer, RS256", "oauth2-jwt-bearer, PS256", "oauth2-client-assertion, PS256", "oauth2-client-assertion, ES256"})
  void provesItselfByASignedAssertion(String strategy, String algorithm) throws Exception {
    var keys = algorithm.startsWith("ES") ? new ECKeyGenerator(Curve.P_256).generate().toKeyPair() : new RSAKeyGenerator(2048).generate().toKeyPair();
    var bench = folder("{ strategy: " + strategy + ", token: /token, issuer: throughline.peer.issuer, subject: throughline.peer.subject, scope: throughline.peer.scope, key: throughline.peer.key, keyId: throughline.peer.key-id, algorithm: " + algorithm + " }")
        .with("throughline.peer.issuer", "hub").with("throughline.peer.subject", "user@firm").with("throughline.peer.scope", "rest").with("throughline.peer.key-id", "cert-1")
        .with("throughline.peer.key", "file:" + Files.writeString(firm.resolve("key.pem"), pem(keys)));

    assertThat(bench.connectors().carryOut(read())).isInstanceOf(Outcome.Done.class);

    var form = form(peer.asked.get(0).body());
    var assertion = SignedJWT.parse(form.getOrDefault("assertion", form.get("client_assertion")));
    assertThat(assertion.verify(new DefaultJWSVerifierFactory().createJWSVerifier(assertion.getHeader(), keys.getPublic()))).isTrue();
    assertThat(assertion.getHeader().getKeyID()).isEqualTo("cert-1");
    assertThat(assertion.getJWTClaimsSet().getIssuer()).isEqualTo("hub");
    assertThat(assertion.getJWTClaimsSet().getAudience()).containsExactly(peer.url() + "/token");
    assertThat(assertion.getJWTClaimsSet().getExpirationTime().toInstant()).isEqualTo(bench.clock.instant().plusSeconds(180));
    assertThat(form.get("grant_type")).isEqualTo(strategy.contains("assertion") ? "client_credentials" : "urn:ietf:params:oauth:grant-type:jwt-bearer");
    assertThat(peer.asked.get(1).headers()).containsEntry("authorization", "Bearer granted");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "{ strategy: bearer, value: throughline.peer.one }; authorization; Bearer 1st",
    "{ strategy: api-key, header: X-Key, value: throughline.peer.one }; x-key; 1st",
    "{ strategy: basic, user: throughline.peer.one, password: throughline.peer.two }; authorization; Basic MXN0OjJuZA==",
    "{ strategy: basic, user: throughline.peer.one, password: throughline.peer.two, fields: { X-Customer: throughline.peer.one } }; x-customer; 1st"
  })
  void sendsWhatNeedsNoToken(String auth, String header, String expected) {
    var bench = folder(auth).with("throughline.peer.one", "1st").with("throughline.peer.two", "2nd");

    assertThat(bench.connectors().carryOut(read())).isInstanceOf(Outcome.Done.class);

    assertThat(peer.asked).hasSize(1);
    assertThat(peer.asked.get(0).headers()).containsEntry(header, expected);
  }

  @Test
  void takesTheFirstWayThatIsConfigured() {
    var bench = folder("{ strategy: bearer, value: throughline.peer.absent }\n  - { strategy: oauth2-client-credentials, style: basic, token: /token, clientId: throughline.peer.one, clientSecret: throughline.peer.two }")
        .with("throughline.peer.one", "1st").with("throughline.peer.two", "2nd");

    assertThat(bench.connectors().carryOut(read())).isInstanceOf(Outcome.Done.class);

    assertThat(peer.asked.get(0).headers()).containsEntry("authorization", "Basic MXN0OjJuZA==");
    assertThat(form(peer.asked.get(0).body())).containsOnly(Map.entry("grant_type", "client_credentials"));
  }

  @Test
  void keepsARefreshTokenThatWasRotatedAndSendsWhatElseIsWanted() {
    var bench = folder("{ strategy: oauth2-refresh-token, token: /token, clientId: throughline.peer.one, value: throughline.peer.two, fields: { username: throughline.peer.user } }")
        .with("throughline.peer.one", "1st").with("throughline.peer.two", "r1").with("throughline.peer.user", "hub@firm");
    peer.answering(asked -> {
      if (asked.uri().equals("/token")) return Reply.of(200, "{\"access_token\": \"t" + form(asked.body()).get("refresh_token") + "\", \"refresh_token\": \"r2\"}");
      return "Bearer tr1".equals(asked.headers().get("authorization")) ? Reply.of(401, "") : Reply.of(200, "{}");
    });

    assertThat(bench.connectors().carryOut(read())).isInstanceOf(Outcome.Done.class);

    var asked = peer.asked.stream().filter(call -> call.uri().equals("/token")).map(call -> form(call.body())).toList();
    assertThat(asked).extracting(form -> form.get("refresh_token")).containsExactly("r1", "r2");
    assertThat(asked).allSatisfy(form -> assertThat(form).containsEntry("username", "hub@firm").containsEntry("grant_type", "refresh_token"));
  }

  @Test
  void waitsAndTellsNoSecretWhenNoTokenIsGiven() {
    peer.answering(asked -> Reply.of(400, "{\"error\": \"invalid_client\", \"error_description\": \"2nd is wrong\"}"));
    var bench = folder("{ strategy: oauth2-client-credentials, token: /token, clientId: throughline.peer.one, clientSecret: throughline.peer.two }").with("throughline.peer.one", "1st").with("throughline.peer.two", "2nd");
    peer.answering(asked -> Reply.of(400, "{\"error\": \"invalid_client\", \"error_description\": \"2nd is wrong\"}"));

    assertThat(bench.connectors().carryOut(read())).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.reason()).contains("invalid_client").doesNotContain("2nd"));
  }

  @Test
  void signsARequestWithATokenAsRfc5849Says() {
    var header = new RequestSignature("ck", "cs", "tk", "ts", "1234567_SB1")
        .header("GET", java.net.URI.create("https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/invoice?q=id%20EQUAL%205&limit=10"), "nonce123456", 1_763_692_800L);

    // computed by hand from the RFC's rules, outside this project
    assertThat(header).isEqualTo("OAuth realm=\"1234567_SB1\",oauth_consumer_key=\"ck\",oauth_token=\"tk\",oauth_nonce=\"nonce123456\",oauth_timestamp=\"1763692800\",oauth_signature_method=\"HMAC-SHA256\",oauth_version=\"1.0\",oauth_signature=\"NqvHyXNZC7osFlUk5zmrcjqInjUA2SkkAtZMPVAJGxc%3D\"");
  }

  @Test
  void logsInForASessionAndAgainWhenItEnded() {
    var logins = new java.util.concurrent.atomic.AtomicInteger();
    var bench = folder("""
        strategy: session
            user: throughline.peer.one
            password: throughline.peer.two
            login: { send: POST /login, body: '{ "method": "login", "params": [$user, { "password": $password }] }' }
            session: '$exists(result) ? $base64encode($user & ":" & result[0] & ":" & result[1])'
            prefix: 'Session '""").with("throughline.peer.one", "hub").with("throughline.peer.two", "s3cret");
    peer.answering(asked -> {
      if (asked.uri().equals("/login")) return Reply.of(200, "{\"result\": [2, \"k" + logins.incrementAndGet() + "\"]}");
      return asked.headers().get("authorization").equals("Session " + Base64.getEncoder().encodeToString("hub:2:k1".getBytes(StandardCharsets.UTF_8))) ? Reply.of(401, "") : Reply.of(200, "{}");
    });

    assertThat(bench.connectors().carryOut(read())).isInstanceOf(Outcome.Done.class);

    assertThat(peer.asked.get(0).body()).isEqualTo("{\"method\":\"login\",\"params\":[\"hub\",{\"password\":\"s3cret\"}]}");
    assertThat(logins).hasValue(2);
  }

  @Test
  void fetchesAForgeryTokenWithItsCookiesOnceAndAgainWhenItIsRefused() {
    var fetches = new java.util.concurrent.atomic.AtomicInteger();
    var bench = new Bench(firm).with("throughline.peer.url", peer.url()).file("peer", "connector.yaml", """
        system: peer
        role: erp
        base: throughline.peer.url
        csrf: { fetch: GET /service, header: X-CSRF-Token }
        operations:
          write:
            idempotency: { mode: state }
            hops: [{ name: it, effect: true, request: { send: POST /it, body: '{}' } }]
        """);
    peer.answering(asked -> {
      if (asked.uri().equals("/service")) return Reply.of(200, "{}").with("X-CSRF-Token", "c" + fetches.incrementAndGet()).with("Set-Cookie", "SAP_SESSIONID=s" + fetches.get() + "; path=/; HttpOnly");
      return "c1".equals(asked.headers().get("x-csrf-token")) && peer.asked.size() > 3 ? Reply.of(403, "").with("x-csrf-token", "Required") : Reply.of(200, "{}");
    });
    var connectors = bench.connectors();
    var write = Bench.call("peer", "write", Map.of());

    assertThat(connectors.carryOut(write)).isInstanceOf(Outcome.Done.class);
    assertThat(connectors.carryOut(write)).isInstanceOf(Outcome.Done.class);
    assertThat(connectors.carryOut(write)).isInstanceOf(Outcome.Done.class);

    assertThat(peer.asked.stream().map(Peer.Asked::uri)).containsExactly("/service", "/it", "/it", "/it", "/service", "/it");
    assertThat(peer.asked.get(5).headers()).containsEntry("x-csrf-token", "c2").containsEntry("cookie", "SAP_SESSIONID=s2");
  }

  private Bench folder(String auth) {
    peer.answering(asked -> Reply.of(200, asked.uri().equals("/token") ? "{\"access_token\": \"granted\"}" : "{\"id\": 1}"));
    return new Bench(firm).with("throughline.peer.url", peer.url()).file("peer", "connector.yaml", """
        system: peer
        role: crm
        base: throughline.peer.url
        auth:
          - %s
        operations:
          read:
            idempotency: { mode: read }
            hops: [{ name: it, request: { send: GET /it } }]
        """.formatted(auth));
  }

  private static Connectors.Call read() {
    return Bench.call("peer", "read", Map.of());
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&")).map(pair -> pair.split("=", 2)).collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n";
  }
}
