package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** NetSuite, played: upserts by external id, invoices that get a number and an open amount, payments, SuiteQL. */
class NetSuiteTest {

  private static final String INVOICE = """
      {"entity":{"externalId":"%s"},"tranDate":"2026-09-30","custbody_hub_thread":"T-1","item":{"items":[
        {"item":{"externalId":"TIME"},"quantity":10,"rate":150.00,"description":"Build","custcol_hub_line":"L1"},
        {"item":{"externalId":"MILESTONE"},"amount":2000.50}]}}""";

  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new RunningSandbox(null);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static String customer(String key) {
    var reply = sandbox.netsuite("PUT", "/record/v1/customer/eid:" + key,
        "{\"companyName\":\"Acme\",\"subsidiary\":{\"externalId\":\"TL-DE\"},\"currency\":{\"externalId\":\"EUR\"},\"terms\":{\"externalId\":\"NET-30\"},\"vatRegNumber\":\"DE-" + key + "\"}");
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(204);
    return id(reply);
  }

  private static String id(RunningSandbox.Reply reply) {
    return reply.header("Location").replaceAll(".*/", "");
  }

  private static JsonNode invoice(String key) {
    return sandbox.netsuite("GET", "/record/v1/invoice/eid:" + key + "?expandSubResources=true", null).body();
  }

  @Test
  void theSameExternalIdIsOneCustomer() {
    assertThat(customer("C-1")).isEqualTo(customer("C-1"));

    var rows = sandbox.suiteql("SELECT c.id, c.externalId, BUILTIN.DF(c.currency) AS currency FROM customer c WHERE c.vatRegNumber = 'DE-C-1'").body();
    assertThat(rows.path("totalResults").asInt()).isEqualTo(1);
    assertThat(rows.path("items").get(0).path("currency").asText()).isEqualTo("EUR");
  }

  @Test
  void anInvoiceGetsANumberAnOpenAmountAndIsPaidByPayments() throws IOException {
    customer("C-2");
    var created = sandbox.netsuite("PUT", "/record/v1/invoice/eid:INV-A", INVOICE.formatted("C-2"));
    assertThat(created.status()).as(created.raw().body()).isEqualTo(204);
    var open = invoice("INV-A");
    sandbox.drive("pay-invoice", "{\"invoice\":\"INV-A\",\"amount\":\"500.50\",\"key\":\"P-1\"}");
    var partly = invoice("INV-A");
    var paid = sandbox.drive("pay-invoice", "{\"invoice\":\"INV-A\"}");
    var closed = invoice("INV-A");

    assertThat(open.path("tranId").asText()).matches("INV\\d{5}");
    assertThat(open.path("total").decimalValue()).isEqualByComparingTo("3500.50");
    assertThat(open.path("amountRemaining").decimalValue()).isEqualByComparingTo("3500.50");
    assertThat(open.path("status").path("refName").asText()).isEqualTo("Open");
    assertThat(open.path("subsidiary").path("id").asText()).isEqualTo("1");
    assertThat(partly.path("amountRemaining").decimalValue()).isEqualByComparingTo("3000.00");
    assertThat(closed.path("amountRemaining").decimalValue()).isEqualByComparingTo("0");
    assertThat(closed.path("status").path("refName").asText()).isEqualTo("Paid In Full");
    assertThat(closed.path("lastModifiedDate").asText()).isGreaterThan(open.path("lastModifiedDate").asText());
    var row = sandbox.suiteql("SELECT id, tranid, status, BUILTIN.DF(status) AS statusname, foreignamountunpaid FROM transaction WHERE type = 'CustInvc' AND externalid = 'INV-A' AND lastmodifieddate > TO_TIMESTAMP('2020-01-01T00:00:00Z', 'x')").body().path("items").get(0);
    assertThat(row.path("status").asText()).isEqualTo("B");
    assertThat(row.path("statusname").asText()).isEqualTo("Invoice : Paid In Full");
    var payment = sandbox.netsuite("GET", "/record/v1/customerPayment/" + paid.path("paymentId").asText() + "?expandSubResources=true", null).body();
    assertThat(payment.path("apply").path("items").get(0).path("doc").asText()).isEqualTo(open.path("id").asText());
    var links = sandbox.suiteql("SELECT previousdoc, nextdoc, foreignamount FROM NextTransactionLineLink WHERE previousdoc = " + open.path("id").asText() + " ORDER BY foreignamount").body().path("items");
    assertThat(links).hasSize(2);
    assertThat(links.get(0).path("foreignamount").asText()).isEqualTo("500.50");
    var contract = Contract.of("netsuite/netsuite-rest-derived.openapi.json");
    if (contract != null) {
      contract.holds("/components/schemas/invoice", closed);
      contract.holds("/components/schemas/customerPayment", payment);
      contract.holds("/components/schemas/customer", sandbox.netsuite("GET", "/record/v1/customer/eid:C-2", null).body());
      contract.holds("/components/schemas/nsCollection", sandbox.netsuite("GET", "/record/v1/invoice", null).body());
    }
  }

