package io.throughline.connector;

import io.throughline.connector.Connectors.Subscribed;
import io.throughline.connector.Descriptor.FeedSpec;
import io.throughline.connector.Descriptor.Hop;
import io.throughline.connector.Descriptor.Mode;
import io.throughline.connector.Descriptor.Operation;
import io.throughline.connector.Descriptor.Probe;
import io.throughline.connector.Descriptor.Request;
import io.throughline.connector.Descriptor.Rule;
import io.throughline.system.Role;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder in force: its descriptor with every expression parsed and every rule of the shape checked. */
final class Connector {

  static final String DETAIL = "detail";

  final Descriptor descriptor;
  final String version;
  final Map<String, Call> operations = new LinkedHashMap<>();
  final Map<String, Source> feeds = new LinkedHashMap<>();
  final List<RuleInForce> errors;
  final Sendable check;
  final HookInForce hook;
  final Mapping quotaLeft;
  final Mapping quotaReset;
  final Map<String, Connector> also = new LinkedHashMap<>();
  final Map<Descriptor.Auth, Login> logins = new HashMap<>();
  private final Folder folder;
  private final Map<String, Mapping> files = new HashMap<>();

  /** A request whose templates are parsed; without a method the path's text begins with it. */
  record Sendable(String method, Template path, Map<String, Template> query, Map<String, Template> headers, Mapping body, Mapping form, Mapping xml, String graphql, Mapping content, String at) {}

  record Step(Hop described, Sendable request, Mapping pick, Mapping id, Mapping when, Mapping forEach, Mapping until, Sendable abandon, Mapping next) {}

  record Look(Probe described, Sendable request, Mapping found, Mapping id, Mapping next) {}

  record Call(Operation described, List<Step> steps, Look probe, Mapping out) {
    boolean reads() {
      return described.lacks() != null || described.idempotency().mode() == Mode.READ;
    }

    Step effect() {
      return steps.stream().filter(step -> step.described().effect()).findFirst().orElse(null);
    }
  }

  record Source(FeedSpec described, Sendable request, Mapping items, Mapping modified, Mapping more, Mapping next, Mapping delta, Call details, Mapping out) {}

  record Login(Sendable request, Mapping session) {}

  record RuleInForce(Rule described, Mapping where, Mapping after, Mapping code, Mapping reason, Mapping fields) {}

  Connector(Descriptor descriptor, Folder folder) {
    this.descriptor = descriptor;
    this.folder = folder;
    descriptor.operations().forEach((name, operation) -> operations.put(name, call(name, operation)));
    descriptor.feeds().forEach((name, feed) -> {
      if (feed.lacks() == null) feeds.put(name, source(name, feed));
    });
    errors = descriptor.errors().stream().map(this::rule).toList();
    check = descriptor.check() == null ? null : sendable(descriptor.check());
    var learn = descriptor.quota() == null ? null : descriptor.quota().learn();
    quotaLeft = learn == null ? null : mapping(learn.left());
    quotaReset = learn == null ? null : mapping(learn.reset());
    descriptor.also().forEach((name, account) -> also.put(name, new Connector(account, folder)));
    hook = descriptor.hook() == null ? null : hook(descriptor.hook());
    for (var way : descriptor.auth()) {
      if (way.strategy() == Descriptor.Strategy.SESSION) logins.put(way, new Login(sendable(way.login()), mapping(way.session())));
    }
    version = folder.version();
  }

  private Call call(String name, Operation operation) {
    if (operation.lacks() != null) return new Call(operation, List.of(), null, mapping(operation.out()));
    refuseUnless(operation.idempotency() != null && operation.idempotency().mode() != null, name + ": idempotency is missing");
    refuseUnless(operation.hops() != null && !operation.hops().isEmpty(), name + ": hops are missing");
    var mode = operation.idempotency().mode();
    var effects = operation.hops().stream().filter(Hop::effect).count();
    refuseUnless(mode == Mode.READ ? effects == 0 : effects == 1, name + ": " + effects + " effectful hops; a read has none, any other operation exactly one");
    refuseUnless(mode != Mode.PROBE && mode != Mode.DETECT_ONLY || operation.probe() != null, name + ": mode " + mode + " needs a probe");
    refuseUnless(mode != Mode.PROBE || operation.idempotency().settle() != null, name + ": mode probe needs a settle time");
    refuseUnless(mode != Mode.AGAIN || descriptor.role() == Role.NOTICES, name + ": mode " + mode + " is for telling people only");
    refuseUnless(operation.undo() == null || descriptor.operations().containsKey(operation.undo()), name + ": unknown undo " + operation.undo());
    for (var hop : operation.hops()) {
      refuseUnless(!hop.transition() || operation.hops().indexOf(hop) > operation.hops().stream().map(Hop::effect).toList().indexOf(true), name + "." + hop.name() + ": a transition follows the effect");
      refuseUnless(!hop.effect() || hop.forEach() == null && hop.until() == null && hop.next() == null, name + "." + hop.name() + ": an effectful hop is sent once");
    }
    var steps = operation.hops().stream().map(this::step).toList();
    var probe = operation.probe();
    var look = probe == null ? null : new Look(probe, sendable(probe.request()), mapping(probe.found()), mapping(probe.id()), mapping(probe.next()));
    return new Call(operation, steps, look, operation.out() != null ? mapping(operation.out()) : file(name + ".out.jsonata", false));
  }

