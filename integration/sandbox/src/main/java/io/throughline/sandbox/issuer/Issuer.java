package io.throughline.sandbox.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.throughline.sandbox.language.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Who the demo users are, and the tokens that say so. */
public final class Issuer {

  public static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final List<String> ROLES = List.of("sales-ops", "delivery", "finance", "operator", "auditor");

  /** What the user admin may be. */
  public static final List<String> ALL = Stream.concat(Stream.of("admin"), ROLES.stream()).toList();

  private final Path file;
  private final Clock clock;
  private RSAKey key;

  /** @param file where the key pair is kept, or null to make a new one each time */
  public Issuer(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Made or read when first asked for. */
  private synchronized RSAKey key() {
    if (key == null) key = file == null ? generated() : kept(file);
    return key;
  }

  private static RSAKey generated() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static RSAKey kept(Path file) {
    try {
      if (Files.exists(file)) return RSAKey.parse(Files.readString(file));
      var fresh = generated();
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, fresh.toJSONString());
      return fresh;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (ParseException broken) {
      throw new IllegalStateException("issuer key " + file, broken);
    }
  }

  /** The roles of a demo user who gave the right password: user, password and role have one name; admin has all roles. */
  Optional<List<String>> rolesOf(String user, String password) {
    if (user == null || !user.equals(password)) return Optional.empty();
    if (user.equals("admin")) return Optional.of(ALL);
    return ROLES.contains(user) ? Optional.of(List.of(user)) : Optional.empty();
  }

  JsonNode keys() {
    return Json.of(Map.of("keys", List.of(key().toPublicJWK().toJSONObject())));
  }

  /** A token for the hub; {@code issuer} is the address the caller knows. */
  public String token(String issuer, String user, List<String> roles) {
    return token(issuer, user, roles, LIFETIME);
  }

  String token(String issuer, String user, List<String> roles, Duration lifetime) {
    var now = clock.instant();
    var claims = new JWTClaimsSet.Builder()
        .issuer(issuer).audience("throughline").subject(user).claim("upn", user).claim("preferred_username", user).claim("groups", roles)
        .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(lifetime))).jwtID(UUID.randomUUID().toString())
        .build();
    var key = key();
    try {
      var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).type(com.nimbusds.jose.JOSEObjectType.JWT).build(), claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
