package io.throughline.conservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Money;
import io.throughline.conservation.CompleteThreads.Hop;
import io.throughline.conservation.CompleteThreads.Kind;
import io.throughline.conservation.CompleteThreads.Node;
import io.throughline.conservation.MinutesProof.Approved;
import io.throughline.conservation.MinutesProof.Place;
import io.throughline.conservation.MinutesProof.Placed;
import io.throughline.conservation.OneReceiptPerEffect.Effect;
import io.throughline.conservation.OneReceiptPerEffect.Receipt;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofsTest {

  @Test
  void minutesHoldWhenEachEntryIsWhollyPlaced() {
    var approved = List.of(new Approved("C-1", "E-1", 120), new Approved("C-1", "E-2", 60));
    var placed = List.of(new Placed("C-1", "E-1", Place.INVOICED, 120), new Placed("C-1", "E-1", Place.INVOICED, -20), new Placed("C-1", "E-1", Place.UNBILLED, 20), new Placed("C-1", "E-2", Place.HELD, 60));

    assertThat(MinutesProof.of(approved, placed)).singleElement().satisfies(answer -> {
      assertThat(answer.holds()).isTrue();
      assertThat(answer.places()).containsEntry(Place.INVOICED, 100L);
    });
  }

  @Test
  void entriesThatAreOffAreNamedEvenIfTheyCancelOut() {
    var approved = List.of(new Approved("C-1", "E-1", 120), new Approved("C-1", "E-2", 60));
    var placed = List.of(new Placed("C-1", "E-1", Place.INVOICED, 100), new Placed("C-1", "E-2", Place.INVOICED, 80));

    assertThat(MinutesProof.of(approved, placed)).singleElement().satisfies(answer -> {
      assertThat(answer.residual()).isZero();
      assertThat(answer.holds()).isFalse();
      assertThat(answer.off()).hasSize(2);
    });
  }

  @Test
  void moneyNamesItsResidual() {
    var figures = new MoneyProof.Figures("C-1", eur("100.00"), eur("20.00"), eur("50.00"), eur("70.00"), eur("60.00"), eur("-10.01"));

    assertThat(MoneyProof.of(List.of(figures))).containsExactly(new MoneyProof.Answer("C-1", eur("0.00"), eur("-0.01")));
  }

  @Test
  void aJournalThatIsOffIsNamed() {
    var postings = List.of(new BalancedJournals.Posting("J-1", "document", eur("1.00")), new BalancedJournals.Posting("J-1", "document", eur("-1.00")), new BalancedJournals.Posting("J-1", "base", eur("0.01")));

    assertThat(BalancedJournals.off(postings)).containsExactly(new BalancedJournals.Off("J-1", "base", eur("0.01")));
  }

  @Test
  void aDoubledEffectAndALostOneAreNamed() {
    var effects = List.of(new Effect("K-1", "erp"), new Effect("K-2", "erp"), new Effect("K-3", "erp"));
    var receipts = List.of(new Receipt("K-1", "erp", "7"), new Receipt("K-1", "erp", "7"), new Receipt("K-2", "erp", "8"), new Receipt("K-2", "erp", "9"), new Receipt("K-4", "erp", "1"));

    assertThat(OneReceiptPerEffect.off(effects, receipts)).extracting(OneReceiptPerEffect.Off::effectKey).containsExactly("K-2", "K-3", "K-4");
  }

  @Test
  void anInvoiceLineFromNowhereIsNamed() {
    var nodes = List.of(new Node("T-1", Kind.QUOTE_LINE, "Q"), new Node("T-1", Kind.CONTRACT_LINE, "L"), new Node("T-1", Kind.TIME, "E"), new Node("T-1", Kind.INVOICE_LINE, "I"), new Node("T-1", Kind.INVOICE_LINE, "J"));
    var hops = List.of(new Hop(Kind.QUOTE_LINE, "Q", Kind.CONTRACT_LINE, "L"), new Hop(Kind.CONTRACT_LINE, "L", Kind.TIME, "E"), new Hop(Kind.TIME, "E", Kind.INVOICE_LINE, "I"));

    assertThat(CompleteThreads.missing(nodes, hops)).extracting(missing -> missing.node().id()).containsExactly("J");
  }

  private static Money eur(String amount) {
    return Money.of(amount, "EUR");
  }
}
