package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Salesforce, played: its queries, its refusals, its identifiers, and a deal won by its users. */
class SalesforceTest {

  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new RunningSandbox(null);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  static final String WON = """
      {"name":"Data platform","currency":"EUR","wonOn":"2026-09-01","contractingEntity":"TL-DE","zone":"Europe/Berlin","startOn":"2026-09-01","endOn":"2026-12-31","key":"%s",
       "client":{"name":"O'Hara Werke","legalName":"O'Hara Werke GmbH","taxId":"DE811907980","street":"Weg 1","city":"Berlin","postalCode":"10115","country":"DE","currency":"EUR","purchaseOrderRequired":true,"paymentTermsDays":30},
       "lines":[{"billing":"time-and-materials","description":"Build","role":"Consultant","hours":80,"ratePerHour":"150.00","workstream":"WS1","purchaseOrder":"PO-1"},
                {"billing":"milestone","description":"Go live","amount":"20000.00","dueOn":"2026-10-15"}]}""";

  @Test
  void aWonDealIsFoundByTheQueryThatPollsForIt() throws IOException {
    var deal = sandbox.drive("win-deal", WON.formatted("q1"));

    var reply = sandbox.soql("SELECT Id, Name, Amount, Account.Name, Account.Owner.Name, SystemModstamp, (SELECT Id, Billing_Type__c, Quantity, TotalPrice FROM OpportunityLineItems ORDER BY SortOrder) "
        + "FROM Opportunity WHERE IsWon = true AND SystemModstamp > 2020-01-01T00:00:00Z AND Id = '" + deal.path("dealId").asText() + "' ORDER BY SystemModstamp LIMIT 10");

    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    var record = reply.body().path("records").get(0);
    assertThat(reply.body().path("totalSize").asInt()).isEqualTo(1);
    assertThat(reply.body().has("nextRecordsUrl")).isFalse();
    assertThat(record.path("Id").asText()).hasSize(18).startsWith("006");
    assertThat(record.path("Amount").decimalValue()).isEqualByComparingTo("32000.00");
    assertThat(record.path("Account").path("Name").asText()).isEqualTo("O'Hara Werke");
    assertThat(record.path("Account").path("Owner").path("Name").asText()).isEqualTo("Sales Operations");
    assertThat(record.path("SystemModstamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");
    assertThat(record.path("OpportunityLineItems").path("records")).hasSize(2);
    var contract = Contract.of("salesforce/HANDWRITTEN-salesforce-rest.openapi.json");
    if (contract != null) {
      contract.holds("/components/schemas/QueryResult", reply.body());
      contract.holds("/components/schemas/Opportunity", sandbox.salesforce("GET", "/sobjects/Opportunity/" + deal.path("dealId").asText(), null).body());
    }
  }

  @Test
  void theSameClientIsOneAccountHoweverManyDealsItBuys() {
    var first = sandbox.drive("win-deal", WON.formatted("s1"));
    var second = sandbox.drive("win-deal", WON.formatted("s2"));

    assertThat(second.path("accountId")).isEqualTo(first.path("accountId"));
    assertThat(second.path("dealId")).isNotEqualTo(first.path("dealId"));
  }

  @Test
  void aWriteBackMovesTheStampForwardAndAnswersNothing() {
    var id = sandbox.drive("win-deal", WON.formatted("w1")).path("dealId").asText();
    var before = sandbox.salesforce("GET", "/sobjects/Opportunity/" + id, null).body().path("SystemModstamp").asText();

    var reply = sandbox.salesforce("PATCH", "/sobjects/Opportunity/" + id, "{\"Hub_Project_Id__c\":\"4711\"}");

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.raw().body()).isEmpty();
    var after = sandbox.salesforce("GET", "/sobjects/Opportunity/" + id, null).body();
    assertThat(after.path("SystemModstamp").asText()).isGreaterThan(before);
    assertThat(after.path("Hub_Project_Id__c").asText()).isEqualTo("4711");
  }

