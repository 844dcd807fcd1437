package io.throughline.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.finance.whatif.WhatIf;
import io.throughline.store.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A hotel of 100.00 that was 80.00 in the end, with ten percent, and an hour at 150.00: what is carried at the end of October. */
class AsEarnedTest {

  private static final String TERMS = """
      {"asOf": {"effectiveOn": "2026-10-31"},
       "contracts": [{"contractId": "C-1", "entity": "TL-DE", "billingAccount": "A-1", "currency": "EUR", "startsOn": "2026-09-01", "revenue": "as-billed", "lines": [
         {"lineId": "X", "billing": "expenses", "scope": {"projects": ["P"]}, "markupPercent": "10"},
         {"lineId": "T", "billing": "time-and-materials", "scope": {"projects": ["P"]}, "rates": [{"effectiveFrom": "2026-09-01", "price": "150.00"}]}]}],
       "timeEntries": [{"source": "psa", "entryId": "E", "version": "1", "projectId": "P", "personId": "ann", "workDate": "2026-09-10", "minutes": 60}],
       "expenses": [{"expenseId": "HOTEL@1", "projectId": "P", "incurredOn": "2026-09-10", "amount": "100.00"}, {"expenseId": "HOTEL@2", "projectId": "P", "incurredOn": "2026-09-10", "amount": "80.00"}],
       "costs": [{"costId": "HOTEL@1", "contractId": "C-1", "on": "2026-09-10", "amount": "-100.00"}],
       "bills": [%s], "credits": [%s]}""";
  private static final String FIRST = "{\"billId\": \"B-1\", \"contractId\": \"C-1\", \"on\": \"2026-09-30\", \"entries\": [{\"entry\": \"psa:E\", \"minutes\": 60}], \"expenses\": [\"HOTEL@1\"]}";

  @Test
  void aVersionThatSteppedBackUnbilledIsNotEarned() {
    assertThat(carried("{\"billId\": \"B-1\", \"contractId\": \"C-1\", \"on\": \"2026-09-30\", \"entries\": [{\"entry\": \"psa:E\", \"minutes\": 60}], \"expenses\": [\"HOTEL@2\"]}", "")).isEqualTo("0.00 0.00");
  }

  @Test
  void anotherPartOfItsCreditIsOpenAgain() {
    var credit = "{\"creditId\": \"K\", \"reference\": \"K\", \"invoice\": \"B-1\", \"on\": \"2026-10-05\", \"lines\": [{\"entry\": \"psa:E\"}, {\"expense\": \"HOTEL@1\"}]}";
    assertThat(carried(FIRST, credit)).as("an hour, and the hotel as it was in the end").isEqualTo("238.00 0.00");
  }

  @Test
  void aVersionIsOpenAgainWhileItIsBilledOnceMore() {
    var bills = FIRST + ", {\"billId\": \"B-2\", \"contractId\": \"C-1\", \"on\": \"2026-10-02\", \"expenses\": [\"HOTEL@1\"]}, {\"billId\": \"B-3\", \"contractId\": \"C-1\", \"on\": \"2026-10-05\", \"expenses\": [\"HOTEL@2\"]}";
    var first = "{\"creditId\": \"Z\", \"reference\": \"Z\", \"invoice\": \"B-1\", \"on\": \"2026-10-01\", \"lines\": [{\"expense\": \"HOTEL@1\"}]}";
    var last = "{\"creditId\": \"A\", \"reference\": \"A\", \"invoice\": \"B-2\", \"on\": \"2026-10-05\", \"lines\": [{\"expense\": \"HOTEL@1\"}]}";
    assertThat(carried(bills, last + ", " + first)).isEqualTo("0.00 0.00");
  }

  private static String carried(String bills, String credits) {
    return WhatIf.of(AsEarned.of(Json.read(TERMS.formatted(bills, credits)))).fold(
        answered -> ((List<?>) answered.tree().get("contractBalances")).stream().map(row -> (Map<?, ?>) row).filter(row -> "2026-10".equals(row.get("period"))).map(row -> row.get("contractAsset") + " " + row.get("contractLiability")).findFirst().orElse("none"),
        refused -> refused.refusals().toString());
  }
}
