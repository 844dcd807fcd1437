package io.throughline.connector;

import io.throughline.journey.Effect;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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

  private final Descriptor descriptor;
  private final Secrets secrets;
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

  Token(Descriptor descriptor, Secrets secrets, Clock clock, Sender sender) {
    this.descriptor = descriptor;
    this.secrets = secrets;
    this.clock = clock;
    this.sender = sender;
  }

  synchronized Map<String, String> headers(Deadline deadline) {
    if (descriptor.auth().isEmpty()) return Map.of();
    choose();
    if (!way.needsToken()) return way.fixedHeaders();
    if (value == null || !clock.instant().isBefore(until)) ask(deadline);
    return way.tokenHeaders(value);
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

  private void ask(Deadline deadline) {
    var home = secrets.get(descriptor.base()).replaceAll("/+$", "");
    var address = secrets.find(auth.token()).orElse(auth.token().startsWith("/") ? home + auth.token() : auth.token());
    var request = HttpRequest.newBuilder(URI.create(address))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json");
    way.requestHeaders().forEach(request::setHeader);
    var answer = sender.send(request.POST(BodyPublishers.ofString(way.form(address))), deadline, false);
    var granted = Tree.map(answer.body());
    if (!answer.success() || !(granted.get("access_token") instanceof String access)) {
      // the error code only: a token endpoint may echo what was sent
      throw Failure.retry(Duration.ofSeconds(60), "sign-in", descriptor.system() + " gives no token: " + answer.status() + " " + granted.getOrDefault("error", ""), Effect.NONE);
    }
    value = access;
    base = auth.baseFrom() == null ? null : (String) granted.get(auth.baseFrom());
    var lifetime = granted.get("expires_in") == null ? LIFETIME : Duration.ofSeconds(Long.parseLong(String.valueOf(granted.get("expires_in"))));
    until = clock.instant().plus(lifetime.compareTo(MARGIN.multipliedBy(2)) > 0 ? lifetime.minus(MARGIN) : lifetime);
  }
}
