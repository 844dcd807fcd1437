package io.throughline.connector;

import io.throughline.connector.Connectors.Answered;
import io.throughline.connector.Connectors.Hook;
import io.throughline.connector.Connectors.HookCall;
import io.throughline.connector.Connectors.Message;
import io.throughline.connector.HookSpec.Check;
import io.throughline.connector.HookSpec.Reply;
import io.throughline.connector.HookSpec.Strategy;
import io.throughline.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A described hook with every expression parsed: tells a genuine event from any other call, and what it says. */
final class HookInForce {

  /** A token that the address carries. */
  private static final Pattern IN_THE_ADDRESS = Pattern.compile("\\$query\\.(\\w+)");

  private final HookSpec described;
  private final Map<Check, Mapping> values = new IdentityHashMap<>();
  private final Mapping when;
  private final Mapping keep;
  private final Worded introduction;
  private final Mapping out;
  private final Worded reply;

  /** A reply with its expressions parsed. */
  private record Worded(int status, String type, Map<String, Mapping> headers, Mapping body) {}

  /** @param parsed makes a mapping of an expression, or null of nothing */
  HookInForce(HookSpec described, Function<String, Mapping> parsed) {
    this.described = described;
    if (described.verify().isEmpty() || described.out() == null) throw new IllegalArgumentException("a hook needs 'verify' and 'out'");
    for (var check : described.verify()) {
      if (check.strategy() == Strategy.TOKEN ? check.value() == null || check.secret() == null : check.header() == null) throw new IllegalArgumentException("a hook's check lacks its header, or its value and secret");
      if (check.strategy() == Strategy.HMAC && (check.over() == null || check.encoding() == null)) throw new IllegalArgumentException("a hook's hmac needs 'over' and 'encoding'");
      if (check.secret() == null && !bringsSecret()) throw new IllegalArgumentException("a hook's check has no secret, and no handshake or subscription brings one");
      values.put(check, parsed.apply(check.value()));
    }
    if (bringsSecret() && (token() == null || token().optional())) throw new IllegalArgumentException("a secret that is brought needs a token that seals it, and without which anybody could introduce himself");
    var handshake = described.handshake();
    when = handshake == null ? null : parsed.apply(handshake.when());
    keep = handshake == null ? null : parsed.apply(handshake.keep());
    introduction = handshake == null ? null : worded(handshake.reply(), parsed);
    out = parsed.apply(described.out());
    reply = worded(described.reply(), parsed);
  }

  private boolean bringsSecret() {
    return described.handshake() != null && described.handshake().keep() != null || described.subscriptions() != null && described.subscriptions().bringsSecret();
  }

  /** A secret that was brought, as it is kept. */
  String sealed(String system, String secret, Secrets secrets) {
    return new Seal(HookSignature.key(token(), secrets.find(token().secret().replace("{system}", system)).orElseThrow())).seal(secret);
  }

  /** What the address itself proves. */
  private Check token() {
    return described.verify().stream().filter(check -> check.strategy() == Strategy.TOKEN).findFirst().orElse(null);
  }

  private static Worded worded(Reply reply, Function<String, Mapping> parsed) {
    if (reply == null) return new Worded(202, null, Map.of(), null);
    var headers = new LinkedHashMap<String, Mapping>();
    reply.headers().forEach((name, expression) -> headers.put(name, parsed.apply(expression)));
    return new Worded(reply.status(), reply.type(), headers, parsed.apply(reply.body()));
  }

