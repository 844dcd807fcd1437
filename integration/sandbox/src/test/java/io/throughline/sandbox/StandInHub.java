package io.throughline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.throughline.sandbox.language.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does by hand, through the vendors' own APIs, the little that a scenario expects of the hub, so that the player can be tried without it. */
final class StandInHub implements AutoCloseable {

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // or each answer with a body waits 40 ms for an acknowledgement
  }

  private static final BigDecimal ZERO = new BigDecimal("0.00");

  private final RunningSandbox sandbox;
  private final HttpServer server;
  private final Map<String, ObjectNode> drafts = new LinkedHashMap<>();
  private final ScheduledExecutorService poll = Executors.newSingleThreadScheduledExecutor();
  volatile boolean proofsHold = true;

  StandInHub(RunningSandbox sandbox) throws IOException {
    this.sandbox = sandbox;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      try (exchange) {
        var answer = Json.write(handle(exchange)).getBytes();
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      }
    });
    server.start();
    poll.scheduleWithFixedDelay(this::look, 0, 50, TimeUnit.MILLISECONDS);
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private synchronized JsonNode handle(HttpExchange call) throws IOException {
    if (!call.getRequestHeaders().getFirst("Authorization").startsWith("Bearer ey")) throw new IllegalStateException("no token");
    var path = call.getRequestURI().getPath();
    if (path.endsWith("/totals")) return totals();
    if (path.endsWith("/proofs")) return Json.object().put("holds", proofsHold).put("current", true);
    if (path.endsWith("/invoices")) return Json.object().set("items", Json.array().addAll(drafts.values()));
    if (call.getRequestHeaders().getFirst("Idempotency-Key") == null) throw new IllegalStateException("no key");
    if (path.endsWith("/release")) return released(path.replaceAll(".*/([^/]+)/release", "$1"));
    return drafted(Json.MAPPER.readTree(call.getRequestBody()).path("threadId").asText());
  }

  private JsonNode rows(String vendor, String collection) {
    return sandbox.control("GET", "/" + vendor + "/" + collection, null).body();
  }

  /** A look that failed is told, and comes again. */
  private void look() {
    try {
      openThreads();
    } catch (RuntimeException failed) {
      failed.printStackTrace();
    }
  }

  private synchronized void openThreads() {
    rows("salesforce", "Opportunity").forEach(deal -> {
      if (deal.has("Hub_Thread_Id__c") || !deal.path("IsWon").asBoolean()) return;
      var thread = "T" + deal.path("Id").asText();
      var workspace = id(sandbox.kantata("POST", "/workspaces", "{\"workspace\":{\"title\":\"x\",\"status_key\":300,\"currency\":\"" + deal.path("CurrencyIsoCode").asText() + "\",\"external_reference\":\"" + thread + "\"}}"));
      rows("salesforce", "OpportunityLineItem").forEach(line -> {
        if (line.path("OpportunityId").equals(deal.path("Id"))) {
          sandbox.kantata("POST", "/stories", "{\"story\":{\"title\":\"x\",\"story_type\":\"task\",\"workspace_id\":\"" + workspace + "\",\"external_reference\":\"" + thread + ":" + line.path("Id").asText() + "\"}}");
        }
      });
      sandbox.salesforce("PATCH", "/sobjects/Opportunity/" + deal.path("Id").asText(), "{\"Hub_Thread_Id__c\":\"" + thread + "\"}");
    });
  }

  private static String id(RunningSandbox.Reply reply) {
    return reply.body().path("results").get(0).path("id").asText();
  }

  private boolean inEuro(String thread) {
    for (var deal : rows("salesforce", "Opportunity")) {
      if (deal.path("Hub_Thread_Id__c").asText().equals(thread)) return deal.path("CurrencyIsoCode").asText().equals("EUR");
    }
    throw new IllegalStateException("no deal has the thread " + thread);
  }

  /** As the hub does: an invoice for each purchase order. */
  private JsonNode drafted(String thread) {
    if (inEuro(thread)) {
      draft(thread, "1", "24000.00");
      draft(thread, "2", "8000.00");
    } else draft(thread, "1", "8000.00");
    return Json.object();
  }

  private void draft(String thread, String no, String amount) {
    var id = "D" + no + "-" + thread;
    drafts.put(id, Json.object().put("id", id).put("threadId", thread).put("amount", amount));
  }

  private JsonNode released(String id) {
    var draft = drafts.remove(id);
    var thread = draft.path("threadId").asText();
    sandbox.netsuite("PUT", "/record/v1/customer/eid:C" + thread, "{\"companyName\":\"x\",\"subsidiary\":{\"externalId\":\"" + (inEuro(thread) ? "TL-DE" : "TL-US") + "\"}}");
    sandbox.netsuite("PUT", "/record/v1/invoice/eid:" + id, "{\"entity\":{\"externalId\":\"C" + thread + "\"},\"custbody_hub_thread\":\"" + thread
        + "\",\"item\":{\"items\":[{\"item\":{\"externalId\":\"TIME\"},\"amount\":" + draft.path("amount").asText() + "}]}}");
    return Json.object();
  }

  private JsonNode totals() {
    var totals = Json.object().put("engagements", rows("salesforce", "Opportunity").size()).put("invoices", rows("netsuite", "invoice").size()).put("exceptions", 0);
    int billable = 0;
    int other = 0;
    for (var entry : rows("kantata", "time_entries")) {
      if (entry.path("billable").asBoolean()) billable += entry.path("time_in_minutes").asInt();
      else other += entry.path("time_in_minutes").asInt();
    }
    totals.putObject("minutes").put("approved", billable + other).put("nonBillable", other).put("invoiced", billable);
    for (var currency : new String[] {"EUR", "USD"}) totals.withArray("money").add(money(currency));
    return totals;
  }

  private JsonNode money(String currency) {
    var sold = ZERO;
    var invoiced = ZERO;
    var paid = ZERO;
    for (var deal : rows("salesforce", "Opportunity")) if (deal.path("CurrencyIsoCode").asText().equals(currency)) sold = sold.add(deal.path("Amount").decimalValue());
    for (var invoice : rows("netsuite", "invoice")) {
      if (!invoice.path("currency").path("refName").asText().equals(currency)) continue;
      invoiced = invoiced.add(invoice.path("total").decimalValue());
      paid = paid.add(invoice.path("amountPaid").decimalValue());
    }
    return Json.object().put("currency", currency).put("sold", sold.toPlainString()).put("invoiced", invoiced.toPlainString()).put("paid", paid.toPlainString());
  }

  @Override
  public void close() {
    poll.shutdownNow();
    server.stop(0);
  }
}
