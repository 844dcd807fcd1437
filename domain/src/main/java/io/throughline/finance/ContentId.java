package io.throughline.finance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An id made from what it names, so that the same content always has the same id. */
public final class ContentId {

  /** 96 bits: short enough for a vendor's external id, and no collision in any firm's life. */
  private static final int BYTES = 12;

  private ContentId() {}

  /** {@code prefix-} and the start of the SHA-256 over the parts, each closed by a separator that no part may forge. */
  public static String of(String prefix, Iterable<?> parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        var bytes = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return prefix + "-" + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
