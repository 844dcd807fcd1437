package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.finance.whatif.WhatIf.Outcome.Answered;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Facts that are otherwise, said in a line each, and what becomes of them. */
class ChangesTest {

  /** Ten hours in September, billed, and ten in October, not billed; a fee that is, and a retainer's month. */
  private static final String FACTS =
      """
      {"asOf": {"effectiveOn": "2026-10-31"},
       "contracts": [{"contractId": "C-1", "entity": "TL-DE", "billingAccount": "A-1", "currency": "EUR", "startsOn": "2026-09-01", "endsOn": "2026-12-31", "revenue": "as-billed",
         "lines": [{"lineId": "T", "billing": "time-and-materials", "scope": {"projects": ["P"]}, "rates": [{"rateId": "R", "effectiveFrom": "2026-09-01", "price": "150.00"}]},
                   {"lineId": "M", "billing": "milestone", "milestoneId": "M-1", "amount": "5000.00"}]}],
       "timeEntries": [
         {"entryId": "E-1", "projectId": "P", "personId": "ada", "workDate": "2026-09-10", "minutes": 600, "approvedOn": "2026-09-10"},
         {"entryId": "E-2", "projectId": "P", "personId": "ada", "workDate": "2026-10-10", "minutes": 600, "approvedOn": "2026-10-10"}],
       "milestones": [{"milestoneId": "M-1", "completedOn": "2026-10-05", "acceptanceReference": "ok"}],
       "bills": [{"billId": "I-1", "contractId": "C-1", "on": "2026-09-30", "entries": [{"entry": "E-1", "minutes": 600}]},
                 {"billId": "I-2", "contractId": "C-1", "on": "2026-10-06", "milestones": ["M-1"]}]}
      """;

  private record Tried(Changes.Changed facts, Comparison comparison, Answered was, Answered becomes) {