  private Step step(Hop hop) {
    return new Step(hop, sendable(hop.request()), mapping(hop.pick()), mapping(hop.id()), mapping(hop.when()), mapping(hop.forEach()), mapping(hop.until()), hop.abandon() == null ? null : sendable(hop.abandon()), mapping(hop.next()));
  }

  /** What is read for each listed item; null when the list says it all. */
  private Call details(String name, FeedSpec feed) {
    if (feed.detail() == null && feed.hops() == null) return null;
    refuseUnless(feed.detail() == null || feed.hops() == null, name + ": either detail or hops");
    var hops = feed.hops() != null ? feed.hops() : List.of(Hop.read(DETAIL, feed.detail(), List.of(404)));
    refuseUnless(hops.stream().noneMatch(hop -> hop.effect() || hop.transition()), name + ": a feed only reads");
    return new Call(new Operation(name, null, null, hops, null, null, null, null, null), hops.stream().map(this::step).toList(), null, null);
  }

  private Source source(String name, FeedSpec feed) {
    refuseUnless(feed.kind() != null && feed.every() != null && feed.items() != null && feed.key() != null, name + ": kind, every, items and key are needed");
    var paging = feed.paging();
    var modified = feed.watermark() == null ? null : mapping(feed.watermark().modified());
    return new Source(feed, sendable(feed.request()), mapping(feed.items()), modified, paging == null ? null : mapping(paging.more()), paging == null ? null : mapping(paging.next()), paging == null ? null : mapping(paging.delta()), details(name, feed),
        feed.out() != null ? mapping(feed.out()) : file(name + ".out.jsonata", true));
  }

  private RuleInForce rule(Rule rule) {
    refuseUnless(rule.is() != null && (rule.status() != null || rule.where() != null), "an error rule needs 'is', and 'status' or 'where'");
    return new RuleInForce(rule, mapping(rule.where()), Verdict.isPlainSpan(rule.after()) ? null : mapping(rule.after()), mapping(rule.code()), mapping(rule.reason()), mapping(rule.fields()));
  }

  private HookInForce hook(HookSpec described) {
    var kept = described.subscriptions();
    if (kept != null) {
      refuseUnless(kept.of() != null && kept.every() != null && (kept.lives() == null) == (kept.renew() == null), "hook: subscriptions need 'of' and 'every', and 'lives' and 'renew' together");
      for (var name : kept.lives() == null ? Subscribed.OPERATIONS : Subscribed.ENDING) refuseUnless(descriptor.operations().containsKey(name), "hook: subscriptions need the operation " + name);
    }
    try {
      return new HookInForce(described, this::mapping);
    } catch (IllegalArgumentException e) {
      throw new ConnectorRefused(folder.name("connector.yaml"), 0, "hook: " + e.getMessage());
    }
  }

  private Sendable sendable(Request request) {
    refuseUnless(request == null || request.at() == null || descriptor.also().containsKey(request.at()), "no account " + (request == null ? "" : request.at()) + " below 'also'");
    refuseUnless(request != null && request.send() != null && request.send().matches("(GET|POST|PUT|PATCH|DELETE) \\S.*|\\S+\\.jsonata"), "a request needs 'send: METHOD path', or a file that says both");
    var space = request.send().indexOf(' '); // none: the file's text is method and path
    return new Sendable(space < 0 ? null : request.send().substring(0, space), template(request.send().substring(space + 1).strip()), templates(request.query()), templates(request.headers()), mapping(request.body()), mapping(request.form()), mapping(request.xml()), document(request.graphql()), mapping(request.content()), request.at());
  }

  private String document(String file) {
    if (file == null) return null;
    var text = folder.text(file);
    refuseUnless(text.isPresent(), "file " + file + " is missing");
    return text.get();
  }

  private Map<String, Template> templates(Map<String, String> texts) {
    var all = new LinkedHashMap<String, Template>();
    if (texts != null) texts.forEach((name, text) -> all.put(name, template(text)));
    return all;
  }

  private Template template(String text) {
    if (text.endsWith(".jsonata")) return Template.whole(file(text, true));
    return Template.of(folder.name("connector.yaml"), text);
  }

  /** An expression, or the file that it names. */
  private Mapping mapping(String expression) {
    if (expression == null) return null;
    return expression.endsWith(".jsonata") ? file(expression, true) : Mapping.of(folder.name("connector.yaml") + " (" + expression.strip() + ")", expression);
  }

  private Mapping file(String name, boolean needed) {
    var text = folder.text(name);
    refuseUnless(text.isPresent() || !needed, "file " + name + " is missing");
    return text.map(content -> files.computeIfAbsent(name, file -> Mapping.of(folder.name(file), content))).orElse(null);
  }

  private void refuseUnless(boolean condition, String problem) {
    if (!condition) throw new ConnectorRefused(folder.name("connector.yaml"), 0, problem);
  }
}
