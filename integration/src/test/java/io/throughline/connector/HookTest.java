package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.throughline.connector.Connectors.Hook;
import io.throughline.connector.Connectors.HookCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The standard form, held against the example of the Standard Webhooks reference libraries, and what a described hook may be. */
class HookTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String TIME = "1614265330";
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String GENUINE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  @TempDir Path firm;

  @Test
  void takesTheReferenceExample() {
    assertThat(asked(ID, TIME, GENUINE, BODY)).isInstanceOfSatisfying(Hook.Event.class, event -> {
      assertThat(event.messages()).containsExactly(new Connectors.Message(ID, null, null)); // the body is the message
      assertThat(event.reply().status()).isEqualTo(202);
    });
  }

  @Test
  void takesAnyOfSeveralSignaturesSoThatSecretsCanBeRotated() {
    assertThat(asked(ID, TIME, "v1,Y2xlYXJseSB3cm9uZw== v1a,abc " + GENUINE, BODY)).isInstanceOf(Hook.Event.class);
  }

  @Test
  void refusesAnotherBodyIdOrTimestamp() {
    assertThat(asked(ID, TIME, GENUINE, "{\"test\": 2432232315}")).isEqualTo(new Hook.Refused("no signature fits the body"));
    assertThat(asked("msg_other", TIME, GENUINE, BODY)).isEqualTo(new Hook.Refused("no signature fits the body"));
    assertThat(asked(ID, "1614265331", GENUINE, BODY)).isEqualTo(new Hook.Refused("no signature fits the body"));
  }

  @Test
  void refusesAnotherSecretAnotherVersionAndWhatIsNotBase64() {
    var other = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    assertThat(asked(other, Duration.ZERO, ID, TIME, GENUINE, BODY)).isEqualTo(new Hook.Refused("no signature fits the body"));
    assertThat(asked(ID, TIME, GENUINE.replace("v1,", "v2,"), BODY)).isEqualTo(new Hook.Refused("no signature fits the body"));
    assertThat(asked(ID, TIME, "v1,***", BODY)).isEqualTo(new Hook.Refused("no signature fits the body"));
  }

  @Test
  void takesAnEventWithinFiveMinutesOfNowOnly() {
    assertThat(asked(SECRET, Duration.ofSeconds(300), ID, TIME, GENUINE, BODY)).isInstanceOf(Hook.Event.class);
    assertThat(asked(SECRET, Duration.ofSeconds(301), ID, TIME, GENUINE, BODY)).isEqualTo(new Hook.Refused("webhook-timestamp is too far from now"));
    assertThat(asked(SECRET, Duration.ofSeconds(-301), ID, TIME, GENUINE, BODY)).isEqualTo(new Hook.Refused("webhook-timestamp is too far from now"));
  }

  @Test
  void refusesMissingHeaders() {
    assertThat(asked(null, TIME, GENUINE, BODY)).isEqualTo(new Hook.Refused("webhook-id is required"));
    assertThat(asked(ID, null, GENUINE, BODY)).isEqualTo(new Hook.Refused("webhook-timestamp is required"));
    assertThat(asked(ID, TIME, null, BODY)).isEqualTo(new Hook.Refused("no signature fits the body"));
  }

  @Test
  void refusesASecretThatIsTooShortOrNoneAtAll() {
    assertThatThrownBy(() -> asked("whsec_c2hvcnQ=", Duration.ZERO, ID, TIME, GENUINE, BODY)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> asked("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Duration.ZERO, ID, TIME, GENUINE, BODY)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsNoSystemThatPlaysNoRoleOrHasNoSecret() {
    var bench = new Bench(firm).with("throughline.role.erp", "tryton");

    assertThat(bench.connectors().hook("tryton", call(Map.of(), BODY), List.of())).isEqualTo(new Hook.Unknown());
    assertThat(bench.with("throughline.hook.kantata.secret", SECRET).connectors().hook("kantata", call(Map.of(), BODY), List.of())).isEqualTo(new Hook.Unknown());
  }

  @Test
  void takesWhatDataverseTellsWithTheKeyOfItsWebhookOnly() {
    var body = "{\"MessageName\": \"Update\", \"PrimaryEntityName\": \"opportunity\", \"PrimaryEntityId\": \"6b0c\", \"OperationId\": \"op-1\", \"OperationCreatedOn\": \"/Date(1788220800000+0000)/\", \"InputParameters\": []}";

    assertThat(dataverse("dynamics-sales", "crm", "key", body)).containsExactly(new Connectors.Message("op-1:6b0c:/Date(1788220800000+0000)/", "changed.won-deal", null));
    assertThat(dataverse("dynamics-sales", "crm", "key", body.replace("opportunity", "contact"))).isEmpty();
    assertThat(dataverse("project-operations", "delivery", "key", body.replace("opportunity", "msdyn_timeentry"))).extracting(Connectors.Message::type).containsExactly("changed.time-entry");
    assertThat(dataverse("dynamics-sales", "crm", "guessed", body)).isNull();
  }

  /** What it says, or null if it is refused. */
  private List<Connectors.Message> dataverse(String system, String role, String code, String body) {
    var bench = new Bench(firm).with("throughline.role." + role, system).with("throughline." + system + ".hook-token", "key");
    var hook = bench.connectors().hook(system, new HookCall("POST", "https://hub.example/hooks/" + system, Map.of("code", code), Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8)), List.of());
    return hook instanceof Hook.Event event ? event.messages() : null;
  }

  @Test
  void checksWhatIsConfiguredOfWhatASystemMayProve() {
    var body = "{\"webhookEvent\": \"jira:issue_updated\"}";
    var told = Map.of("x-atlassian-webhook-identifier", "a1");

    assertThat(jira(told, body)).isEqualTo(new Hook.Unknown());
    assertThat(jira(told, body, "hook-token", "t")).isInstanceOfSatisfying(Hook.Event.class, event -> assertThat(event.messages()).containsExactly(new Connectors.Message("a1", "changed.time-entry", null)));
    assertThat(jira(told, body, "hook-token", "another")).isEqualTo(new Hook.Refused("the token is not the one that was agreed"));
    assertThat(jira(told, body, "hook-secret", "s")).isEqualTo(new Hook.Refused("no signature fits the body"));
    assertThat(jira(told, body, "hook-token", "t", "hook-secret", "s")).isEqualTo(new Hook.Refused("no signature fits the body"));
  }

  @Test
  void subscribesOnlyWhereTheAddressProvesWhoCalls() {
    var bench = new Bench(firm).with("throughline.role.delivery", "jira").with("throughline.public.url", "https://hub.example").with("throughline.jira.hook-secret", "s");

    assertThat(bench.connectors().subscriptions()).isEmpty();
    assertThat(bench.with("throughline.jira.hook-token", "t").connectors().subscriptions()).extracting(Connectors.Subscribed::address).containsExactly("https://hub.example/hooks/jira?token=t");
  }

  private Hook jira(Map<String, String> headers, String body, String... configured) {
    var bench = new Bench(firm).with("throughline.role.delivery", "jira");
    for (int i = 0; i < configured.length; i += 2) bench.with("throughline.jira." + configured[i], configured[i + 1]);
    return bench.connectors().hook("jira", call(headers, body), List.of());
  }

  @Test
  void saysThatAGenuineBodyCannotBeRead() {
    var bench = small("verify: [{ strategy: token, secret: throughline.small.token, value: $query.token }]\n  out: '$error(\"no such event\")'");

    assertThat(bench.connectors().hook("small", call(Map.of(), BODY), List.of())).isInstanceOfSatisfying(Hook.Unreadable.class, unreadable -> assertThat(unreadable.reason()).contains("no such event"));
  }

  @Test
  void refusesAFolderInWhichAnybodyMayIntroduceHimself() {
    var refused = small("verify: [{ strategy: hmac, header: x, encoding: hex, over: body }]\n  handshake: { when: 'true', keep: $headers.s }\n  out: '{}'").connectors().refusedOverrides();

    assertThat(refused.get("small")).contains("anybody could introduce himself");
  }

  private Bench small(String hook) {
    return new Bench(firm).file("small", "connector.yaml", "system: small\nrole: crm\nbase: throughline.small.url\nhook:\n  " + hook + "\n").with("throughline.small.token", "t").with(hook.contains("token") ? "throughline.role.crm" : "none", "small");
  }

  private Hook asked(String id, String time, String signature, String body) {
    return asked(SECRET, Duration.ZERO, id, time, signature, body);
  }

  private Hook asked(String secret, Duration later, String id, String time, String signature, String body) {
    var bench = new Bench(firm).with("throughline.role.erp", "tryton").with("throughline.hook.tryton.secret", secret);
    bench.clock.advance(Duration.between(bench.clock.instant(), Instant.ofEpochSecond(Long.parseLong(TIME))).plus(later));
    var headers = new HashMap<String, String>();
    if (id != null) headers.put("webhook-id", id);
    if (time != null) headers.put("webhook-timestamp", time);
    if (signature != null) headers.put("webhook-signature", signature);
    return bench.connectors().hook("tryton", call(headers, body), List.of());
  }

  private static HookCall call(Map<String, String> headers, String body) {
    return new HookCall("POST", "https://hub.example.com/hooks/any", Map.of("token", "t"), headers, body.getBytes(StandardCharsets.UTF_8));
  }
}
