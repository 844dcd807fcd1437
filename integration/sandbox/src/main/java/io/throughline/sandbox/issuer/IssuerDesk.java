package io.throughline.sandbox.issuer;

import io.throughline.sandbox.engine.Answer;
import io.throughline.sandbox.engine.Call;
import io.throughline.sandbox.language.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The issuer's endpoints: metadata, keys, token (password, client credentials, authorization code with PKCE, refresh). {@code expires_in} asks for a
 * shorter life of the token.
 */
public final class IssuerDesk {

  private record Grant(String user, List<String> roles) {}

  private record Code(String user, List<String> roles, String redirect, String challenge, Instant until) {}

  private static final int KEPT = 1_000;
  private static final int CODE_SECONDS = 60;

  private final Issuer issuer;
  private final Clock clock;
  private final Map<String, Code> codes = new Latest<>();
  private final Map<String, Grant> refreshing = new Latest<>();

  /** Forgets the oldest. */
  private static final class Latest<T> extends LinkedHashMap<String, T> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > KEPT;
    }
  }

  public IssuerDesk(Issuer issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  public Answer metadata(String address) {
    return Answer.of(200, Json.object()
        .put("issuer", address)
        .put("authorization_endpoint", address + "/authorize")
        .put("token_endpoint", address + "/token")
        .put("jwks_uri", address + "/jwks")
        .setAll(Map.of(
            "response_types_supported", Json.of(List.of("code")),
            "grant_types_supported", Json.of(List.of("authorization_code", "refresh_token", "password", "client_credentials")),
            "subject_types_supported", Json.of(List.of("public")),
            "code_challenge_methods_supported", Json.of(List.of("S256")),
            "scopes_supported", Json.of(List.of("openid")),
            "id_token_signing_alg_values_supported", Json.of(List.of("RS256")))));
  }

  public Answer keys() {
    return Answer.of(200, issuer.keys());
  }

  public Answer token(Call call) {
    var form = call.form();
    return switch (form.getOrDefault("grant_type", "")) {
      case "password" -> signedIn(call, form.get("username"), form.get("password"));
      case "client_credentials" -> byClient(call, form);
      case "authorization_code" -> byCode(call, form);
      case "refresh_token" -> again(call, form);
      default -> error(400, "unsupported_grant_type");
    };
  }

  private Answer signedIn(Call call, String user, String password) {
    return issuer.rolesOf(user, password).map(roles -> issued(call, user, roles)).orElseGet(() -> error(400, "invalid_grant"));
  }

  private Answer byClient(Call call, Map<String, String> form) {
    var id = form.get("client_id");
    var secret = form.get("client_secret");
    var basic = call.header("authorization");
    if (basic.startsWith("Basic ")) {
      var pair = new String(Base64.getDecoder().decode(basic.substring(6).trim()), StandardCharsets.UTF_8).split(":", 2);
      id = pair[0];
      secret = pair.length == 2 ? pair[1] : "";
    }
    var client = id;
    return issuer.rolesOf(client, secret).map(roles -> issued(call, client, roles)).orElseGet(() -> error(401, "invalid_client"));
  }

  private Answer byCode(Call call, Map<String, String> form) {
    Code code;
    synchronized (codes) {
      code = codes.remove(form.getOrDefault("code", ""));
    }
    boolean good = code != null && clock.instant().isBefore(code.until()) && code.redirect().equals(form.get("redirect_uri"))
        && code.challenge().equals(challenge(form.getOrDefault("code_verifier", "")));
    return good ? kept(call, new Grant(code.user(), code.roles())) : error(400, "invalid_grant");
  }

  /** Each refresh token is good for once, and gives the next. */
  private Answer again(Call call, Map<String, String> form) {
    Grant grant;
    synchronized (refreshing) {
      grant = refreshing.remove(form.getOrDefault("refresh_token", ""));
    }
    return grant == null ? error(400, "invalid_grant") : kept(call, grant);
  }

  private Answer kept(Call call, Grant grant) {
    var next = UUID.randomUUID().toString();
    synchronized (refreshing) {
      refreshing.put(next, grant);
    }
    return issued(call, grant.user(), grant.roles(), next);
  }

  /** A code to be exchanged once for tokens, or null when the password is wrong. */
  public String code(String user, String password, String redirect, String challenge) {
    return issuer.rolesOf(user, password).map(roles -> {
      var code = UUID.randomUUID().toString();
      synchronized (codes) {
        codes.put(code, new Code(user, roles, redirect, challenge, clock.instant().plusSeconds(CODE_SECONDS)));
      }
      return code;
    }).orElse(null);
  }

  private Answer issued(Call call, String user, List<String> roles) {
    return issued(call, user, roles, null);
  }

  private Answer issued(Call call, String user, List<String> roles, String refresh) {
    var seconds = Math.min(Issuer.LIFETIME.toSeconds(), Long.parseLong(call.form().getOrDefault("expires_in", String.valueOf(Long.MAX_VALUE))));
    var token = issuer.token(call.base(), user, roles, Duration.ofSeconds(seconds));
    var body = Json.object().put("access_token", token).put("id_token", token).put("token_type", "Bearer").put("expires_in", seconds);
    if (refresh != null) body.put("refresh_token", refresh);
    return Answer.of(200, body).with("Cache-Control", "no-store");
  }

  private static Answer error(int status, String error) {
    return Answer.of(status, Json.object().put("error", error));
  }

  static String challenge(String verifier) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
