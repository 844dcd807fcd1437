package io.throughline.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.finance.whatif.WhatIf;
import io.throughline.store.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two engagements of two accounts that one payer pays for, and money of his that lies unapplied: asked one by one they come to what they come to together. */
class MonthFactsTest {

  private static final MonthFacts FACTS =
      new MonthFacts(
          Json.read("""
              {"asOf": {"effectiveOn": "2026-10-31"},
               "accounts": [{"accountId": "A-1", "clientId": "A-1", "payerId": "P"}, {"accountId": "A-2", "clientId": "A-2", "payerId": "P"}],
               "payments": [{"paymentId": "U", "on": "2026-10-09", "payerId": "P", "entity": "TL-DE", "amount": "7.00", "currency": "EUR", "allocationPolicy": "hold"}]}"""),
          List.of("C-1", "C-2", "C-3"),
          thread -> engagement(thread.substring(2)));

  private static Map<String, Object> engagement(String no) {
    return Json.read("""
        {"contracts": [{"contractId": "C-%1$s", "entity": "TL-DE", "billingAccount": "A-%2$s", "currency": "EUR", "startsOn": "2026-09-01", "revenue": "as-billed", "lines": [
           {"lineId": "T", "billing": "time-and-materials", "scope": {"projects": ["P-%1$s"]}, "rates": [{"effectiveFrom": "2026-09-01", "price": "150.00"}]}]}],
         "timeEntries": [{"source": "psa", "entryId": "E-%1$s", "version": "1", "projectId": "P-%1$s", "personId": "ann", "workDate": "2026-09-10", "minutes": %1$s0}],
         "bills": [{"billId": "B-%1$s", "contractId": "C-%1$s", "on": "2026-09-30", "entries": [{"entry": "psa:E-%1$s", "minutes": %1$s0}]}],
         "payments": [{"paymentId": "M-%1$s", "on": "2026-10-08", "billingAccount": "A-%2$s", "amount": "1.00", "currency": "EUR", "allocations": [{"invoice": "B-%1$s", "amount": "1.00"}]}]}"""
        .formatted(no, "1".equals(no) ? "1" : "2"));
  }

  @Test
  void statementsAreThoseOfAllTogether() {
    var apart = PayerStatements.together(FACTS.parts().flatMap(part -> rows(part.bundle(), "statements")).<Map<?, ?>>map(each -> (Map<?, ?>) each).toList());

    assertThat(rows(FACTS.together(Long.MAX_VALUE).orElseThrow(), "statements").map(Json::write)).containsExactlyElementsOf(apart.stream().map(Json::write).toList());
    assertThat(apart).singleElement().satisfies(each -> assertThat(each.get("open") + " " + each.get("unapplied") + " " + each.get("owed")).isEqualTo("147.00 7.00 140.00"));
  }

  @Test
  void journalsAreThoseOfAllTogether() {
    var apart = FACTS.parts().flatMap(part -> rows(part.bundle(), "journals")).<Map<?, ?>>map(each -> (Map<?, ?>) each).sorted(WhatIf.ORDER).toList();

    assertThat(Json.write(apart)).isEqualTo(Json.write(rows(FACTS.together(Long.MAX_VALUE).orElseThrow(), "journals").toList()));
  }

  @Test
  void aBundleOfThemAllIsNoLongerThanAsked() {
    long longest = FACTS.parts().mapToLong(part -> Json.write(part.facts()).length()).sum();

    assertThat(FACTS.together(longest)).isPresent();
    assertThat(FACTS.together(longest - 1)).isEmpty();
  }

  @Test
  void oneEngagementsAreABundleOfItsOwn() {
    assertThat(FACTS.of("C-2").orElseThrow()).containsOnlyKeys("accounts", "asOf", "bills", "contracts", "payments", "timeEntries");
    assertThat(FACTS.of("C-4")).isEmpty();
  }

  private static Stream<?> rows(Map<String, Object> bundle, String list) {
    return WhatIf.of(bundle).fold(answered -> ((List<?>) answered.tree().get(list)).stream(), refused -> Stream.of(refused.refusals()));
  }
}
