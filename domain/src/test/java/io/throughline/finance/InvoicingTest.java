package io.throughline.finance;

import static io.throughline.finance.Terms.contract;
import static io.throughline.finance.Terms.eur;
import static io.throughline.finance.Terms.open;
import static io.throughline.finance.Terms.rate;
import static io.throughline.finance.Terms.time;
import static io.throughline.finance.Terms.worked;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Milestone;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvoicingTest {

  private static final LocalDate ON = LocalDate.parse("2026-03-31");

  @Test
  void roundsOncePerLineAfterSummingMinutes() {
    var terms = contract(time("L-1", "T-1", null, rate("R", 1, "2026-01-01", null, "27.50")));

    var drafted = draft(terms, open(terms, worked("E-1", "T-1", null, "2026-02-01", 15)), open(terms, worked("E-2", "T-1", null, "2026-02-02", 15)));

    assertThat(drafted.invoices()).singleElement().satisfies(invoice -> {
      assertThat(invoice.net()).isEqualTo(eur("13.75"));
      assertThat(invoice.lines()).singleElement().satisfies(line -> assertThat(line.minutes()).isEqualTo(30));
      assertThat(invoice.dueOn()).isEqualTo("2026-04-30");
    });
  }

  @Test
  void theOrderOfEntriesChangesNothing() {
    var terms = contract(time("L-1", "T-1", "400.00", rate("R", 1, "2026-01-01", null, "150.00")));
    var first = open(terms, worked("E-1", "T-1", null, "2026-02-01", 100));
    var second = open(terms, worked("E-2", "T-1", null, "2026-02-02", 100));

    assertThat(draft(terms, first, second)).isEqualTo(draft(terms, second, first));
  }

  @Test
  void billsExactlyTheCapAndCoversTheRest() {
    var terms = contract(time("L-1", "T-1", "1000.00", rate("R", 1, "2026-01-01", null, "155.00")));

    var drafted = draft(terms, open(terms, worked("E-1", "T-1", null, "2026-02-01", 300)), open(terms, worked("E-2", "T-1", null, "2026-02-02", 300)));

    assertThat(drafted.invoices().get(0).net()).isEqualTo(eur("1000.00"));
    assertThat(drafted.invoices().get(0).lines().get(0).minutes()).isEqualTo(388);
    assertThat(drafted.invoices().get(0).lines().get(0).allowance()).isEqualTo(eur("2.33"));
    assertThat(drafted.covered()).containsExactly(new Invoicing.CoveredByCap("L-1", "psa:E-2", 212));
  }

  @Test
  void billsNothingMoreOnceTheCapIsReached() {
    var terms = contract(time("L-1", "T-1", "1000.00", rate("R", 1, "2026-01-01", null, "155.00")));

    var drafted = Invoicing.draft(terms, List.of(open(terms, worked("E-1", "T-1", null, "2026-02-01", 60))), List.of(), Map.of("L-1", eur("1000.00")), ON);

    assertThat(drafted.invoices()).isEmpty();
    assertThat(drafted.covered()).hasSize(1);
  }

  @Test
  void billsAnAcceptedMilestoneOnceAndNeverBeyondItsAmount() {
    var terms = contract(ContractLine.milestone("L-2", "P-1", "M-1", "Blueprint", null, "PO-2", eur("12000.00")));
    var due = (MilestoneBilling.Outcome.Due) MilestoneBilling.of(terms, new Milestone("psa", "M-1", "1", "P-1", true, ON, "ACC-7"));

    assertThat(Invoicing.draft(terms, List.of(), List.of(due.event()), Map.of(), ON).invoices().get(0).net()).isEqualTo(eur("12000.00"));
    assertThat(Invoicing.draft(terms, List.of(), List.of(due.event()), Map.of("L-2", eur("0.01")), ON).held()).hasSize(1);
  }

  @Test
  void holdsAMilestoneWithoutAcceptance() {
    var terms = contract(ContractLine.milestone("L-2", "P-1", "M-1", "Blueprint", null, null, eur("12000.00")));

    assertThat(MilestoneBilling.of(terms, new Milestone("psa", "M-1", "1", "P-1", true, ON, null))).isInstanceOf(MilestoneBilling.Outcome.Held.class);
    assertThat(MilestoneBilling.of(terms, new Milestone("psa", "M-1", "1", "P-1", false, null, null))).isInstanceOf(MilestoneBilling.Outcome.NotYet.class);
  }

  private static Invoicing.Drafted draft(ContractVersion terms, OpenTime... open) {
    return Invoicing.draft(terms, List.of(open), List.of(), Map.of(), ON);
  }
}