  /**
   * @param kept sealed secrets that earlier handshakes brought
   * @param secrets configuration by name
   */
  Hook take(String system, HookCall call, List<String> kept, Map<String, Object> settings, Secrets secrets, Clock clock) {
    var keys = new IdentityHashMap<Check, List<byte[]>>();
    for (var check : described.verify()) {
      if (check.secret() == null) continue;
      var secret = secrets.find(check.secret().replace("{system}", system));
      if (secret.isEmpty() && !check.optional()) return new Hook.Unknown();
      secret.ifPresent(known -> keys.put(check, List.of(HookSignature.key(check, known))));
    }
    var checks = described.verify().stream().filter(check -> check.secret() == null || keys.containsKey(check)).toList();
    if (checks.isEmpty()) return new Hook.Unknown();
    var seal = bringsSecret() ? new Seal(keys.get(token()).get(0)) : null;
    var body = body(call.body());
    var variables = Map.of("headers", call.headers(), "query", call.query(), "settings", settings, "bodyHash", Sha256.of(call.body()));
    var addressed = checks.stream().filter(check -> check.strategy() == Strategy.TOKEN).allMatch(check -> tokens(check, body, variables, keys.get(check).get(0)));
    if (when != null && (addressed || keep == null) && when.holds(body, variables)) {
      return new Hook.Introduction(keep == null ? null : seal.seal(String.valueOf(keep.apply(body, variables))), answered(introduction, body, variables));
    }
    if (!addressed) return new Hook.Refused("the token is not the one that was agreed");
    for (var check : checks) {
      var known = check.secret() != null ? keys.get(check) : kept.stream().map(seal::open).flatMap(Optional::stream).map(secret -> HookSignature.key(check, secret)).toList();
      var wrong = check.strategy() == Strategy.TOKEN ? Optional.<String>empty() : new HookSignature(check, call, clock).wrong(known);
      if (wrong.isPresent()) return new Hook.Refused(wrong.get());
    }
    try {
      var messages = Tree.list(Tree.present(out.apply(body, variables))).stream().map(Tree::map).map(message -> new Message(text(message, "id"), text(message, "type"), message.get("data"))).toList();
      return new Hook.Event(messages, answered(reply, body, variables));
    } catch (IllegalArgumentException unreadable) {
      return new Hook.Unreadable(unreadable.getMessage());
    }
  }

  /** Where the system has to send its events, with what the address itself proves; empty while a secret is not configured. */
  Optional<String> address(String hub, String system, Secrets secrets) {
    var address = new StringBuilder(hub.replaceAll("/+$", "")).append("/hooks/").append(system);
    for (var check : described.verify()) {
      if (check.secret() == null) continue;
      var secret = secrets.find(check.secret().replace("{system}", system));
      var name = IN_THE_ADDRESS.matcher(check.value() == null ? "" : check.value());
      if (secret.isEmpty() && (!check.optional() || name.matches())) return Optional.empty();
      if (name.matches()) address.append(address.indexOf("?") < 0 ? '?' : '&').append(name.group(1)).append('=').append(Template.encode(secret.get()));
    }
    return Optional.of(address.toString());
  }

  /** Every one of them, and at least one. */
  private boolean tokens(Check check, Object body, Map<String, ?> variables, byte[] secret) {
    var given = Tree.list(values.get(check).apply(body, variables));
    var all = !given.isEmpty();
    for (var token : given) all &= MessageDigest.isEqual(String.valueOf(token).getBytes(StandardCharsets.UTF_8), secret);
    return all;
  }

  private static Answered answered(Worded worded, Object body, Map<String, ?> variables) {
    var headers = new LinkedHashMap<String, String>();
    worded.headers().forEach((name, value) -> headers.put(name, String.valueOf(value.apply(body, variables))));
    var said = worded.body() == null ? null : worded.body().apply(body, variables);
    return new Answered(worded.status(), worded.type(), headers, said == null ? new byte[0] : said instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Tree.write(said));
  }

  private static Object body(byte[] raw) {
    try {
      return raw.length == 0 ? null : Tree.read(raw);
    } catch (IOException notJson) {
      return new String(raw, StandardCharsets.UTF_8);
    }
  }

  private static String text(Map<String, Object> message, String name) {
    return message.get(name) == null ? null : String.valueOf(message.get(name));
  }
}
