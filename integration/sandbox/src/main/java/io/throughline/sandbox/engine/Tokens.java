package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jwt.SignedJWT;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.vendor.Vendor;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Issues and checks a vendor's access tokens: client credentials by secret or by signed assertion, JWT bearer, and tokens
 * that never expire. Errors of the token endpoint are OAuth's own (RFC 6749).
 */
public final class Tokens {

  private final Vendor vendor;
  private final JsonNode described;
  private final Clients clients;
  private final Clock clock;
  private final Map<String, Issued> issued = new LinkedHashMap<>();

  /** @param person a licensed user stands behind the token, not only a program */
  private record Issued(Instant until, boolean person) {}

  public Tokens(Vendor vendor, Clients clients, Clock clock) {
    this.vendor = vendor;
    this.described = vendor.described().path("tokens");
    this.clients = clients;
    this.clock = clock;
  }

  /** Refuses a call without a token that is known and still lives; {@code delegated} routes want one of a person's. */
  synchronized void check(Found found, Call call) {
    var header = call.header("authorization");
    if (fixed(call, header)) return;
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) throw Refusal.of("unauthorized", "message", "no bearer token");
    var token = header.substring(7).trim();
    var known = issued.get(token);
    if (known == null || !clock.instant().isBefore(known.until())) throw Refusal.of("unauthorized", "message", "Session expired or invalid");
    if (found.route().described().path("delegated").asBoolean() && !known.person()) throw Refusal.of("not-a-person", "message", "the caller is not a licensed user");
  }

  /** What never ends: a token, a user with a password, a key in a header of its own. */
  private boolean fixed(Call call, String authorization) {
    for (var fixed : described.path("fixed")) if (authorization.equals("Bearer " + fixed.asText())) return true;
    for (var user : described.path("users")) if (authorization.equals("Basic " + Base64.getEncoder().encodeToString(user.asText().getBytes(StandardCharsets.UTF_8)))) return true;
    for (var keys = described.path("keys").fields(); keys.hasNext(); ) {
      var key = keys.next();
      if (key.getValue().asText().equals(call.header(key.getKey()))) return true;
    }
    return false;
  }

  public synchronized void revokeAll() {
    issued.clear();
  }

  Answer issue(Call call) {
    var form = call.form();
    try {
      var grant = form.getOrDefault("grant_type", "");
      var client = proved(grant, form, call);
      return Answer.of(200, answer(client, call, grant.equals("refresh_token"))).with("Cache-Control", "no-store");
    } catch (OAuthError error) {
      return Answer.of(error.status, Json.object().put("error", error.getMessage()).put("error_description", error.description));
    }
  }

  private String proved(String grant, Map<String, String> form, Call call) throws OAuthError {
    var how = described.path("grants").path(grant);
    if (how.isMissingNode()) throw new OAuthError(400, "unsupported_grant_type", grant + " is not supported");
    if (allows(how, "assertion") && form.containsKey("client_assertion")) return asserted(form.get("client_assertion"), call);
    if (allows(how, "bearer") && form.containsKey("assertion")) return asserted(form.get("assertion"), call);
    if (allows(how, "refresh") && !allows(described.path("refresh"), form.getOrDefault("refresh_token", ""))) throw grant("the refresh token is not valid");
    if (allows(how, "secret") || allows(how, "refresh")) return bySecret(form, call);
    throw new OAuthError(400, "invalid_request", "an assertion is missing");
  }

  private static boolean allows(JsonNode how, String proof) {
    for (var each : how) if (each.asText().equals(proof)) return true;
    return false;
  }

  private String bySecret(Map<String, String> form, Call call) throws OAuthError {
    var id = form.get("client_id");
    var secret = form.get("client_secret");
    var basic = call.header("authorization");
    if (id == null && basic.startsWith("Basic ")) {
      var pair = new String(Base64.getDecoder().decode(basic.substring(6).trim()), StandardCharsets.UTF_8).split(":", 2);
      id = pair[0];
      secret = pair.length == 2 ? pair[1] : "";
    }
    if (id == null || secret == null || secret.isEmpty() || !secret.equals(clients.secret(id))) {
      throw new OAuthError(401, "invalid_client", "invalid client credentials");
    }
    return id;
  }

  private String asserted(String assertion, Call call) throws OAuthError {
    try {
      var jwt = SignedJWT.parse(assertion);
      var claims = jwt.getJWTClaimsSet();
      var client = claims.getIssuer();
      if (client == null || !clients.known(client)) throw new OAuthError(400, "invalid_client_id", "client identifier invalid");
      if (!allows(described.path("algorithms"), jwt.getHeader().getAlgorithm().getName())) throw grant("algorithm not accepted");
      var key = clients.key(client).orElseThrow(() -> grant("no certificate is registered for this client"));
      var verifier = new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey());
      if (!jwt.verify(verifier)) throw grant("invalid assertion signature");
      var now = clock.instant();
      var expires = claims.getExpirationTime() == null ? Instant.EPOCH : claims.getExpirationTime().toInstant();
      var longest = Duration.ofSeconds(described.path("assertionSeconds").asLong(300));
      if (!now.isBefore(expires) || expires.isAfter(now.plus(longest))) throw grant("expired or too long assertion");
      if (claims.getAudience().stream().noneMatch(audience -> accepted(audience, call))) throw grant("audience is invalid");
      return client;
    } catch (ParseException | JOSEException broken) {
      throw grant("invalid assertion: " + broken.getMessage());
    }
  }

  private boolean accepted(String audience, Call call) {
    for (var accepted : described.path("audiences")) {
      if (Template.line(accepted.asText(), Scope.names(Map.of("base", Json.text(call.base())))).equals(audience)) return true;
    }
    return false;
  }

  private static OAuthError grant(String description) {
    return new OAuthError(400, "invalid_grant", description);
  }

  private synchronized JsonNode answer(String client, Call call, boolean person) {
    var token = vendor.name() + "!" + UUID.randomUUID();
    var now = clock.instant();
    long seconds = described.path("seconds").asLong(3600);
    issued.values().removeIf(known -> !now.isBefore(known.until()));
    issued.put(token, new Issued(now.plusSeconds(seconds), person));
    return Template.fill(described.path("answer"), Scope.names(Map.of("token", Json.text(token), "base", Json.text(call.base()),
        "seconds", Json.of(seconds), "millis", Json.text(Long.toString(now.toEpochMilli())), "client", Json.text(client))));
  }

  private static final class OAuthError extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String description;

    OAuthError(int status, String error, String description) {
      super(error);
      this.status = status;
      this.description = description;
    }
  }
}
