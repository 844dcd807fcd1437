package io.throughline.web.dashboard;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** The pages' files as a whole: one hash over all of them, which is a part of their address. */
final class PageVersion {

  static final String FILES = "/app/";
  private static final String MARK = "v-";
  private static final int BYTES = 8; // versions are told apart, not defended

  private PageVersion() {}

  /** A part of an address, with its slash. */
  static String of(ServletContext context) {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      digest(context, FILES, hash);
      return MARK + HexFormat.of().formatHex(hash.digest(), 0, BYTES) + "/";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static void digest(ServletContext context, String folder, MessageDigest hash) {
    for (var path : new TreeSet<>(paths(context, folder))) {
      if (path.endsWith("/")) {
        digest(context, path, hash);
        continue;
      }
      hash.update(path.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      try (var in = context.getResourceAsStream(path)) {
        hash.update(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Set<String> paths(ServletContext context, String folder) {
    var found = context.getResourcePaths(folder);
    return found == null ? Set.of() : found;
  }
}
