package io.throughline.connector;

import io.throughline.connector.Descriptor.Csrf;
import io.throughline.journey.Effect;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The token that some systems want with every write, and the cookies it belongs to; fetched by a read, kept, fetched again when refused. */
final class ForgeryToken {

  private final Csrf described;
  private final Fetcher fetcher;
  private Map<String, String> kept;

  interface Fetcher {
    Answer fetch(String path, String header, Deadline deadline);
  }

  ForgeryToken(Csrf described, Fetcher fetcher) {
    this.described = described;
    this.fetcher = fetcher;
  }

  synchronized Map<String, String> headers(Deadline deadline) {
    if (kept == null) {
      var answer = fetcher.fetch(described.fetch().replaceFirst("^GET ", ""), described.header(), deadline);
      var token = answer.headers().get(described.header().toLowerCase(Locale.ROOT));
      if (token == null) throw Failure.retry(Duration.ofSeconds(30), "csrf", "no " + described.header() + " was given: " + answer.status(), Effect.NONE);
      var cookies = Arrays.stream(answer.headers().getOrDefault("set-cookie", "").split("\n")).map(cookie -> cookie.split(";")[0]).filter(cookie -> !cookie.isBlank()).collect(Collectors.joining("; "));
      kept = cookies.isEmpty() ? Map.of(described.header(), token) : Map.of(described.header(), token, "Cookie", cookies);
    }
    return kept;
  }

  synchronized void forget() {
    kept = null;
  }

  /** 403 with the word that a new token is wanted. */
  boolean refuses(Answer answer) {
    return answer.status() == 403 && "required".equalsIgnoreCase(answer.headers().get(described.header().toLowerCase(Locale.ROOT)));
  }
}
