package io.throughline.journey.changeorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.ClientAccount;
import io.throughline.canonical.Every;
import io.throughline.canonical.Periods;
import io.throughline.canonical.QuoteLine.Billing;
import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.Rollover;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.Rehearsal;
import io.throughline.journey.changeorder.ContractChange.Standing;
import io.throughline.system.Crm;
import io.throughline.system.Delivery;
import io.throughline.system.Erp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChangeOrderTest {

  private static final LocalDate FROM = LocalDate.of(2026, 10, 1);

  @Test
  void tellsEverySystemTheWholeVersion() {
    var order = rehearsed(change("9000.00", more("L9", "L1", "7500.00"), milestone("L8", null, "1500.00")));

    assertThat(order.play()).isNull();

    order.asked("reportContract", "reviseProject", "planWork", "reviseWork", "scheduleBilling", "amendContract", "reportContract", "cancelBillingSchedule");
    assertThat(order.command(Crm.ReportContract.class)).isEqualTo(new Crm.ReportContract("D1", "T-1", 2, "13000.00", "EUR", "D2", "pending"));
    assertThat(order.command(Delivery.ReviseProject.class).budget()).isEqualTo("13000.00");
    assertThat(order.command(Delivery.PlanWork.class).reference()).isEqualTo("T-1:L8");
    assertThat(order.command(Delivery.ReviseWork.class)).satisfies(work -> {
      assertThat(work.workId()).isEqualTo("W1");
      assertThat(work.ratePerHour()).isEqualTo("155.00");
      assertThat(work.role()).as("what the change does not say stays").isEqualTo("Consultant");
    });
    assertThat(order.command(Erp.ScheduleBilling.class).instalments()).extracting(Erp.Instalment::lineId).containsExactly("L2", "L8");
    assertThat(order.command(Erp.AmendContract.class).lines()).extracting(Erp.ContractItem::amount).containsExactly("7500.00", "4000.00", "1500.00");
    assertThat(order.command(Erp.CancelBillingSchedule.class).scheduleId()).as("the schedule of the version before ends behind the pivot").isEqualTo("S1");
  }

  @Test
  void takesBackWhatWasToldWhenTheErpRefuses() {
    var order = rehearsed(change("9000.00", more("L9", "L1", "7500.00"), milestone("L8", null, "1500.00"))).refusing("amend-contract");

    assertThat(order.play()).isNull();

    assertThat(order.undone()).containsExactly("cancelBillingSchedule", "reviseWork", "reviseWork", "reviseProject", "reportContract");
  }

  @Test
  void endsALineThatIsAmendedToNothing() {
    var order = rehearsed(change("0.00", milestone("L8", "L2", "0.00")));

    assertThat(order.play()).isNull();

    assertThat(order.command(Delivery.ReviseWork.class).open()).isFalse();
    assertThat(order.command(Erp.AmendContract.class).value()).isEqualTo("6000.00");
    assertThat(order.command(Erp.ScheduleBilling.class).instalments()).isEmpty();
  }

  @Test
  void isHeldWhereItDoesNotFitTheContract() {
    assertThat(fields(change("7500.00", more("L9", "L7", "7500.00")))).containsExactly("/change/lines/0/amendsLineId");
    assertThat(fields(change("1500.00", milestone("L9", "L1", "1500.00")))).containsExactly("/change/lines/0/billing");
    assertThat(fields(change("1.00", milestone("L8", null, "1500.00")))).containsExactly("/change/value");
    assertThat(fields(deal("D2", "1500.00", null, "D1", milestone("L8", null, "1500.00")))).containsExactly("/change/startOn");
    assertThat(fields(deal("D2", "1500.00", LocalDate.of(2027, 1, 1), "D1", milestone("L8", null, "1500.00")))).as("the contract has ended").containsExactly("/change/startOn");
    assertThat(fields(change("13500.00", more("L9", "L1", "6000.00"), more("L7", "L1", "7500.00")))).as("one line twice").containsExactly("/change/lines/1");
    assertThat(fields(deal("D2", "1500.00", LocalDate.of(2026, 8, 1), "D1", milestone("L8", null, "1500.00")))).containsExactly("/change/startOn");
  }

  /** What it amends stays where it was sold, what it adds is its own entity's. */
  @Test
  void saysWhatToDoWithAnotherEntitysPart() {
    var change = dealOf("TL-FR", "D2", "9000.00", FROM, "D1", more("L9", "L1", "7500.00"), milestone("L8", null, "1500.00"));

    assertThat(rehearsed(change).play().fields()).singleElement().satisfies(field -> {
      assertThat(field.pointer()).isEqualTo("/change/lines/1/entity");
      assertThat(field.message()).contains("win it as a deal of TL-FR's own");
    });
  }

  @Test
  void sellsMoreTimeWhereALineIsNewOrHasMoreOfIt() {
    var standing = new Standing(deal("D1", "12000.00", FROM, null, hours("L1", null, "6000.00", "150.00", "Consultant"), hours("L2", null, "6000.00", "150.00", "Analyst")), 1, "P1", "C1", "O1", "E1", "S1", Map.of(), null);
    var more = new QuoteLine("L8", Billing.TIME_AND_MATERIALS, null, null, null, 3_000L, "150.00", "7500.00", null, null, null, null, null, "L1", null);
    var change = new ContractChange(change("13500.00", more, more("L9", "L2", "6200.00"), hours("L7", null, "1000.00", "100.00", "Lead")), 2, standing);

    assertThat(change.moreTime()).extracting(line -> line.lineId() + " " + line.role() + " " + line.plannedMinutes()).containsExactly("L1 Consultant 3000", "L7 Lead 2400");
    assertThat(change.until()).isEqualTo(LocalDate.of(2026, 12, 31));
  }

  /** The lines of a master's change order, each to the part that has it. */
  @Test
  void ofSeveralCountriesIsOneOfEach() {
    var change = change("10500.00", more("L9", "L1", "7500.00"), milestone("L8", "L2", "0.00"), milestone("L7", null, "3000.00"));

    var parts = change.changesOfParts(Map.of("L1", "TL-FR", "L2", "TL-GB"));

    assertThat(parts).extracting(WonDeal::dealId).containsExactly("D2/TL-FR", "D2/TL-GB", "D2/TL-DE");
    assertThat(parts).extracting(WonDeal::amendsDealId).containsExactly("D1/TL-FR", "D1/TL-GB", "D1/TL-DE");
    assertThat(parts).extracting(WonDeal::value).containsExactly("7500.00", "0.00", "3000.00");
    assertThat(parts).extracting(WonDeal::wholeAmended).containsOnly("D1");
    assertThat(parts).extracting(WonDeal::crmDealId).containsOnly("D2");
  }

  /** Of 1000.00 a month from September through December, the months from October on cost 1200.00. */
  @Test
  void countsAnAmendedSubscriptionOverTheWholeTermAtThePriceOfEachDay() {
    var order = rehearsed(sold(), change("4600.00", support("L9", "L3", "1200.00", "4600.00")));

    assertThat(order.play()).isNull();

    assertThat(order.command(Erp.AmendContract.class).value()).isEqualTo("4600.00");
    assertThat(order.command(Erp.ScheduleBilling.class).instalments()).as("from its first day on")
        .containsExactly(new Erp.Instalment("L3", LocalDate.of(2026, 10, 31), "1200.00"), new Erp.Instalment("L3", LocalDate.of(2026, 11, 30), "1200.00"), new Erp.Instalment("L3", LocalDate.of(2026, 12, 31), "1200.00"));
    assertThat(order.command(Delivery.ReviseWork.class).kind()).isEqualTo("task");
    assertThat(differs(sold(), change("4800.00", support("L9", "L3", "1200.00", "4800.00")))).isEqualTo("/change/lines/0/amount: 4 periods come to 4600.00, the line says 4800.00");
  }

  /** 10 of October's 31 days at 1000.00 and 21 at 1310.00 are 1210.00 together, after what stands: 900.00 in September and then 1000.00 each. */
  @Test
  void keepsWhatChangeOrdersBeforeMadeOfASubscription() {
    var sold = deal("D1", "3900.00", LocalDate.of(2026, 9, 1), null, support("L3", null, "1000.00", "3900.00"));

    assertThat(rehearsed(sold, deal("D2", "4730.00", LocalDate.of(2026, 10, 11), "D1", support("L9", "L3", "1310.00", "4730.00"))).play()).isNull();
    assertThat(differs(sold, change("4000.00", support("L9", "L3", "1000.00", "4000.00")))).isEqualTo("/change/lines/0/amount: its periods come to 3900.00, the line says 4000.00");
  }

  /** 17 of October's 31 days are 548.39. */
  @Test
  void countsAnAddedSubscriptionFromItsFirstDayInTheContractsPeriods() {
    var added = deal("D2", "2548.39", LocalDate.of(2026, 10, 15), "D1", support("L9", null, "1000.00", "2548.39"));
    var order = rehearsed(sold(), added);

    assertThat(order.play()).isNull();

    assertThat(order.command(Delivery.PlanWork.class).kind()).isEqualTo("task");
    assertThat(order.command(Erp.ScheduleBilling.class).instalments()).extracting(each -> each.lineId() + " " + each.dueOn() + " " + each.amount())
        .containsExactly("L3 2026-10-31 1000.00", "L3 2026-11-30 1000.00", "L3 2026-12-31 1000.00", "L9 2026-10-31 548.39", "L9 2026-11-30 1000.00", "L9 2026-12-31 1000.00");
  }

  @Test
  void schedulesNothingAnewWhereNoPeriodChanges() {
    var order = rehearsed(sold(), change("500.00", hours("L9", null, "500.00", "150.00", "Consultant")));

    assertThat(order.play()).isNull();

    order.asked("reportContract", "reviseProject", "planWork", "amendContract", "reportContract", "requestStaffing");
  }

  @Test
  void asksWhatBecomesOfASubscriptionWhereTheContractGoesOn() {
    var longer = change("500.00", hours("L9", null, "500.00", "150.00", "Consultant")).endingOn(LocalDate.of(2027, 1, 31));

    assertThat(differs(sold(), longer)).isEqualTo("/change/endOn: the contract goes on, and L3 with it: amend it too (5 periods come to 5000.00, the line says 4000.00)");
    assertThat(rehearsed(sold(), change("5000.00", support("L9", "L3", "1000.00", "5000.00")).endingOn(LocalDate.of(2027, 1, 31))).play()).isNull();
    assertThat(rehearsed(sold(), change("0.00", support("L9", "L3", "1000.00", "0.00")).endingOn(LocalDate.of(2027, 1, 31))).play()).as("ended").isNull();
  }

  @Test
  void keepsThePeriodsOfASubscription() {
    for (var other : List.of(new Periods(Every.QUARTER, "1200.00", false, false), new Periods(Every.MONTH, "1200.00", true, false), new Periods(Every.MONTH, "1200.00", false, true), new Periods(Every.MONTH, "1200.00", false, false, 600L, null))) {
      assertThat(differs(sold(), change("4600.00", support("L9", "L3", other, "4600.00")))).isEqualTo("/change/lines/0/periods: a subscription keeps its periods, when they are billed, and what happens to minutes that they include: end it and add another");
    }
  }

  @Test
  void changesHowManyMinutesAPeriodIncludesButNotWhatBecomesOfThem() {
    var sold = deal("D1", "4000.00", LocalDate.of(2026, 9, 1), null, support("L3", null, including("1000.00", 600L, 1), "4000.00"));

    assertThat(rehearsed(sold, change("4600.00", support("L9", "L3", including("1200.00", 900L, 1), "4600.00"))).play()).isNull();
    assertThat(differs(sold, change("4600.00", support("L9", "L3", including("1200.00", 900L, 2), "4600.00")))).startsWith("/change/lines/0/periods: a subscription keeps");
    assertThat(differs(sold, change("4600.00", support("L9", "L3", "1200.00", "4600.00")))).startsWith("/change/lines/0/periods: a subscription keeps");
  }

  private static Periods including(String price, long minutes, int rolls) {
    return new Periods(Every.MONTH, price, false, false, minutes, new Rollover(rolls, null, null));
  }

  private static String differs(WonDeal sold, WonDeal change) {
    return rehearsed(sold, change).play().fields().stream().map(field -> field.pointer() + ": " + field.message()).collect(Collectors.joining("; "));
  }

  private static WonDeal sold() {
    return deal("D1", "4000.00", LocalDate.of(2026, 9, 1), null, support("L3", null, "1000.00", "4000.00"));
  }

  private static QuoteLine support(String id, String amends, String price, String amount) {
    return support(id, amends, new Periods(Every.MONTH, price, false, false), amount);
  }

  private static QuoteLine support(String id, String amends, Periods periods, String amount) {
    return new QuoteLine(id, Billing.SUBSCRIPTION, "Support", null, null, null, periods.includesMinutes() ? "150.00" : null, amount, null, null, null, null, null, amends, periods);
  }

  private static List<String> fields(WonDeal change) {
    return rehearsed(change).play().fields().stream().map(field -> field.pointer()).toList();
  }

  private static Rehearsal<ContractChange> rehearsed(WonDeal change) {
    return rehearsed(deal("D1", "10000.00", LocalDate.of(2026, 9, 1), null, hours("L1", null, "6000.00", "150.00", "Consultant"), milestone("L2", null, "4000.00")), change);
  }

  private static Rehearsal<ContractChange> rehearsed(WonDeal sold, WonDeal change) {
    return Rehearsal.of(ChangeOrder.PLAN, new ContractChange(change, 2, new Standing(sold, 1, "P1", "C1", "O1", "E1", "S1", sold.lines().stream().collect(Collectors.toMap(QuoteLine::lineId, line -> line.lineId().replace('L', 'W'))), null)))
        .answering("plan-added-work", Map.of("workId", "W8"))
        .answering("schedule-billing", Map.of("scheduleId", "S2"));
  }

  private static WonDeal change(String value, QuoteLine... lines) {
    return deal("D2", value, FROM, "D1", lines);
  }

  private static WonDeal deal(String id, String value, LocalDate from, String amends, QuoteLine... lines) {
    return dealOf("TL-DE", id, value, from, amends, lines);
  }

  private static WonDeal dealOf(String entity, String id, String value, LocalDate from, String amends, QuoteLine... lines) {
    return new WonDeal(
        id, "v1", "Advice", LocalDate.of(2026, 9, 1), "EUR", value, entity, "advisory", "Europe/Berlin", from, LocalDate.of(2026, 12, 31), new WonDeal.Approval(WonDeal.Approval.State.APPROVED, "partner", null), null,
        new ClientAccount("A1", "Acme", "Acme GmbH", "DE1", "DE", null, "EUR", false, 30, null), List.of(lines), null, amends, null, null);
  }

  private static QuoteLine more(String id, String amends, String amount) {
    return hours(id, amends, amount, "155.00", null);
  }

  private static QuoteLine hours(String id, String amends, String amount, String rate, String role) {
    return new QuoteLine(id, Billing.TIME_AND_MATERIALS, "Advice", null, role == null ? "Consultant" : role, 2_400L, rate, amount, null, null, null, null, null, amends, null);
  }

  private static QuoteLine milestone(String id, String amends, String amount) {
    return new QuoteLine(id, Billing.MILESTONE, "Concept", null, null, null, null, amount, null, LocalDate.of(2026, 11, 30), null, null, null, amends, null);
  }
}
