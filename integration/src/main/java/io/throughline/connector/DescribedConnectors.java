package io.throughline.connector;

import io.throughline.journey.Outcome;
import io.throughline.store.Json;
import io.throughline.system.Role;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;

/** The connectors that folders describe. One account a system; a folder that changes is taken while the hub runs. All state but refresh tokens is in memory and may be lost; what is paused is told again. */
@ApplicationScoped
public class DescribedConnectors implements Connectors {

  /** Longer than a TCP handshake across the world takes; what is not there by then is unreachable. */
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private static final Logger LOG = System.getLogger(DescribedConnectors.class.getName());

  private static final Duration SETTLE = Duration.ofSeconds(30);

  /** What several systems may play: an engagement remembers which is its own, and an address says by which people are told. */
  private static final Set<Role> SEVERAL = EnumSet.of(Role.ERP, Role.DELIVERY, Role.NOTICES);

  @Inject Config config;
  @Inject Clock clock;
  @Inject RefreshTokens refreshTokens;

  private final Map<String, Role> playing = new LinkedHashMap<>();
  private volatile Map<String, Line> lines = Map.of();
  private volatile Map<String, String> refused = Map.of();
  private HookInForce standardHook;
  private Secrets secrets;
  private HttpClient http;
  private Folders folders;
  private String seen;

  /** One system: its folder, its account, its wire. */
  private record Line(Connector connector, Account account, Wire wire, Map<String, Object> settings) {}

  public DescribedConnectors() {}

  DescribedConnectors(Function<String, Optional<String>> configuration, RefreshTokens refreshTokens, Clock clock) {
    this.refreshTokens = refreshTokens;
    this.clock = clock;
    start(configuration);
  }

  @PostConstruct
  void start() {
    start(name -> config.getOptionalValue(name, String.class));
  }

  private void start(Function<String, Optional<String>> configuration) {
    secrets = new Secrets(configuration);
    standardHook = Folders.standardHook();
    folders = new Folders(configuration.apply("throughline.connectors.dir").map(Path::of).orElse(null));
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();
    refresh();
    for (var role : Role.values()) secrets.find(setting(role)).ifPresent(systems -> List.of(systems.split("\\s*,\\s*")).forEach(system -> plays(role, system)));
  }

  @Override
  public synchronized void refresh() {
    var state = folders.state();
    if (state.equals(seen)) return;
    var inForce = new LinkedHashMap<String, Connector>();
    lines.forEach((system, line) -> inForce.put(system, line.connector()));
    var problems = new LinkedHashMap<String, String>();
    var fresh = new LinkedHashMap<String, Line>();
    folders.load(inForce).forEach((system, connector) -> fresh.put(system, line(connector, lines.get(system))));
    problems.putAll(folders.refused());
    playing.forEach((system, role) -> {
      var now = fresh.get(system);
      if (now != null && now.connector().descriptor.role() == role) return;
      fresh.put(system, lines.get(system));
      problems.put(system, now == null ? "its folder is gone while it plays " + role.word() : "it plays " + role.word() + " and cannot become " + now.connector().descriptor.role().word());
    });
    lines = Collections.unmodifiableMap(fresh);
    refused = Map.copyOf(problems);
    seen = state;
    problems.forEach((system, problem) -> LOG.log(Level.WARNING, "the firm''s folder {0} is not in force: {1}", system, problem));
  }

  /** The same line, where the folder says the same; else one that goes on with the account as it stands. */
  private Line line(Connector connector, Line before) {
    if (before != null && before.connector().version.equals(connector.version)) return before;
    var account = new Account(connector, secrets, clock, before == null ? null : before.account());
    return new Line(connector, account, new Wire(account, secrets, refreshTokens, http, clock, before == null ? null : before.wire()), settings(connector.descriptor, secrets));
  }

  private void plays(Role role, String system) {
    var line = lines.get(system);
    if (line == null) throw new ConnectorRefused(setting(role), 0, "no folder connectors/" + system);
    if (line.connector().descriptor.role() != role) throw new ConnectorRefused(setting(role), 0, system + " plays " + line.connector().descriptor.role().word());
    if (playing.containsValue(role) && !SEVERAL.contains(role)) throw new ConnectorRefused(setting(role), 0, "one system plays " + role.word());
    playing.put(system, role);
  }

  private static Map<String, Object> settings(Descriptor descriptor, Secrets secrets) {
    var settings = new LinkedHashMap<String, Object>();
    descriptor.settings().forEach((name, value) -> settings.put(name, secrets.find("throughline." + descriptor.system() + "." + name).orElse(value)));
    return settings;
  }

  private static String setting(Role role) {
    return "throughline.role." + role.word();
  }

  @Override
  public List<String> systemsFor(Role role) {
    return playing.entrySet().stream().filter(played -> played.getValue() == role).map(Map.Entry::getKey).toList();
  }

  @Override
  public Optional<String> systemFor(Role role, String entity) {
    var setting = setting(role) + ".entities";
    try {
      return secrets.find(setting).map(Json::read).map(byEntity -> byEntity.get(entity)).map(Object::toString).or(() -> systemFor(role));
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalStateException(setting + ": " + unreadable.getMessage(), unreadable);
    }
  }

