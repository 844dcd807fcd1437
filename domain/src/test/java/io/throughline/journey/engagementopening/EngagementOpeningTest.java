package io.throughline.journey.engagementopening;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.ClientAccount;
import io.throughline.canonical.Every;
import io.throughline.canonical.Periods;
import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.Rollover;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.Rehearsal;
import io.throughline.journey.Verdict;
import io.throughline.system.Delivery;
import io.throughline.system.Erp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngagementOpeningTest {

  @Test
  void opensCustomerContractProjectAndTellsTheDeal() {
    var opening = opening(Deals.mixed());

    assertThat(opening.play()).isNull();

    opening.asked(
        "findCustomer", "createCustomer", "openErpProject", "scheduleBilling", "openContract", "createProject", "planWork", "planWork", "activateProject", "reportProject", "requestStaffing");
    assertThat(opening.command(Erp.OpenContract.class).lines()).extracting(Erp.ContractItem::quantity).containsExactly("80", "1");
    assertThat(opening.command(Delivery.PlanWork.class).reference()).isEqualTo("T-1:L1");
  }

  @Test
  void usesTheCustomerThatTheErpHas() {
    var opening = opening(Deals.advisory()).answering("find-customer", Map.of("found", true, "customerId", "C-9", "currency", "EUR", "credit", "ok"));

    assertThat(opening.play()).isNull();

    assertThat(opening.command(Erp.OpenContract.class).customerId()).isEqualTo("C-9");
    assertThat(opening.undone()).doesNotContain("deactivateCustomer");
  }

  @Test
  void createsNothingForAClientWithoutATaxId() {
    var held = held(Deals.deal("12000.00", Deals.client(null, false), WonDeal.Approval.State.APPROVED, List.of(Deals.hours("L1", "12000.00", null))), "findCustomer");

    assertThat(held.code()).isEqualTo("TAX_PROFILE_INCOMPLETE");
    assertThat(held.owner()).isEqualTo("finance");
    assertThat(held.fields()).extracting(field -> field.pointer()).containsExactly("/client/taxId");
  }

  @Test
  void createsNothingForACustomerOnCreditHold() {
    var opening = opening(Deals.advisory()).answering("find-customer", Map.of("found", true, "customerId", "C-9", "credit", "blocked"));

    assertThat(opening.play().code()).isEqualTo("CREDIT_BLOCKED");
    opening.asked("findCustomer");
  }

  @Test
  void asksAPersonWhichOfSeveralCustomersTheClientIs() {
    var held = ambiguous(null).play();

    assertThat(held.code()).isEqualTo("CUSTOMER_AMBIGUOUS");
    assertThat(held.owner()).isEqualTo("finance");
    assertThat(held.fields()).extracting(field -> field.pointer()).containsExactly("/client/customerId");
    assertThat(held.fields().get(0).message()).contains("C-8 ACME (DE123456789); C-9 Acme GmbH (DE123456789)");
    assertThat(ambiguous("C-7").play().code()).as("one that is none of them").isEqualTo("CUSTOMER_AMBIGUOUS");
  }

  @Test
  void billsTheCustomerThatAPersonChose() {
    var opening = ambiguous("C-9");

    assertThat(opening.play()).isNull();

    assertThat(opening.command(Erp.OpenContract.class).customerId()).isEqualTo("C-9");
    assertThat(EngagementOpening.customer(opening)).as("the engagement's").isEqualTo("C-9");
    assertThat(opening.undone()).doesNotContain("deactivateCustomer");
    assertThat(ambiguous("C-8").play().code()).as("the chosen one's credit counts").isEqualTo("CREDIT_BLOCKED");
  }

  @Test
  void createsTheCustomerThatAPersonSaysIsNew() {
    var opening = ambiguous(ClientAccount.NEW).answering("create-customer", Map.of("customerId", "C-10"));

    assertThat(opening.play()).isNull();

    assertThat(opening.command(Erp.OpenContract.class).customerId()).isEqualTo("C-10");
  }

  @Test
  void takesTheOneThatAnotherDealMadeWhileTheErpWasAsked() {
    var opening = opening(Deals.advisory()).answering("find-customer", Map.of("found", false, "candidates", List.of(
        Map.of("customerId", "C-9", "name", "Acme GmbH", "taxId", "DE123456789", "currency", "EUR", "credit", "ok"))));

    assertThat(opening.play()).isNull();

    assertThat(opening.command(Erp.OpenContract.class).customerId()).isEqualTo("C-9");
  }

  @Test
  void asksAPersonAboutACustomerThatHasTheNameAndAnotherTaxId() {
    var opening = opening(Deals.advisory()).answering("find-customer", Map.of("found", false, "candidates", List.of(
        Map.of("customerId", "C-9", "name", "Acme GmbH", "taxId", "DE987654321", "currency", "EUR", "credit", "ok"))));

    assertThat(opening.play().code()).isEqualTo("CUSTOMER_AMBIGUOUS");
  }

  private static Rehearsal<WonDeal> ambiguous(String chosen) {
    return opening(Deals.billedAs(chosen))
        .answering("find-customer", Map.of("found", false, "candidates", List.of(
            Map.of("customerId", "C-8", "name", "ACME", "taxId", "DE123456789", "currency", "EUR", "credit", "blocked"),
            Map.of("customerId", "C-9", "name", "Acme GmbH", "taxId", "DE123456789", "currency", "EUR", "credit", "ok"))));
  }

  @Test
  void holdsADealInAnotherCurrencyThanTheCustomer() {
    var opening = opening(Deals.advisory()).answering("find-customer", Map.of("found", true, "customerId", "C-9", "credit", "ok", "currency", "USD"));

    assertThat(opening.play().code()).isEqualTo("CURRENCY_DIFFERS");
  }

  @Test
  void asksNobodyBeforeTheTermsAreApproved() {
    assertThat(held(Deals.deal("12000.00", Deals.client("DE1", false), WonDeal.Approval.State.PENDING, List.of(Deals.hours("L1", "12000.00", null)))).code()).isEqualTo("APPROVAL_MISSING");
  }

  @Test
  void waitsForTheSignatureThatTheDealAsksFor() {
    var opening = opening(Deals.signed()).answering("find-signature", Map.of("found", false));

    var held = opening.play();

    assertThat(held.code()).isEqualTo(EngagementOpening.SIGNATURE_MISSING);
    assertThat(held.owner()).isEqualTo("sales-ops");
    opening.asked("findSignature");
  }

  @Test
  void opensOnceTheContractIsSigned() {
    var opening = opening(Deals.signed()).answering("find-signature", Map.of("found", true, "signatureId", "S-1"));

    assertThat(opening.play()).isNull();

    assertThat(opening.command(Delivery.ActivateProject.class)).isNotNull();
  }

  @Test
  void holdsADealWhoseLinesDoNotAddUp() {
    var held = held(Deals.deal("13000.00", Deals.client("DE1", false), WonDeal.Approval.State.APPROVED, List.of(Deals.hours("L1", "12000.00", null))));

    assertThat(held.fields()).extracting(field -> field.pointer()).containsExactly("/value");
  }

  /** September 7 through December 31: 24 of 30 days, then three whole months. */
  @Test
  void opensASubscriptionAsWorkAndABillForEachOfItsPeriods() {
    var opening = opening(subscribed("3800.00", new Periods(Every.MONTH, "1000.00", true, true)));

    assertThat(opening.play()).isNull();

    opening.asked("findCustomer", "createCustomer", "openErpProject", "scheduleBilling", "openContract", "createProject", "planWork", "activateProject", "reportProject");
    assertThat(opening.command(Erp.ScheduleBilling.class).instalments()).extracting(each -> each.lineId() + " " + each.dueOn() + " " + each.amount())
        .containsExactly("L3 2026-09-07 800.00", "L3 2026-10-01 1000.00", "L3 2026-11-01 1000.00", "L3 2026-12-01 1000.00");
    assertThat(opening.command(Erp.OpenContract.class).lines()).extracting(line -> line.quantity() + " " + line.price() + " " + line.amount()).containsExactly("1 3800.00 3800.00");
    assertThat(opening.command(Delivery.PlanWork.class)).satisfies(work -> {
      assertThat(work.kind()).as("people book time on it").isEqualTo("task");
      assertThat(work.dueOn()).hasToString("2026-12-31");
    });
  }

  @Test
  void holdsASubscriptionThatWasSoldForAnotherSumThanItsPeriods() {
    assertThat(fields(subscribed("4000.00", new Periods(Every.MONTH, "1000.00", true, true)))).containsExactly("/lines/0/amount PERIODS_DIFFER 4 periods come to 3800.00, the line says 4000.00");
    assertThat(fields(subscribed("4000.00", null))).containsExactly(
        "/lines/0/periods/every REQUIRED missing: how often the line is billed: month, quarter, half-year or year", "/lines/0/periods/amount REQUIRED missing: what a whole period costs");
    assertThat(fields(subscribed("4000.00", new Periods(Every.MONTH, null, null, null)))).containsExactly("/lines/0/periods/amount REQUIRED missing: what a whole period costs");
    for (var price : List.of("0.00", "-1000.00", "1000.005")) {
      assertThat(fields(subscribed("4000.00", new Periods(Every.MONTH, price, true, true)))).as(price).containsExactly("/lines/0/periods/amount NOT_A_PRICE a period costs more than nothing, to the cent");
    }
  }

  @Test
  void holdsMinutesThatAPeriodCannotInclude() {
    assertThat(opening(including("150.00", 600L, new Rollover(1, Rollover.Order.CURRENT_FIRST, Rollover.Unused.EXPIRE))).play()).isNull();
    assertThat(fields(including(null, 600L, null))).containsExactly("/lines/0/ratePerHour REQUIRED missing: the price of an hour beyond the included minutes");
    assertThat(fields(including("150.00", 0L, null))).containsExactly("/lines/0/periods/includedMinutes MINUTES_IMPOSSIBLE a period includes at least one minute, or says none: then all work is covered");
    assertThat(fields(including(null, null, new Rollover(-1, null, Rollover.Unused.REFUND)))).containsExactly(
        "/lines/0/periods/includedMinutes REQUIRED missing: how many minutes each period includes",
        "/lines/0/periods/rollover/periods PERIODS_IMPOSSIBLE minutes roll over for so many periods, or for none",
        "/lines/0/periods/rollover/unused NOT_REFUNDED minutes that end unused expire: a refund of them is known to a what-if only");
  }

  private static WonDeal including(String ratePerHour, Long minutes, Rollover rollover) {
    var support = new QuoteLine("L3", QuoteLine.Billing.SUBSCRIPTION, "Support", null, null, null, ratePerHour, "3800.00", null, null, "PO-1", null, null, null, new Periods(Every.MONTH, "1000.00", true, true, minutes, rollover));
    return Deals.deal("3800.00", Deals.client("DE1", false), WonDeal.Approval.State.APPROVED, List.of(support));
  }

  private static List<String> fields(WonDeal deal) {
    return held(deal).fields().stream().map(field -> field.pointer() + " " + field.code() + " " + field.message()).toList();
  }

  private static WonDeal subscribed(String amount, Periods periods) {
    var support = new QuoteLine("L3", QuoteLine.Billing.SUBSCRIPTION, "Support", null, null, null, null, amount, null, null, "PO-1", null, null, null, periods);
    return Deals.deal(amount, Deals.client("DE1", false), WonDeal.Approval.State.APPROVED, List.of(support));
  }

  @Test
  void goesLiveOnlyWithAPurchaseOrderForEachWorkstream() {
    var opening = opening(Deals.deal("42000.00", Deals.client("DE1", true), WonDeal.Approval.State.APPROVED, List.of(Deals.hours("L1", "12000.00", "PO-1"), Deals.milestone("L2", "30000.00", null))));

    var held = opening.play();

    assertThat(held.code()).isEqualTo("PURCHASE_ORDER_MISSING");
    assertThat(held.fields()).extracting(field -> field.pointer()).containsExactly("/lines/1/purchaseOrder");
    assertThat(opening.undone()).containsExactly("archiveProject", "closeContract", "cancelBillingSchedule", "closeErpProject", "deactivateCustomer");
  }

  @Test
  void takesBackWhatItCreatedWhenDeliveryRefusesTheProject() {
    var opening = opening(Deals.advisory()).refusing("create-project");

    opening.play();

    assertThat(opening.undone()).containsExactly("closeContract", "cancelBillingSchedule", "closeErpProject", "deactivateCustomer");
  }

  private static Verdict.Held held(WonDeal deal, String... asked) {
    var opening = opening(deal);
    var held = opening.play();
    opening.asked(asked);
    return held;
  }

  private static Rehearsal<WonDeal> opening(WonDeal deal) {
    return Rehearsal.of(EngagementOpening.PLAN, deal)
        .answering("find-customer", Map.of("found", false))
        .answering("create-customer", Map.of("customerId", "C-1"))
        .answering("open-erp-project", Map.of("erpProjectId", "EP-1"))
        .answering("schedule-billing", Map.of("scheduleId", "S-1"))
        .answering("open-contract", Map.of("contractId", "K-1"))
        .answering("create-project", Map.of("projectId", "P-1"))
        .answering("plan-work", Map.of("workId", "W-1"));
  }
}