    String figure(String name) {
      return comparison.figures().stream().filter(each -> each.figure().equals(name)).map(each -> each.was() + " " + each.becomes() + " " + each.currency()).reduce("", (one, other) -> one.isEmpty() ? other : one + ", " + other);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(String json) {
    return (Map<String, Object>) Json.read(json);
  }

  private static Tried tried(String facts, String changes) {
    return Changes.read(map("{\"changes\": [" + changes + "]}"), read -> {
      var changed = read.of(map(facts));
      var was = (Answered) WhatIf.of(changed.was());
      var becomes = (Answered) WhatIf.of(changed.becomes());
      var comparison = new Comparison(YearMonth.of(2026, 10), read.asEarned());
      comparison.take(was, becomes);
      return new Tried(changed, comparison, was, becomes);
    }, refused -> {
      throw new AssertionError(refused);
    });
  }

  private static String refused(String body) {
    return Changes.read(map(body), read -> "read", refusals -> refusals.stream().map(each -> each.pointer() + " " + each.text()).reduce("", (one, other) -> one.isEmpty() ? other : one + "; " + other));
  }

  @Test
  void pricesAreAsIfAgreedFromTheBeginning() {
    var tried = tried(FACTS, "{\"kind\": \"price\", \"percent\": \"10\"}");

    assertThat(tried.figure("billed")).isEqualTo("6500.00 6650.00 EUR");
    assertThat(tried.figure("unbilledValue")).isEqualTo("1500.00 1650.00 EUR");
    assertThat(tried.figure("invoiced")).as("of October alone").isEqualTo("5000.00 5000.00 EUR");
    assertThat(tried.comparison().contracts()).containsExactly(new Comparison.ContractChange("C-1", "EUR", tried.comparison().contracts().get(0).differences()));
    assertThat(tried.comparison().contracts().get(0).differences()).containsEntry("billed", "150.00").containsEntry("unbilledValue", "150.00").doesNotContainKey("invoiced");
    assertThat(tried.comparison().postings()).containsExactly(new Comparison.PostingChange("2026-09", "AR", "EUR", "150.00", null, null), new Comparison.PostingChange("2026-09", "REV", "EUR", "-150.00", null, null));
    assertThat(Comparison.documents(tried.was(), tried.becomes())).containsExactly(new Comparison.DocumentChange("I-1", "2026-09-30", "EUR", "1500.00", "1650.00", "150.00"));
    assertThat(tried.comparison().proved()).isTrue();
  }

  @Test
  void aPriceMayChangeOnADayBetweenOthers() {
    assertThat(tried(FACTS, "{\"kind\": \"price\", \"to\": \"200\", \"from\": \"2026-10-01\"}").figure("unbilledValue")).isEqualTo("1500.00 2000.00 EUR");
    assertThat(tried(FACTS, "{\"kind\": \"price\", \"to\": \"200\", \"from\": \"2026-10-01\"}").figure("billed")).isEqualTo("6500.00 6500.00 EUR");

    var two = FACTS.replace("{\"rateId\": \"R\", \"effectiveFrom\": \"2026-09-01\", \"price\": \"150.00\"}", "{\"rateId\": \"R\", \"effectiveFrom\": \"2026-09-01\", \"price\": \"150.00\"}, {\"rateId\": \"R2\", \"effectiveFrom\": \"2026-10-01\", \"price\": \"180.00\"}");
    assertThat(tried(two, "{\"kind\": \"price\", \"percent\": \"50\", \"from\": \"2026-09-05\"}").figure("billed")).as("from before the work, until the next price").isEqualTo("6500.00 7250.00 EUR");
    assertThat(tried(two, "{\"kind\": \"price\", \"percent\": \"50\", \"from\": \"2026-09-05\"}").figure("unbilledValue")).as("the next price too").isEqualTo("1800.00 2700.00 EUR");
    assertThat(tried(two, "{\"kind\": \"price\", \"to\": \"300\", \"from\": \"2026-10-05\"}").figure("unbilledValue")).as("the price of the day before it").isEqualTo("1800.00 3000.00 EUR");
  }

  @Test
  void amountsCapsAndWork() {
    assertThat(tried(FACTS, "{\"kind\": \"amount\", \"lineId\": \"M\", \"to\": \"4000\"}").figure("billed")).isEqualTo("6500.00 5500.00 EUR");
    assertThat(tried(FACTS, "{\"kind\": \"cap\", \"contractId\": \"C-1\", \"lineId\": \"T\", \"to\": \"1800.00\"}, {\"kind\": \"bill\"}").figure("billed")).isEqualTo("6500.00 6800.00 EUR");
    assertThat(tried(FACTS, "{\"kind\": \"work\", \"contractId\": \"C-1\", \"lineId\": \"T\", \"minutes\": 120, \"on\": \"2026-10-20\"}").figure("unbilledValue")).isEqualTo("1500.00 1800.00 EUR");
    assertThat(tried(FACTS, "{\"kind\": \"bill\"}, {\"kind\": \"price\", \"percent\": \"10\"}").figure("billed")).isEqualTo("6500.00 8300.00 EUR");
  }

  @Test
  void aRetainersHoursAndItsAmount() {
    var retainer =
        """
        {"asOf": {"effectiveOn": "2026-10-31"},
         "contracts": [{"contractId": "C-2", "entity": "TL-DE", "billingAccount": "A-1", "currency": "EUR", "startsOn": "2026-10-01", "endsOn": "2026-12-31", "revenue": "as-billed",
           "lines": [{"lineId": "R", "billing": "retainer", "amount": "6000.00", "includedMinutes": 600, "rates": [{"price": "180.00"}]}]}],
         "timeEntries": [{"entryId": "E-1", "projectId": "P", "personId": "ada", "workDate": "2026-10-10", "minutes": 720, "approvedOn": "2026-10-10"}]}
        """;

    assertThat(tried(retainer, "{\"kind\": \"bill\"}").figure("billed")).isEqualTo("0.00 6360.00 EUR");
    assertThat(tried(retainer, "{\"kind\": \"bill\"}, {\"kind\": \"included\", \"minutes\": 660}").figure("billed")).isEqualTo("0.00 6180.00 EUR");
    assertThat(tried(retainer, "{\"kind\": \"bill\"}, {\"kind\": \"amount\", \"percent\": \"-50\"}").figure("billed")).isEqualTo("0.00 3360.00 EUR");
  }

  @Test
  void booksInAnotherCurrencyAtAnotherRate() {
    var dollars = FACTS.replace("\"currency\": \"EUR\"", "\"currency\": \"USD\"");
    var tried = tried(dollars, "{\"kind\": \"exchange\", \"currency\": \"USD\", \"books\": \"EUR\", \"was\": \"0.90\", \"to\": \"0.95\"}");

    assertThat(tried.figure("billed")).isEqualTo("6500.00 6500.00 USD");
    assertThat(tried.comparison().postings()).contains(new Comparison.PostingChange("2026-09", "REV", "USD", "0.00", "EUR", "-75.00"), new Comparison.PostingChange("2026-10", "AR", "USD", "0.00", "EUR", "250.00"));
  }

  @Test
  void whatChangesNothingIsTold() {
    var tried = tried(FACTS, "{\"kind\": \"price\", \"percent\": \"10\"}, {\"kind\": \"cap\", \"contractId\": \"C-9\", \"lineId\": \"T\"}, {\"kind\": \"included\", \"minutes\": 7}, {\"kind\": \"work\", \"contractId\": \"C-1\", \"lineId\": \"T\", \"minutes\": 7, \"on\": \"2026-11-01\"}");

    assertThat(tried.facts().touched()).isEqualTo(Set.of(0));
    assertThat(tried.facts().was()).as("what is given stays").isEqualTo(map(FACTS));
    String concerned = Changes.read(Map.of("changes", List.of(Map.of("kind", "cap", "contractId", "C-9", "lineId", "T"))), read -> read.concern("C-1") + " " + read.concern("C-9"), refused -> "refused");
    assertThat(concerned).isEqualTo("false true");
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(refused("{\"changes\": []}")).contains("no changes");
    assertThat(refused("{\"changes\": [{\"kind\": \"price\"}]}")).isEqualTo("/changes/0 either percent or to");
    assertThat(refused("{\"changes\": [{\"kind\": \"price\", \"percent\": \"1\", \"to\": \"2\"}]}")).isEqualTo("/changes/0 either percent or to");
    assertThat(refused("{\"changes\": [{\"kind\": \"price\", \"percent\": \"-100.01\"}]}")).isEqualTo("/changes/0 less than nothing is left");
    assertThat(refused("{\"changes\": [{\"kind\": \"cap\", \"to\": \"5\"}]}")).isEqualTo("/changes/0 cap without contractId");
    assertThat(refused("{\"changes\": [{\"kind\": \"bill\", \"to\": \"5\"}]}")).isEqualTo("/changes/0 bill has no to");
    assertThat(refused("{\"changes\": [{\"kind\": \"discount\"}], \"why\": 1}")).contains("/changes/0/kind 'discount' is none of price, amount").contains("/why no such field");
    assertThat(refused("{\"changes\": [{\"kind\": \"exchange\", \"currency\": \"EUR\", \"books\": \"EUR\", \"was\": \"1\", \"to\": \"1\"}]}")).isEqualTo("/changes/0 no rate between two currencies");
  }
}