  @Override
  public Outcome carryOut(Call call) {
    var line = lines.get(call.system());
    var operation = line == null ? null : line.connector().operations.get(call.operation());
    if (operation == null) return new Outcome.Refused("unknown-operation", call.system() + " does not describe " + call.operation(), List.of());
    return new Hops(line.connector(), line.wire(), line.settings(), call, operation).carryOut();
  }

  /** Without a described probe a repeat is harmless by the operation's own idempotency: the effect counts as absent. */
  @Override
  public Probe probe(Call call) {
    var line = line(call.system());
    var operation = operation(line, call.operation());
    if (operation.probe() == null) return new Probe.Absent();
    return Hops.probe(new Hops(line.connector(), line.wire(), line.settings(), call, operation).look());
  }

  @Override
  public Duration settle(String system, String operation) {
    var idempotency = operation(line(system), operation).described().idempotency();
    return idempotency == null || idempotency.settle() == null ? SETTLE : idempotency.settle();
  }

  @Override
  public Poll poll(String system, String feed, Map<String, Object> cursor, Predicate<String> known, Duration deadline) {
    var line = line(system);
    return new Pages(line.connector(), line.wire(), line.settings(), source(line, feed), cursor, known, deadline, clock.instant()).read();
  }

  @Override
  public Translation translate(String system, String feed, byte[] raw) {
    var line = line(system);
    return Facts.read(line.connector(), source(line, feed), line.settings(), raw);
  }

  /** A signature in the standard form is taken from every system, as another sender may speak for it. */
  @Override
  public Hook hook(String system, HookCall call, List<String> kept) {
    if (!playing.containsKey(system)) return new Hook.Unknown();
    var line = line(system);
    var own = line.connector().hook;
    var form = own == null || call.header("webhook-signature") != null ? standardHook : own;
    return form.take(system, call, kept, line.settings(), secrets, clock);
  }

  @Override
  public List<Subscribed> subscriptions() {
    var hub = secrets.find("throughline.public.url");
    var subscribed = new ArrayList<Subscribed>();
    if (hub.isEmpty()) return subscribed;
    playing.forEach((system, role) -> {
      var hook = line(system).connector().descriptor.hook();
      var kept = hook == null ? null : hook.subscriptions();
      if (kept == null) return;
      line(system).connector().hook.address(hub.get(), system, secrets)
          .ifPresent(address -> subscribed.add(new Subscribed(system, role, kept.of() == HookSpec.Of.PROJECT, kept.every(), kept.lives(), kept.renew(), address, kept.bringsSecret())));
    });
    return subscribed;
  }

  @Override
  public String sealed(String system, String secret) {
    return line(system).connector().hook.sealed(system, secret, secrets);
  }

  @Override
  public List<Feed> feeds() {
    var feeds = new ArrayList<Feed>();
    playing.forEach((system, role) -> line(system).connector().feeds.forEach((name, feed) -> feeds.add(new Feed(system, role, name, feed.described().kind(), feed.described().every()))));
    return feeds;
  }

  @Override
  public List<SystemHealth> health() {
    return playing.keySet().stream().map(system -> line(system).account().health()).toList();
  }

  @Override
  public boolean open(String system) {
    return line(system).account().open();
  }

  @Override
  public void pause(String system, boolean paused) {
    line(system).account().pause(paused);
  }

  @Override
  public List<Catalogue.SystemEntry> catalogue() {
    return lines.values().stream().map(line -> Catalogue.of(line.connector(), playing.containsKey(line.connector().descriptor.system()), refused)).toList();
  }

  /** Tries a connection with the folder's harmless read: Done when the system answers to our credentials. */
  public Outcome check(String system) {
    var line = line(system);
    var check = line.connector().check;
    if (check == null) return new Outcome.Refused("no-check", system + " describes no check", List.of());
    var step = new Connector.Step(Descriptor.Hop.read("check", null, null), check, null, null, null, null, null, null, null);
    var operation = new Connector.Call(new Descriptor.Operation("check", null, null, List.of(), null, null, null, null, null), List.of(step), null, null);
    return new Hops(line.connector(), line.wire(), line.settings(), new Call(system, "check", "", Map.of(), null, Map.of()), operation).carryOut();
  }

  /** A firm's folders that are not in force, by system, with file, line and reason. */
  public Map<String, String> refusedOverrides() {
    return refused;
  }

  /** The mapping version in force. */
  public String version(String system) {
    return line(system).connector().version;
  }

  private Line line(String system) {
    var line = lines.get(system);
    if (line == null) throw new IllegalArgumentException("no system " + system);
    return line;
  }

  private static Connector.Call operation(Line line, String name) {
    var operation = line.connector().operations.get(name);
    if (operation == null) throw new IllegalArgumentException(line.connector().descriptor.system() + " does not describe " + name);
    return operation;
  }

  private static Connector.Source source(Line line, String feed) {
    var source = line.connector().feeds.get(feed);
    if (source == null) throw new IllegalArgumentException(line.connector().descriptor.system() + " has no feed " + feed);
    return source;
  }
}
