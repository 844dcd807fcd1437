package io.throughline.connector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Configuration by name. A value {@code file:/path} is read from there each time it is needed. Values are never logged. */
final class Secrets {

  private final Function<String, Optional<String>> configuration;

  Secrets(Function<String, Optional<String>> configuration) {
    this.configuration = configuration;
  }

  Optional<String> find(String name) {
    if (name == null) return Optional.empty();
    return configuration.apply(name).map(String::strip).filter(value -> !value.isEmpty()).map(Secrets::content);
  }

  String get(String name) {
    return find(name).orElseThrow(() -> new IllegalStateException("configuration " + name + " is not set"));
  }

  private static String content(String value) {
    if (!value.startsWith("file:")) return value;
    try {
      return Files.readString(Path.of(value.substring("file:".length()))).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
