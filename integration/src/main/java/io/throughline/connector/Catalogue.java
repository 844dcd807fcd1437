package io.throughline.connector;

import io.throughline.system.Role;
import java.util.List;
import java.util.Map;

/** What the folders describe, for people: which system can do what, and how far that is to be trusted. */
public final class Catalogue {

  /**
   * @param trust official, derived or handwritten: the contract behind the folder
   * @param version hash of the files in force
   * @param refused why the firm's own folder is not in force; absent when it is, or when there is none
   */
  public record SystemEntry(String system, Role role, boolean plays, String source, String trust, String version, List<OperationEntry> operations, List<String> feeds, String refused) {}

  /** @param lacks why the system has no such operation; absent when it has */
  public record OperationEntry(String name, String summary, String idempotency, String note, String lacks, String undo) {}

  private Catalogue() {}

  static SystemEntry of(Connector connector, boolean plays, Map<String, String> refused) {
    var described = connector.descriptor;
    var operations = described.operations().entrySet().stream().map(operation -> entry(operation.getKey(), operation.getValue())).toList();
    var trust = described.trust() == null ? "handwritten" : described.trust().name().toLowerCase(java.util.Locale.ROOT);
    return new SystemEntry(described.system(), described.role(), plays, described.source(), trust, connector.version, operations, List.copyOf(described.feeds().keySet()), refused.get(described.system()));
  }

  private static OperationEntry entry(String name, Descriptor.Operation operation) {
    var idempotency = operation.idempotency();
    var mode = idempotency == null ? null : idempotency.mode().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return new OperationEntry(name, operation.summary(), mode, idempotency == null ? null : idempotency.note(), operation.lacks(), operation.undo());
  }
}
