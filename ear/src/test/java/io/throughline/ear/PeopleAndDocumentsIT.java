package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.ear.Api.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What systems of people and documents make possible: a gate that waits for a signature, and the entity and the cost of the work date. */
@ExtendWith(SharedHub.class)
class PeopleAndDocumentsIT {

  @Test
  void opensOnlyWhenTheContractIsSignedAndFilesWhatWasSigned(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Signing", terms -> terms.put("signatureRequired", true)).awaitOpening("held");
    assertThat(hub.text("select code from exception_item where state = 'open' and journey_id = '" + deal.journey() + "'")).isEqualTo("SIGNATURE_MISSING");
    assertThat(hub.number("select count(*) from receipt where thread_id = '" + deal.thread() + "' and operation <> 'findSignature'")).as("created before it is signed").isZero();
    var signature = drive(hub, "send-contract", "{\"dealId\":\"" + deal.id + "\",\"name\":\"Master agreement\",\"signer\":{\"name\":\"Client CFO\",\"email\":\"cfo@client.example\"}}").get("signatureId").asText();
    drive(hub, "sign-contract", "{\"signatureId\":\"" + signature + "\"}");

    var completed = "{\"event\":\"envelope-completed\",\"generatedDateTime\":\"2026-09-02T10:00:00Z\",\"data\":{\"envelopeId\":\"" + signature + "\"}}";
    assertThat(post(hub, "docusign", completed, "X-DocuSign-Signature-1", base64("another key", completed)).status()).as("forged").isEqualTo(401);
    for (var i = 0; i < 2; i++) assertThat(post(hub, "docusign", completed, "X-DocuSign-Signature-1", base64(SharedHub.HOOK_KEY, completed)).status()).isEqualTo(202);
    deal.awaitOpening("done").awaitQuiet();
    await("the signed document is filed").atMost(Deal.SOON).until(() -> hub.number("select count(*) from signed_document where file_id is not null and signature_id = '" + signature + "'") == 1);

    var document = hub.sandbox().get("control/docusign/documents?where=" + URLEncoder.encode("envelope = '" + signature + "'", StandardCharsets.UTF_8)).json().get(0).get("content").asText();
    var sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8)));
    var thread = hub.as("operator").get("/api/experience/v1/operations/engagements/" + deal.thread()).json();
    var contract = thread.get("signedContracts").get(0);
    assertThat(contract.get("sha256").asText()).isEqualTo(sha256);
    assertThat(thread.get("checkpoints")).anySatisfy(hop -> assertThat(hop.path("detail").asText()).contains("sha256 " + sha256));
    var filed = hub.sandbox().get("control/observe/filed-document?fileId=" + contract.get("fileId").asText()).json().get(0);
    assertThat(filed.get("sha256").asText()).isEqualTo(sha256);
    assertThat(filed.get("path").asText()).isEqualTo("Engagements/" + deal.thread() + "/" + signature + ".pdf");

    reportedAgain(hub, completed);
    assertThat(hub.number("select count(*) from journey where plan = 'signed-contract' and thread_id = '" + deal.thread() + "'")).isEqualTo(1);
    assertThat(hub.number("select count(*) from receipt where operation = 'fileDocument' and thread_id = '" + deal.thread() + "'")).isEqualTo(1);
    Holds.everyProof(hub);
  }

  @Test
  void worksForTheEntityAndAtTheCostOfTheWorkDate(HubFixture hub) throws Exception {
    var person = drive(hub, "hire-worker", """
        {"name":"Mia Mover","email":"mia@firm.example","startOn":"2024-03-01","entity":"TL-DE","title":"Consultant","weeklyHours":"40","rate":{"amount":"83200.00","currency":"EUR","type":"Salary","per":"Year"}}""").get("personId").asText();
    readAgain(hub);
    await("the person is known").atMost(Deal.SOON).until(() -> hub.number("select count(*) from person_term where current and person_id = '" + person + "'") == 2);
    var deal = Deal.won(hub, "Moving").awaitOpening("done");
    deal.approveTime("2026-09-15", 60, true, "mia@firm.example");
    deal.approveTime("2026-10-15", 90, true, "mia@firm.example");
    deal.awaitMinutes(150);
    await("who books time is known").atMost(Deal.SOON).until(() -> hub.number("select count(*) from member where email = 'mia@firm.example'") == 1);
    assertThat(labour(hub, deal)).containsExactly("Mia Mover TL-DE 150");
    assertThat(costs(hub, deal)).isEqualTo("[{\"currency\":\"EUR\",\"labour\":\"100.00\",\"spent\":\"0.00\"}] 0");

    drive(hub, "move-worker", "{\"personId\":\"" + person + "\",\"startOn\":\"2026-10-01\",\"entity\":\"TL-FR\",\"title\":\"Manager\",\"weeklyHours\":\"40\"}");
    drive(hub, "change-cost-rate", "{\"personId\":\"" + person + "\",\"startOn\":\"2026-10-01\",\"rate\":{\"amount\":\"104000.00\",\"currency\":\"EUR\",\"per\":\"Year\"}}");
    readAgain(hub);
    await("the move is known").atMost(Deal.SOON).until(() -> hub.number("select count(*) from person_term where current and person_id = '" + person + "'") == 4);

    assertThat(labour(hub, deal)).containsExactly("Mia Mover TL-DE 60", "Mia Mover TL-FR 90");
    assertThat(costs(hub, deal)).isEqualTo("[{\"currency\":\"EUR\",\"labour\":\"115.00\",\"spent\":\"0.00\"}] 0");
    assertThat(hub.as("operator").get("/api/experience/v1/operations/engagements/" + deal.thread()).json().has("costs")).as("nor an operator").isFalse();
    var seen = hub.as("delivery").get("/api/experience/v1/delivery/engagements/" + deal.thread());
    assertThat(seen.status()).as(seen.body()).isEqualTo(200);
    assertThat(seen.body()).as("delivery sees no cost").doesNotContain("\"costs\"");
    assertThat(seen.json().get("checkpoints")).anySatisfy(hop -> assertThat(hop.path("detail").asText()).contains("Mia Mover works for TL-FR from 2026-10-01"));

    var facts = "select count(*) from fact where kind = 'worker' and fact_key = '" + person + "'";
    var known = hub.number(facts);
    var again = hub.as("finance").post("/api/process/v1/intake/worker?source=bamboohr", hub.text("select body::text from fact where kind = 'worker' and fact_key = '" + person + "' order by version desc limit 1"));
    assertThat(again.status()).as(again.body()).isEqualTo(202);
    await("it is read once more").atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where feed = 'canonical:worker' and state = 'read'") == 1);
    assertThat(hub.number(facts)).isEqualTo(known);
    assertThat(hub.number("select count(*) from person_term where person_id = '" + person + "'")).isEqualTo(4);
    Holds.everyProof(hub);
  }

  private static java.util.List<String> labour(HubFixture hub, Deal deal) {
    var labour = hub.as("finance").get("/api/experience/v1/finance/engagements/" + deal.thread()).json().get("labour");
    return StreamSupport.stream(labour.spliterator(), false)
        .map(one -> one.get("name").asText() + " " + one.get("entity").asText() + " " + one.get("minutes").asLong())
        .toList();
  }

  private static String costs(HubFixture hub, Deal deal) {
    var thread = hub.as("finance").get("/api/experience/v1/finance/engagements/" + deal.thread()).json();
    return thread.get("costs") + " " + thread.get("minutesWithoutCost");
  }

  /** Another event of the same signature: the feed is read once more. */
  private static void reportedAgain(HubFixture hub, String completed) throws Exception {
    var polls = "select fence from poller where system = 'docusign' and feed = 'signatures'";
    var seen = hub.number(polls);
    var again = completed.replace("10:00:00Z", "10:00:05Z");
    assertThat(post(hub, "docusign", again, "X-DocuSign-Signature-2", base64(SharedHub.HOOK_KEY, again)).status()).isEqualTo(202);
    await("it is read once more").atMost(Deal.SOON).until(() -> hub.number(polls) > seen);
    await("everything that arrived is read").atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state <> 'read'") == 0);
  }

  /** Now, not in a quarter of an hour. */
  private static void readAgain(HubFixture hub) throws Exception {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.executeUpdate("update poller set due_at = now() where system = 'bamboohr' and feed = 'workers'");
    }
  }

  static JsonNode drive(HubFixture hub, String verb, String body) {
    var answer = hub.sandbox().post("control/drive/" + verb, body);
    assertThat(answer.status()).as(verb + ": " + answer.body()).isEqualTo(200);
    return answer.json();
  }

  static Answer post(HubFixture hub, String system, String body, String header, String value) {
    return Api.send(hub.anonymous().request("/hooks/" + system).header(header, value).POST(BodyPublishers.ofString(body)).build());
  }

  static String base64(String key, String body) throws Exception {
    return Base64.getEncoder().encodeToString(mac(key, body));
  }

  private static byte[] mac(String key, String text) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
