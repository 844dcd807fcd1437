package io.throughline.finance;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Money;
import io.throughline.finance.CashAllocation.Aim;
import io.throughline.finance.CashAllocation.Policy;
import io.throughline.finance.CashAllocation.Receivable;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CashAllocationTest {

  private static final List<Receivable> OPEN = List.of(receivable("INV-1", "2026-09-30", "2026-10-30", "100.00"), receivable("INV-10", "2026-08-31", "2026-11-15", "300.00"), receivable("INV-2", "2026-10-31", "2026-11-30", "200.00"));

  @ParameterizedTest
  @CsvSource({
    "OLDEST_DUE, 250.00, INV-1 INV-10 INV-2",
    "OLDEST_DOCUMENT, 250.00, INV-10 INV-1 INV-2",
    "LARGEST, 250.00, INV-10 INV-2 INV-1",
    "EXACT_MATCH, 200.00, INV-2",
    "EXACT_MATCH, 400.00, INV-1 INV-10",
    "EXACT_MATCH, 250.00, INV-1 INV-10 INV-2"
  })
  void moneyGoesToInvoicesInTheOrderOfThePolicy(Policy policy, String left, String order) {
    assertThat(CashAllocation.aims(policy, OPEN, money(left)).aims().stream().map(aim -> aim.receivable().reference())).containsExactly(order.split(" "));
  }

  @Test
  void aShareForEachKeepsEveryCent() {
    assertThat(CashAllocation.aims(Policy.PRO_RATA, OPEN, money("100.01")).aims().stream().map(Aim::most)).containsExactly(money("16.66"), money("50.00"), money("33.35"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"inv-2 and INV-10, thank you | INV-10 INV-2", "INV-1/INV-2 | INV-1 INV-2", "INV-100 | ''", "XINV-1 | ''", "for August | ''"})
  void anInvoiceIsNamedWhereItsNumberStandsByItself(String text, String named) {
    assertThat(String.join(" ", CashAllocation.named(text, OPEN).stream().map(Receivable::reference).toList())).isEqualTo(named);
  }

  private static Receivable receivable(String reference, String on, String dueOn, String open) {
    return new Receivable(reference, LocalDate.parse(on), LocalDate.parse(dueOn), money(open));
  }

  private static Money money(String amount) {
    return Money.of(new java.math.BigDecimal(amount), Currency.getInstance("EUR"));
  }
}
