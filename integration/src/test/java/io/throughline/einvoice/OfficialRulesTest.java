package io.throughline.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.finance.ExchangeRates;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.UnitPrice;
import io.throughline.finance.einvoice.EInvoice;
import io.throughline.finance.einvoice.EInvoice.Head;
import io.throughline.finance.einvoice.EInvoice.Payee;
import io.throughline.finance.einvoice.EInvoice.Preceding;
import io.throughline.finance.einvoice.EInvoice.Type;
import io.throughline.finance.einvoice.Line;
import io.throughline.finance.einvoice.Party;
import io.throughline.journey.Outcome.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of document the hub writes, against the rules as their owners publish them. */
class OfficialRulesTest {

  private static final OfficialRules RULES = new OfficialRules();

  private static final TaxTreatment STANDARD = TaxTreatment.rated(new BigDecimal("19"));
  private static final LocalDate DAY = LocalDate.of(2026, 10, 31);

  private static final Party BERLIN =
      new Party("Throughline Deutschland GmbH", "DE136695976", "HRB 12345", "Weg 1", "Berlin", "10115", "DE", null, new Party.Contact("Billing", "+49 30 123456", "billing@firm.example"));
  private static final Party PARIS = new Party("Throughline France SAS", "FR40303265045", "303265045", "1 rue de la Paix", "Paris", "75002", "FR", null, null);
  private static final Party HAMBURG = new Party("Nordwind GmbH", "DE123456788", null, "Kai 2", "Hamburg", "20457", "DE", null, null);
  private static final Party ZURICH = new Party("Alpen AG", null, "CHE-123.456.788", "Gasse 3", "Zürich", "8001", "CH", "9927:CHE123456788", null);

  @Test
  void domesticWithMinutesThatNoHourWouldHit() {
    var said =
        EInvoice.of(
            head(Type.INVOICE, BERLIN, HAMBURG),
            List.of(minutes("1", 5, "110.00", STANDARD), minutes("2", 50, "100.00", STANDARD), minutes("3", 208, "15.00", STANDARD), minutes("4", 30, "27.50", STANDARD)));

    assertThat(said.lines()).extracting(line -> line.amount().text()).containsExactly("9.17", "83.33", "52.00", "13.75");
    assertThat(said.total().text()).isEqualTo("188.32");
    assertThat(broken(said)).isEmpty();
  }

  @Test
  void minutesAreWrittenAtThePriceOfSixty() {
    var ubl = ubl(EInvoice.of(head(Type.INVOICE, BERLIN, HAMBURG), List.of(minutes("1", 5, "110.00", STANDARD))));

    assertThat(ubl)
        .contains("<cbc:InvoicedQuantity unitCode=\"MIN\">5</cbc:InvoicedQuantity>")
        .contains("<cbc:PriceAmount currencyID=\"EUR\">110.00</cbc:PriceAmount>")
        .contains("<cbc:BaseQuantity unitCode=\"MIN\">60</cbc:BaseQuantity>")
        .contains("<cbc:LineExtensionAmount currencyID=\"EUR\">9.17</cbc:LineExtensionAmount>");
  }

  @Test
  void dayRatesAreWrittenAtThePriceOfTheContractualDay() {
    var price = new UnitPrice(new BigDecimal("1200.00"), Money.of("0", "EUR").currency(), 480);
    var said = EInvoice.of(head(Type.INVOICE, BERLIN, HAMBURG), List.of(Line.time("1", "Advice", 100, price, eur("0"), eur("250.00"), STANDARD)));

    assertThat(ubl(said)).contains("<cbc:BaseQuantity unitCode=\"MIN\">480</cbc:BaseQuantity>");
    assertThat(broken(said)).isEmpty();
  }

  @Test
  void reverseCharge() {
    var across = TaxTreatment.acrossBorder(new TaxTreatment.Place("FR", PARIS.taxId()), new TaxTreatment.Place("DE", HAMBURG.taxId())).orElseThrow();
    var said = EInvoice.of(head(Type.INVOICE, PARIS, HAMBURG), List.of(minutes("1", 600, "150.00", across)));

    assertThat(said.tax().text()).isEqualTo("0.00");
    assertThat(said.total().text()).isEqualTo("1500.00");
    assertThat(ubl(said)).contains("VATEX-EU-AE");
    assertThat(broken(said)).isEmpty();
  }

