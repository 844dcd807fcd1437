package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.ear.Api.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Subscriptions are reconciled state: of a project that a live engagement has, of an account, and of one whose subscriptions end by themselves. */
@TestMethodOrder(OrderAnnotation.class)
class SubscriptionsIT {

  private static final String TOKEN = "unguessable";

  /** A firm's own archive, whose webhooks end a day after they were made: a plain REST API, as the sandbox plays one. */
  private static final String ARCHIVE = """
      system: archive
      role: filing
      base: throughline.generic-rest.url
      auth: [{ strategy: bearer, value: throughline.generic-rest.token }]
      hook:
        verify: [{ strategy: hmac, secret: throughline.archive.hook-secret, header: X-Signature, encoding: hex, over: body }]
        out: '[]'
        subscriptions: { of: account, every: 1s, lives: 1d, renew: 6h }
      operations:
        listSubscriptions:
          idempotency: { mode: read }
          hops: [{ name: list, request: { send: GET /webhooks, query: { limit: "100" } } }]
          out: '{ "subscriptions": [$.{ "id": id, "address": url, "live": active, "endsAt": $instant(expires_at) }] }'
        subscribe:
          idempotency: { mode: key-header }
          hops: [{ name: create, effect: true, request: { send: POST /webhooks, headers: { Idempotency-Key: "{$key}" }, body: '{ "url": address, "expires_at": endsAt }' }, id: id }]
          target: subscriptionId
          out: '{ "subscriptionId": $id, "endsAt": $instant(expires_at) }'
        renewSubscription:
          idempotency: { mode: state }
          hops: [{ name: renew, effect: true, request: { send: "PATCH /webhooks/{subscriptionId}", body: '{ "expires_at": endsAt }' } }]
          out: '{ "endsAt": $instant(expires_at) }'
        unsubscribe:
          idempotency: { mode: state }
          hops: [{ name: remove, effect: true, request: { send: "DELETE /webhooks/{subscriptionId}" } }]
      """;

  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    var folders = HubFixture.path("throughline.home").resolve("subscribing-connectors");
    Files.createDirectories(folders.resolve("archive"));
    Files.writeString(folders.resolve(Path.of("archive", "connector.yaml")), ARCHIVE);
    hub = HubFixture.start("subscriptions", Map.of(
        "THROUGHLINE_CONNECTORS_DIR", folders.toString(),
        "THROUGHLINE_ROLE_DELIVERY", "asana", "THROUGHLINE_ASANA_HOOK_TOKEN", TOKEN,
        "THROUGHLINE_ROLE_DOCUMENTS", "docusign", "THROUGHLINE_DOCUSIGN_HOOK_KEY", "a key",
        "THROUGHLINE_ROLE_PEOPLE", "bamboohr", "THROUGHLINE_BAMBOOHR_HOOK_TOKEN", TOKEN,
        "THROUGHLINE_ROLE_FILING", "archive", "THROUGHLINE_ARCHIVE_HOOK_SECRET", "a secret"));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  @Test
  @Order(1)
  void subscribesAtTheStartAndOfEachProjectOnceItsEngagementIsLive() throws Exception {
    await("the account is subscribed").atMost(Deal.SOON).until(() -> stands("docusign", "account") != null);
    assertThat(at("docusign", "connect")).singleElement().satisfies(one -> assertThat(one.get("urlToPublishTo").asText()).isEqualTo(hub.address() + "/hooks/docusign"));
    var deal = Deal.won(hub, "Subscribing").awaitOpening("done");
    var project = hub.text("select project_id from engagement where thread_id = '" + deal.thread() + "'");

    await("the project is subscribed").atMost(Deal.SOON).until(() -> stands("asana", project) != null);

    assertThat(at("asana", "webhooks")).singleElement().satisfies(one -> {
      assertThat(one.get("gid").asText()).isEqualTo(stands("asana", project));
      assertThat(one.get("target").asText()).isEqualTo(hub.address() + "/hooks/asana?token=" + TOKEN);
    });
    assertThat(hub.number("select count(*) from hook_secret where system = 'asana'")).as("it introduced itself").isEqualTo(1);
    assertThat(event("e1").status()).isEqualTo(200);
    assertThat(hub.number("select sum(drifts) from subscription")).isZero();
  }

