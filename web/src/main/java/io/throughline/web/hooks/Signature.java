package io.throughline.web.hooks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Standard Webhooks, symmetric: {@code v1,} + base64(HMAC-SHA256(secret, id.timestamp.body)), any of several signatures. */
final class Signature {

  /** The convention: older or newer than this is a replay or a wrong clock. */
  private static final Duration TOLERANCE = Duration.ofSeconds(300);

  private static final int SECRET_BYTES_LEAST = 24;
  private static final int SECRET_BYTES_MOST = 64;

  private static final String SECRET = "whsec_";
  private static final String VERSION = "v1,";

  private final byte[] secret;
  private final Clock clock;

  private Signature(byte[] secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** By a configured secret {@code whsec_<base64 of 24 to 64 bytes>}; refuses any other. */
  static Signature by(String configured, Clock clock) {
    if (!configured.startsWith(SECRET)) throw new IllegalArgumentException("a hook's secret begins with " + SECRET);
    var bytes = Base64.getDecoder().decode(configured.substring(SECRET.length()));
    if (bytes.length < SECRET_BYTES_LEAST || bytes.length > SECRET_BYTES_MOST) throw new IllegalArgumentException("a hook's secret has 24 to 64 bytes, not " + bytes.length);
    return new Signature(bytes, clock);
  }

  /** What is wrong; empty if the event is genuine and fresh. */
  Optional<String> wrong(String id, String timestamp, String signatures, byte[] body) {
    if (id == null || timestamp == null || signatures == null) return Optional.of("webhook-id, webhook-timestamp and webhook-signature are required");
    if (id.isEmpty() || id.length() > 255 || id.indexOf('.') >= 0) return Optional.of("webhook-id is 1 to 255 characters without a dot");
    if (!timestamp.matches("\\d{1,12}")) return Optional.of("webhook-timestamp is not a number of seconds");
    var expected = sign(id, timestamp, body);
    var genuine = false;
    for (var signature : signatures.split(" ")) genuine |= signature.startsWith(VERSION) && same(expected, signature.substring(VERSION.length()));
    if (!genuine) return Optional.of("no signature fits the body");
    var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant()).abs();
    return age.compareTo(TOLERANCE) > 0 ? Optional.of("webhook-timestamp is more than five minutes from now") : Optional.empty();
  }

  private static boolean same(byte[] expected, String signature) {
    try {
      return MessageDigest.isEqual(expected, Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  byte[] sign(String id, String timestamp, byte[] body) {
    try {
      var content = new ByteArrayOutputStream();
      content.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      content.writeBytes(body);
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(content.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
