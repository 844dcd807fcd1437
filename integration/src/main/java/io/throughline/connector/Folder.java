package io.throughline.connector;

import io.throughline.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of one system: the shipped folder, each file of it replaced by the file of the same name in the firm's folder, where there
 * is one. Remembers what was read, so that {@link #version} names exactly what is in force.
 */
final class Folder {

  private final String system;
  private final Path firm;
  private final TreeMap<String, String> read = new TreeMap<>();

  /** @param firm the firm's folder for this system, or null */
  Folder(String system, Path firm) {
    this.system = system;
    this.firm = firm;
  }

  String name(String file) {
    var own = firm == null ? null : firm.resolve(file);
    return own != null && Files.isRegularFile(own) ? own.toString() : "connectors/" + system + "/" + file;
  }

  Optional<String> text(String file) {
    if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) throw new ConnectorRefused(name("connector.yaml"), 0, "not a file name: " + file);
    var text = found(file);
    text.ifPresent(content -> read.put(file, content));
    return text;
  }

  /** An example of what is exchanged; it is no part of what is in force. */
  Optional<String> golden(String file) {
    return found("golden/" + file);
  }

  private Optional<String> found(String file) {
    try {
      if (firm != null && Files.isRegularFile(firm.resolve(file))) return Optional.of(Files.readString(firm.resolve(file)));
      try (InputStream shipped = Folder.class.getResourceAsStream("/connectors/" + system + "/" + file)) {
        return shipped == null ? Optional.empty() : Optional.of(new String(shipped.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A hash of every file in force: the mapping version that is stored with each transaction. */
  String version() {
    var all = new StringBuilder();
    read.forEach((file, text) -> all.append(file).append('\u001f').append(text).append('\u001e'));
    return Sha256.of(all.toString()).substring(0, 16);
  }
}
