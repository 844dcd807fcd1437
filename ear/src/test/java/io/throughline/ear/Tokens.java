package io.throughline.ear;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Sign-in at the sandbox's issuer, as a person of that role would; and tokens that it would not write. */
final class Tokens {

  private Tokens() {}

  static String of(URI sandbox, String user) {
    return of(sandbox, user, Duration.ofMinutes(15));
  }

  static String of(URI sandbox, String user, Duration life) {
    var form = "grant_type=password&username=" + user + "&password=" + user + "&expires_in=" + life.toSeconds();
    var request = HttpRequest.newBuilder(sandbox.resolve("issuer/token")).header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form)).build();
    var answer = Api.send(request);
    if (answer.status() != 200) throw new IllegalStateException("no token for " + user + ": " + answer);
    return answer.json().get("access_token").asText();
  }

  /** An operator's token as the issuer would write it, with times and audience of the caller's choice. */
  static String signed(RSAKey key, URI sandbox, String audience, Instant issued, Instant expires) {
    var claims = new JWTClaimsSet.Builder()
        .issuer(sandbox.resolve("issuer").toString()).audience(audience).subject("operator").claim("upn", "operator").claim("groups", List.of("operator"))
        .issueTime(Date.from(issued)).expirationTime(Date.from(expires)).jwtID(UUID.randomUUID().toString()).build();
    try {
      var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).type(JOSEObjectType.JWT).build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key that says it is the issuer's. */
  static RSAKey anotherKey(RSAKey issuer) {
    try {
      return new RSAKeyGenerator(2048).keyID(issuer.getKeyID()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
