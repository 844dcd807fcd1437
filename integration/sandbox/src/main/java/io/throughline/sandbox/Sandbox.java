package io.throughline.sandbox;

import io.throughline.sandbox.control.CallLog;
import io.throughline.sandbox.engine.Clients;
import io.throughline.sandbox.engine.Drives;
import io.throughline.sandbox.engine.Tokens;
import io.throughline.sandbox.engine.VendorEngine;
import io.throughline.sandbox.engine.VendorUsers;
import io.throughline.sandbox.fault.Faults;
import io.throughline.sandbox.fault.Later;
import io.throughline.sandbox.issuer.Issuer;
import io.throughline.sandbox.rows.Journal;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Catalogue;
import io.throughline.sandbox.vendor.Field;
import io.throughline.sandbox.vendor.Vendor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The whole sandbox: every vendor of the catalogue at work, the faults, and the issuer. */
public final class Sandbox implements AutoCloseable {

  /** One vendor with all that belongs to it. */
  public record Played(VendorEngine engine, VendorUsers users, Drives drives, Clients clients, Tokens tokens, Rows rows) {}

  private final Map<String, Played> vendors = new LinkedHashMap<>();
  private final Faults faults;
  private final CallLog calls = new CallLog();
  private final Later later = new Later();
  private final Issuer issuer;
  private final Clock clock;
  private final URI hub;

  /**
   * @param names of the vendors to play; those found on the class path when empty
   * @param data where rows and keys are kept, or null to keep them in memory only
   */
  public Sandbox(Collection<String> names, Path data, URI hub, Clock clock) {
    this.clock = clock;
    this.faults = new Faults(clock);
    this.hub = hub;
    Catalogue.read(names).forEach(vendor -> vendors.put(vendor.name(), played(vendor, data)));
    vendors.values().forEach(played -> played.users().seed());
    issuer = new Issuer(data == null ? null : data.resolve("issuer.json"), clock);
  }

  private Played played(Vendor vendor, Path data) {
    var journal = data == null ? Journal.NONE : new Journal(data.resolve(vendor.name() + ".jsonl"));
    var rows = new Rows(indexed(vendor), journal);
    var clients = new Clients(vendor, data == null ? null : data.resolve(vendor.name() + "-clients.json"));
    var tokens = new Tokens(vendor, clients, clock);
    var engine = new VendorEngine(vendor, rows, tokens, clock);
    var users = new VendorUsers(engine, rows, clock);
    return new Played(engine, users, new Drives(vendor, users, clock), clients, tokens, rows);
  }

  private static Map<String, Set<String>> indexed(Vendor vendor) {
    return vendor.collections().values().stream().collect(Collectors.toMap(
        collection -> collection.name(), collection -> collection.uniqueFields().stream().map(Field::name).collect(Collectors.toSet())));
  }

  public Map<String, Played> vendors() {
    return Collections.unmodifiableMap(vendors);
  }

  public Faults faults() {
    return faults;
  }

  public CallLog calls() {
    return calls;
  }

  public Later later() {
    return later;
  }

  public Issuer issuer() {
    return issuer;
  }

  /** Where scenarios find the hub unless they say otherwise. */
  public URI hub() {
    return hub;
  }

  public Clock clock() {
    return clock;
  }

  @Override
  public void close() throws IOException {
    later.close();
    for (var played : vendors.values()) played.rows().close();
  }
}
