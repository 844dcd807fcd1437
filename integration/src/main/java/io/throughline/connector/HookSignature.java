package io.throughline.connector;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import io.throughline.connector.Connectors.HookCall;
import io.throughline.connector.HookSpec.Check;
import io.throughline.connector.HookSpec.Encoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whether a call was signed by somebody who knows the secret, and lately. Works on the raw bytes and compares in constant time. */
final class HookSignature {

  private static final Pattern HEADER = Pattern.compile("header\\(([^)]+)\\)");

  /** Characters that a sender signs as they are even where its address carries them encoded. */
  private static final Pattern DECODED = Pattern.compile("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", Pattern.CASE_INSENSITIVE);

  private static final String WHSEC = "whsec_";
  private static final int WHSEC_LEAST = 24;
  private static final int WHSEC_MOST = 64;

  private final Check check;
  private final HookCall call;
  private final Clock clock;

  HookSignature(Check check, HookCall call, Clock clock) {
    this.check = check;
    this.call = call;
    this.clock = clock;
  }

  /** The configured secret as the bytes that sign. */
  static byte[] key(Check check, String secret) {
    if (!"whsec".equals(check.key())) return secret.getBytes(StandardCharsets.UTF_8);
    if (!secret.startsWith(WHSEC)) throw new IllegalArgumentException("a hook's secret begins with " + WHSEC);
    var bytes = Base64.getDecoder().decode(secret.substring(WHSEC.length()));
    if (bytes.length < WHSEC_LEAST || bytes.length > WHSEC_MOST) throw new IllegalArgumentException("a hook's secret has 24 to 64 bytes, not " + bytes.length);
    return bytes;
  }

  /** What is wrong; empty if any of the keys signed it, and it is fresh. */
  Optional<String> wrong(List<byte[]> keys) {
    return check.strategy() == HookSpec.Strategy.JWT ? wrongToken(keys) : wrongMac(keys);
  }

  private Optional<String> wrongMac(List<byte[]> keys) {
    var missing = check.over().stream().map(HEADER::matcher).filter(part -> part.matches() && call.header(part.group(1)) == null).map(part -> part.group(1)).findFirst();
    if (missing.isPresent()) return Optional.of(missing.get() + " is required");
    var content = content();
    var genuine = false;
    for (var signature : given()) for (var key : keys) genuine |= MessageDigest.isEqual(mac(key, content), signature);
    if (!genuine) return Optional.of("no signature fits the body");
    return check.timestamp() == null ? Optional.empty() : stale(call.header(check.timestamp().header()));
  }

  /** The signatures that the headers carry, read; what cannot be read is none. */
  private List<byte[]> given() {
    var name = check.header().toLowerCase(Locale.ROOT);
    var any = name.endsWith("*");
    var prefix = check.prefix() == null ? "" : check.prefix();
    return call.headers().entrySet().stream()
        .filter(header -> any ? header.getKey().startsWith(name.substring(0, name.length() - 1)) : header.getKey().equals(name))
        .flatMap(header -> Arrays.stream(header.getValue().strip().split(" +")))
        .filter(text -> text.startsWith(prefix))
        .map(text -> read(text.substring(prefix.length())))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<byte[]> read(String signature) {
    try {
      return Optional.of(check.encoding() == Encoding.HEX ? HexFormat.of().parseHex(signature.toLowerCase(Locale.ROOT)) : Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private byte[] content() {
    var content = new ByteArrayOutputStream();
    for (var part : check.over()) {
      var header = HEADER.matcher(part);
      if (part.equals("body")) content.writeBytes(call.body());
      else content.writeBytes((header.matches() ? call.header(header.group(1)) : text(part)).getBytes(StandardCharsets.UTF_8));
    }
    return content.toByteArray();
  }

  private String text(String part) {
    return switch (part) {
      case "method" -> call.method();
      case "uri" -> call.uri();
      case "decoded-uri" -> DECODED.matcher(call.uri()).replaceAll(match -> java.util.regex.Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
      default -> part;
    };
  }

  private Optional<String> stale(String at) {
    var stamp = check.timestamp();
    if (at == null) return Optional.of(stamp.header() + " is required");
    try {
      var age = Duration.between(instant(at, stamp.unit()), clock.instant()).abs();
      return age.compareTo(stamp.within()) > 0 ? Optional.of(stamp.header() + " is too far from now") : Optional.empty();
    } catch (DateTimeException | ArithmeticException | NumberFormatException unreadable) {
      return Optional.of(stamp.header() + " is no time");
    }
  }

  private static Instant instant(String at, String unit) {
    return switch (unit) {
      case "s" -> Instant.ofEpochSecond(Long.parseLong(at));
      case "ms" -> Instant.ofEpochMilli(Long.parseLong(at));
      default -> MappingFunctions.instant(at);
    };
  }

  /** The algorithm is ours to choose, never the token's. */
  private Optional<String> wrongToken(List<byte[]> keys) {
    var header = call.header(check.header());
    if (header == null) return Optional.of(check.header() + " is required");
    var text = header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : header;
    try {
      var token = SignedJWT.parse(text);
      var content = text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.UTF_8);
      var signature = Base64URL.from(text.substring(text.lastIndexOf('.') + 1)).decode();
      if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm()) || keys.stream().noneMatch(key -> MessageDigest.isEqual(mac(key, content), signature))) return Optional.of("no signature fits the token");
      var claims = token.getJWTClaimsSet();
      if (!claims.getAudience().contains(call.uri())) return Optional.of("the token is not meant for " + call.uri());
      if (claims.getExpirationTime() == null || !claims.getExpirationTime().toInstant().isAfter(clock.instant())) return Optional.of("the token has expired");
      return Optional.empty();
    } catch (ParseException unreadable) {
      return Optional.of(check.header() + " is no token");
    }
  }

  private static byte[] mac(byte[] key, byte[] content) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
