package io.throughline.sandbox.vendor;

import io.throughline.sandbox.language.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Every folder below {@code vendors/} on the class path: one folder, one vendor. */
public final class Catalogue {

  private Catalogue() {}

  public static List<Vendor> read() {
    URL root = Catalogue.class.getClassLoader().getResource("vendors");
    if (root == null) throw new IllegalStateException("no vendors folder on the class path");
    try {
      return "file".equals(root.getProtocol()) ? folders(Path.of(root.toURI())) : packed(root);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<Vendor> packed(URL root) throws IOException {
    var parts = root.toString().split("!", 2);
    try (var jar = FileSystems.newFileSystem(URI.create(parts[0]), Map.of())) {
      return folders(jar.getPath(parts[1]));
    }
  }

  private static List<Vendor> folders(Path root) throws IOException {
    try (var folders = Files.list(root)) {
      return folders.map(folder -> folder.resolve("vendor.yaml")).filter(Files::exists).sorted().map(Catalogue::vendor).toList();
    }
  }

  private static Vendor vendor(Path file) {
    try (var in = Files.newBufferedReader(file)) {
      return Vendor.read(Yaml.read(in));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.toString(), unreadable);
    }
  }
}
