package io.throughline.connector;

import io.throughline.journey.Effect;
import io.throughline.store.Sha256;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The account's token: asked for when needed, kept until shortly before it ends, forgotten when the system refuses it. Never logged. */
final class Token {

  /** Renewed this long before it ends, so that no call starts with a token that ends on the way. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** A token without an end is asked for again after this long. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** Longer than a sign-in elsewhere usually takes. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Connector connector;
  private final Descriptor descriptor;
  private final Secrets secrets;
  private final RefreshTokens refreshTokens;
  private final Clock clock;
  private final Sender sender;
  private SignIn way;
  private Descriptor.Auth auth;
  private String value;
  private String base;
  private Instant until;

  /** Sends the token request under the same circuit and slots as any other call. */
  interface Sender {
    Answer send(HttpRequest.Builder request, Deadline deadline, boolean effect);
  }

  Token(Connector connector, Secrets secrets, RefreshTokens refreshTokens, Clock clock, Sender sender) {
    this.connector = connector;
    this.descriptor = connector.descriptor;
    this.secrets = secrets;
    this.refreshTokens = refreshTokens;
    this.clock = clock;
    this.sender = sender;
  }

  /** Has a token when one is needed. */
  synchronized void ready(Deadline deadline) {
    if (descriptor.auth().isEmpty()) return;
    choose();
    if (!way.needsToken()) return;
    if (value == null || !clock.instant().isBefore(until)) {
      switch (auth.strategy()) {
        case SESSION -> logIn(deadline);
        case REFRESH_TOKEN -> refresh(deadline);
        default -> granted(ask(null, deadline));
      }
    }
  }

  synchronized Map<String, String> headers(String method, URI uri, Deadline deadline) {
    ready(deadline);
    if (way == null) return Map.of();
    return way.needsToken() ? way.tokenHeaders(value) : way.fixedHeaders(method, uri);
  }

  synchronized Optional<String> base() {
    return Optional.ofNullable(base);
  }

  synchronized boolean renewable() {
    return way != null && way.needsToken();
  }

  synchronized void forget() {
    value = null;
  }

  private void choose() {
    if (way != null) return;
    auth = SignIn.chosen(descriptor.auth(), secrets);
    way = new SignIn(auth, secrets, clock);
  }

  /** A session of the system's own kind: its login request, and what of the answer is sent from then on. */
  private void logIn(Deadline deadline) {
    var login = connector.logins.get(auth);
    var given = Map.of("user", secrets.get(auth.user()), "password", secrets.get(auth.password()));
    var request = HttpRequest.newBuilder(URI.create(home() + login.request().path().fill(Map.of(), given, Template::encode))).header("Content-Type", "application/json").header("Accept", "application/json");
    var answer = sender.send(request.method(login.request().method(), BodyPublishers.ofByteArray(Tree.write(login.request().body().apply(Map.of(), given)))), deadline, false);
    var session = answer.success() ? login.session().apply(answer.body(), Map.of("headers", answer.headers(), "user", given.get("user"))) : null;
    if (session == null) throw Failure.retry(Duration.ofSeconds(60), "sign-in", descriptor.system() + " refuses the login: " + answer.status(), Effect.NONE);
    value = String.valueOf(session);
    until = clock.instant().plus(auth.lifetime() == null ? LIFETIME : auth.lifetime());
  }

  private String home() {
    return secrets.get(descriptor.base()).replaceAll("/+$", "");
  }

  /** With the token that came last, or with the configured one. What comes in its place is kept before anything else: the one that was used may be good for nothing now. */
  private void refresh(Deadline deadline) {
    var configured = secrets.get(auth.value());
    var seal = new Seal(configured.getBytes(StandardCharsets.UTF_8));
    var taken = refreshTokens.take(descriptor.system(), Sha256.of(descriptor.system(), configured))
        .orElseThrow(() -> Failure.retry(SOON, "sign-in", "another call is signing in to " + descriptor.system(), Effect.NONE));
    var used = Optional.ofNullable(taken.sealed()).flatMap(seal::open).orElse(configured);
    String next = null;
    try {
      var answer = ask(used, deadline);
      if (answer.get("refresh_token") instanceof String given && !given.equals(used)) next = seal.seal(given);
      granted(answer);
    } finally {
      refreshTokens.giveBack(taken, next);
    }
  }

  /** @param refreshToken null where the way of signing in has none */
  private Map<String, Object> ask(String refreshToken, Deadline deadline) {
    var home = home();
    var address = secrets.find(auth.token()).orElse(auth.token().startsWith("/") ? home + auth.token() : auth.token());
    var request = HttpRequest.newBuilder(URI.create(address))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json");
    way.requestHeaders().forEach(request::setHeader);
    var answer = sender.send(request.POST(BodyPublishers.ofString(way.form(address, refreshToken))), deadline, false);
    var granted = Tree.map(answer.body());
    if (!answer.success() || !(granted.get("access_token") instanceof String)) {
      // the error code only: a token endpoint may echo what was sent
      throw Failure.retry(Duration.ofSeconds(60), "sign-in", descriptor.system() + " gives no token: " + answer.status() + " " + granted.getOrDefault("error", ""), Effect.NONE);
    }
    return granted;
  }

  private void granted(Map<String, Object> granted) {
    value = (String) granted.get("access_token");
    base = auth.baseFrom() == null ? null : (String) granted.get(auth.baseFrom());
    var lifetime = granted.get("expires_in") == null ? LIFETIME : Duration.ofSeconds(Long.parseLong(String.valueOf(granted.get("expires_in"))));
    until = clock.instant().plus(lifetime.compareTo(MARGIN.multipliedBy(2)) > 0 ? lifetime.minus(MARGIN) : lifetime);
  }
}
