package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.finance.whatif.WhatIf.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhatIfTest {

  @Test
  void theSameMonthReplaysToTheSameHashAndAnotherRateToAnother() {
    assertThat(answered("150.00").tree().get("hash")).isEqualTo(answered("150.00").tree().get("hash"));
    assertThat(answered("150.00").tree().get("hash")).isNotEqualTo(answered("151.00").tree().get("hash"));
  }

  @Test
  void aChangedRateIsToldInMoney() {
    var differences = WhatIf.difference(answered("150.00"), answered("160.00"));

    assertThat(differences).extracting(row -> row.get("account") + " " + row.get("difference")).containsExactly("AR 10.00", "REV -10.00");
    assertThat(WhatIf.difference(answered("150.00"), answered("150.00"))).isEmpty();
  }

  @Test
  void aChangedRateOfAContractInDollarsIsToldInDollarsAndInTheEurosOfTheBooks() {
    var differences = WhatIf.difference(answered(dollars("150.00")), answered(dollars("160.00")));

    assertThat(differences).extracting(row -> row.get("account") + " " + row.get("difference") + " " + row.get("currency") + ", " + row.get("baseDifference") + " " + row.get("baseCurrency"))
        .containsExactly("AR 10.00 USD, 9.00 EUR", "REV -10.00 USD, -9.00 EUR");
    assertThat(WhatIf.difference(answered("150.00"), answered("160.00"))).noneMatch(row -> row.containsKey("baseDifference"));
  }

  @Test
  void factsKnownAfterTheAsOfDoNotCount() {
    var early = new LinkedHashMap<>(bundle("150.00"));
    early.put("asOf", Map.of("effectiveOn", "2026-01-31", "knownOn", "2026-01-09"));

    assertThat(((Outcome.Answered) WhatIf.of(early)).tree().get("invoices")).isEqualTo(List.of());
  }

  @Test
  void aNameWithANulIsRefusedWhereItStands() {
    var bundle = new LinkedHashMap<>(bundle("150.00"));
    bundle.put("invoiceRuns", List.of(Map.of("on", "2026-01-31", "contractId", "C\0")));

    assertThat(((Outcome.Refused) WhatIf.of(bundle)).refusals()).extracting(each -> each.pointer() + " " + each.code()).containsExactly("/invoiceRuns/0/contractId IMPOSSIBLE");
  }

  private static Outcome.Answered answered(String price) {
    return answered(bundle(price));
  }

  private static Outcome.Answered answered(Map<String, Object> bundle) {
    return (Outcome.Answered) WhatIf.of(bundle);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> dollars(String price) {
    var bundle = new LinkedHashMap<>(bundle(price));
    var contract = new LinkedHashMap<>(((List<Map<String, Object>>) bundle.get("contracts")).get(0));
    contract.put("currency", "USD");
    bundle.put("contracts", List.of(contract));
    bundle.put("entities", List.of(Map.of("entityId", "E", "currency", "EUR")));
    bundle.put("fxRates", List.of(Map.of("from", "USD", "to", "EUR", "on", "2026-01-01", "rate", "0.90")));
    return bundle;
  }

  private static Map<String, Object> bundle(String price) {
    var line = Map.of("lineId", "T", "billing", "time-and-materials", "rates", List.of(Map.of("price", price)));
    var contract = Map.of("contractId", "C", "entity", "E", "billingAccount", "A", "currency", "EUR", "startsOn", "2026-01-01", "lines", List.of(line));
    var entry = Map.of("entryId", "1", "projectId", "P", "personId", "ada", "workDate", "2026-01-05", "approvedOn", "2026-01-10", "minutes", 60);
    return Map.of("asOf", Map.of("effectiveOn", "2026-01-31"), "contracts", List.of(contract), "timeEntries", List.of(entry), "invoiceRuns", List.of(Map.of("on", "2026-01-31")));
  }
}
