package io.throughline.conservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.conservation.CompleteThreads.Hop;
import io.throughline.conservation.CompleteThreads.Kind;
import io.throughline.conservation.CompleteThreads.Missing;
import io.throughline.conservation.CompleteThreads.Node;
import io.throughline.conservation.DocumentsProof.Document;
import io.throughline.conservation.DocumentsProof.Event;
import io.throughline.conservation.DocumentsProof.Line;
import io.throughline.conservation.DocumentsProof.Off;
import io.throughline.conservation.PlacesProof.Approved;
import io.throughline.conservation.PlacesProof.Place;
import io.throughline.conservation.PlacesProof.Placed;
import io.throughline.conservation.OneReceiptPerEffect.Effect;
import io.throughline.conservation.OneReceiptPerEffect.Receipt;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProofsTest {

  @Test
  void minutesHoldWhenEachEntryIsWhollyPlaced() {
    var approved = List.of(new Approved("C-1", "E-1", 120), new Approved("C-1", "E-2", 60));
    var placed = List.of(new Placed("C-1", "E-1", Place.INVOICED, 120), new Placed("C-1", "E-1", Place.INVOICED, -20), new Placed("C-1", "E-1", Place.UNBILLED, 20), new Placed("C-1", "E-2", Place.HELD, 60));

    assertThat(PlacesProof.of(approved, placed)).singleElement().satisfies(answer -> {
      assertThat(answer.holds()).isTrue();
      assertThat(answer.places()).containsEntry(Place.INVOICED, 100L);
    });
  }

  @Test
  void entriesThatAreOffAreNamedEvenIfTheyCancelOut() {
    var approved = List.of(new Approved("C-1", "E-1", 120), new Approved("C-1", "E-2", 60));
    var placed = List.of(new Placed("C-1", "E-1", Place.INVOICED, 100), new Placed("C-1", "E-2", Place.INVOICED, 80));

    assertThat(PlacesProof.of(approved, placed)).singleElement().satisfies(answer -> {
      assertThat(answer.residual()).isZero();
      assertThat(answer.holds()).isFalse();
      assertThat(answer.off()).hasSize(2);
    });
  }

  @Test
  void aPlaceWithLessThanNothingIsNamedEvenIfTheSumIsRight() {
    var placed = List.of(new Placed("C-1", "E-1", Place.INVOICED, -60), new Placed("C-1", "E-1", Place.UNBILLED, 180));

    assertThat(PlacesProof.of(List.of(new Approved("C-1", "E-1", 120)), placed).get(0).off()).extracting(PlacesProof.Off::entryKey).containsExactly("E-1");
  }

  @Test
  void aDocumentThatIsNotItsLinesAndALineThatIsNotItsMinutesAreNamed() {
    var documents = List.of(document("I-1", eur("100.00")), document("I-2", eur("33.33")), document("I-3", eur("0.34")));
    var lines = List.of(line("I-1", eur("99.99"), 40, "99.99"), line("I-2", eur("33.33"), 20, "33.335"), line("I-3", eur("0.34"), 1, "0.334"));

    assertThat(DocumentsProof.off(documents, lines, List.of())).extracting(Off::subject, Off::residual).containsExactly(tuple("I-3#1", eur("0.34")), tuple("I-1", eur("0.01")));
  }

  @Test
  void aCreditBeyondItsLineAndOneThatLeavesACentWithoutAMinuteAreNamed() {
    var documents = List.of(document("I-1", eur("100.00")), document("I-2", eur("100.00")), document("C-1", eur("-100.01")), document("C-2", eur("-99.99")));
    var lines = List.of(line("I-1", eur("100.00"), 40, "100"), line("I-2", eur("100.00"), 40, "100"), credit("C-1", "I-1#1", eur("-100.01"), -40), credit("C-2", "I-2#1", eur("-99.99"), -40));

    assertThat(DocumentsProof.off(documents, lines, List.of())).extracting(Off::subject, Off::residual).containsExactly(tuple("I-1#1", eur("-0.01")), tuple("I-2#1", eur("0.01")));
  }

  @Test
  void aBillingEventThatIsBilledTwiceIsNamed() {
    var documents = List.of(document("I-1", eur("10.00")), document("I-2", eur("10.00")));
    var lines = List.of(new Line("I-1", "I-1#1", eur("10.00"), null, null, null, "B-1"), new Line("I-2", "I-2#1", eur("10.00"), null, null, null, "B-1"));

    assertThat(DocumentsProof.off(documents, lines, List.of(new Event("C-1", "B-1", eur("10.00")), new Event("C-1", "B-2", eur("5.00"))))).extracting(Off::subject, Off::residual).containsExactly(tuple("B-1", eur("-10.00")), tuple("B-2", eur("5.00")));
  }

  @Test
  void aDocumentThatSaysPaidWhatNoPaymentAppliedIsNamed() {
    assertThat(DocumentsProof.off(List.of(new Document("C-1", "I-1", eur("0.00"), eur("10.00"), eur("9.00"))), List.of(), List.of())).extracting(Off::subject, Off::residual).containsExactly(tuple("I-1", eur("1.00")));
    assertThat(DocumentsProof.off(List.of(new Document("C-1", "I-1", eur("0.00"), eur("0.00"), eur("0.00"), eur("10.00"), eur("8.00"))), List.of(), List.of())).extracting(Off::subject, Off::residual).containsExactly(tuple("I-1", eur("2.00")));
  }

  private static Document document(String id, Money net) {
    return new Document("C-1", id, net, eur("0.00"), eur("0.00"));
  }

  private static Line line(String document, Money amount, long minutes, String exact) {
    return new Line(document, document + "#1", amount, minutes, new ExactAmount(Rational.of(new BigDecimal(exact)), amount.currency()), null, null);
  }

  private static Line credit(String document, String of, Money amount, long minutes) {
    return new Line(document, document + "#1", amount, minutes, null, of, null);
  }

  @Test
  void moneyNamesItsResidual() {
    var figures = new MoneyProof.Figures("C-1", eur("100.00"), eur("20.00"), eur("50.00"), eur("70.00"), eur("60.00"), eur("-10.01"), eur("71.40"), eur("71.39"));

    assertThat(MoneyProof.of(List.of(figures))).containsExactly(new MoneyProof.Answer("C-1", eur("0.00"), eur("-0.01"), eur("-0.01")));
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
  void anInvoiceLineFromNowhereAndAnInvoiceWithoutAReceiptAreNamed() {
    var nodes = List.of(new Node("T-1", Kind.QUOTE_LINE, "Q"), new Node("T-1", Kind.CONTRACT_LINE, "L"), new Node("T-1", Kind.TIME, "E"), new Node("T-1", Kind.INVOICE_LINE, "I"), new Node("T-1", Kind.INVOICE_LINE, "J"), new Node("T-1", Kind.EVIDENCE, "V"), new Node("T-1", Kind.CONTRACT, "C"), new Node("T-1", Kind.PROJECT, "P"), new Node("T-1", Kind.RECEIPT, "R"), new Node("T-1", Kind.INVOICE, "D"), new Node("T-1", Kind.POSTING, "B"));
    var hops = List.of(new Hop(Kind.QUOTE_LINE, "Q", Kind.CONTRACT_LINE, "L"), new Hop(Kind.CONTRACT_LINE, "L", Kind.TIME, "E"), new Hop(Kind.TIME, "E", Kind.INVOICE_LINE, "I"), new Hop(Kind.EVIDENCE, "V", Kind.QUOTE_LINE, "Q"), new Hop(Kind.CONTRACT, "C", Kind.CONTRACT_LINE, "L"), new Hop(Kind.CONTRACT_LINE, "L", Kind.PROJECT, "P"), new Hop(Kind.CONTRACT, "C", Kind.RECEIPT, "R"), new Hop(Kind.PROJECT, "P", Kind.RECEIPT, "R"), new Hop(Kind.INVOICE_LINE, "I", Kind.INVOICE, "D"), new Hop(Kind.INVOICE_LINE, "J", Kind.INVOICE, "D"), new Hop(Kind.INVOICE, "D", Kind.POSTING, "B"));

    assertThat(CompleteThreads.missing(nodes, hops)).extracting(missing -> missing.node().id(), Missing::oneOf).containsExactly(tuple("J", Set.of(Kind.TIME, Kind.BILLING_EVENT, Kind.EXPENSE)), tuple("D", Set.of(Kind.RECEIPT)));
  }

  @Test
  void cashIsInTheLedgerAndAppliedOrUnapplied() {
    var whole = new CashProof.Payment("P-1", eur("100.00"), eur("100.00"), eur("60.00"), eur("40.00"));
    var unbooked = new CashProof.Payment("P-2", eur("100.00"), eur("60.00"), eur("60.00"), eur("0.00"));
    var lost = new CashProof.Payment("P-3", eur("100.00"), eur("100.00"), eur("60.00"), eur("0.00"));

    assertThat(CashProof.off(List.of(whole, unbooked, lost))).extracting(CashProof.Off::paymentId, CashProof.Off::residual).containsExactly(tuple("P-2", eur("40.00")), tuple("P-3", eur("40.00")));
  }

  private static Money eur(String amount) {
    return Money.of(amount, "EUR");
  }
}
