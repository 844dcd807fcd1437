package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A quote is asked about while it is written: the money core answers at once, and nothing is kept. */
@ExtendWith(SharedHub.class)
class QuotesIT {

  private static final String PATH = "/api/experience/v1/sales/quote-validations";

  private static final String QUOTE = """
      {"contract": {"entity": "TL-DE", "billingAccount": "A-1", "currency": "EUR", "startsOn": "2026-09-01", "endsOn": "2026-10-31", "dimensions": {"practice": "advice"},
         "lines": [{"lineId": "L-1", "billing": "time-and-materials", "rates": [{"role": "Consultant", "price": "140.00"}]}, {"lineId": "L-2", "billing": "milestone", "amount": "10000.00"}]},
       "plan": [{"line": "L-1", "role": "Consultant", "minutes": 6000, "costPerHour": "60.00"}, {"line": "L-2", "on": "2026-10-15"}]}""";

  @Test
  void answersByTheFirmsOwnBooks(HubFixture hub) {
    var answer = hub.as("sales-ops").post(PATH, QUOTE);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().get("billable").asBoolean()).as(answer.body()).isTrue();
    assertThat(answer.json().get("total").asText()).isEqualTo("28560.00");
    assertThat(answer.json().get("marginPercent").asText()).isEqualTo("75.00");
    assertThat(answer.json().get("bills")).hasSize(2);
  }

  @Test
  void pointsToWhatStandsAgainstIt(HubFixture hub) {
    var cheap = hub.as("finance").post(PATH, QUOTE.replace("140.00", "120.00").replace("\"practice\": \"advice\"", "\"region\": \"south\"")).json();

    assertThat(cheap.get("billable").asBoolean()).isFalse();
    assertThat(cheap.get("refusals").findValuesAsText("pointer")).containsExactly("/contract", "/contract/lines/0");
    assertThat(cheap.get("refusals").findValuesAsText("code")).containsExactly("DIMENSION_INVALID", "DISCOUNT_TOO_HIGH");
    var own = hub.as("finance").post(PATH, QUOTE.replaceFirst("\\{", "{\"books\": {\"taxRates\": []},"));
    assertThat(own.json().get("tax").asText()).as("books of its own").isEqualTo("0.00");
  }

  @Test
  void isForThoseWhoQuoteAndKeepsNothing(HubFixture hub) {
    assertThat(hub.as("delivery").post(PATH, QUOTE).status()).isEqualTo(403);
    assertThat(hub.as("sales-ops").post(PATH, "{\"plan\": []}").status()).isEqualTo(422);
    var engagements = hub.number("select count(*) from engagement where state <> 'undone'");
    assertThat(hub.as("sales-ops").post(PATH, QUOTE).status()).isEqualTo(200);
    assertThat(hub.number("select count(*) from engagement where state <> 'undone'")).isEqualTo(engagements);
  }
}
