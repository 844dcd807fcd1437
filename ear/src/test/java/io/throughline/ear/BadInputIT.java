package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.throughline.ear.Api.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bad input gets: a clear problem with a stable code and the field, never a stack trace, never a lost event. */
@ExtendWith(SharedHub.class)
class BadInputIT {

  private static final String TIME = "/api/process/v1/intake/time-entry?source=kantata";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "malformed JSON | {'entryId': | 400 | MALFORMED_JSON | ",
        "an unknown field | {'entryId':'x','version':'1','projectId':'p','taskId':'t','personId':'u','workDate':'2026-09-10','billable':true,'minutes':10,'colour':'red'} | 422 | | /colour",
        "zero minutes | {'entryId':'x','version':'1','projectId':'p','taskId':'t','personId':'u','workDate':'2026-09-10','billable':true,'minutes':0} | 422 | | /minutes",
        "negative minutes | {'entryId':'x','version':'1','projectId':'p','taskId':'t','personId':'u','workDate':'2026-09-10','billable':true,'minutes':-5} | 422 | | /minutes",
        "more than a day | {'entryId':'x','version':'1','projectId':'p','taskId':'t','personId':'u','workDate':'2026-09-10','billable':true,'minutes':1441} | 422 | | /minutes"
      })
  void refusesAFactThatSaysNonsense(String what, String body, int status, String code, String pointer, HubFixture hub) {
    var answer = hub.as("delivery").post(TIME, body.replace('\'', '"'));

    problem(answer, status);
    if (code != null) assertThat(answer.json().get("code").asText()).isEqualTo(code);
    if (pointer != null) assertThat(answer.json().get("errors").findValuesAsText("pointer")).containsExactly(pointer);
    assertThat(hub.number("select count(*) from evidence where source = 'kantata' and feed = 'canonical:time-entry' and convert_from(body, 'UTF8') like '%\"entryId\":\"x\"%'")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"finance/invoices?state=drafts", "finance/engagements?state=", "finance/engagements?stage=billed", "operations/exceptions?state=closed", "operations/exceptions?owner=sales", "operations/journeys?state=stuck", "finance/invoices?sort=net", "finance/unbilled?sort=client", "finance/receivables?sort=--due", "operations/exceptions?sort=amounts"})
  void refusesAFilterThatNamesNone(String list, HubFixture hub) {
    var answer = hub.as("admin").get("/api/experience/v1/" + list);

    problem(answer, 400);
    assertThat(answer.json().get("detail").asText()).contains(": one of ");
  }

  @Test
  void refusesADayThatIsNone(HubFixture hub) {
    for (var list : new String[] {"invoices", "unbilled", "held", "unapplied-cash"}) {
      var answer = hub.as("finance").get("/api/experience/v1/finance/" + list + "?through=2026-09-31");

      problem(answer, 400);
      assertThat(answer.json().get("detail").asText()).as(list).startsWith("through: ");
    }
  }

  @Test
  void runsNoInvoicesForAnEngagementOrADayThatIsNone(HubFixture hub) {
    var nobody = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2026-09-30\",\"threadId\":\"T-none\"}");
    var never = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"+999999999-12-31\"}");

    problem(nobody, 422);
    assertThat(nobody.json().at("/errors/0/code").asText()).isEqualTo("ENGAGEMENT_UNKNOWN");
    problem(never, 422);
    assertThat(never.json().at("/errors/0/pointer").asText()).isEqualTo("/through");
    problem(hub.as("delivery").post("/api/experience/v1/delivery/engagements/T-none/close", "{\"reason\":\"done\"}"), 404);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"/through | {'through':'2026-09-30T00:00:00'}", "/threadId | {'through':'2026-09-30','threadId':7}", "/threadId | {'through':'2026-09-30','threadId':true}"})
  void takesNoInstantForADayAndNoNumberForAText(String pointer, String body, HubFixture hub) {
    for (var run : new String[] {"invoice-runs/preview", "invoice-runs"}) {
      var answer = hub.as("finance").post("/api/process/v1/" + run, body.replace('\'', '"'));

      problem(answer, 422);
      assertThat(answer.json().get("errors").findValuesAsText("pointer")).as(answer.body()).containsExactly(pointer);
      assertThat(answer.json().at("/errors/0/code").asText()).as("and not looked up").isEqualTo("WRONG_TYPE");
    }
  }

  @Test
  void refusesATextThatNoRowCanHold(HubFixture hub) {
    var entry = "{\"entryId\":\"nul\\u0000\",\"version\":\"1\",\"projectId\":\"P\",\"taskId\":\"t\",\"personId\":\"u\",\"workDate\":\"2026-09-10\",\"minutes\":10,\"billable\":true}";
    var posted = hub.as("delivery").post(TIME, entry);

    problem(posted, 422);
    assertThat(posted.json().at("/errors/0/pointer").asText()).isEqualTo("/entryId");
    assertThat(hub.messages("DLQ")).isZero();
  }

  @Test
  void refusesAnotherContentTypeAndAnotherMethod(HubFixture hub) {
    var text = Api.send(hub.as("delivery").request(TIME).header("Content-Type", "text/plain").header("Idempotency-Key", key()).POST(BodyPublishers.ofString("hello")).build());

    problem(text, 415);
    problem(hub.as("delivery").put(TIME, "{}"), 405);
  }

  @Test
  void refusesABodyThatIsNotInItsContentEncoding(HubFixture hub) {
    for (var path : new String[] {TIME, "/hooks/netsuite"}) {
      var plain = Api.send(hub.as("delivery").request(path).header("Content-Type", "application/json").header("Content-Encoding", "gzip").header("Idempotency-Key", key()).POST(BodyPublishers.ofString("{}")).build());

      problem(plain, 400);
      assertThat(plain.json().get("code").asText()).as(path).isEqualTo("MALFORMED_JSON");
    }
  }

  @Test
  void refusesABodyOverTheLimit(HubFixture hub) {
    problem(hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"" + "9".repeat(2_000_000) + "\"}"), 413);
  }

  @Test
  void asksForAnIdempotencyKeyAndRemembersWhatItAnswered(HubFixture hub) {
    var without = Api.send(hub.as("finance").request("/api/process/v1/invoice-runs").header("Content-Type", "application/json").POST(BodyPublishers.ofString("{\"through\":\"2020-01-01\"}")).build());
    var key = key();
    var first = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2020-01-01\"}", key);
    var again = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2020-01-01\"}", key);
    var other = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2020-01-02\"}", key);

    problem(without, 400);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers()).containsEntry("Idempotent-Replay", "true");
    problem(other, 422);
  }

  @Test
  void letsNobodyInWithoutATokenWithAForgedOneOrWithoutTheRight(HubFixture hub) {
    var forged = hub.withToken("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJub2JvZHkiLCJncm91cHMiOlsiYWRtaW4iXX0.AAAA");

    problem(hub.anonymous().get("/api/experience/v1/operations/journeys"), 401);
    problem(forged.get("/api/experience/v1/operations/journeys"), 401);
    problem(hub.as("sales-ops").post("/api/process/v1/invoice-runs", "{\"through\":\"2020-01-01\"}"), 403);
    problem(hub.as("auditor").post("/api/process/v1/invoice-runs", "{\"through\":\"2020-01-01\"}"), 403);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "as it should be,      0,   120, throughline, true,  200",
    "expired,           -900, -60,   throughline, true,  401",
    "for somebody else,    0,   120, payroll,     true,  401",
    "of another key,       0,   120, throughline, false, 401"
  })
  void looksAtWhatATokenSays(String what, long issuedSeconds, long expiresSeconds, String audience, boolean known, int status, HubFixture hub) {
    var now = Instant.now();
    var token = Tokens.signed(known ? hub.issuerKey() : Tokens.anotherKey(hub.issuerKey()), hub.sandboxAddress(), audience, now.plusSeconds(issuedSeconds), now.plusSeconds(expiresSeconds));

    var answer = hub.withToken(token).get("/api/experience/v1/operations/journeys");

    if (status == 200) assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    else problem(answer, status);
  }

  @Test
  void keepsWhatIsAcceptedButCannotBePlaced(HubFixture hub) {
    var entry = "{\"entryId\":\"%s\",\"version\":\"1\",\"projectId\":\"P-nowhere\",\"taskId\":\"t\",\"personId\":\"u\",\"workDate\":\"2026-09-10\",\"minutes\":%d,\"billable\":true}";
    var accepted = hub.as("delivery").post(TIME, "[" + entry.formatted("lost-1", 10) + "," + entry.formatted("lost-1", 10) + "]");
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where code = 'PROJECT_UNKNOWN' and subject_id = 'kantata:P-nowhere'") == 1);
    assertThat(hub.texts("select state || ' ' || minutes from time_entry where entry_id = 'lost-1'")).containsExactly("held 10");

    hub.as("delivery").post(TIME, entry.formatted("lost-1", 11));

    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where code = 'VERSION_CONFLICT' and subject_id = 'kantata:lost-1'") == 1);
    assertThat(hub.texts("select state || ' ' || minutes from time_entry where entry_id = 'lost-1'")).containsExactly("held 10");
    Holds.everyProof(hub);
  }

  @Test
  void holdsTimeOnAClosedProjectUntilItIsOpenAgain(HubFixture hub) {
    var deal = Deal.won(hub, "Closed").awaitOpening("done");
    var engagement = "/api/experience/v1/delivery/engagements/" + deal.thread();
    assertThat(hub.as("delivery").post(engagement + "/close", "{\"reason\":\"done\"}").status()).isEqualTo(204);
    problem(hub.as("delivery").post(engagement + "/close", "{\"reason\":\"done\"}"), 409);

    deal.approveTime("2026-09-10", 45, true);
    deal.approveTime("2026-09-11", 30, false);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where state = 'held' and hold_code = 'PROJECT_CLOSED' and thread_id = '" + deal.thread() + "'") == 2);
    assertThat(hub.as("delivery").post(engagement + "/reopen", "{\"reason\":\"late time\"}").status()).isEqualTo(204);

    assertThat(hub.texts("select state || ' ' || minutes from time_entry where thread_id = '" + deal.thread() + "' order by 1")).containsExactly("billable 45", "non-billable 30");
    Holds.everyProof(hub);
  }

  @Test
  void aStatusNeverGoesBackAndIsToldAndAForeignCurrencyIsHeld(HubFixture hub) {
    var deal = Deal.won(hub, "Backwards").awaitOpening("done");
    deal.completeMilestone("ACC-1");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    var invoice = hub.text("select erp_id from document where thread_id = '" + deal.thread() + "'");
    var status = "{\"invoiceId\":\"" + invoice + "\",\"version\":\"%s\",\"number\":\"N-1\",\"status\":\"%s\",\"total\":\"30000.00\",\"remaining\":\"0.00\",\"currency\":\"EUR\"}";

    read(hub, hub.as("finance").post("/api/process/v1/intake/invoice-status?source=netsuite", status.formatted("2098-01-01T00:00:00Z", "paid")));
    read(hub, hub.as("finance").post("/api/process/v1/intake/invoice-status?source=netsuite", status.formatted("2098-01-02T00:00:00Z", "open")));
    assertThat(hub.text("select erp_status from document where erp_id = '" + invoice + "'")).isEqualTo("paid");

    read(hub, hub.as("finance").post("/api/process/v1/intake/invoice-status?source=netsuite", status.formatted("2098-01-03T00:00:00Z", "void")));
    deal.awaitQuiet();
    assertThat(hub.text("select code from exception_item where state = 'open' and subject = 'document' and thread_id = '" + deal.thread() + "'")).isEqualTo("INVOICE_VOIDED");
    var project = hub.text("select project_id from engagement where thread_id = '" + deal.thread() + "'");
    assertThat(hub.sandbox().get("control/kantata/workspaces?where=" + URLEncoder.encode("id = '" + project + "'", StandardCharsets.UTF_8)).json().get(0).get("invoice_status").asText()).isEqualTo("void N-1 30000.00 EUR");
    assertThat(hub.sandbox().get("control/salesforce/Opportunity?where=" + URLEncoder.encode("Id = '" + deal.id + "'", StandardCharsets.UTF_8)).json().get(0).get("Hub_Invoice_Status__c").asText()).isEqualTo("void N-1");

    var dollars = "{\"paymentId\":\"P-USD\",\"version\":\"1\",\"receivedOn\":\"2026-11-01\",\"amount\":\"10.00\",\"currency\":\"USD\",\"allocations\":[{\"invoiceId\":\"" + invoice + "\",\"amount\":\"10.00\"}]}";
    read(hub, hub.as("finance").post("/api/process/v1/intake/payment?source=netsuite", dollars));
    assertThat(hub.texts("select code from exception_item where subject = 'fact' and subject_id = 'payment:netsuite:P-USD'")).containsExactly("CURRENCY_DIFFERS");
    Holds.everyProof(hub);
  }

  private static void read(HubFixture hub, Answer accepted) {
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    var evidence = accepted.headers().get("Location").replaceAll(".*/", "");
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state = 'read' and id = " + evidence) == 1);
  }

  @Test
  void takesASignedEventOnceAndNoOther(HubFixture hub) throws Exception {
    var deal = "{\"type\":\"fact.won-deal\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"data\":{\"dealId\":\"W-1\",\"version\":\"1\",\"name\":\"Hooked\",\"currency\":\"EUR\",\"value\":\"1.00\",\"lines\":[]}}";
    var now = Instant.now().getEpochSecond();

    for (int i = 0; i < 5; i++) assertThat(hook(hub, "evt-1", now, deal, true).status()).isEqualTo(202);
    problem(hook(hub, "evt-2", now, deal, false), 401);
    problem(hook(hub, "evt-3", now - 3600, deal, true), 401);

    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from engagement where deal_id = 'W-1'") == 1);
    assertThat(hub.number("select count(*) from journey j join engagement e using (thread_id) where e.deal_id = 'W-1'")).isEqualTo(1);
    assertThat(hub.number("select count(*) from evidence where source = 'salesforce' and feed = 'canonical:won-deal'")).isEqualTo(1);
  }

  private static Answer hook(HubFixture hub, String id, long at, String body, boolean genuine) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(genuine ? SharedHub.HOOK_SECRET : new byte[32], "HmacSHA256"));
    var signature = "v1," + Base64.getEncoder().encodeToString(mac.doFinal((id + "." + at + "." + body).getBytes(StandardCharsets.UTF_8)));
    return Api.send(
        hub.anonymous().request("/hooks/salesforce").header("Content-Type", "application/json").header("webhook-id", id).header("webhook-timestamp", Long.toString(at))
            .header("webhook-signature", signature).POST(BodyPublishers.ofString(body)).build());
  }

  private static void problem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.isProblem()).as(answer.toString()).isTrue();
    assertThat(answer.json().get("code").asText()).isNotBlank();
    assertThat(answer.body()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }
}
