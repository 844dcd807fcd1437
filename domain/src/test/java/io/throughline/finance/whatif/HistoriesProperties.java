package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.finance.whatif.WhatIf.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What holds whatever happens; a history that breaks it is printed as a what-if bundle. {@code -Djqwik.tries.default=10000} is the nightly size. */
@SuppressWarnings("unchecked")
class HistoriesProperties {

  @Property
  void minutesAndMoneyAreConservedToTheLastUnit(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
    var bundle = Histories.of(seed);

    var tree = answered(bundle);

    assertThat(Query.of(tree, "proof.holds")).as("%s%n%s", tree.get("proof"), Json.write(bundle)).isEqualTo(true);
  }

  @Property
  void theOrderOfFactsChangesNothing(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
    var bundle = Histories.of(seed);

    var shuffled = (Map<String, Object>) CasesTest.shuffled(bundle, new Random(seed));

    assertThat(Json.write(answered(shuffled))).as(Json.write(bundle)).isEqualTo(Json.write(answered(bundle)));
  }

  @Property
  void neverBillsBeyondTermsNorTakesMoreThanIsOwed(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
    var bundle = Histories.of(seed);
    var tree = answered(bundle);

    for (var contract : (List<Map<String, Object>>) bundle.get("contracts")) {
      for (var line : (List<Map<String, Object>>) contract.get("lines")) {
        var limit = line.containsKey("cap") ? line.get("cap") : "milestone".equals(line.get("billing")) || "fixed-fee".equals(line.get("billing")) ? line.get("amount") : null;
        if (limit != null) assertThat(billed(tree, contract.get("contractId"), line.get("lineId"))).as("%s %s%n%s", contract.get("contractId"), line, Json.write(bundle)).isLessThanOrEqualTo(new BigDecimal((String) limit));
      }
    }
    for (var invoice : (List<Map<String, Object>>) tree.get("invoices")) assertThat(new BigDecimal((String) invoice.get("open"))).isBetween(BigDecimal.ZERO, new BigDecimal((String) invoice.get("total")));
  }

  @Property
  void noEntryIsInDocumentsWithMoreMinutesThanWereApprovedOnceBillsAreMade(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
    var bundle = new LinkedHashMap<>(Histories.of(seed));
    var runs = new ArrayList<Object>((List<Object>) bundle.get("invoiceRuns"));
    runs.add(Map.of("on", "2026-07-01"));
    bundle.put("invoiceRuns", runs);
    bundle.put("asOf", Map.of("effectiveOn", "2026-07-01"));

    var tree = answered(bundle);

    for (var each : (List<Map<String, Object>>) Query.of(tree, "proof.minutes[*]")) {
      assertThat((Long) each.get("unbilled")).as(Json.write(bundle)).isGreaterThanOrEqualTo(0);
      assertThat((Long) each.get("netInvoiced")).isLessThanOrEqualTo((Long) each.get("approved"));
    }
  }

  @Property
  void billThenCorrectEqualsCorrectThenBill(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
    var late = uncorrected(Histories.of(seed), List.of(Map.of("on", "2026-03-10"), Map.of("on", "2026-05-05"), Map.of("on", "2026-07-01")));
    var once = uncorrected(Histories.of(seed), List.of(Map.of("on", "2026-07-01")));

    var corrected = answered(late);
    var fromScratch = answered(once);

    for (var contract : (List<Map<String, Object>>) late.get("contracts")) {
      var id = contract.get("contractId");
      var minutes = (Map<String, Object>) Query.of(corrected, "proof.minutes[contractId=" + id + "]");
      assertThat(minutes).as(Json.write(late)).isEqualTo(Query.of(fromScratch, "proof.minutes[contractId=" + id + "]"));
      var difference = billed(corrected, id, "T").subtract(billed(fromScratch, id, "T")).abs();
      var invoices = ((List<?>) corrected.get("invoices")).size();
      assertThat(difference).as("%s%n%s", id, Json.write(late)).isLessThanOrEqualTo(new BigDecimal("0.01").multiply(BigDecimal.valueOf(4L * invoices)));
    }
  }

  /** Time alone, without caps, credits and payments: what is left to differ is rounding per invoice line. */
  private static Map<String, Object> uncorrected(Map<String, Object> history, List<Object> runs) {
    var bundle = new LinkedHashMap<>(history);
    bundle.put("asOf", Map.of("effectiveOn", "2026-07-01"));
    bundle.put("invoiceRuns", runs);
    bundle.remove("credits");
    bundle.remove("payments");
    var contracts = new ArrayList<Object>();
    for (var contract : (List<Map<String, Object>>) history.get("contracts")) {
      var line = new LinkedHashMap<>(((List<Map<String, Object>>) contract.get("lines")).get(0));
      line.remove("cap");
      var only = new LinkedHashMap<>(contract);
      only.put("lines", List.of(line));
      contracts.add(only);
    }
    bundle.put("contracts", contracts);
    bundle.remove("usage");
    bundle.remove("expenses");
    return bundle;
  }

  private static BigDecimal billed(Map<String, Object> tree, Object contractId, Object lineId) {
    var billed = new BigDecimal((String) Query.of(tree, "sum:invoices[contractId=" + contractId + "].lines[line=" + lineId + "].amount"));
    return billed.subtract(new BigDecimal((String) Query.of(tree, "sum:creditNotes[contractId=" + contractId + "].lines[line=" + lineId + "].amount")));
  }

  private static Map<String, Object> answered(Map<String, Object> bundle) {
    try {
      return WhatIf.of(bundle).fold(Outcome.Answered::tree, refused -> {
        throw new AssertionError("refused " + refused.refusals() + "\n" + Json.write(bundle));
      });
    } catch (RuntimeException broken) {
      throw new AssertionError(broken + "\n" + Json.write(bundle), broken);
    }
  }
}
