package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Vendors' token endpoints: secrets, signed assertions, and tokens that are taken back. */
class TokensTest {

  private static final String NETSUITE = "/netsuite/services/rest/auth/oauth2/v1/token";
  private static final String SALESFORCE = "/salesforce/services/oauth2/token";

  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new RunningSandbox(null);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  /** The key that the sandbox made for the quick start. */
  private static PrivateKey made() throws Exception {
    var pem = sandbox.control("GET", "/salesforce/clients", null).body().get(0).path("privateKey").asText();
    var encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  /** A key of the client's own, whose public half it registers: no long key has to be made for a test. */
  private static ECKey registered() throws Exception {
    var own = new ECKeyGenerator(Curve.P_256).keyID("throughline-key").generate();
    assertThat(sandbox.control("PUT", "/netsuite/clients/throughline", own.toPublicJWK().toJSONString()).status()).isEqualTo(204);
    return own;
  }

  private static String signed(PrivateKey key, JWSAlgorithm algorithm, String audience, Instant expires) throws Exception {
    var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("throughline-key").build(),
        new JWTClaimsSet.Builder().issuer("throughline").subject("integration@throughline.example").audience(audience).expirationTime(Date.from(expires)).build());
    jwt.sign(key instanceof ECPrivateKey curve ? new ECDSASigner(curve) : new RSASSASigner(key));
    return jwt.serialize();
  }

  private static RunningSandbox.Reply netsuite(String assertion) {
    return sandbox.call("POST", NETSUITE, "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" + assertion);
  }

  private static RunningSandbox.Reply salesforce(String assertion) {
    return sandbox.call("POST", SALESFORCE, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + assertion);
  }

  @Test
  void netSuiteTakesACertificateSignedAssertion() throws Exception {
    var soon = Instant.now().plusSeconds(120);
    var own = registered().toECPrivateKey();
    var strange = new ECKeyGenerator(Curve.P_256).generate().toECPrivateKey();

    assertThat(netsuite(signed(own, JWSAlgorithm.ES256, sandbox.address() + NETSUITE, soon)).body().path("access_token").asText()).isNotEmpty();
    assertThat(netsuite(signed(own, JWSAlgorithm.ES256, "https://elsewhere.example", soon)).body().path("error").asText()).isEqualTo("invalid_grant");
    assertThat(netsuite(signed(own, JWSAlgorithm.ES256, sandbox.address() + NETSUITE, Instant.now().minusSeconds(1))).status()).isEqualTo(400);
    assertThat(netsuite(signed(strange, JWSAlgorithm.ES256, sandbox.address() + NETSUITE, soon)).body().path("error_description").asText()).contains("signature");
    assertThat(netsuite("nonsense").status()).isEqualTo(400);
  }

  @Test
  void salesforceTakesTheJwtBearerFlowAndSaysWhereItsInstanceIs() throws Exception {
    var reply = salesforce(signed(made(), JWSAlgorithm.RS256, "https://login.salesforce.com", Instant.now().plusSeconds(120)));

    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    assertThat(reply.body().path("instance_url").asText()).isEqualTo(sandbox.address() + "/salesforce");
    assertThat(salesforce(signed(made(), JWSAlgorithm.RS256, "https://login.salesforce.com", Instant.now().plusSeconds(1200))).status()).isEqualTo(400);
    var contract = Contract.of("salesforce/HANDWRITTEN-salesforce-rest.openapi.json");
    if (contract != null) contract.holds("/components/schemas/Token", reply.body());
  }

  @Test
  void aWrongSecretIsRefusedAndATokenCanBeTakenBack() {
    var path = "/salesforce/services/data/v62.0/limits";
    assertThat(sandbox.call("POST", SALESFORCE, "grant_type=client_credentials&client_id=throughline&client_secret=no").status()).isEqualTo(401);
    var token = sandbox.call("POST", SALESFORCE, "grant_type=client_credentials&client_id=throughline&client_secret=throughline-salesforce").body().path("access_token").asText();
    assertThat(sandbox.call("GET", path, null, "Authorization", "Bearer " + token).status()).isEqualTo(200);

    sandbox.control("DELETE", "/salesforce/tokens", null);

    assertThat(sandbox.call("GET", path, null, "Authorization", "Bearer " + token).status()).isEqualTo(401);
  }
}
