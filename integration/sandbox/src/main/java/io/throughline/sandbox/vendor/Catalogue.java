package io.throughline.sandbox.vendor;

import io.throughline.sandbox.language.Yaml;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The vendors of the class path: one folder below {@code vendors/}, one vendor. */
public final class Catalogue {

  /** Descriptions never change while a program runs: each is read once. */
  private static final Map<String, Vendor> READ = new ConcurrentHashMap<>();

  private Catalogue() {}

  /** @param names of the folders; they are looked for on the class path when empty */
  public static List<Vendor> read(Collection<String> names) {
    var known = names.isEmpty() ? folders() : names;
    return known.stream().sorted().map(name -> READ.computeIfAbsent(name, Catalogue::vendor)).toList();
  }

  private static Vendor vendor(String name) {
    var file = "/vendors/" + name + "/vendor.yaml";
    try (var in = Catalogue.class.getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException("no " + file);
      return Vendor.read(Yaml.read(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file, unreadable);
    } catch (RuntimeException wrong) {
      throw new IllegalStateException(file + ": " + wrong.getMessage(), wrong);
    }
  }

  private static Collection<String> folders() {
    URL root = Catalogue.class.getResource("/vendors");
    if (root == null) throw new IllegalStateException("no vendors folder on the class path");
    try {
      if (root.getProtocol().equals("file")) return folders(Path.of(root.toURI()));
      var parts = root.toString().split("!", 2);
      try (var jar = FileSystems.newFileSystem(URI.create(parts[0]), Map.of())) {
        return folders(jar.getPath(parts[1]));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Collection<String> folders(Path root) throws IOException {
    try (var folders = Files.list(root)) {
      return folders.map(folder -> folder.getFileName().toString().replace("/", "")).toList();
    }
  }
}
