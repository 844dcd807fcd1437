package io.throughline.finance.quote;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.finance.whatif.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuoteCheckTest {

  private static final String BOOKS = """
      {"entities": [{"entityId": "TL-DE", "currency": "EUR", "country": "DE", "taxId": "DE1"}],
       "accounts": [{"accountId": "A-1", "country": "DE"}, {"accountId": "A-FR", "country": "FR", "taxId": "FR1"}],
       "taxRates": [{"country": "DE", "percent": "19", "from": "2020-01-01"}],
       "rateCards": [{"rateCardId": "list", "currency": "EUR", "rates": [{"role": "Consultant", "price": "150.00"}]}],
       "dimensionRules": [{"ruleId": "practice", "requires": ["practice"]}],
       "policy": {"rateCard": "list", "maxDiscountPercent": "15", "minMarginPercent": "30"}}""";

  private static final String QUOTE = """
      {"contract": {"entity": "TL-DE", "billingAccount": "A-1", "currency": "EUR", "startsOn": "2026-09-01", "endsOn": "2026-10-31", "dimensions": {"practice": "advice"},
         "lines": [{"lineId": "L-1", "billing": "time-and-materials", "rates": [{"role": "Consultant", "price": "140.00"}]}, {"lineId": "L-2", "billing": "milestone", "amount": "10000.00"}]},
       "plan": [{"line": "L-1", "role": "Consultant", "minutes": 6000, "costPerHour": "60.00"}, {"line": "L-2", "on": "2026-10-15"}]}""";

  @Test
  void saysWhichBillsAQuoteMakesAndWhatItLeaves() {
    var answer = checked(QUOTE, BOOKS);

    assertThat(answer.refusals()).isEmpty();
    assertThat(answer.billable()).isTrue();
    assertThat(answer.currency()).isEqualTo("EUR");
    assertThat(List.of(answer.net(), answer.tax(), answer.total())).containsExactly("24000.00", "4560.00", "28560.00");
    assertThat(List.of(answer.cost(), answer.margin(), answer.marginPercent())).containsExactly("6000.00", "18000.00", "75.00");
    assertThat(answer.bills()).extracting(QuoteCheck.QuotedBill::on).containsExactly("2026-10-01", "2026-11-01");
  }

  @Test
  void pointsToWhatStandsAgainstEachLine() {
    assertThat(codes(QUOTE.replace("140.00", "120.00"), BOOKS)).containsExactly("/contract/lines/0 DISCOUNT_TOO_HIGH");
    assertThat(codes(QUOTE.replace("\"60.00\"", "\"180.00\""), BOOKS)).containsExactly("/contract MARGIN_TOO_LOW");
    assertThat(codes(QUOTE.replace("\"practice\": \"advice\"", "\"region\": \"south\""), BOOKS)).containsExactly("/contract DIMENSION_INVALID");
    assertThat(codes(QUOTE.replace("\"role\": \"Consultant\", \"price\"", "\"role\": \"Architect\", \"price\""), BOOKS)).contains("/contract/lines/0 NO_RATE");
  }

  @Test
  void findsTheTaxOfTheClientOrSaysThatThereIsNone() {
    assertThat(checked(QUOTE.replace("A-1", "A-FR"), BOOKS).tax()).as("reverse charge").isEqualTo("0.00");
    assertThat(codes(QUOTE.replace("A-1", "A-unknown"), BOOKS)).isNotEmpty();
    assertThat(codes(QUOTE.replace("\"amount\": \"10000.00\"", "\"amount\": \"10000.00\", \"taxCode\": \"reduced\""), BOOKS)).containsExactly("/contract TAX_RULE_MISSING");
  }

  @Test
  void refusesACurrencyWithoutARateAndTermsThatCannotBeRead() {
    assertThat(codes(QUOTE.replace("\"currency\": \"EUR\"", "\"currency\": \"USD\""), BOOKS)).anySatisfy(code -> assertThat(code).contains("FX_RATE_MISSING"));
    assertThat(codes(QUOTE.replace("time-and-materials", "by-the-yard"), BOOKS)).containsExactly("/contract/lines/0/billing UNKNOWN_WORD");
    assertThat(codes(QUOTE.replace("\"line\": \"L-2\"", "\"line\": \"L-9\""), BOOKS)).containsExactly("/plan/1/line UNKNOWN_REFERENCE");
    assertThat(codes(QUOTE.replace("\"endsOn\": \"2026-10-31\", ", ""), BOOKS)).containsExactly("/contract/endsOn REQUIRED");
    assertThat(codes(QUOTE.replaceAll("\"plan\": .*]", "\"plan\": []"), BOOKS)).containsExactly("/plan NOTHING_BILLED");
  }

  @Test
  void refusesAPlanAndAPolicyThatCannotBeRead() {
    assertThat(codes(QUOTE.replace("\"minutes\": 6000", "\"minutes\": \"many\""), BOOKS)).containsExactly("/plan/0/minutes REQUIRED");
    assertThat(codes(QUOTE.replace("\"costPerHour\": \"60.00\"", "\"costPerHour\": \"dear\""), BOOKS)).containsExactly("/plan/0/costPerHour NONSENSE");
    assertThat(codes(QUOTE.replace("\"costPerHour\": \"60.00\"", "\"costPerHour\": \"60.00\", \"employer\": \"TL-NO\""), BOOKS)).allSatisfy(code -> assertThat(code).startsWith("/plan"));
    assertThat(codes(QUOTE, BOOKS.replace("\"15\"", "\"a little\""))).containsExactly("/books/policy/maxDiscountPercent NONSENSE");
    assertThat(codes(QUOTE.replace("2026-10-31", "2036-08-31").replace("6000,", "60000000,"), BOOKS)).containsExactly("/plan/0/minutes NONSENSE");
  }

  @Test
  void spreadsPlannedTimeOverAsManyPeopleAsItTakesWithoutLosingAMinute() {
    var answer = checked(QUOTE.replace("6000,", "100001,"), BOOKS);

    assertThat(answer.net()).isEqualTo(new java.math.BigDecimal("100001").multiply(new java.math.BigDecimal("140")).divide(new java.math.BigDecimal("60"), 2, java.math.RoundingMode.HALF_UP).add(new java.math.BigDecimal("10000.00")).toPlainString());
  }

  @Test
  void billsTheWorkingDaysOfEachMonthAndAMilestoneOnItsDay() {
    var bills = checked(QUOTE, BOOKS).bills();

    assertThat(bills).extracting(QuoteCheck.QuotedBill::net).as("22 of 44 working days are in September").containsExactly("7000.00", "17000.00");
    assertThat(bills).extracting(QuoteCheck.QuotedBill::lines).containsExactly(List.of("L-1"), List.of("L-1", "L-2"));
    assertThat(bills).extracting(QuoteCheck.QuotedBill::tax).containsExactly("1330.00", "3230.00");
  }

  @Test
  void allowsExactlyTheDiscountAndTheMarginOfThePolicy() {
    assertThat(codes(QUOTE.replace("140.00", "127.50"), BOOKS)).as("15 percent").isEmpty();
    assertThat(codes(QUOTE.replace("140.00", "127.49"), BOOKS)).containsExactly("/contract/lines/0 DISCOUNT_TOO_HIGH");
    assertThat(codes(QUOTE.replace("\"60.00\"", "\"168.00\""), BOOKS)).as("30 percent").isEmpty();
    assertThat(codes(QUOTE.replace("\"60.00\"", "\"168.10\""), BOOKS)).containsExactly("/contract MARGIN_TOO_LOW");
  }

  @Test
  void comparesAPriceForEverybodyWithTheListOfThoseWhoArePlanned() {
    var everybody = QUOTE.replace("{\"role\": \"Consultant\", \"price\": \"140.00\"}", "{\"price\": \"120.00\"}");
    var list = BOOKS.replace("{\"role\": \"Consultant\", \"price\": \"150.00\"}", "{\"role\": \"Trainee\", \"price\": \"0.00\"}, {\"role\": \"Partner\", \"price\": \"400.00\"}, {\"role\": \"Consultant\", \"price\": \"130.00\"}");

    assertThat(codes(everybody, list)).as("a partner is not planned").isEmpty();
    assertThat(codes(everybody.replace("\"role\": \"Consultant\"", "\"role\": \"Partner\""), list)).containsExactly("/contract/lines/0 DISCOUNT_TOO_HIGH");
    assertThat(codes(everybody.replace("\"role\": \"Consultant\"", "\"role\": \"Trainee\""), list)).as("what costs nothing in the list cannot be discounted").isEmpty();
    assertThat(codes(QUOTE.replace("140.00", "1.00"), BOOKS.replace("\"currency\": \"EUR\", \"rates\"", "\"currency\": \"USD\", \"rates\""))).as("a list in another currency says nothing").isEmpty();
  }

  @Test
  void saysOnceForEachLineWhyItsTimeIsHeld() {
    var two = QUOTE.replace("{\"lineId\": \"L-2\", \"billing\": \"milestone\", \"amount\": \"10000.00\"}", "{\"lineId\": \"L-2\", \"billing\": \"time-and-materials\", \"rates\": [{\"role\": \"Architect\", \"price\": \"150.00\"}]}")
        .replace("{\"line\": \"L-2\", \"on\": \"2026-10-15\"}", "{\"line\": \"L-2\", \"role\": \"Consultant\", \"minutes\": 6000}");

    assertThat(codes(two, BOOKS)).containsExactly("/contract/lines/1 NO_RATE");
    assertThat(codes(two.replace("\"role\": \"Consultant\", \"price\"", "\"role\": \"Architect\", \"price\""), BOOKS)).containsExactly("/contract/lines/0 NO_RATE", "/contract/lines/1 NO_RATE");
  }

  @Test
  void saysNoMarginWhereNobodyTellsACost() {
    for (var quote : List.of(QUOTE.replace(", \"costPerHour\": \"60.00\"", ""), QUOTE.replace("\"60.00\"", "\"0\""))) {
      var answer = checked(quote, BOOKS);
      assertThat(answer.billable()).isTrue();
      assertThat(Arrays.asList(answer.cost(), answer.margin(), answer.marginPercent())).containsOnlyNulls();
    }
  }

  @Test
  void plansNoMoreThanAHundredPeopleAndOnlyOnWorkingDays() {
    var aDay = QUOTE.replace("2026-09-01", "2026-10-15").replace("2026-10-31", "2026-10-15");
    assertThat(codes(aDay.replace("6000,", "48000,"), BOOKS)).isEmpty();
    assertThat(codes(aDay.replace("6000,", "48001,"), BOOKS)).containsExactly("/plan/0/minutes NONSENSE");
    assertThat(checked(aDay.replace("6000,", "48000,"), BOOKS).cost()).as("each of them costs").isEqualTo("48000.00");
    assertThat(codes(QUOTE.replace("2026-09-01", "2026-10-17").replace("2026-10-31", "2026-10-18").replace("2026-10-15", "2026-10-17"), BOOKS)).as("a weekend").containsExactly("/plan/0 NONSENSE");
  }

  @Test
  void refusesTermsWithoutDaysOrOfMoreThanTenYears() {
    assertThat(codes("{\"plan\": []}", BOOKS)).containsExactly("/contract REQUIRED", "/contract/endsOn REQUIRED", "/contract/startsOn REQUIRED");
    assertThat(codes(QUOTE.replace("2026-09-01", "soon"), BOOKS)).containsExactly("/contract/startsOn NONSENSE");
    assertThat(codes(QUOTE.replace("2026-10-15", "soon"), BOOKS)).containsExactly("/plan/1/on NONSENSE");
    assertThat(codes(QUOTE.replace("2026-10-31", "2026-08-31"), BOOKS)).containsExactly("/contract/endsOn NONSENSE");
    assertThat(codes(QUOTE.replace("6000,", "0,"), BOOKS)).containsExactly("/plan/0/minutes REQUIRED");
    assertThat(codes(QUOTE.replace("\"60.00\"", "\"-1\""), BOOKS)).containsExactly("/plan/0/costPerHour NONSENSE");
  }

  @Test
  void pointsIntoTheBooksWhereTheyAreWrongAndIntoThePlanWhereThatIs() {
    assertThat(codes(QUOTE, BOOKS.replace("\"percent\": \"19\"", "\"percent\": \"much\""))).containsExactly("/books/taxRates/0/percent IMPOSSIBLE");
    assertThat(codes(QUOTE.replace("\"costPerHour\": \"60.00\"", "\"costPerHour\": \"60.00\", \"employer\": \"TL-NO\""), BOOKS)).containsExactly("/plan UNKNOWN_REFERENCE");
  }

  @Test
  void plansARetainerByItsHours() {
    var retainer = QUOTE.replace("\"billing\": \"time-and-materials\"", "\"billing\": \"retainer\", \"amount\": \"5000.00\", \"includedMinutes\": 2400");

    assertThat(checked(retainer, BOOKS).net()).as("two months, 10 hours a month beyond at 140.00, and the milestone").isEqualTo("22800.00");
  }

  private static List<String> codes(String quote, String books) {
    return checked(quote, books).refusals().stream().map(refusal -> refusal.pointer() + " " + refusal.code()).toList();
  }

  private static QuoteCheck.QuoteAnswer checked(String quote, String books) {
    return QuoteCheck.of(tree(quote), tree(books));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(String json) {
    return (Map<String, Object>) Json.read(json);
  }
}
