package io.throughline.ear;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/** Sign-in at the sandbox's issuer, as a person of that role would. */
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
}