  @Test
  @Order(2)
  void takesASecondRegistrationAwayAndSaysSo() {
    var system = hub.as("operator").get("/api/experience/v1/operations/systems/asana").json();
    var first = system.get("subscriptions").get(0);
    hub.sandbox().post("control/drive/subscribe-again?system=asana", "{\"subscriptionId\":\"" + first.get("subscriptionId").asText() + "\"}");

    await("the second is gone").atMost(Deal.SOON).until(() -> at("asana", "webhooks").size() == 1 && hub.number("select drifts from subscription where system = 'asana'") == 1);

    assertThat(at("asana", "webhooks").get(0).get("gid").asText()).as("the one that was known stays").isEqualTo(first.get("subscriptionId").asText());
    var seen = hub.as("operator").get("/api/experience/v1/operations/systems/asana").json().get("subscriptions").get(0);
    assertThat(seen.get("drift").asText()).isEqualTo("double");
    assertThat(seen.get("drifts").asInt()).isEqualTo(1);
    assertThat(hub.number("select count(*) from audit where action = 'unsubscribe' and subject = 'system:asana'")).isEqualTo(1);
    assertThat(hub.number("select count(*) from exception_item where subject = 'system'")).as("mended by itself").isZero();
  }

  @Test
  @Order(3)
  void replacesWhatIsDeadOrGone() {
    var before = at("asana", "webhooks").get(0).get("gid").asText();
    hub.sandbox().post("control/drive/fail-subscription?system=asana", "{\"subscriptionId\":\"" + before + "\"}");

    await("another one").atMost(Deal.SOON).until(() -> at("asana", "webhooks").size() == 1 && !at("asana", "webhooks").get(0).get("gid").asText().equals(before));

    assertThat(hub.number("select count(*) from hook_secret where system = 'asana'")).as("and it introduced itself").isEqualTo(2);
  }

