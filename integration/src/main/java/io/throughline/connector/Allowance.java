package io.throughline.connector;

import io.github.bucket4j.Bucket;
import io.throughline.connector.Descriptor.Quota;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** What one vendor account may still ask: a token bucket as described, corrected by what the vendor's answers say. */
final class Allowance {

  /** How long to rest when the vendor says that the quota is gone, but not until when. */
  private static final Duration REST = Duration.ofSeconds(60);

  private final Quota quota;
  private final Bucket bucket;
  private final Pattern pattern;
  private final Mapping leftInBody;
  private final Mapping resetInBody;
  private final Clock clock;
  private Instant restsUntil;
  private long learnt = Long.MAX_VALUE;

  /** @param left expression for what is left by an answer's body, or null; {@code reset} for the seconds until it is full again */
  Allowance(Quota quota, Mapping left, Mapping reset, Clock clock) {
    this.quota = quota;
    this.leftInBody = left;
    this.resetInBody = reset;
    this.clock = clock;
    this.bucket =
        quota == null || quota.requests() <= 0 ? null : Bucket.builder().addLimit(limit -> limit.capacity(quota.requests()).refillGreedy(quota.requests(), quota.per())).build();
    this.pattern = quota == null || quota.learn() == null || quota.learn().pattern() == null ? null : Pattern.compile(quota.learn().pattern());
  }

  /** Takes one call from the allowance; zero when it was given, otherwise how long to wait. */
  synchronized Duration take() {
    var rest = rest();
    if (!rest.isZero()) return rest;
    if (bucket == null) return Duration.ZERO;
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
  }

  synchronized void restFor(Duration after) {
    var until = clock.instant().plus(after == null ? REST : after);
    if (restsUntil == null || until.isAfter(restsUntil)) restsUntil = until;
  }

  /** Reads what is left from the header or body that the vendor sends with every answer. */
  synchronized void learn(Answer answer) {
    if (leftInBody != null) {
      learnFromBody(answer);
      return;
    }
    if (pattern == null) return;
    var header = answer.headers().get(quota.learn().header().toLowerCase(java.util.Locale.ROOT));
    var match = header == null ? null : pattern.matcher(header);
    if (match == null || !match.find()) return;
    learnt = quota.learn().pattern().contains("(?<left>") ? Long.parseLong(match.group("left")) : Long.parseLong(match.group("limit")) - Long.parseLong(match.group("used"));
    if (learnt <= quota.learn().reserve()) restFor(quota.learn().rest());
  }

  private void learnFromBody(Answer answer) {
    var variables = java.util.Map.of("headers", answer.headers());
    var left = leftInBody.apply(answer.body(), variables);
    if (left == null) return;
    learnt = new java.math.BigDecimal(String.valueOf(left)).longValue();
    if (learnt > quota.learn().reserve()) return;
    var seconds = resetInBody == null ? null : resetInBody.apply(answer.body(), variables);
    restFor(seconds == null ? quota.learn().rest() : Verdict.retryAfter(String.valueOf(seconds), clock.instant()));
  }

  synchronized Duration rest() {
    var left = restsUntil == null ? Duration.ZERO : Duration.between(clock.instant(), restsUntil);
    return left.isNegative() ? Duration.ZERO : left;
  }

  synchronized long left() {
    if (!rest().isZero()) return 0;
    return Math.min(learnt, bucket == null ? Long.MAX_VALUE : bucket.getAvailableTokens());
  }
}
