package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.connector.Connectors.Probe;
import io.throughline.connector.Connectors.Subscribed;
import io.throughline.connector.Peer.Reply;
import io.throughline.journey.Outcome;
import io.throughline.system.Delivery;
import io.throughline.system.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder whose subscriptions the hub keeps: they are listed, begun, renewed where they end, and taken away. */
class SubscriptionSuiteTest extends RoleSuite {

  private static final String END = "2026-10-01T10:00:00Z";
  private static final String LATER = "2026-11-01T10:00:00Z";

  /** They say themselves how long a subscription lives. */
  private static final Set<String> ENDS_AS_IT_LIKES = Set.of("jira");

  private final Peer hub = new Peer().answering(asked -> asked.headers().containsKey("x-hook-secret") ? Reply.of(200, "").with("X-Hook-Secret", asked.headers().get("x-hook-secret")) : Reply.of(200, asked.body()));

  static Stream<String> systems() {
    return Arrays.stream(Role.values()).flatMap(Played::systems).filter(system -> kept(system) != null);
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  @ParameterizedTest
  @MethodSource("systems")
  void beginsListsAndEndsASubscription(String system) {
    var scope = scope(system);
    assertThat(listed(system, scope, false)).isEmpty();

    var id = String.valueOf(done(system, Subscribed.BEGIN, about(system, scope, null, END)).get("subscriptionId"));

    var only = listed(system, scope, true);
    assertThat(only).hasSize(1);
    assertThat(only.get(0)).containsEntry("id", id).containsEntry("live", true);
    if (only.get(0).containsKey("address")) assertThat(only.get(0)).containsEntry("address", address(system));
    if (kept(system).of() == HookSpec.Of.PROJECT) assertThat(only.get(0)).containsEntry("scope", scope);
    if (ENDS_AS_IT_LIKES.contains(system)) {
      assertThat(ends(only.get(0))).isAfter(Instant.now());
      assertThat(ends(done(system, Subscribed.RENEW, about(system, scope, id, LATER)))).isAfterOrEqualTo(ends(only.get(0))).isEqualTo(ends(listed(system, scope, false).get(0)));
    } else if (kept(system).lives() != null) {
      assertThat(only.get(0)).containsEntry("endsAt", END);
      assertThat(done(system, Subscribed.RENEW, about(system, scope, id, LATER))).containsEntry("endsAt", LATER);
      assertThat(listed(system, scope, false).get(0)).containsEntry("endsAt", LATER);
    }
    done(system, Subscribed.END, about(system, scope, id, null));
    assertThat(listed(system, scope, false)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("systems")
  void findsWhatWasBegun(String system) {
    if (Folders.shipped(system).descriptor.operations().get(Subscribed.BEGIN).probe() == null) return;
    var begin = Bench.call(system, Subscribed.BEGIN, about(system, scope(system), null, END));
    assertThat(played.recording.probe(begin, played.connectors::probe)).isInstanceOf(Probe.Absent.class);

    var begun = (Outcome.Done) played.connectors.carryOut(begin);

    assertThat(played.recording.probe(begin, played.connectors::probe)).isInstanceOfSatisfying(Probe.Found.class, found -> assertThat(found.done().targetId()).isEqualTo(begun.targetId()));
  }

  private static HookSpec.Subscriptions kept(String system) {
    var hook = Folders.shipped(system).descriptor.hook();
    return hook == null ? null : hook.subscriptions();
  }

  private static Instant ends(Map<String, Object> said) {
    return Instant.parse(String.valueOf(said.get("endsAt")));
  }

  private String address(String system) {
    return hub.url() + "/hooks/" + system + "?token=unguessable";
  }

  private String scope(String system) {
    if (kept(system).of() == HookSpec.Of.ACCOUNT) return "account";
    return String.valueOf(done(system, new Delivery.CreateProject("T1", "T1", "Advice", "Client", "advisory", LocalDate.of(2026, 9, 1), LocalDate.of(2026, 12, 31), "EUR", "1000.00")).get("projectId"));
  }

  private Map<String, Object> about(String system, String scope, String id, String endsAt) {
    var about = new LinkedHashMap<String, Object>(Map.of("scope", scope, "address", address(system)));
    if (id != null) about.put("subscriptionId", id);
    if (endsAt != null) about.put("endsAt", endsAt);
    return about;
  }

  private List<Map<String, Object>> listed(String system, String scope, boolean recorded) {
    var call = Bench.call(system, Subscribed.LIST, Map.of("scopes", List.of(scope), "address", address(system)));
    var outcome = recorded ? played.recording.outcome(call, played.connectors::carryOut) : played.connectors.carryOut(call);
    assertThat(outcome).as(system).isInstanceOf(Outcome.Done.class);
    var all = new ArrayList<Map<String, Object>>();
    Tree.list(((Outcome.Done) outcome).answer().get("subscriptions")).forEach(one -> all.add(Tree.map(one)));
    return all;
  }

  private Map<String, Object> done(String system, String operation, Map<String, Object> input) {
    var outcome = played.recording.outcome(Bench.call(system, operation, input), played.connectors::carryOut);
    assertThat(outcome).as(system + " " + operation).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).answer();
  }
}