  @Test
  void theSameInvoiceSentTwiceChangesNothingEvenWhenPaid() {
    customer("C-3");
    sandbox.netsuite("PUT", "/record/v1/invoice/eid:INV-B", INVOICE.formatted("C-3"));
    var number = invoice("INV-B").path("tranId").asText();
    sandbox.drive("pay-invoice", "{\"invoice\":\"INV-B\"}");

    var again = sandbox.netsuite("PUT", "/record/v1/invoice/eid:INV-B", INVOICE.formatted("C-3"));
    var other = sandbox.netsuite("PUT", "/record/v1/invoice/eid:INV-B", INVOICE.formatted("C-3").replace("2000.50", "9.00"));

    assertThat(again.status()).as(again.raw().body()).isEqualTo(204);
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.body().path("o:errorDetails").get(0).path("detail").asText()).contains("paid");
    assertThat(invoice("INV-B").path("tranId").asText()).isEqualTo(number);
    assertThat(invoice("INV-B").path("amountRemaining").decimalValue()).isEqualByComparingTo("0");
  }

  @Test
  void aPaymentKeepsItsAmountsButItsMemoMayBeWritten() {
    customer("C-7");
    sandbox.netsuite("PUT", "/record/v1/invoice/eid:INV-F", INVOICE.formatted("C-7"));
    var payment = "/record/v1/customerPayment/" + sandbox.drive("pay-invoice", "{\"invoice\":\"INV-F\"}").path("paymentId").asText();

    assertThat(sandbox.netsuite("PATCH", payment, "{\"memo\":\"seen\"}").status()).isEqualTo(204);
    assertThat(sandbox.netsuite("PATCH", payment, "{\"payment\":1}").status()).isEqualTo(400);
    assertThat(invoice("INV-F").path("amountPaid").decimalValue()).isEqualByComparingTo("3500.50");
  }

  @Test
  void aCreditMemoIsAppliedAndPaidOutAndNeitherStaysWhenItIsTakenBack() throws IOException {
    customer("C-8");
    sandbox.netsuite("PUT", "/record/v1/invoice/eid:INV-G", INVOICE.formatted("C-8"));
    sandbox.netsuite("PUT", "/record/v1/creditMemo/eid:CM-8", INVOICE.formatted("C-8"));
    var invoice = invoice("INV-G").path("id").asText();
    var apply = "{\"creditNote\":\"CM-8\",\"applications\":[{\"invoiceId\":\"" + invoice + "\",\"amount\":%s}]}";

    sandbox.drive("apply-credit", apply.formatted("3000.00"));
    sandbox.drive("apply-credit", apply.formatted("2000.00"));
    var refund = sandbox.drive("refund-credit", "{\"creditNote\":\"CM-8\",\"amount\":1000.50}").path("refundId").asText();
    assertThat(invoice("INV-G").path("amountRemaining").decimalValue()).isEqualByComparingTo("1500.50");
    var used = creditMemo();
    assertThat(used.path("unapplied").decimalValue()).isEqualByComparingTo("500.00");
    var contract = Contract.of("netsuite/netsuite-rest-derived.openapi.json");
    if (contract != null) contract.holds("/components/schemas/creditMemo", used);

    sandbox.drive("void-refund", "{\"refundId\":\"" + refund + "\"}");
    sandbox.drive("apply-credit", "{\"creditNote\":\"CM-8\",\"applications\":[]}");
    assertThat(creditMemo().path("unapplied").decimalValue()).isEqualByComparingTo("3500.50");
    assertThat(creditMemo().path("status").path("refName").asText()).isEqualTo("Open");
    assertThat(invoice("INV-G").path("amountPaid").decimalValue()).isEqualByComparingTo("0");
  }

  @Test
  void aCreditOfAnInvoiceIsAppliedToItAsFarAsItGoes() {
    customer("C-9");
    sandbox.netsuite("PUT", "/record/v1/invoice/eid:INV-H", INVOICE.formatted("C-9").replaceFirst("\\{", "{\"taxTotal\":900,"));

    assertThat(sandbox.netsuite("POST", "/record/v1/invoice/eid:INV-H/!transform/creditMemo", "{\"externalId\":\"CM-9\"}").status()).isEqualTo(204);

    assertThat(invoice("INV-H").path("amountRemaining").decimalValue()).isEqualByComparingTo("900.00");
  }

  private static JsonNode creditMemo() {
    return sandbox.netsuite("GET", "/record/v1/creditMemo/eid:CM-8?expandSubResources=true", null).body();
  }

  @Test
  void anOrderBecomesAnInvoiceAndAnInvoiceACredit() {
    customer("C-4");
    sandbox.netsuite("PUT", "/record/v1/salesOrder/eid:SO-1", INVOICE.formatted("C-4"));

    var invoiced = sandbox.netsuite("POST", "/record/v1/salesOrder/eid:SO-1/!transform/invoice", "{\"externalId\":\"INV-C\"}");
    var credited = sandbox.netsuite("POST", "/record/v1/invoice/eid:INV-C/!transform/creditMemo", "{\"externalId\":\"CM-1\"}");

    assertThat(invoiced.status()).as(invoiced.raw().body()).isEqualTo(204);
    assertThat(invoiced.header("Location")).contains("/record/v1/invoice/");
    assertThat(credited.status()).as(credited.raw().body()).isEqualTo(204);
    assertThat(invoice("INV-C").path("amountRemaining").decimalValue()).isEqualByComparingTo("0");
    assertThat(sandbox.netsuite("GET", "/record/v1/creditMemo/eid:CM-1", null).body().path("total").decimalValue()).isEqualByComparingTo("3500.50");
  }

  @Test
  void refusesWhatNetSuiteRefuses() throws IOException {
    customer("C-5");
    customer("C-6");
    refused("POST", "/record/v1/customer", "{\"companyName\":\"x\"}", 400, "USER_ERROR", "subsidiary");
    refused("POST", "/record/v1/customer", "{\"companyName\":\"x\",\"subsidiary\":{\"id\":\"1\"},\"nonsense\":1}", 400, "INVALID_CONTENT", "nonsense");
    refused("POST", "/record/v1/customer", "{\"companyName\":\"x\",\"subsidiary\":{\"externalId\":\"TL-XX\"}}", 400, "INVALID_KEY_OR_REF", "TL-XX");
    refused("POST", "/record/v1/customer", "{\"companyName\":\"x\",\"subsidiary\":{\"id\":\"1\"},\"externalId\":\"C-5\"}", 400, "DUP_RCRD", "C-5");
    refused("POST", "/record/v1/invoice", "{\"entity\":{\"externalId\":\"C-5\"},\"item\":{\"items\":[]}}", 400, "USER_ERROR", "item");
    refused("POST", "/record/v1/subsidiary", "{\"name\":\"x\"}", 405, "METHOD_NOT_ALLOWED", "subsidiary");
    refused("GET", "/record/v1/customer/999999", null, 404, "NONEXISTENT_ID", "does not exist");
    sandbox.netsuite("PUT", "/record/v1/invoice/eid:INV-D", INVOICE.formatted("C-5"));
    var pay = "{\"customer\":{\"externalId\":\"%s\"},\"tranDate\":\"2026-10-01\",\"payment\":%s,\"apply\":{\"items\":[{\"doc\":{\"externalId\":\"INV-D\"},\"apply\":true,\"amount\":%s}]}}";
    refused("POST", "/record/v1/customerPayment", pay.formatted("C-5", "9999", "9999"), 400, "USER_ERROR", "more than the invoice has open");
    refused("POST", "/record/v1/customerPayment", pay.formatted("C-5", "10", "20"), 400, "USER_ERROR", "more than the payment");
    refused("POST", "/record/v1/customerPayment", pay.formatted("C-6", "10", "10"), 400, "USER_ERROR", "another customer");
    refused("DELETE", "/record/v1/customer/eid:C-5", null, 400, "USER_ERROR", "dependent records");
    sandbox.netsuite("PATCH", "/record/v1/customer/eid:C-6", "{\"creditHoldOverride\":{\"id\":\"ON\"}}");
    refused("PUT", "/record/v1/invoice/eid:INV-E", INVOICE.formatted("C-6"), 400, "USER_ERROR", "credit hold");
    var noColumn = sandbox.suiteql("SELECT nonsense FROM customer");
    assertThat(noColumn.status()).isEqualTo(400);
    assertThat(sandbox.call("GET", "/netsuite/services/rest/record/v1/customer", null, "Authorization", "Bearer no").status()).isEqualTo(401);
  }

  private static void refused(String method, String path, String body, int status, String code, String detail) throws IOException {
    var reply = sandbox.netsuite(method, path, body);
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
    assertThat(reply.body().path("o:errorDetails").get(0).path("o:errorCode").asText()).isEqualTo(code);
    assertThat(reply.body().path("o:errorDetails").get(0).path("detail").asText()).contains(detail);
    var contract = Contract.of("netsuite/netsuite-rest-derived.openapi.json");
    if (contract != null) contract.holds("/components/schemas/nsError", reply.body());
  }

  @Test
  void listsComeInPagesByOffset() {
    for (int i = 0; i < 5; i++) customer("PAGE-" + i);

    var page = sandbox.netsuite("GET", "/record/v1/customer?limit=2&offset=2", null).body();

    assertThat(page.path("count").asInt()).isEqualTo(2);
    assertThat(page.path("hasMore").asBoolean()).isTrue();
    assertThat(page.path("offset").asInt()).isEqualTo(2);
  }
}
