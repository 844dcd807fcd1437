package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.throughline.journey.Outcome;
import io.throughline.system.Erp;
import io.throughline.system.Role;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErpSuiteTest extends RoleSuite {

  private static final LocalDate START = LocalDate.of(2026, 9, 1);
  private static final LocalDate END = LocalDate.of(2026, 12, 31);

  static Stream<String> systems() {
    return Played.systems(Role.ERP);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void findsACustomerByKeyThenByTaxIdWithinTheEntity(String system) {
    assertThat(done(system, new Erp.FindCustomer("C-1", "DE136695976", "TL-DE", null))).containsEntry("found", false);
    var customerId = customer(system);

    assertThat(done(system, new Erp.FindCustomer("C-1", null, "TL-DE", null))).containsAllEntriesOf(Map.of("found", true, "customerId", customerId, "taxId", "DE136695976", "currency", "EUR", "credit", "ok"));
    assertThat(done(system, new Erp.FindCustomer("C-9", "DE136695976", "TL-DE", null))).containsAllEntriesOf(Map.of("found", true, "customerId", customerId));
    assertThat(done(system, new Erp.FindCustomer("C-9", "DE136695976", "TL-FR", null))).containsEntry("found", false);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsWhichCustomersAClientMayBe(String system) {
    var first = customer(system);
    assertThat(candidates(system, new Erp.FindCustomer("C-9", "DE999999999", "TL-DE", "Acme GmbH"))).as("the name alone").containsExactly(first + " Acme GmbH DE136695976 EUR ok");
    assertThat(candidates(system, new Erp.FindCustomer("C-9", "DE999999999", "TL-DE", "Another GmbH"))).isEmpty();
    var second = String.valueOf(done(system, new Erp.CreateCustomer("C-2", "Acme Holding", "DE136695976", "Hauptstr. 1", "Berlin", "10115", "DE", "EUR", "TL-DE", 30)).get("customerId"));

    assertThat(candidates(system, new Erp.FindCustomer("C-9", "DE136695976", "TL-DE", "Acme GmbH"))).as("one tax id twice").hasSize(2)
        .anyMatch(told -> told.startsWith(first + " ") && told.endsWith("DE136695976 EUR ok")).anyMatch(told -> told.startsWith(second + " ") && told.endsWith("DE136695976 EUR ok"));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void takesWhatTheCrmSaysOfAClient(String system) {
    var customerId = customer(system);
    var update = new Erp.UpdateCustomer(customerId, "Acme SE", "DE811569869", "Weg 2", "Bonn", "53111", "DE", "TL-DE");

    done(system, update);
    done(system, update); // again: the same state

    assertThat(done(system, new Erp.FindCustomer("C-9", "DE811569869", "TL-DE", null))).as("by its new tax id").containsAllEntriesOf(Map.of("found", true, "customerId", customerId));
    assertThat(candidates(system, new Erp.FindCustomer("C-9", "DE999999999", "TL-DE", "Acme SE"))).as("by its new name").containsExactly(customerId + " Acme SE DE811569869 EUR ok");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void seesBlockedCredit(String system) {
    var customerId = customer(system);
    played.users(system, "set-credit-hold", "{\"customerId\": \"" + customerId + "\", \"hold\": \"ON\"}");

    assertThat(done(system, new Erp.FindCustomer("C-1", null, "TL-DE", null))).containsEntry("credit", "blocked");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void carriesAContractToAPaidInvoice(String system) {
    var customerId = customer(system);
    var contract = contract(system, customerId);

    var answer = createdOnce(system, invoice(customerId, contract));
    assertThat(answer).containsAllEntriesOf(Map.of("status", "open", "total", "12625.50", "remaining", "12625.50")).containsKeys("invoiceId", "number");
    var invoiceId = String.valueOf(answer.get("invoiceId"));
    assertThat(facts(system, "invoices").get(0)).containsAllEntriesOf(Map.of("invoiceId", invoiceId, "key", "T1:inv:1", "status", "open", "total", "12625.50", "currency", "EUR"));

    played.users(system, "pay-invoice", "{\"invoice\": \"T1:inv:1\", \"amount\": \"12000.00\", \"receivedOn\": \"2026-10-20\"}");
    assertThat(done(system, new Erp.ReadInvoice(invoiceId))).containsAllEntriesOf(Map.of("status", "open", "remaining", "625.50"));
    played.users(system, "pay-invoice", "{\"invoice\": \"T1:inv:1\", \"receivedOn\": \"2026-10-25\"}");
    assertThat(facts(system, "invoices").get(0)).containsAllEntriesOf(Map.of("status", "paid", "remaining", "0.00"));
    var payments = facts(system, "payments");
    assertThat(payments).extracting(payment -> payment.get("amount")).containsExactlyInAnyOrder("12000.00", "625.50");
    assertThat(payments).allSatisfy(payment -> assertThat(payment.get("allocations")).isEqualTo(List.of(Map.of("invoiceId", invoiceId, "amount", payment.get("amount")))));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void takesWhatIsBilledAgainWithEachPeriod(String system) {
    var customerId = customer(system);
    var project = String.valueOf(createdOnce(system, new Erp.OpenErpProject("T1", "T1", customerId, "Support", "TL-DE", "EUR", START, END)).get("erpProjectId"));
    var schedule = String.valueOf(createdOnce(system, new Erp.ScheduleBilling("T1", "T1", "Support", "milestone", List.of(new Erp.Instalment("L3", LocalDate.of(2026, 9, 30), "2000.00"), new Erp.Instalment("L3", LocalDate.of(2026, 10, 31), "2000.00")))).get("scheduleId"));
    var contract = createdOnce(system, new Erp.OpenContract("T1", "T1", customerId, project, schedule, "TL-DE", "EUR", START, null, List.of(
        new Erp.ContractItem("L1", "time-and-materials", "Build", "80", "150.00", "12000.00", null, null),
        new Erp.ContractItem("L3", "subscription", "Support", "1", "4000.00", "4000.00", null, null))));

    assertThat(createdOnce(system, new Erp.PostInvoice("T1", "T1:inv:1", customerId, String.valueOf(contract.get("contractId")), project, "TL-DE", "EUR", LocalDate.of(2026, 10, 31), LocalDate.of(2026, 11, 30), null, List.of(
        new Erp.InvoiceItem("L3", "subscription", "Support 2026-09-01/2026-09-30", null, null, "2000.00", null),
        new Erp.InvoiceItem("L3", "subscription", "Support 2026-10-01/2026-10-31", null, null, "2000.00", null))))).containsAllEntriesOf(Map.of("status", "open", "total", "4000.00"));

    done(system, new Erp.AmendContract("T1", String.valueOf(contract.get("contractId")), 2, schedule, LocalDate.of(2026, 10, 1), "EUR", "16500.00", null, List.of(
        new Erp.ContractItem("L1", "time-and-materials", "Build", "80", "150.00", "12000.00", null, null),
        new Erp.ContractItem("L3", "subscription", "Support", "1", "4500.00", "4500.00", null, null))));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsThatAReturnedPaymentPaysNothingAnyMore(String system) {
    assumeThat(played.plays(system, "return-payment")).isTrue();
    var customerId = customer(system);
    createdOnce(system, invoice(customerId, contract(system, customerId)));
    var paid = played.users(system, "pay-invoice", "{\"invoice\": \"T1:inv:1\", \"receivedOn\": \"2026-10-20\"}");
    var payment = facts(system, "payments").get(0);
    assertThat(payment.get("allocations")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(1);

    played.users(system, "return-payment", "{\"paymentId\": \"" + paid.get("paymentId").asText() + "\", \"returnedOn\": \"2026-11-03\"}");

    assertThat(facts(system, "payments")).isNotEmpty().allSatisfy(returned -> {
      assertThat(returned).containsEntry("paymentId", payment.get("paymentId")).containsEntry("amount", "12625.50").doesNotContainKey("allocations");
      assertThat(String.valueOf(returned.get("version"))).isGreaterThan(String.valueOf(payment.get("version")));
    });
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsMoneyThatNobodyApplied(String system) {
    assumeThat(played.plays(system, "receive-payment")).isTrue();
    var customerId = customer(system);

    played.users(system, "receive-payment", "{\"customerId\": \"" + customerId + "\", \"amount\": \"150.00\", \"receivedOn\": \"2026-10-20\", \"memo\": \"INV00002, our ref 7\"}");

    assertThat(facts(system, "payments")).singleElement().satisfies(payment -> {
      assertThat(payment).containsEntry("amount", "150.00").containsEntry("receivedOn", "2026-10-20").doesNotContainKey("allocations");
      assertThat(Tree.map(payment.get("unapplied"))).containsEntry("amount", "150.00").containsEntry("payerId", customerId).containsEntry("reference", "INV00002, our ref 7");
    });
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsForWhichEngagementMoneyCameBeforeTheBill(String system) {
    assumeThat(system).isIn("netsuite", "dynamics-finance");
    var customerId = customer(system);

    played.users(system, "receive-payment", "{\"customerId\": \"" + customerId + "\", \"amount\": \"150.00\", \"receivedOn\": \"2026-10-20\", \"memo\": \"deposit\", \"threadId\": \"T-0123456789ab\", \"prepayment\": \"Yes\"}");

    assertThat(facts(system, "payments")).singleElement().satisfies(payment -> assertThat(Tree.map(payment.get("unapplied"))).containsEntry("amount", "150.00").containsEntry("advance", Map.of("threadId", "T-0123456789ab")));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsWhoPaysForWhom(String system) {
    assumeThat(played.plays(system, "set-payer")).isTrue();
    var customerId = customer(system);
    var payerId = String.valueOf(done(system, new Erp.CreateCustomer("C-2", "Acme Holding", "DE811569869", "Hauptstr. 1", "Berlin", "10115", "DE", "EUR", "TL-DE", 30)).get("customerId"));
    assertThat(facts(system, "billingAccounts")).as("nobody pays for another").isEmpty();

    played.users(system, "set-payer", "{\"customerId\": \"" + customerId + "\", \"payerId\": \"" + payerId + "\"}");

    assertThat(facts(system, "billingAccounts")).singleElement().satisfies(account -> assertThat(account).containsEntry("customerId", customerId).containsEntry("payerId", payerId));

    played.users(system, "set-payer", "{\"customerId\": \"" + customerId + "\", \"payerId\": \"" + customerId + "\"}");
    assertThat(facts(system, "billingAccounts")).as("it pays its own").singleElement().satisfies(account -> assertThat(account).containsEntry("customerId", customerId).doesNotContainKey("payerId"));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void takesAnotherVersionOfTheContract(String system) {
    var contract = contract(system, customer(system));
    var schedule = String.valueOf(createdOnce(system, new Erp.ScheduleBilling("T1", "T1:v2", "Rollout, version 2", "milestone", List.of(new Erp.Instalment("L3", LocalDate.of(2026, 12, 15), "8000.00")))).get("scheduleId"));
    var amend = new Erp.AmendContract("T1", contract.get("contractId"), 2, schedule, LocalDate.of(2026, 10, 1), "EUR", "32500.50", "PO-1", List.of(
        new Erp.ContractItem("L1", "time-and-materials", "Build", "160", "150.00", "24000.00", "PO-1", "Core"),
        new Erp.ContractItem("L3", "milestone", "Extension", "1", "8500.50", "8500.50", "PO-1", null)));

    if (played.plays(system, "activate-contract")) played.users(system, "activate-contract", "{\"contractId\": \"" + contract.get("contractId") + "\"}");
    done(system, amend);
    done(system, amend); // again: the same state
    if (Folders.shipped(system).descriptor.operations().get("amendContract").lacks() == null) {
      var value = BigDecimal.ZERO;
      for (var seen : played.observed(system, "contract-lines", "{\"contractId\": \"" + contract.get("contractId") + "\"}")) value = value.add(new BigDecimal(seen.get("value").asText()));
      assertThat(value).as("what the contract is worth there").isEqualByComparingTo("32500.50");
    }
    done(system, new Erp.CancelBillingSchedule(contract.get("scheduleId")));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void postsACreditNoteOnce(String system) {
    var customerId = customer(system);
    var credit = new Erp.PostCreditNote("T1", "T1:cn:1", customerId, "TL-DE", "EUR", LocalDate.of(2026, 10, 2), List.of(new Erp.InvoiceItem("L1", "time-and-materials", "Correction", 10L, "150.00", "25.00", null)));

    var answer = createdOnce(system, credit);

    assertThat(answer).containsEntry("total", "25.00").containsKeys("invoiceId", "number");
    assertThat(done(system, new Erp.ReadCreditNote(String.valueOf(answer.get("invoiceId"))))).isEqualTo(answer);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void takesAPostedInvoiceBackOnce(String system) {
    var customerId = customer(system);
    var invoice = invoice(customerId, contract(system, customerId));
    var invoiceId = String.valueOf(done(system, invoice).get("invoiceId"));
    var takeBack = new Erp.VoidInvoice("T1", "T1:inv:1:void", invoiceId, customerId, "TL-DE", "EUR", LocalDate.of(2026, 9, 30), invoice.lines());

    if (Folders.shipped(system).descriptor.operations().get("voidInvoice").probe() != null) {
      assertThat(createdOnce(system, takeBack)).containsKey("takenBackBy");
    } else { // nothing is left to find
      assertThat(done(system, takeBack)).containsEntry("takenBackBy", "deletion");
      assertThat(doneAgain(system, takeBack)).containsEntry("takenBackBy", "deletion");
      assertThat(played.connectors.carryOut(Bench.call(system, "readInvoice", Map.of("invoiceId", invoiceId)))).isInstanceOf(Outcome.Refused.class);
    }
  }

  @ParameterizedTest
  @MethodSource("systems")
  void postsAJournalOnce(String system) {
    assumeThat(Folders.shipped(system).descriptor.operations().get("postJournal").lacks()).isNull();
    var journal = journal("CA");

    assertThat(createdOnce(system, journal)).containsKey("journalId");

    assertThat(played.connectors.carryOut(Bench.call(system, "postJournal", input(journal("BD"))))).as("an account that the settings do not say").isInstanceOfSatisfying(Outcome.Hold.class, hold -> assertThat(hold.reason()).contains("ledger.BD"));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void saysWhichReferencesTheSystemDoesNotKnow(String system) {
    assumeThat(Folders.shipped(system).descriptor.operations().get("findReferences").lacks()).isNull();

    assertThat(done(system, new Erp.FindReferences(List.of("TL-DE"), List.of("EUR")))).isEqualTo(Map.of("looked", true));
    var unknown = played.connectors.carryOut(Bench.call(system, "findReferences", Map.of("entities", List.of("TL-DE", "TL-XX"), "currencies", List.of("EUR"))));
    assertThat(unknown).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(Tree.list(done.answer().get("unknown"))).isNotEmpty().allSatisfy(one -> assertThat(Tree.map(one)).containsEntry("ours", "TL-XX").containsKey("kind")));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsExchangeRatesWithTheirDay(String system) {
    assumeThat(Folders.shipped(system).descriptor.feeds().get("fxRates").lacks()).isNull();

    var rates = facts(system, "fxRates");

    assertThat(rates).hasSize(2);
    assertThat(rates.get(0)).containsAllEntriesOf(Map.of("rateId", "1", "from", "USD", "to", "EUR", "rate", "0.9125", "on", "2026-09-30")).containsKey("version");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsWhatACreditNoteIsUsedFor(String system) {
    assumeThat(Folders.shipped(system).descriptor.feeds().get("creditUses").lacks()).isNull();
    var customerId = customer(system);
    var invoice = invoice(customerId, contract(system, customerId));
    var invoiceId = String.valueOf(createdOnce(system, invoice).get("invoiceId"));
    var note = String.valueOf(createdOnce(system, new Erp.PostCreditNote("T1", "T1:crn:1", customerId, "TL-DE", "EUR", LocalDate.of(2026, 10, 31), invoice.lines())).get("invoiceId"));
    assertThat(facts(system, "creditUses")).singleElement().satisfies(unused -> assertThat(unused).containsEntry("creditNoteId", note).containsEntry("currency", "EUR").doesNotContainKeys("applications", "refunds"));

    played.users(system, "apply-credit", "{\"creditNote\": \"" + note + "\", \"on\": \"2026-11-02\", \"applications\": [{\"invoiceId\": \"" + invoiceId + "\", \"amount\": 12000.50}]}");
    assertThat(done(system, new Erp.ReadInvoice(invoiceId))).containsEntry("remaining", "625.00");
    var refund = played.users(system, "refund-credit", "{\"creditNote\": \"" + note + "\", \"refundedOn\": \"2026-11-03\"}").get("refundId").asText();
    assertThat(facts(system, "creditUses")).singleElement().satisfies(used -> {
      assertThat(used.get("applications")).isEqualTo(List.of(Map.of("invoiceId", invoiceId, "amount", "12000.50", "appliedOn", "2026-11-02")));
      assertThat(used.get("refunds")).isEqualTo(List.of(Map.of("refundId", refund, "amount", "625.00", "refundedOn", "2026-11-03")));
    });

    played.users(system, "void-refund", "{\"refundId\": \"" + refund + "\"}");
    played.users(system, "apply-credit", "{\"creditNote\": \"" + note + "\", \"applications\": []}");
    assertThat(facts(system, "creditUses")).singleElement().satisfies(free -> assertThat(free).doesNotContainKeys("applications", "refunds"));
    assertThat(done(system, new Erp.ReadInvoice(invoiceId))).containsEntry("remaining", "12625.50");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void takesBackWhatAJourneyOpenedAndOpensItAgain(String system) {
    var customerId = customer(system);
    var contract = contract(system, customerId);
    done(system, new Erp.CloseContract(contract.get("contractId")));
    done(system, new Erp.CancelBillingSchedule(contract.get("scheduleId")));
    done(system, new Erp.CloseErpProject(contract.get("erpProjectId")));
    done(system, new Erp.DeactivateCustomer(customerId));
    assertThat(done(system, new Erp.FindCustomer("C-1", "DE136695976", "TL-DE", null))).containsEntry("found", false);

    contract(system, customer(system));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void saysWhatIsWrongWithAnUnknownCustomer(String system) {
    var outcome = played.connectors.carryOut(Bench.call(system, "openErpProject", new HashMap<>(Map.of("threadId", "T1", "reference", "T1", "customerId", "999999", "name", "x", "contractingEntity", "TL-DE", "currency", "EUR"))));

    assertThat(outcome).isInstanceOfAny(Outcome.Hold.class, Outcome.Refused.class);
  }

  private List<String> candidates(String system, Erp.FindCustomer find) {
    var answer = done(system, find);
    assertThat(answer).containsEntry("found", false);
    return answer.get("candidates") instanceof List<?> several
        ? several.stream().map(one -> (Map<?, ?>) one).map(one -> one.get("customerId") + " " + one.get("name") + " " + one.get("taxId") + " " + one.get("currency") + " " + one.get("credit")).toList()
        : List.of();
  }

  private String customer(String system) {
    return String.valueOf(createdOnce(system, new Erp.CreateCustomer("C-1", "Acme GmbH", "DE136695976", "Hauptstr. 1", "Berlin", "10115", "DE", "EUR", "TL-DE", 30)).get("customerId"));
  }

  private Map<String, String> contract(String system, String customerId) {
    var ids = new HashMap<String, String>();
    ids.put("erpProjectId", String.valueOf(createdOnce(system, new Erp.OpenErpProject("T1", "T1", customerId, "Rollout", "TL-DE", "EUR", START, END)).get("erpProjectId")));
    ids.put("scheduleId", String.valueOf(createdOnce(system, new Erp.ScheduleBilling("T1", "T1", "Rollout", "milestone", List.of(new Erp.Instalment("L2", LocalDate.of(2026, 11, 30), "12500.50")))).get("scheduleId")));
    var lines = List.of(
        new Erp.ContractItem("L1", "time-and-materials", "Build", "80", "150.00", "12000.00", "PO-1", "Core"),
        new Erp.ContractItem("L2", "milestone", "Go live", "1", "12500.50", "12500.50", null, null));
    ids.put("contractId", String.valueOf(createdOnce(system, new Erp.OpenContract("T1", "T1", customerId, ids.get("erpProjectId"), ids.get("scheduleId"), "TL-DE", "EUR", START, "PO-1", lines)).get("contractId")));
    return ids;
  }

  private static Erp.PostJournal journal(String account) {
    return new Erp.PostJournal("T1", "jnl-1", "TL-DE", "EUR", LocalDate.of(2026, 9, 30), "J2 T1:inv:1", List.of(new Erp.JournalItem("CLEARING", "12625.50", null, "T1"), new Erp.JournalItem(account, null, "125.00", "T1"), new Erp.JournalItem("REV", null, "12500.50", "T1")));
  }

  private static Map<String, Object> input(Erp.PostJournal journal) {
    var input = new HashMap<String, Object>();
    io.throughline.store.Json.map(journal).forEach((name, value) -> input.put(name, value));
    return input;
  }

  private static Erp.PostInvoice invoice(String customerId, Map<String, String> contract) {
    return new Erp.PostInvoice("T1", "T1:inv:1", customerId, contract.get("contractId"), contract.get("erpProjectId"), "TL-DE", "EUR", LocalDate.of(2026, 9, 30), LocalDate.of(2026, 10, 30), "ACC-1", List.of(
        new Erp.InvoiceItem("L1", "time-and-materials", "Build", 50L, "150.00", "125.00", "PO-1"),
        new Erp.InvoiceItem("L2", "milestone", "Go live", null, null, "12500.50", null)));
  }
}
