package io.throughline.journey.takeover;

import static io.throughline.canonical.QuoteLine.Billing.EXPENSES;
import static io.throughline.canonical.QuoteLine.Billing.FIXED_FEE;
import static io.throughline.canonical.QuoteLine.Billing.MILESTONE;
import static io.throughline.canonical.QuoteLine.Billing.SUBSCRIPTION;
import static io.throughline.canonical.QuoteLine.Billing.TIME_AND_MATERIALS;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.ClientAccount;
import io.throughline.canonical.Every;
import io.throughline.canonical.Periods;
import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.QuoteLine.Billing;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Rehearsal;
import io.throughline.system.Delivery;
import io.throughline.system.Erp;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngagementTakeOverTest {

  private static final LocalDate FROM = LocalDate.parse("2026-10-01");

  @Test
  void contractsWhatIsLeftAndGoesOnInTheProjectThatThereIs() {
    var play = Rehearsal.of(EngagementTakeOver.PLAN, takeOver("4500.00", "10000.00"))
        .answering("find-customer", Map.of("found", true, "customerId", "C-9", "currency", "EUR", "credit", "ok"))
        .answering("open-erp-project", Map.of("erpProjectId", "EP-1"))
        .answering("schedule-billing", Map.of("scheduleId", "S-1"))
        .answering("open-contract", Map.of("contractId", "K-1"));

    assertThat(play.play()).isNull();

    play.asked("findCustomer", "openErpProject", "scheduleBilling", "openContract", "activateProject", "reportProject");
    assertThat(play.command(Erp.OpenContract.class).lines()).extracting(line -> line.quantity() + " of " + line.amount()).containsExactly("50 of 7500.00", "1 of 20000.00", "1 of 3000.00", "1 of 300.00");
    assertThat(play.command(Erp.OpenErpProject.class).startOn()).isEqualTo(FROM);
    assertThat(play.command(Delivery.ActivateProject.class).projectId()).isEqualTo("P-7");
    assertThat(play.undone()).containsExactly("closeContract", "cancelBillingSchedule", "closeErpProject");
  }

  @Test
  void holdsAClientThatCannotBeBilledWithTheFieldsOfTheDeal() {
    var held = Rehearsal.of(EngagementTakeOver.PLAN, takeOver("0", "0", client(null))).answering("find-customer", Map.of("found", false)).play();

    assertThat(held.code()).isEqualTo("TAX_PROFILE_INCOMPLETE");
    assertThat(held.fields()).extracting(Field::pointer).containsExactly("/deal/client/taxId");
  }

  @Test
  void whatIsLeftAndWhatWasBilledAreWhatWasSold() {
    var told = takeOver("4500.00", "30000.00");

    assertThat(told.left().value()).isEqualTo("10800.00");
    assertThat(told.remainder().billed().add(new BigDecimal(told.left().value()))).isEqualByComparingTo(told.deal().value());
    assertThat(told.left().lines()).extracting(line -> line.lineId() + " " + line.billing() + " " + line.amount() + " " + line.plannedMinutes() + " " + line.capAmount())
        .containsExactly("L1 TIME_AND_MATERIALS 7500.00 3000 5500.00", "L2 MILESTONE 0.00 null null", "L3 SUBSCRIPTION 3000.00 null null", "L4 EXPENSES 300.00 null null");
    assertThat(told.left().line("L2").orElseThrow().nothingLeft()).as("it covers work only").isTrue();
  }

  @Test
  void periodsThatWereAllBilledCoverTheirWork() {
    var all = new TakeOver(deal(client("DE1")), LocalDate.parse("2026-10-15"), "P-7", List.of(said("L1", null, "T1"), said("L2", null, "M1"), said("L3", "3800.00", "T3")), "ann");

    assertThat(Takeable.wrong(all)).isEmpty();
    assertThat(all.left().line("L3").orElseThrow().billing()).isEqualTo(FIXED_FEE);
    assertThat(all.left().value()).isEqualTo("42400.00");
  }

  @Test
  void aChangeOrderSaysWhatItsLinesComeToInAll() {
    var before = takeOver("4500.00", "0").remainder();

    var more = before.ofChange(change("19200.00", line("C1", TIME_AND_MATERIALS, "L1", 7200L, "160.00", "18000.00", "20000.00", null), line("C2", MILESTONE, null, null, null, "1200.00", null, null)));
    assertThat(more.value()).isEqualTo("14700.00");
    assertThat(more.lines()).extracting(line -> line.amount() + " " + line.plannedMinutes() + " " + line.capAmount()).containsExactly("13500.00 5400 15500.00", "1200.00 null null");

    var ends = before.ofChange(change("0.00", line("C1", TIME_AND_MATERIALS, "L1", 0L, "150.00", "0.00", null, null)));
    assertThat(ends.lines().get(0).ends()).isTrue();
    var wrong = change("1.00", line("C1", TIME_AND_MATERIALS, "L1", 7200L, "160.00", "18000.00", null, null));
    assertThat(before.ofChange(wrong)).as("for a person to be asked about").isEqualTo(wrong);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThat(wrong(FROM, said("L1", "-1", "T1"), said("L2", "x", "M1", "M2"), said("L3", "100.00", "T3"), said("L4", null, "T4"), said("L9", null, "T9")))
        .containsExactly("/lines/0/billed NOT_AN_AMOUNT", "/lines/1/work ONE_MILESTONE", "/lines/1/billed NOT_AN_AMOUNT", "/lines/2/billed PERIODS_SAY", "/lines/3/work NO_WORK", "/lines/4/lineId LINE_UNKNOWN");
    assertThat(wrong(LocalDate.parse("2026-10-15"), said("L1", "10000.01", "T1"), said("L2", "30000.01", "T1"), said("L3", null)))
        .containsExactly("/lines/0/billed BEYOND_CAP", "/lines/1/work WORK_TWICE", "/lines/1/billed BEYOND_SOLD", "/lines/2/work REQUIRED", "/from CUTS_A_PERIOD");
    assertThat(wrong(null, said("L1", null, "T1"), said("L1", null, "T2"))).contains("/from REQUIRED", "/lines/1/lineId LINE_TWICE", "/lines REQUIRED");
    assertThat(wrong(LocalDate.parse("2027-01-01"), said("L1", null, "T1"), said("L2", null, "M1"), said("L3", "3800.00", "T3"))).containsExactly("/from AFTER_CONTRACT");
    assertThat(Takeable.wrong(new TakeOver(deal(client("DE1")).lasting(null, null), FROM, "P-7", List.of(), "ann"))).extracting(Field::pointer).as("the terms first").containsExactly("/deal/startOn", "/deal/endOn");
  }

  private static List<String> wrong(LocalDate from, TakeOver.Line... lines) {
    return Takeable.wrong(new TakeOver(deal(client("DE1")), from, "P-7", List.of(lines), "ann")).stream().map(field -> field.pointer() + " " + field.code()).toList();
  }

  private static TakeOver takeOver(String hours, String milestone) {
    return takeOver(hours, milestone, client("DE1"));
  }

  private static TakeOver takeOver(String hours, String milestone, ClientAccount client) {
    return new TakeOver(deal(client), FROM, "P-7", List.of(said("L1", hours, "T1"), said("L2", milestone, "M1"), said("L3", null, "T3"), said("L4", "100.00")), "ann");
  }

  private static TakeOver.Line said(String line, String billed, String... work) {
    return new TakeOver.Line(line, billed, List.of(work));
  }

  private static WonDeal deal(ClientAccount client) {
    return new WonDeal(
        "006-1", "v1", "Advisory", LocalDate.parse("2026-09-01"), "EUR", "46200.00", "TL-DE", "advisory", "Europe/Berlin", LocalDate.parse("2026-09-07"), LocalDate.parse("2026-12-31"), null, null, client,
        List.of(
            line("L1", TIME_AND_MATERIALS, null, 4800L, "150.00", "12000.00", "10000.00", null), line("L2", MILESTONE, null, null, null, "30000.00", null, null),
            line("L3", SUBSCRIPTION, null, null, null, "3800.00", null, new Periods(Every.MONTH, "1000.00", false, true)), line("L4", EXPENSES, null, null, null, "400.00", null, null)),
        null, null, null, null);
  }

  private static WonDeal change(String value, QuoteLine... lines) {
    return new WonDeal("006-2", "v1", "More", LocalDate.parse("2026-10-02"), "EUR", value, "TL-DE", null, "Europe/Berlin", FROM, null, null, null, client("DE1"), List.of(lines), null, "006-1", null, null);
  }

  private static ClientAccount client(String taxId) {
    return new ClientAccount("001-1", "Acme", "Acme GmbH", taxId, "DE", new ClientAccount.Address("Weg 1", "Berlin", "10115"), "EUR", false, 30, null);
  }

  private static QuoteLine line(String id, Billing billing, String amends, Long minutes, String rate, String amount, String cap, Periods periods) {
    return new QuoteLine(id, billing, "Line " + id, "advice", billing == TIME_AND_MATERIALS ? "Consultant" : null, minutes, rate, amount, cap, LocalDate.parse("2026-10-31"), null, null, null, amends, periods);
  }
}
