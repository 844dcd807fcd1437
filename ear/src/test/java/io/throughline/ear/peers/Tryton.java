package io.throughline.ear.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;

/** Tryton as people use it: sales in the database {@code crm}, finance in the database {@code erp}. */
final class Tryton {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String COMPANY = "{\"company\": 1}";

  final Script script = new Script("tryton").run("fresh").run("start");
  final Map<String, String> says = script.says();
  private final HttpClient client = HttpClient.newHttpClient();

  /** How a hub is set up for both. */
  void configure(Map<String, String> hub, String erp, String crm) {
    hub.putAll(Map.of("THROUGHLINE_TRYTON_URL", erp, "THROUGHLINE_TRYTON_USER", "hub", "THROUGHLINE_TRYTON_PASSWORD", says.get("HUB_PASSWORD"), "THROUGHLINE_TRYTON_CRM_URL", crm, "THROUGHLINE_TRYTON_CRM_USER", "crm", "THROUGHLINE_TRYTON_CRM_PASSWORD", says.get("CRM_PASSWORD")));
    Map.of("COMPANY", "COMPANY", "CURRENCY_EUR", "EUR", "COUNTRY_DE", "GERMANY", "TERMS_30", "TERM", "ACCOUNT_RECEIVABLE", "RECEIVABLE", "ACCOUNT_REVENUE", "REVENUE", "JOURNAL_REVENUE", "JOURNAL", "TAX", "TAX")
        .forEach((setting, id) -> hub.put("THROUGHLINE_TRYTON_" + setting, says.get(id)));
    Map.of("ITEM_TIME_AND_MATERIALS", "BY_HOUR", "ITEM_MILESTONE", "MILESTONE", "ITEM_FIXED_FEE", "MILESTONE", "UNIT_TIME_AND_MATERIALS", "HOUR", "UNIT_MILESTONE", "UNIT", "UNIT_FIXED_FEE", "UNIT")
        .forEach((setting, id) -> hub.put("THROUGHLINE_TRYTON_" + setting, says.get(id)));
    hub.put("THROUGHLINE_TRYTON_CRM_BILLING_" + says.get("BY_HOUR"), "time-and-materials");
    hub.put("THROUGHLINE_TRYTON_CRM_BILLING_" + says.get("MILESTONE"), "milestone");
  }

  /** 80 hours at 150.00 and a milestone of 30,000.00: from the lead to the confirmed sale. Answers the opportunity's id. */
  String sell(String name, String vat) {
    var today = LocalDate.now();
    var party = crm("model.party.party.create", "[{'name': '%s', 'identifiers': [['create', [{'type': 'eu_vat', 'code': '%s'}]]], 'addresses': [['create', [{'street': 'Ring 5', 'city': 'Hamburg', 'postal_code': '20095', 'country': %s}]]]}]".formatted(name, vat, says.get("GERMANY"))).get(0);
    var address = crm("model.party.party.read", "[%s], ['addresses']".formatted(party)).get(0).get("addresses").get(0);
    return sell(
        party, address, name, "start: %s\\nend: %s".formatted(today.minusDays(10), today.plusDays(60)), "{'quantity': 80}",
        "{'unit_price': %s, 'description': 'Concept', 'note': 'workstream: concept\\ndue: %s'}".formatted(decimal("30000.00"), today.plusDays(20)));
  }

  /** A change order: from a day on the sold hours are 120 at 160.00, and there is a milestone of 14,100.00 more. Answers the opportunity's id. */
  String amend(String deal, LocalDate from) {
    var sold = crm("model.sale.opportunity.read", "[%s], ['party', 'address']".formatted(deal)).get(0);
    var hours = crm("model.sale.line.search", "[['sale', 'in', %s], ['product', '=', %s]], 0, 1, null".formatted(sales(deal), says.get("BY_HOUR"))).get(0);
    return sell(
        sold.get("party"), sold.get("address"), "More for " + deal, "amends: %s\\nstart: %s".formatted(deal, from), "{'quantity': 120, 'unit_price': %s, 'note': 'amends: %s'}".formatted(decimal("160.00"), hours),
        "{'unit_price': %s, 'description': 'Rollout', 'note': 'workstream: rollout\\ndue: %s'}".formatted(decimal("14100.00"), from.plusDays(40)));
  }

  /** Sales quotes once more for a won deal, which is not won until that is decided. Answers the quotation. */
  JsonNode quoteAgain(String deal) {
    var quotation = crm("model.sale.sale.copy", sales(deal).toString()).get(0);
    crm("model.sale.sale.quote", "[" + quotation + "]");
    return quotation;
  }

  void cancel(JsonNode quotation) {
    crm("model.sale.sale.cancel", "[" + quotation + "]");
  }

  private JsonNode sales(String deal) {
    return crm("model.sale.opportunity.read", "[%s], ['sales']".formatted(deal)).get(0).get("sales");
  }