  @Test
  void exemptBesideStandardOnOneInvoice() {
    var said =
        EInvoice.of(
            head(Type.INVOICE, BERLIN, HAMBURG),
            List.of(minutes("1", 60, "100.00", STANDARD), Line.of("2", "Training", BigDecimal.ONE, eur("500.00"), TaxTreatment.EXEMPT)));

    assertThat(said.taxes()).extracting(tax -> tax.treatment().category(), tax -> tax.amount().text()).containsExactly(org.assertj.core.groups.Tuple.tuple("E", "0.00"), org.assertj.core.groups.Tuple.tuple("S", "19.00"));
    assertThat(broken(said)).isEmpty();
  }

  @Test
  void notSubjectToVatNamesNoVatIds() {
    var abroad = TaxTreatment.acrossBorder(new TaxTreatment.Place("FR", PARIS.taxId()), new TaxTreatment.Place("CH", null)).orElseThrow();
    var said = EInvoice.of(head(Type.INVOICE, PARIS, ZURICH), List.of(minutes("1", 600, "150.00", abroad)));

    assertThat(ubl(said)).doesNotContain("<cbc:CompanyID>FR");
    assertThat(broken(said)).isEmpty();
  }

  @Test
  void creditNoteNamesTheInvoiceItCorrects() {
    var said = EInvoice.of(head(Type.CREDIT_NOTE, BERLIN, HAMBURG, new Preceding("INV00001", LocalDate.of(2026, 9, 30))), List.of(minutes("1", 50, "100.00", STANDARD)));

    assertThat(ubl(said)).contains("<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>").contains("<cbc:ID>INV00001</cbc:ID>").contains("<cbc:CreditedQuantity unitCode=\"MIN\">50</cbc:CreditedQuantity>");
    assertThat(broken(said)).isEmpty();
  }

  @Test
  void lastCreditOfALineMayTakeTheCentThatWasLeft() {
    var said = EInvoice.of(head(Type.CREDIT_NOTE, BERLIN, HAMBURG, new Preceding("INV00001", DAY)), List.of(Line.time("1", "Advice", 50, UnitPrice.perHour("100.00", "EUR"), eur("0"), eur("83.34"), STANDARD)));

    assertThat(broken(said)).isEmpty();
  }

  @Test
  void taxInASecondCurrency() {
    var said = EInvoice.of(head(Type.INVOICE, BERLIN, HAMBURG), List.of(Line.time("1", "Advice", 90, UnitPrice.perHour("200.00", "USD"), Money.of("0", "USD"), Money.of("300.00", "USD"), STANDARD)));
    var accounted = said.accounted(eur("52.62"));

    assertThat(ubl(accounted)).contains("<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>").contains("<cbc:TaxAmount currencyID=\"EUR\">52.62</cbc:TaxAmount>");
    assertThat(broken(accounted)).isEmpty();
    assertThat(broken(said.accounted(Money.of("-52.62", "EUR")))).as("of the other sign").isNotEmpty();
  }

  @Test
  void taxOfACreditNoteInASecondCurrencyAtTheRateOfWhatItCorrects() {
    var said = EInvoice.of(head(Type.CREDIT_NOTE, BERLIN, HAMBURG, new Preceding("INV00001", DAY)), List.of(Line.time("1", "Advice", 90, UnitPrice.perHour("200.00", "USD"), Money.of("0", "USD"), Money.of("300.00", "USD"), STANDARD)));
    var rate = new ExchangeRates.Rate(Currency.getInstance("EUR"), Currency.getInstance("USD"), said.head().taxPoint(), new BigDecimal("1.0833"), null, null);
    var accounted = said.accounted(rate.exchanged(said.tax()));

    assertThat(ubl(accounted)).contains("<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>").contains("<cbc:TaxAmount currencyID=\"EUR\">52.62</cbc:TaxAmount>");
    assertThat(broken(accounted)).isEmpty();
  }

