package io.throughline.connector;

import io.throughline.journey.Outcome;
import io.throughline.system.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The one door to every system. Carries out what {@code connectors/<system>/connector.yaml} describes; keeps no rows and opens no
 * transaction: attempts and receipts are the caller's.
 */
public interface Connectors {

  /** Which systems play a role; configuration {@code throughline.role.<role>}, in its order. */
  List<String> systemsFor(Role role);

  /** The first of them. */
  default Optional<String> systemFor(Role role) {
    return systemsFor(role).stream().findFirst();
  }

  /**
   * Which system plays a role for one of our legal entities from now on: configuration {@code throughline.role.<role>.entities}, a JSON object of the system by
   * entity, read each time; the first for one that is not named there. It may name a system that does not play the role.
   */
  Optional<String> systemFor(Role role, String entity);

  /** Carries out one operation within its deadline. Never throws for what a target can do. */
  Outcome carryOut(Call call);

  /**
   * Settles an UNKNOWN call by asking the target for the key: present with the answer if the effect is there, empty if it is not; Retry
   * when the target cannot be asked. Only after {@link #settle}.
   */
  Probe probe(Call call);

  /** How long after the last try an effect may still land. */
  Duration settle(String system, String operation);

  /**
   * Reads one page of a feed from a cursor ({@code {}} at the start); raw bytes and the cursor behind it, overlap included. What a list
   * only names is not read when its hash is {@code known}.
   */
  Poll poll(String system, String feed, Map<String, Object> cursor, Predicate<String> known, Duration deadline);

  /** Turns a stored raw page or event of a feed into canonical facts, an item at a time. */
  Translation translate(String system, String feed, byte[] raw);

  /**
   * Reads what somebody who claims to be a system tells the hub by itself, by the folder's {@code hook} or in the standard form.
   *
   * @param kept what the system's earlier introductions left to keep
   */
  Hook hook(String system, HookCall call, List<String> kept);

  /** Systems that play a role and whose subscriptions are to be kept as they should be: those whose hook is configured, once the hub knows its own address. */
  List<Subscribed> subscriptions();

  /** A secret that a system told, as it is kept for {@link #hook}. */
  String sealed(String system, String secret);

  /** The feeds a system describes, with the interval at which each is polled. */
  List<Feed> feeds();

  /** Circuit, quota and latency of each system account. */
  List<SystemHealth> health();

  /** Everything that is described, whether it plays a role now or not. */
  List<Catalogue.SystemEntry> catalogue();

  /** Whether a command can be sent now: not paused, circuit closed or due for a trial, quota left. */
  boolean open(String system);

  /** Takes the firm's own folders as they are now; one that cannot be used is told, and what was in force stays so. */
  void refresh();

  /** Stops and starts this node's traffic to a system; commands wait meanwhile. */
  void pause(String system, boolean paused);

  /** One effect asked of one system. {@code key}: hex of a SHA-256, put in the target's format by the connector. {@code headers}: trace context to pass on. */
  record Call(String system, String operation, String key, Map<String, Object> input, Duration deadline, Map<String, String> headers) {}

  /** What a probe saw. */
  sealed interface Probe {
    record Found(Outcome.Done done) implements Probe {}

    record Absent() implements Probe {}

    record Unavailable(Duration after, String reason) implements Probe {}
  }

  /** One page, or why there is none now. */
  sealed interface Poll {
    /** {@code items} of what was {@code told} are in {@code raw}. */
    record Page(byte[] raw, int items, Told told, Map<String, Object> cursor, boolean more) implements Poll {}

    record Later(Duration after, String code, String reason) implements Poll {}

    /** A hash of each item as the list told it; {@code inFull} unless the list only names what has to be read. */
    record Told(List<String> items, boolean inFull) {}
  }

  /** A call to {@code /hooks/{system}}: the address as the sender knows it, header names in lower case, the body's raw bytes. */
  record HookCall(String method, String uri, Map<String, String> query, Map<String, String> headers, byte[] body) {
    public String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }
  }

  /** What such a call is. */
  sealed interface Hook {
    /** Genuine. The reply is what the system wants to hear once the messages are taken. */
    record Event(List<Message> messages, Answered reply) implements Hook {}

    /** The system introduces itself; {@code keep}, where there is something, is the sealed secret that signs its events from now on. */
    record Introduction(String keep, Answered reply) implements Hook {}

    record Refused(String reason) implements Hook {}

    /** Genuine, but its body is not what the folder describes. */
    record Unreadable(String reason) implements Hook {}

    /** No such system plays a role, or its secret is not configured. */
    record Unknown() implements Hook {}
  }

  /** One of the hub's own messages; without a type the body is one, in the standard form. A repeat has the same id. */
  record Message(String id, String type, Object data) {}

  record Answered(int status, String type, Map<String, String> headers, byte[] body) {}

  /**
   * @param byProject each project has a subscription of its own; else the account has one
   * @param lives how long one lives, and {@code renew} how long before its end it is renewed; null where they do not end
   * @param address where the system sends its events
   * @param bringsSecret whether one tells the secret of its events once, when it is made
   */
  record Subscribed(String system, Role role, boolean byProject, Duration every, Duration lives, Duration renew, String address, boolean bringsSecret) {
    public static final String LIST = "listSubscriptions";
    public static final String BEGIN = "subscribe";
    public static final String RENEW = "renewSubscription";
    public static final String END = "unsubscribe";
    static final List<String> OPERATIONS = List.of(LIST, BEGIN, END);
    static final List<String> ENDING = List.of(LIST, BEGIN, RENEW, END);
  }

  record Feed(String system, Role role, String name, String kind, Duration every) {}

  /** Facts read from one raw page; what could not be read is named, item by item, never lost. */
  record Translation(List<Item> items, String mappingVersion) {}

  /** One canonical fact ({@code problem} absent) or one item that could not be read. */
  record Item(String kind, String key, String version, Map<String, Object> fact, Outcome.Field problem) {}

  record SystemHealth(
      String system,
      String name,
      Role role,
      String circuit,
      boolean paused,
      long quotaLeft,
      int inFlight,
      int concurrency,
      long calls,
      long failures,
      Map<String, Long> errorClasses,
      double latencyMillisP50,
      double latencyMillisP95) {}
}
