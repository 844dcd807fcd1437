package io.throughline.connector;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.throughline.connector.Descriptor.Auth;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The request for a token and the header that proves it, for every way of signing in. Knows no cache and no transport. */
final class SignIn {

  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final Auth auth;
  private final Secrets secrets;
  private final Clock clock;

  SignIn(Auth auth, Secrets secrets, Clock clock) {
    this.auth = auth;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** The first way whose configuration is complete, else the last, which then says what is missing. */
  static Auth chosen(List<Auth> ways, Secrets secrets) {
    return ways.stream().filter(auth -> needed(auth).stream().allMatch(name -> secrets.find(name).isPresent())).findFirst().orElse(ways.get(ways.size() - 1));
  }

  private static List<String> needed(Auth auth) {
    return switch (auth.strategy()) {
      case NONE -> List.of();
      case BEARER, API_KEY -> List.of(auth.value());
      case BASIC, SESSION -> List.of(auth.user(), auth.password());
      case TBA -> List.of(auth.consumerKey(), auth.consumerSecret(), auth.tokenId(), auth.tokenSecret());
      case CLIENT_CREDENTIALS -> List.of(auth.clientId(), auth.clientSecret());
      case REFRESH_TOKEN -> List.of(auth.clientId(), auth.value());
      case JWT_BEARER, CLIENT_ASSERTION -> List.of(auth.issuer(), auth.key());
    };
  }

  boolean needsToken() {
    return switch (auth.strategy()) {
      case NONE, BEARER, API_KEY, BASIC, TBA -> false;
      default -> true;
    };
  }

  /** Headers of a call that needs no token first. */
  Map<String, String> fixedHeaders(String method, URI uri) {
    var headers = new LinkedHashMap<String, String>(switch (auth.strategy()) {
      case TBA -> Map.of("Authorization", signed(method, uri));
      case BEARER -> Map.of("Authorization", prefix("Bearer ") + secrets.get(auth.value()));
      case API_KEY -> Map.of(auth.header() == null ? "Authorization" : auth.header(), prefix("") + secrets.get(auth.value()));
      case BASIC -> Map.of("Authorization", basic(secrets.get(auth.user()), secrets.get(auth.password())));
      default -> Map.<String, String>of();
    });
    auth.fields().forEach((name, value) -> headers.put(name, secrets.get(value)));
    return headers;
  }

  Map<String, String> tokenHeaders(String token) {
    return Map.of(auth.header() == null ? "Authorization" : auth.header(), prefix("Bearer ") + token);
  }

  Map<String, String> requestHeaders() {
    var basic = "basic".equals(auth.style());
    return basic ? Map.of("Authorization", basic(secrets.get(auth.clientId()), secrets.get(auth.clientSecret()))) : Map.of();
  }

  private String signed(String method, URI uri) {
    return new RequestSignature(secrets.get(auth.consumerKey()), secrets.get(auth.consumerSecret()), secrets.get(auth.tokenId()), secrets.get(auth.tokenSecret()), secrets.find(auth.realm()).orElse(null))
        .header(method, uri, UUID.randomUUID().toString().replace("-", ""), clock.instant().getEpochSecond());
  }

  /** The form that asks for a token; {@code refreshToken} where that is the way. */
  String form(String tokenUri, String refreshToken) {
    var form = new LinkedHashMap<String, String>();
    switch (auth.strategy()) {
      case CLIENT_CREDENTIALS -> form.put("grant_type", "client_credentials");
      case REFRESH_TOKEN -> {
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
      }
      case JWT_BEARER -> {
        form.put("grant_type", JWT_BEARER);
        form.put("assertion", assertion(tokenUri));
      }
      case CLIENT_ASSERTION -> {
        form.put("grant_type", "client_credentials");
        form.put("client_assertion_type", CLIENT_ASSERTION);
        form.put("client_assertion", assertion(tokenUri));
      }
      default -> throw new IllegalStateException(auth.strategy() + " asks for no token");
    }
    if (auth.clientId() != null && !"basic".equals(auth.style())) {
      form.put("client_id", secrets.get(auth.clientId()));
      if (auth.strategy() == Descriptor.Strategy.CLIENT_CREDENTIALS) form.put("client_secret", secrets.get(auth.clientSecret()));
      else secrets.find(auth.clientSecret()).ifPresent(secret -> form.put("client_secret", secret));
    }
    if (auth.strategy() != Descriptor.Strategy.CLIENT_ASSERTION) secrets.find(auth.scope()).ifPresent(scope -> form.put("scope", scope));
    auth.fields().forEach((name, value) -> form.put(name, secrets.get(value)));
    return form.entrySet().stream().map(field -> field.getKey() + "=" + Template.encode(field.getValue())).collect(Collectors.joining("&"));
  }

  /** A signed statement who we are, valid for minutes (RFC 7523). */
  private String assertion(String tokenUri) {
    try {
      var algorithm = JWSAlgorithm.parse(auth.algorithm() == null ? "RS256" : auth.algorithm());
      var now = clock.instant();
      var claims = new JWTClaimsSet.Builder()
          .issuer(secrets.get(auth.issuer()))
          .audience(secrets.find(auth.audience()).orElse(tokenUri))
          .issueTime(Date.from(now))
          .expirationTime(Date.from(now.plus(auth.lifetime() == null ? Duration.ofMinutes(3) : auth.lifetime())))
          .jwtID(UUID.randomUUID().toString());
      if (auth.subject() != null) claims.subject(secrets.get(auth.subject()));
      secrets.find(auth.scope()).ifPresent(scope -> claims.claim("scope", scope));
      var header = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(secrets.find(auth.keyId()).orElse(null)).build();
      var jwt = new SignedJWT(header, claims.build());
      jwt.sign(signer(algorithm, secrets.get(auth.key())));
      return jwt.serialize();
    } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException("the key in configuration " + auth.key() + " cannot sign: " + e.getMessage(), e);
    }
  }

  /** A private key as PKCS#8 PEM, which is what {@code openssl genpkey} writes. */
  private static JWSSigner signer(JWSAlgorithm algorithm, String pem) throws JOSEException, GeneralSecurityException {
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", "")));
    if (!JWSAlgorithm.Family.EC.contains(algorithm)) return new RSASSASigner(KeyFactory.getInstance("RSA").generatePrivate(encoded));
    return new ECDSASigner(KeyFactory.getInstance("EC").generatePrivate(encoded), Curve.forJWSAlgorithm(algorithm).iterator().next());
  }

  private String prefix(String otherwise) {
    return auth.prefix() == null ? otherwise : auth.prefix();
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
