package io.throughline.finance;

import static io.throughline.finance.Terms.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.throughline.canonical.Invariant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalsTest {

  private static final Journal.Context CONTEXT = Journal.Context.of("T-1", "S-1", "TL-DE", LocalDate.parse("2026-11-03"));

  @Test
  void anInvoiceTakesTheContractAssetFirst() {
    var journal = Journals.invoiced("C-1", "INV-1", eur("1512.50"), eur("287.38"), eur("1000.00"), eur("0.00")).journal(CONTEXT).orElseThrow();

    assertThat(journal.rule()).isEqualTo("J2");
    assertThat(journal.periodId()).isEqualTo("2026-11");
    assertThat(journal.posted(Account.AR)).isEqualTo(eur("1799.88"));
    assertThat(journal.posted(Account.CA)).isEqualTo(eur("-1000.00"));
    assertThat(journal.posted(Account.CL)).isEqualTo(eur("-512.50"));
    assertThat(journal.posted(Account.VAT)).isEqualTo(eur("-287.38"));
  }

  @Test
  void anInvoiceOfWhatIsNotEarnedIsAnAdvance() {
    assertThat(Journals.invoiced("C-1", "INV-1", eur("100.00"), eur("0.00"), eur("0.00"), eur("0.00")).rule()).isEqualTo("J3");
  }

  @Test
  void aCreditNoteMirrorsWhatTheInvoiceEarned() {
    var invoice = Journals.invoiced("C-1", "INV-1", eur("100.00"), eur("19.00"), eur("0.00"), eur("100.00")).journal(CONTEXT).orElseThrow();
    var credit = Journals.credited("J5", "C-1", "INV-1", eur("100.00"), eur("19.00"), eur("0.00"), eur("100.00")).journal(CONTEXT).orElseThrow();

    for (var account : Account.values()) assertThat(invoice.posted(account).plus(credit.posted(account))).as("%s", account).isEqualTo(eur("0.00"));
  }

  @Test
  void theSameContentHasTheSameId() {
    assertThat(Journals.paid("INV-1", eur("1.00")).journal(CONTEXT)).isEqualTo(Journals.paid("INV-1", eur("1.00")).journal(CONTEXT));
    assertThat(id(Journals.paid("INV-1", eur("1.00")))).isNotEqualTo(id(Journals.paid("INV-1", eur("2.00")))).isNotEqualTo(id(Journals.paid("INV-2", eur("1.00"))));
  }

  @Test
  void nothingIsPostedForNothing() {
    assertThat(Journals.paid("INV-1", eur("0.00")).journal(CONTEXT)).isEmpty();
    assertThat(Journals.unapplied("A-1", eur("0.00")).journal(CONTEXT)).isEmpty();
  }

  private static String id(Journals.Entry entry) {
    return entry.journal(CONTEXT).orElseThrow().journalId();
  }

  @Test
  void anUnbalancedJournalIsOurBug() {
    var off = List.of(new Journal.Line(Account.AR, eur("1.00"), eur("1.00"), null), new Journal.Line(Account.REV, eur("-0.99"), eur("-0.99"), null));

    assertThatThrownBy(() -> Journal.of("J2", CONTEXT, off)).isInstanceOf(Invariant.class);
  }
}
