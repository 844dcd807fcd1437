package io.throughline.ear;

import io.throughline.quickstart.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Lays out, before Arquillian starts its container, a server that differs from the shipped one in three things only: it deploys
 * nothing by itself, it can be talked to by the container adapter, and it has ports of its own.
 */
public final class ArquillianServer implements BeforeAllCallback {

  private static final String NAME = "throughline-arquillian"; // the same in arquillian.xml

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getRoot().getStore(Namespace.create(ArquillianServer.class)).getOrComputeIfAbsent("stack", key -> start(), Stack.class);
  }

  private static Stack start() {
    var ports = HubFixture.freePorts();
    var servers = HubFixture.path("throughline.installation").resolve("usr/servers");
    try {
      HubFixture.delete(servers.resolve(NAME));
      copy(servers.resolve("throughline"), servers.resolve(NAME));
      Files.delete(servers.resolve(NAME).resolve("application.xml"));
      Files.delete(servers.resolve(NAME).resolve("apps/throughline.ear"));
      var overrides = Files.createDirectories(servers.resolve(NAME).resolve("configDropins/overrides"));
      var variables = Stack.environment(ports).entrySet().stream()
          .map(entry -> "  <variable name=\"%s\" value=\"%s\"/>%n".formatted(entry.getKey().toLowerCase(java.util.Locale.ROOT).replace('_', '.'), entry.getValue()))
          .collect(Collectors.joining());
      Files.writeString(overrides.resolve("arquillian.xml"),
          "<server>%n  <featureManager><feature>localConnector-1.0</feature></featureManager>%n%s</server>%n".formatted(variables));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty("throughline.http.port", String.valueOf(ports.http())); // read by arquillian.xml
    return Stack.start(HubFixture.emptyFolder("arquillian"), HubFixture.path("throughline.sandbox"), ports);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) Files.createDirectories(target);
        else Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