  @Test
  void upsertByExternalKeyCreatesOnceAndUpdatesAfter() throws IOException {
    var created = sandbox.salesforce("PATCH", "/sobjects/Account/External_Key__c/K-1", "{\"Name\":\"Acme\"}");
    var updated = sandbox.salesforce("PATCH", "/sobjects/Account/External_Key__c/K-1", "{\"Name\":\"Acme SE\"}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.body().path("id")).isEqualTo(created.body().path("id"));
    var contract = Contract.of("salesforce/HANDWRITTEN-salesforce-rest.openapi.json");
    if (contract != null) contract.holds("/components/schemas/SaveResult", created.body());
  }

  @Test
  void refusesWhatSalesforceRefuses() throws IOException {
    refused(sandbox.salesforce("POST", "/sobjects/Account", "{\"Industry\":\"x\"}"), 400, "REQUIRED_FIELD_MISSING");
    refused(sandbox.salesforce("POST", "/sobjects/Account", "{\"Name\":\"x\",\"Nonsense\":1}"), 400, "INVALID_FIELD");
    refused(sandbox.salesforce("POST", "/sobjects/Account", "{\"Name\":\"x\",\"SystemModstamp\":\"2026-01-01T00:00:00Z\"}"), 400, "INVALID_FIELD_FOR_INSERT_UPDATE");
    refused(sandbox.salesforce("POST", "/sobjects/Opportunity", "{\"Name\":\"x\",\"StageName\":\"Prospecting\",\"CloseDate\":\"2026-01-01\",\"AccountId\":\"001000000000000AAA\"}"), 400, "MALFORMED_ID");
    refused(sandbox.salesforce("POST", "/sobjects/Opportunity", "{\"Name\":\"x\",\"StageName\":\"Dreaming\",\"CloseDate\":\"2026-01-01\"}"), 400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
    refused(sandbox.salesforce("POST", "/sobjects/Account", "{\"Name\":"), 400, "JSON_PARSER_ERROR");
    refused(sandbox.salesforce("GET", "/sobjects/Opportunity/006000000000000AAA", null), 404, "NOT_FOUND");
    refused(sandbox.soql("SELECT Nonsense FROM Opportunity"), 400, "INVALID_FIELD");
    refused(sandbox.soql("SELECT Id FROM Nonsense"), 400, "INVALID_TYPE");
    refused(sandbox.soql("SELECT Id FROM Opportunity WHERE"), 400, "MALFORMED_QUERY");
    refused(sandbox.call("GET", "/salesforce/services/data/v62.0/query?q=SELECT+Id+FROM+Account", null, "Authorization", "Bearer forged"), 401, "INVALID_SESSION_ID");
    refused(sandbox.call("GET", "/salesforce/services/data/v62.0/query?q=SELECT+Id+FROM+Account", null), 401, "INVALID_SESSION_ID");
  }

  private static void refused(RunningSandbox.Reply reply, int status, String code) throws IOException {
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
    assertThat(reply.body().get(0).path("errorCode").asText()).as(reply.raw().body()).isEqualTo(code);
    var contract = Contract.of("salesforce/HANDWRITTEN-salesforce-rest.openapi.json");
    if (contract != null) contract.holds("/components/schemas/Error", reply.body());
  }

  @Test
  void aLongResultComesInPagesThatAddUp() {
    sandbox.control("POST", "/salesforce/Account", "[" + "{\"Name\":\"Page client\"},".repeat(449) + "{\"Name\":\"Page client\"}]");
    var seen = new java.util.ArrayList<String>();

    var reply = sandbox.call("GET", "/salesforce/services/data/v62.0/query?q=SELECT+Id+FROM+Account+WHERE+Name='Page+client'", null,
        "Authorization", "Bearer " + sandbox.token("salesforce", "/services/oauth2/token"), "Sforce-Query-Options", "batchSize=200");
    while (true) {
      reply.body().path("records").forEach(record -> seen.add(record.path("Id").asText()));
      if (reply.body().path("done").asBoolean()) break;
      reply = sandbox.salesforce("GET", reply.body().path("nextRecordsUrl").asText().replace("/services/data/v62.0", ""), null);
    }

    assertThat(seen).hasSize(450).doesNotHaveDuplicates();
  }
}
