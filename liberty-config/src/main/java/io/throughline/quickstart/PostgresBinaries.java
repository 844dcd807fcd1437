package io.throughline.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs for this machine, unpacked once from the jar that the platform's Maven profile adds. */
final class PostgresBinaries {

  private PostgresBinaries() {}

  static Path unpackedIn(Path folder) {
    var archive = "postgres-" + system() + "-" + architecture() + ".txz";
    var done = folder.resolve(archive + ".unpacked");
    if (Files.exists(done)) return folder;
    try (var jar = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive)) {
      if (jar == null) throw new Refusal("no PostgreSQL for this machine (" + archive + "): run against your own, see docs/configuration.md");
      Files.createDirectories(folder);
      unpack(jar, folder);
      Files.createFile(done);
      return folder;
    } catch (IOException e) {
      throw new Refusal("cannot unpack PostgreSQL into " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void unpack(InputStream jar, Path folder) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(jar))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        var target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) throw new IOException("entry outside the folder: " + entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(target.getParent());
          Files.deleteIfExists(target);
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
          var executable = (entry.getMode() & 0b001_000_000) != 0;
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
  }

  private static String architecture() {
    return "aarch64".equals(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
  }
}