  @Test
  void amountDueIsRounded() {
    var fifteen = TaxTreatment.rated(new BigDecimal("15"));
    var said = EInvoice.of(head(Type.INVOICE, PARIS, HAMBURG), List.of(Line.of("1", "Report", new BigDecimal("3"), eur("8.70"), fifteen)));
    var rounded = said.settled(eur("-0.02"), eur("0.00"));

    assertThat(rounded.due().text()).isEqualTo("30.00");
    assertThat(ubl(rounded)).contains("<cbc:PayableRoundingAmount currencyID=\"EUR\">-0.02</cbc:PayableRoundingAmount>");
    assertThat(broken(rounded)).isEmpty();
  }

  @Test
  void whatACapTakesOffIsAnAllowance() {
    var said = EInvoice.of(head(Type.INVOICE, BERLIN, HAMBURG), List.of(Line.time("1", "Advice", 100, UnitPrice.perHour("90.00", "EUR"), eur("50.00"), eur("100.00"), STANDARD)));

    assertThat(broken(said)).isEmpty();
  }

  @Test
  void workPeriodRoleAndBuyersAccountAreTold() {
    var line = minutes("1", 60, "100.00", STANDARD).during(new Period(LocalDate.of(2026, 10, 5), LocalDate.of(2026, 10, 9))).accountedAs("4711").saying(Map.of("Role", "Consultant"));
    var said = EInvoice.of(head(Type.INVOICE, BERLIN, HAMBURG), List.of(line));

    assertThat(ubl(said)).contains("<cbc:AccountingCost>4711</cbc:AccountingCost>").contains("<cbc:Name>Role</cbc:Name>").contains("<cbc:StartDate>2026-10-05</cbc:StartDate>");
    assertThat(broken(said)).isEmpty();
  }

  @Test
  void wrongLineSumIsNamedByItsRule() {
    var said = EInvoice.of(head(Type.INVOICE, BERLIN, HAMBURG), List.of(Line.time("1", "Advice", 50, UnitPrice.perHour("100.00", "EUR"), eur("0"), eur("83.00"), STANDARD)));

    assertThat(broken(said)).extracting(Field::code).contains("PEPPOL-EN16931-R120");
  }

  @Test
  void buyerNobodyCanReachIsNamedByItsRuleAndText() {
    var unreachable = new Party("Nordwind GmbH", null, null, "Kai 2", "Hamburg", "20457", "DE", null, null);

    assertThat(broken(EInvoice.of(head(Type.INVOICE, PARIS, unreachable), List.of(minutes("1", 60, "100.00", STANDARD)))))
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.code()).isEqualTo("PEPPOL-EN16931-R010");
          assertThat(rule.message()).contains("Buyer electronic address MUST be provided");
        });
  }

  @Test
  void sameFactsGiveTheSameBytes() {
    var said = EInvoice.of(head(Type.INVOICE, BERLIN, HAMBURG), List.of(minutes("1", 5, "110.00", STANDARD).saying(Map.of("Role", "Consultant", "Person", "ann"))));

    assertThat(Ubl.of(said)).isEqualTo(Ubl.of(said));
  }

  private static List<Field> broken(EInvoice said) {
    return RULES.broken(Ubl.of(said), said.head().isCreditNote());
  }

  private static String ubl(EInvoice said) {
    return new String(Ubl.of(said), StandardCharsets.UTF_8);
  }

  private static Head head(Type type, Party seller, Party buyer, Preceding... preceding) {
    return new Head(
        type, "INV00002", DAY, DAY.plusDays(30), new Period(LocalDate.of(2026, 10, 1), DAY), "T-1", "PO-1", "C-1", "P-1", List.of(preceding), seller, buyer, new Payee("DE02120300000000202051", null), "30 days net");
  }

  private static Line minutes(String id, long minutes, String rate, TaxTreatment tax) {
    var price = UnitPrice.perHour(rate, "EUR");
    return Line.time(id, "Advice", minutes, price, eur("0"), price.of(minutes).rounded(io.throughline.canonical.RoundingPolicy.HALF_UP), tax);
  }

  private static Money eur(String amount) {
    return Money.of(amount, "EUR");
  }
}
