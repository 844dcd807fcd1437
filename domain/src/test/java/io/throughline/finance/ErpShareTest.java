package io.throughline.finance;

import static io.throughline.finance.Terms.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Money;
import io.throughline.finance.ErpShare.Side;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErpShareTest {

  private static final Journal.Context CONTEXT = Journal.Context.of("T-1", "INV-1", "TL-DE", LocalDate.parse("2026-11-03"));

  @Test
  void clearsWhatTheInvoiceWasBookedToAgainstWhatItMeans() {
    var journal = Journals.invoiced("C-1", "INV-1", eur("1512.50"), eur("287.38"), eur("1000.00"), eur("500.00")).journal(CONTEXT).orElseThrow();

    assertThat(ErpShare.of(journal)).containsExactly(new Side("CLEARING", eur("1512.50"), "INV-1"), new Side("CA", eur("-1000.00"), "C-1"), new Side("REV", eur("-500.00"), "C-1"), new Side("CL", eur("-12.50"), "C-1"));
  }

  @Test
  void mirrorsItForACreditNote() {
    var credit = Journals.credited("J5", "C-1", "INV-1", eur("100.00"), eur("19.00"), eur("0.00"), eur("100.00")).journal(CONTEXT).orElseThrow();

    assertThat(ErpShare.of(credit)).containsExactly(new Side("CLEARING", eur("-100.00"), "INV-1"), new Side("REV", eur("100.00"), "C-1"));
  }

  @Test
  void leavesCashToTheErp() {
    assertThat(ErpShare.of(Journals.paid("INV-1", eur("50.00")).journal(CONTEXT).orElseThrow())).isEmpty();
    assertThat(ErpShare.of(Journals.unapplied("CUST-1", eur("50.00")).journal(CONTEXT).orElseThrow())).isEmpty();
  }

  @Test
  void leavesTaxOfPaymentsAndAdvancesToTheErp() {
    var due = new Journals.Entry("J23", List.of(new Journals.Leg(Account.VATD, eur("9.50"), "INV-1"), new Journals.Leg(Account.VAT, eur("-9.50"), null))).journal(CONTEXT).orElseThrow();
    var advance = new Journals.Entry("J24", List.of(new Journals.Leg(Account.VATA, eur("9.50"), "BANK-1"), new Journals.Leg(Account.VAT, eur("-9.50"), null))).journal(CONTEXT).orElseThrow();
    var invoiced = new Journals.Entry("J2", List.of(new Journals.Leg(Account.AR, eur("119.00"), "INV-1"), new Journals.Leg(Account.REV, eur("-100.00"), "C-1"), new Journals.Leg(Account.VATD, eur("-19.00"), "INV-1"))).journal(CONTEXT).orElseThrow();

    assertThat(ErpShare.of(due)).isEmpty();
    assertThat(ErpShare.of(advance)).isEmpty();
    assertThat(ErpShare.of(invoiced)).containsExactly(new Side("CLEARING", eur("100.00"), "INV-1"), new Side("REV", eur("-100.00"), "C-1"));
  }

  @Test
  void postsAnAccrualAsItIs() {
    assertThat(ErpShare.of(Journals.accrued("C-1", eur("80.00"), eur("0.00")).journal(CONTEXT).orElseThrow())).containsExactly(new Side("CA", eur("80.00"), "C-1"), new Side("REV", eur("-80.00"), "C-1"));
    assertThat(ErpShare.of(Journals.accrued("C-1", eur("0.00"), eur("30.00")).journal(CONTEXT).orElseThrow())).containsExactly(new Side("CL", eur("-30.00"), "C-1"), new Side("REV", eur("30.00"), "C-1"));
    assertThat(Journals.accrued("C-1", eur("0.00"), eur("0.00")).journal(CONTEXT)).isEmpty();
  }

  @Test
  void balancesAlways() {
    var journal = Journals.invoiced("C-1", "INV-1", eur("0.01"), eur("19.00"), eur("0.00"), eur("0.01")).journal(CONTEXT).orElseThrow();

    assertThat(Money.sum(ErpShare.of(journal).stream().map(Side::amount).toList(), eur("0").currency()).isZero()).isTrue();
  }
}
