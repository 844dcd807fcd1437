package io.throughline.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads every folder: those shipped ({@code connectors/index}) and those beside the server. A firm's file that cannot be used is
 * refused, and what was in force stays so (at the start: the shipped folder); a shipped folder that cannot be used stops the start.
 */
final class Folders {

  /** Shipped folders never change while a program runs: each is read once. */
  private static final Map<String, Connector> SHIPPED = new ConcurrentHashMap<>();

  private final Path firm;
  private Map<String, String> refused = Map.of();

  /** @param firm the directory of the firm's own folders, or null */
  Folders(Path firm) {
    this.firm = firm;
  }

  /** Firm's folders that are not in force, with the reason. */
  Map<String, String> refused() {
    return refused;
  }

  /**
   * What is to be in force. A firm's folder that is refused leaves in force what was.
   *
   * @param inForce what is in force now; nothing at the start
   */
  Map<String, Connector> load(Map<String, Connector> inForce) {
    var connectors = new LinkedHashMap<String, Connector>();
    var problems = new LinkedHashMap<String, String>();
    shipped().forEach(system -> connectors.put(system, shipped(system)));
    for (var system : own()) {
      try {
        connectors.put(system, load(system, firm.resolve(system)));
      } catch (ConnectorRefused e) {
        problems.put(system, e.getMessage());
        if (inForce.containsKey(system)) connectors.put(system, inForce.get(system));
      }
    }
    refused = Map.copyOf(problems);
    return connectors;
  }

  /** Differs when a file of the firm's was written, added or taken away. */
  String state() {
    if (firm == null || !Files.isDirectory(firm)) return "";
    try (var files = Files.walk(firm)) {
      var state = new StringBuilder();
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) state.append(file).append(' ').append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file)).append('\n');
      return state.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder as shipped. */
  static Connector shipped(String system) {
    return SHIPPED.computeIfAbsent(system, name -> load(name, null));
  }

  static Connector load(String system, Path own) {
    var folder = new Folder(system, own);
    var file = folder.name("connector.yaml");
    var text = folder.text("connector.yaml").orElseThrow(() -> new ConnectorRefused(file, 0, "missing"));
    var descriptor = Yaml.read(file, text, Descriptor.class);
    if (!system.equals(descriptor.system())) throw new ConnectorRefused(file, 0, "system is " + descriptor.system() + ", the folder is " + system);
    if (descriptor.role() == null || descriptor.base() == null) throw new ConnectorRefused(file, 0, "role and base are needed");
    var connector = new Connector(descriptor, folder);
    if (own != null) new DryRun(connector, folder).check();
    return connector;
  }

  /** How the hub's own messages are verified, whoever sends them. */
  static HookInForce standardHook() {
    var file = "connectors/standard-webhook.yaml";
    return new HookInForce(Yaml.read(file, text("/" + file), HookSpec.class), expression -> expression == null ? null : Mapping.of(file, expression));
  }

  private static List<String> shipped() {
    return text("/connectors/index").lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
  }

  private static String text(String shipped) {
    try (InputStream in = Folders.class.getResourceAsStream(shipped)) {
      if (in == null) throw new IllegalStateException(shipped + " is missing");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TreeSet<String> own() {
    var systems = new TreeSet<String>();
    if (firm == null || !Files.isDirectory(firm)) return systems;
    try (var directories = Files.list(firm)) {
      directories.filter(Files::isDirectory).forEach(directory -> systems.add(directory.getFileName().toString()));
      return systems;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
