package io.throughline.finance;

import static io.throughline.finance.Terms.contract;
import static io.throughline.finance.Terms.eur;
import static io.throughline.finance.Terms.rate;
import static io.throughline.finance.Terms.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Expense;
import io.throughline.canonical.Money;
import io.throughline.finance.ExchangeRates.Rate;
import io.throughline.finance.ExpenseBilling.Outcome;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpenseBillingTest {

  private static final ContractLine TEN_PERCENT = line("X", "10");

  private static ContractLine line(String id, String markup) {
    return ContractLine.expenses(id, "P-1", "Travel", null, null, markup == null ? null : new BigDecimal(markup), eur("200.00"));
  }

  private static Expense spent(String id, Money amount, boolean billable) {
    return new Expense("psa", id, "1", "P-1", null, "ada", "Hotel", LocalDate.parse("2026-03-03"), amount, billable, "R-7");
  }

  private static BillingEvent due(ContractVersion contract, Expense expense) {
    return ((Outcome.Due) ExpenseBilling.of(contract, expense, null)).event();
  }

  @Test
  void billsWhatWasSpentWithItsMarkupRoundedOnce() {
    assertThat(due(contract(TEN_PERCENT), spent("E-1", eur("33.33"), true)).amount()).isEqualTo(eur("36.66"));
    assertThat(due(contract(line("X", null)), spent("E-1", eur("33.33"), true)).amount()).isEqualTo(eur("33.33"));
  }

  @Test
  void neverGuessesARateALineOrWhichOfTwo() {
    assertThat(held(contract(TEN_PERCENT), spent("E-1", Money.of("10.00", "CHF"), true))).isEqualTo("NO_EXCHANGE_RATE");
    assertThat(held(contract(time("L-1", "T-1", null, rate("R", 1, "2026-01-01", null, "150.00"))), spent("E-1", eur("10.00"), true))).isEqualTo("NO_CONTRACT_LINE");
    assertThat(held(contract(TEN_PERCENT, line("Y", null)), spent("E-1", eur("10.00"), true))).isEqualTo("AMBIGUOUS_SCOPE");
  }

  @Test
  void exchangesWhatWasSpentInAnotherCurrencyAtItsRateToTheCentAndMarksThat() {
    var francs = new Rate(Currency.getInstance("CHF"), Terms.EUR, LocalDate.parse("2026-03-01"), new BigDecimal("1.0433"), "erp", null);
    var taxi = spent("E-1", Money.of("33.33", "CHF"), true);

    var due = (Outcome.Due) ExpenseBilling.of(contract(TEN_PERCENT), taxi, francs);

    assertThat(due.cost()).isEqualTo(eur("34.77"));
    assertThat(due.event().amount()).isEqualTo(eur("38.25"));
    assertThat(due.event().description()).isEqualTo("Hotel, 2026-03-03, 33.33 CHF at 1 CHF = 1.0433 EUR of 2026-03-01");
    assertThat(ExpenseBilling.of(contract(TEN_PERCENT), spent("E-1", Money.of("33.33", "CHF"), false), francs)).isEqualTo(new Outcome.NonBillable("X", eur("34.77")));
    assertThat(((Outcome.Held) ExpenseBilling.of(contract(TEN_PERCENT), spent("E-1", Money.of("33.33", "CHF"), false), null)).reason()).isEqualTo("NO_EXCHANGE_RATE");
    assertThat(((Outcome.Held) ExpenseBilling.of(contract(TEN_PERCENT), spent("E-1", Money.of("33.33", "USD"), true), francs)).reason()).isEqualTo("NO_EXCHANGE_RATE");
  }

  @Test
  void whatTheClientDoesNotPayIsNotBilled() {
    assertThat(ExpenseBilling.of(contract(TEN_PERCENT), spent("E-1", eur("10.00"), false), null)).isEqualTo(new Outcome.NonBillable("X", eur("10.00")));
  }

  @Test
  void whatACapLeavesNoRoomForStaysOpenAndNoCentIsLost() {
    var contract = contract(TEN_PERCENT);
    var first = spent("E-1", eur("150.00"), true);
    var second = spent("E-2", eur("100.01"), true);

    var drafted = Invoicing.draft(contract, List.of(), List.of(due(contract, first), due(contract, second)), Map.of(), LocalDate.parse("2026-03-31"));

    var billed = drafted.invoices().get(0).lines().stream().map(InvoiceDraft.Line::amount).toList();
    assertThat(Money.sum(billed, Terms.EUR)).isEqualTo(eur("200.00"));
    var cut = drafted.held().get(0).event().amount();
    assertThat(Money.sum(billed, Terms.EUR).plus(cut)).isEqualTo(due(contract, first).amount().plus(due(contract, second).amount()));
  }

  @Test
  void aPartOfTheBillStandsForAsMuchOfWhatWasSpent() {
    assertThat(ExpenseBilling.spentOf(eur("100.01"), eur("110.01"), eur("35.00"))).isEqualTo(eur("31.82"));
    assertThat(ExpenseBilling.spentOf(eur("100.01"), eur("110.01"), eur("110.01"))).isEqualTo(eur("100.01"));
  }

  private static String held(ContractVersion contract, Expense expense) {
    return ((Outcome.Held) ExpenseBilling.of(contract, expense, null)).reason();
  }
}
