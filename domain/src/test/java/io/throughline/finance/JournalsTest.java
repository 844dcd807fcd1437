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
    var journal = Journals.invoiced(CONTEXT, eur("1512.50"), eur("287.38"), eur("1000.00")).orElseThrow();

    assertThat(journal.rule()).isEqualTo("J2");
    assertThat(journal.periodId()).isEqualTo("2026-11");
    assertThat(journal.posted(Account.AR)).isEqualTo(eur("1799.88"));
    assertThat(journal.posted(Account.CA)).isEqualTo(eur("-1000.00"));
    assertThat(journal.posted(Account.CL)).isEqualTo(eur("-512.50"));
  }

  @Test
  void theSameContentHasTheSameId() {
    assertThat(Journals.paid(CONTEXT, eur("1.00"))).isEqualTo(Journals.paid(CONTEXT, eur("1.00")));
    assertThat(Journals.paid(CONTEXT, eur("1.00")).orElseThrow().journalId()).isNotEqualTo(Journals.paid(CONTEXT, eur("2.00")).orElseThrow().journalId());
  }

  @Test
  void nothingIsPostedForNothing() {
    assertThat(Journals.earned(CONTEXT, eur("0.00"))).isEmpty();
    assertThat(Journals.invoiced(CONTEXT, eur("0.00"), eur("0.00"), eur("5.00"))).isEmpty();
  }

  @Test
  void anUnbalancedJournalIsOurBug() {
    var off = List.of(new Journal.Line(Account.AR, eur("1.00"), eur("1.00"), null), new Journal.Line(Account.REV, eur("-0.99"), eur("-0.99"), null));

    assertThatThrownBy(() -> Journal.of("J2", CONTEXT, off)).isInstanceOf(Invariant.class);
  }
}