  @Test
  @Order(4)
  void renewsBeforeTheEnd() {
    await("the archive is subscribed").atMost(Deal.SOON).until(() -> stands("archive", "account") != null);
    var one = at("generic-rest", "webhooks").get(0);
    assertThat(Instant.parse(one.get("expires_at").asText())).isBetween(Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
    hub.sandbox().post("control/generic-rest/webhooks", "{\"id\":\"" + one.get("id").asText() + "\",\"expires_at\":\"" + Instant.now().plus(Duration.ofHours(5)) + "\"}");

    await("it is renewed").atMost(Deal.SOON).until(() -> Instant.parse(at("generic-rest", "webhooks").get(0).get("expires_at").asText()).isAfter(Instant.now().plus(Duration.ofHours(20))));

    assertThat(at("generic-rest", "webhooks")).singleElement().satisfies(renewed -> assertThat(renewed.get("id").asText()).isEqualTo(one.get("id").asText()));
    await("and noted").atMost(Deal.SOON).until(() -> hub.number("select count(*) from audit where action = 'renew-subscription' and subject = 'system:archive'") == 1);
  }

  @Test
  @Order(5)
  void doesNotAskTwiceWhenAnAnswerIsLost() {
    var before = stands("docusign", "account");
    hub.sandbox().put("control/faults", "[{\"vendor\":\"docusign\",\"operation\":\"connect.create\",\"kind\":\"timeout-after-effect\",\"times\":1,\"millis\":100}]");
    hub.sandbox().post("control/docusign/connect", "{\"envelopeId\":\"" + before + "\",\"allowEnvelopePublish\":\"false\"}");

    await("another one is known").atMost(Deal.SOON).until(() -> !before.equals(stands("docusign", "account")));

    hub.sandbox().delete("control/faults");
    assertThat(at("docusign", "connect")).singleElement().satisfies(one -> assertThat(one.get("envelopeId").asText()).isEqualTo(stands("docusign", "account")));
    assertThat(hub.number("select count(*) from audit where action = 'subscribe' and subject = 'system:docusign'")).as("the second was found, not made again").isEqualTo(1);
  }

  @Test
  @Order(6)
  void tellsAnOperatorWhatItCannotMend() throws Exception {
    change("insert into engagement (thread_id, deal_system, deal_id, name, state, project_system, project_id, won_at) values ('T-gone', 'salesforce', 'gone', 'gone', 'active', 'asana', '404', now())");

    await("an operator is told").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where state = 'open' and code = 'SUBSCRIPTION_REFUSED' and subject_id = 'subscriptions:asana'") == 1);
    change("delete from engagement where thread_id = 'T-gone'");

    await("the item ends by itself").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where state = 'open' and subject = 'system'") == 0);
    assertThat(hub.number("select count(*) from subscription where scope = '404'")).isZero();
  }

  /** BambooHR tells the key of a webhook once: one that was made without us, or whose answer was lost, is of no use. */
  @Test
  @Order(7)
  void keepsTheKeyThatIsToldOnceAndNoWebhookWithoutOne() throws Exception {
    await("the account is subscribed").atMost(Deal.SOON).until(() -> stands("bamboohr", "account") != null);
    var first = stands("bamboohr", "account");
    assertThat(at("bamboohr", "webhooks")).singleElement().satisfies(one -> assertThat(one.get("url").asText()).isEqualTo(hub.address() + "/hooks/bamboohr?token=" + TOKEN));
    assertThat(hub.text("select sealed from hook_secret where system = 'bamboohr'")).doesNotContain("key-of-");
    assertThat(worker("key-of-" + first).status()).isEqualTo(202);
    assertThat(worker("key-of-another").status()).isEqualTo(401);

    hub.sandbox().post("control/drive/subscribe-again?system=bamboohr", "{\"subscriptionId\":\"" + first + "\"}");
    compare("bamboohr");
    await("the second is gone").atMost(Deal.SOON).until(() -> at("bamboohr", "webhooks").size() == 1 && hub.number("select drifts from subscription where system = 'bamboohr'") == 1);
    assertThat(stands("bamboohr", "account")).isEqualTo(first);

    change("delete from subscription where system = 'bamboohr'");
    compare("bamboohr");
    await("it is made again").atMost(Deal.SOON).until(() -> stands("bamboohr", "account") != null && at("bamboohr", "webhooks").size() == 1);
    assertThat(stands("bamboohr", "account")).isNotEqualTo(first).isEqualTo(at("bamboohr", "webhooks").get(0).get("id").asText());
    assertThat(worker("key-of-" + stands("bamboohr", "account")).status()).isEqualTo(202);
  }

  private static Answer worker(String key) throws Exception {
    var timestamp = Instant.now().toString();
    var body = "{\"type\":\"employee.updated\",\"timestamp\":\"" + timestamp + "\",\"data\":{\"companyId\":\"1\",\"employeeId\":\"1\",\"changedFields\":[\"jobTitle\"]}}";
    return Api.send(hub.anonymous().request("/hooks/bamboohr?token=" + TOKEN).header("X-BambooHR-Timestamp", timestamp).header("X-BambooHR-Signature", signature(key, body + timestamp)).POST(BodyPublishers.ofString(body)).build());
  }

  /** Now, not in a quarter of an hour. */
  private static void compare(String system) throws Exception {
    change("update poller set due_at = now() where system = '" + system + "' and feed = 'subscriptions'");
  }

  private static void change(String sql) throws Exception {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static String stands(String system, String scope) {
    return hub.text("select subscription_id from subscription where system = '" + system + "' and scope = '" + scope + "' and subscription_id is not null");
  }

  private static List<JsonNode> at(String system, String collection) {
    return StreamSupport.stream(hub.sandbox().get("control/" + system + "/" + collection).json().spliterator(), false).toList();
  }

  private static Answer event(String id) throws Exception {
    var secret = "secret-of-" + at("asana", "webhooks").get(0).get("gid").asText();
    var body = "{\"events\":[{\"user\":{\"gid\":\"" + id + "\"},\"resource\":{\"gid\":\"1\",\"resource_type\":\"task\"},\"action\":\"changed\"}]}";
    return Api.send(hub.anonymous().request("/hooks/asana?token=" + TOKEN).header("X-Hook-Signature", signature(secret, body)).POST(BodyPublishers.ofString(body)).build());
  }

  private static String signature(String secret, String signed) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