  /** From the lead to the confirmed sale of hours and a milestone, its comment and lines as they say. */
  private String sell(JsonNode party, JsonNode address, String name, String comment, String hours, String milestone) {
    var opportunity = crm("model.sale.opportunity.create", ("[{'party': %s, 'address': %s, 'company': 1, 'employee': %s, 'description': 'Rollout for %s', 'amount': %s, 'conversion_probability': 0.8, 'payment_term': %s, 'start_date': %s,"
        + " 'lines': [['create', [{'product': %s, 'quantity': 1, 'unit': %s}, {'product': %s, 'quantity': 1, 'unit': %s}]]]}]")
        .formatted(party, address, says.get("EMPLOYEE"), name, decimal("40000.00"), says.get("TERM"), day(LocalDate.now()), says.get("BY_HOUR"), says.get("HOUR"), says.get("MILESTONE"), says.get("UNIT"))).get(0);
    crm("model.sale.opportunity.opportunity", "[" + opportunity + "]");
    crm("model.sale.opportunity.convert", "[" + opportunity + "]");
    var sale = sales(opportunity.asText()).get(0);
    Map.of("BY_HOUR", hours, "MILESTONE", milestone).forEach((product, values) -> crm(
        "model.sale.line.write", "%s, %s".formatted(crm("model.sale.line.search", "[['sale', '=', %s], ['product', '=', %s]], 0, 1, null".formatted(sale, says.get(product))), values)));
    crm("model.sale.sale.write", "[%s], {'invoice_address': %s, 'shipment_address': %s, 'reference': 'PO-1', 'comment': '%s'}".formatted(sale, address, address, comment));
    crm("model.sale.sale.quote", "[" + sale + "]");
    crm("model.sale.sale.confirm", "[" + sale + "]");
    return opportunity.asText();
  }

  /** What stands in an opportunity's comment. */
  String comment(String opportunity) {
    return crm("model.sale.opportunity.read", "[%s], ['comment']".formatted(opportunity)).get(0).path("comment").asText();
  }

  /** The invoices and credit notes of a thread, cancelled ones left out. */
  JsonNode invoices(String thread) {
    return erp("model.account.invoice.search_read", "[['description', 'like', '%s%%'], ['state', '!=', 'cancelled']], 0, 100, [['id', 'ASC']], ['reference', 'number', 'state', 'untaxed_amount', 'total_amount', 'amount_to_pay']".formatted(thread));
  }

  /** A thread's contract. */
  JsonNode contract(String thread) {
    return erp("model.sale.sale.search_read", "[['reference', '=', '%s']], 0, 10, null, ['state', 'description', 'untaxed_amount', 'lines']".formatted(thread)).get(0);
  }

  long parties(String vat) {
    return erp("model.party.party.search_count", "[['identifiers.code', '=', '%s']]".formatted(vat)).asLong();
  }

  /** Finance registers a payment by the wizard: of all that is open, or of an amount. */
  void pay(String invoice, String amount) {
    var open = erp("model.account.invoice.read", "[%s], ['amount_to_pay']".formatted(invoice)).get(0).get("amount_to_pay").get("decimal").asText();
    var at = "{'company': 1, 'active_model': 'account.invoice', 'active_id': %s, 'active_ids': [%s]}".formatted(invoice, invoice);
    var wizard = call("erp", "wizard.account.invoice.pay.create", "[" + COMPANY + "]").get(0).asText();
    var start = "{'amount': %s, 'currency': %s, 'currency_digits': 2, 'company': 1, 'invoice_account': %s, 'payment_method': %s, 'date': %s, 'description': 'bank'}"
        .formatted(decimal(amount == null ? open : amount), says.get("EUR"), says.get("RECEIVABLE"), says.get("BANK"), day(LocalDate.now()));
    var asked = call("erp", "wizard.account.invoice.pay.execute", "[%s, {'start': %s}, 'choice', %s]".formatted(wizard, start, at)).path("view").path("defaults");
    if (asked.isMissingNode()) return;
    var partly = (com.fasterxml.jackson.databind.node.ObjectNode) asked.deepCopy();
    partly.remove(java.util.stream.StreamSupport.stream(((Iterable<String>) asked::fieldNames).spliterator(), false).filter(name -> name.contains(".")).toList());
    partly.put("type", "partial");
    call("erp", "wizard.account.invoice.pay.execute", "[%s, {'start': %s, 'ask': %s}, 'pay', %s]".formatted(wizard, start, partly, at));
  }

  /** Nobody can post in this month any more, or again. */
  void month(String action) {
    var today = LocalDate.now();
    var period = erp("model.account.period.search", "[['start_date', '<=', %s], ['end_date', '>=', %s]], 0, 1, null".formatted(day(today), day(today)));
    erp("model.account.period." + action, period.toString());
    if (!action.equals("reopen")) return; // a month takes its journals with it when it closes, and leaves them closed when it opens
    erp("model.account.journal.period.reopen", erp("model.account.journal.period.search", "[['period', 'in', " + period + "], ['state', '=', 'close']], 0, 100, null").toString());
  }

  /** The database below, for what no user can do. */
  Connection database() throws SQLException {
    return DriverManager.getConnection(says.get("DATABASE"));
  }

  String text(String sql) {
    try (var connection = database(); var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private JsonNode erp(String method, String params) {
    return call("erp", method, "[" + params + ", " + COMPANY + "]");
  }

  private JsonNode crm(String method, String params) {
    return call("crm", method, "[" + params + ", " + COMPANY + "]");
  }

  private JsonNode call(String database, String method, String params) {
    var erp = database.equals("erp");
    var user = erp ? "hub:" + says.get("HUB_PASSWORD") : "crm:" + says.get("CRM_PASSWORD");
    var request = HttpRequest.newBuilder(URI.create(says.get(erp ? "URL" : "CRM_URL") + "/")).header("Content-Type", "application/json")
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
        .POST(HttpRequest.BodyPublishers.ofString("{\"id\": 1, \"method\": \"" + method + "\", \"params\": " + params.replace('\'', '"') + "}"));
    try {
      var answer = JSON.readTree(client.send(request.build(), BodyHandlers.ofString()).body());
      if (!answer.has("result")) throw new IllegalStateException(method + ": " + answer);
      return answer.get("result");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String decimal(String amount) {
    return "{'__class__': 'Decimal', 'decimal': '" + amount + "'}";
  }

  private static String day(LocalDate day) {
    return "{'__class__': 'date', 'year': %d, 'month': %d, 'day': %d}".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
  }
}
