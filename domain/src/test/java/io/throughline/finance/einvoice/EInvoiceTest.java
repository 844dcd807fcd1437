package io.throughline.finance.einvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.TaxTreatment.Place;
import io.throughline.finance.UnitPrice;
import io.throughline.finance.einvoice.EInvoice.Head;
import io.throughline.finance.einvoice.EInvoice.Preceding;
import io.throughline.finance.einvoice.EInvoice.Tax;
import io.throughline.finance.einvoice.EInvoice.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EInvoiceTest {

  private static final TaxTreatment NINETEEN = TaxTreatment.rated(new BigDecimal("19"));

  @Test
  void taxIsRoundedOnceOnTheSumOfLines() {
    var said = EInvoice.of(head(), List.of(unit("1", "0.13"), unit("2", "0.13"), unit("3", "0.13")));

    assertThat(said.taxes()).containsExactly(new Tax(NINETEEN, eur("0.39"), eur("0.07"))); // 3 x 0.0247 would be 0.06
    assertThat(said.total()).isEqualTo(eur("0.46"));
  }

  @Test
  void dueIsTotalLessPaidPlusRounding() {
    var said = EInvoice.of(head(), List.of(unit("1", "100.00"))).settled(eur("0.01"), eur("19.00"));

    assertThat(said.due()).isEqualTo(eur("100.01"));
  }

  @Test
  void everyTreatmentIsOneTax() {
    var said = EInvoice.of(head(), List.of(unit("1", "100.00"), Line.of("2", "Training", BigDecimal.TEN, eur("5.00"), TaxTreatment.EXEMPT), unit("3", "1.00")));

    assertThat(said.taxes()).extracting(tax -> tax.treatment().category() + " " + tax.base().text()).containsExactly("E 50.00", "S 101.00");
    assertThat(said.net()).isEqualTo(eur("151.00"));
  }

  @Test
  void amountsThatDoNotAddUpAreOurBug() {
    var said = EInvoice.of(head(), List.of(unit("1", "100.00")));

    assertThatThrownBy(() -> new EInvoice(said.head(), said.lines(), said.taxes(), eur("99.99"), said.tax(), said.rounding(), said.paid(), null)).isInstanceOf(Invariant.class);
    assertThatThrownBy(() -> new EInvoice(said.head(), said.lines(), said.taxes(), said.net(), eur("19.01"), said.rounding(), said.paid(), null)).isInstanceOf(Invariant.class);
    assertThatThrownBy(() -> new EInvoice(said.head(), said.lines(), List.of(), said.net(), eur("0.00"), said.rounding(), said.paid(), null)).isInstanceOf(Invariant.class);
  }

  @Test
  void nothingAndTheSameCurrencyTwiceAreRefused() {
    assertThatThrownBy(() -> EInvoice.of(head(), List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EInvoice.of(head(), List.of(unit("1", "100.00"))).accounted(eur("19.00"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void minutesTimesPriceIsTheGrossAmount() {
    var price = UnitPrice.perHour("110.00", "EUR");

    assertThat(Line.time("1", "Advice", 5, price, eur("0.00"), eur("9.17"), NINETEEN).gross()).isEqualTo(eur("9.17"));
    assertThat(unit("1", "3.00").gross()).isEqualTo(eur("3.00"));
  }

  @Test
  void theVatIdIsTheAddressWhereTheListHasAScheme() {
    assertThat(new Party("A", "DE1", null, null, null, null, "DE", null, null).electronicAddress()).isEqualTo("9930:DE1");
    assertThat(new Party("A", "DE1", null, null, null, null, "DE", "0088:1", null).electronicAddress()).isEqualTo("0088:1");
    assertThat(new Party("A", "77", null, null, null, null, "US", null, null).electronicAddress()).isNull();
    assertThat(new Party("A", null, null, null, null, null, "DE", null, null).electronicAddress()).isNull();
    assertThatThrownBy(() -> new Party("A", null, null, null, null, null, "DE", "nowhere", null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoIsTaxedWhere() {
    var paris = new Place("FR", "FR1");

    assertThat(TaxTreatment.acrossBorder(paris, new Place("FR", "FR2"))).isEmpty();
    assertThat(TaxTreatment.acrossBorder(paris, new Place("DE", "DE1")).orElseThrow().category()).isEqualTo("AE");
    assertThat(TaxTreatment.acrossBorder(paris, new Place("DE", null))).as("no business: the seller's own rate").isEmpty();
    assertThat(TaxTreatment.acrossBorder(paris, new Place("US", "77")).orElseThrow().category()).isEqualTo("O");
    assertThat(TaxTreatment.acrossBorder(new Place("CH", "CHE-1"), new Place("DE", "DE1")).orElseThrow().category()).as("a business is taxed where it is").isEqualTo("O");
    assertThat(TaxTreatment.acrossBorder(new Place("CH", "CHE-1"), new Place("DE", null))).isEmpty();
    assertThat(TaxTreatment.rated(BigDecimal.ZERO).category()).isEqualTo("Z");
  }

  @Test
  void aLineSaysWhereItIsBookedWhichDaysItIsOfAndWhatElseTheBuyerWants() {
    var days = new Period(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"));
    var line = unit("1", "100.00").accountedAs("4400").during(days).saying(Map.of("project", "P-7"));

    assertThat(line.accounting()).isEqualTo("4400");
    assertThat(line.period()).isEqualTo(days);
    assertThat(line.attributes()).containsExactly(Map.entry("project", "P-7"));
    assertThat(line.amount()).isEqualTo(eur("100.00"));
  }

  @Test
  void theTaxIsSaidInTheSellersOwnCurrencyToo() {
    var said = EInvoice.of(head(), List.of(unit("1", "100.00"))).accounted(Money.of("20.90", "USD"));

    assertThat(said.taxAccounted()).isEqualTo(Money.of("20.90", "USD"));
    assertThat(said.total()).isEqualTo(eur("119.00"));
  }

  @Test
  void whatCorrectsDocumentsOfOneDayHasItsRate() {
    var october = new Preceding("1", LocalDate.parse("2026-10-01"));

    assertThat(head().taxPoint()).isEqualTo("2026-10-31");
    assertThat(head(Type.CREDIT_NOTE, october, new Preceding("2", october.issuedOn())).taxPoint()).isEqualTo("2026-10-01");
    assertThat(head(Type.CREDIT_NOTE, october, new Preceding("3", LocalDate.parse("2026-10-02"))).taxPoint()).as("of several days none").isEqualTo("2026-10-31");
  }

  @Test
  void onlyACreditNoteIsOne() {
    assertThat(head().isCreditNote()).isFalse();
    assertThat(head(Type.CREDIT_NOTE).isCreditNote()).isTrue();
  }

  private static Line unit(String id, String amount) {
    return Line.of(id, "Report", BigDecimal.ONE, eur(amount), NINETEEN);
  }

  private static Head head() {
    return head(Type.INVOICE);
  }

  private static Head head(Type type, Preceding... preceding) {
    var party = new Party("Somebody", "DE1", null, null, null, null, "DE", null, null);
    return new Head(type, "1", LocalDate.parse("2026-10-31"), null, null, "R-1", null, null, null, List.of(preceding), party, party, null, null);
  }

  private static Money eur(String amount) {
    return Money.of(amount, "EUR");
  }
}
