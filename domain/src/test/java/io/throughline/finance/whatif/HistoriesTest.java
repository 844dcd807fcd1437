package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.finance.whatif.WhatIf.Outcome;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What holds whatever happens. Each property runs over its own random histories; one that breaks is printed as a what-if bundle with its
 * seed. {@code -Pnightly} runs thousands, {@code -Dthroughline.history=<seed>} one.
 */
@SuppressWarnings("unchecked")
class HistoriesTest {

  /** For each property: two hundred in all, in seconds. */
  private static final int HISTORIES = Integer.getInteger("throughline.histories", 25);

  private static final Long ONLY = Long.getLong("throughline.history");

  @Test
  void minutesAndMoneyAreConservedToTheLastUnit() {
    histories(1, bundle -> {
      var tree = answered(bundle);

      assertThat(Query.of(tree, "proof.holds")).as("%s", tree.get("proof")).isEqualTo(true);
    });
  }

  @Test
  void theOrderOfFactsChangesNothing() {
    histories(2, bundle -> {
      var shuffled = (Map<String, Object>) CasesTest.shuffled(bundle, new Random(bundle.hashCode()));

      assertThat(Json.write(answered(shuffled))).isEqualTo(Json.write(answered(bundle)));
    });
  }

  @Test
  void aReplayIsByteIdentical() {
    histories(3, bundle -> assertThat(Json.write(answered((Map<String, Object>) Json.read(Json.write(bundle))))).isEqualTo(Json.write(answered(bundle))));
  }

  @Test
  void journalsBalanceInDocumentAndBaseCurrencyAndCarryWhereTheyComeFrom() {
    histories(4, bundle -> {
      for (var journal : (List<Map<String, Object>>) answered(bundle).get("journals")) {
        assertThat(sum(journal.get("postings"), "amount")).as("%s", journal).isEqualByComparingTo("0");
        assertThat(sum(journal.get("postings"), "base")).as("%s", journal).isEqualByComparingTo("0");
        assertThat(journal).containsKeys("threadId", "source", "rule", "period", "entity", "books");
      }
    });
  }

  @Test
  void neverBillsBeyondApprovedTerms() {
    histories(5, bundle -> {
      var tree = answered(bundle);
      agreed(bundle).forEach((line, most) -> assertThat(billed(tree, line.get(0), line.get(1))).as("%s", line).isLessThanOrEqualTo(most));
      for (var order : (List<Map<String, Object>>) tree.get("purchaseOrders")) {
        if (order.get("limit") != null) assertThat(new BigDecimal((String) order.get("remaining"))).as("%s", order).isGreaterThanOrEqualTo(BigDecimal.ZERO);
      }
    });
  }

  /** What a credit takes off an invoice that is paid goes back to who paid; where revenue is as billed it stays with the invoice. */
  @Test
  void neverTakesMoreThanIsOwed() {
    histories(6, bundle -> {
      var tree = answered(bundle);
      var asBilled = ((List<Map<String, Object>>) bundle.get("contracts")).stream().filter(contract -> "as-billed".equals(contract.get("revenue"))).map(contract -> contract.get("contractId")).toList();

      for (var invoice : (List<Map<String, Object>>) tree.get("invoices")) {
        var credited = new BigDecimal((String) Query.of(tree, "sum:creditNotes[corrects=" + invoice.get("reference") + "].total"));
        var least = asBilled.contains(invoice.get("contractId")) ? credited.negate() : BigDecimal.ZERO;
        assertThat(new BigDecimal((String) invoice.get("open"))).as("%s", invoice).isBetween(least, new BigDecimal((String) invoice.get("total")));
        assertThat(credited).as("%s", invoice).isLessThanOrEqualTo(new BigDecimal((String) invoice.get("total")));
      }
      for (var payment : (List<Map<String, Object>>) tree.get("payments")) {
        assertThat(sum(payment.get("applied"), "cash").add(new BigDecimal((String) payment.get("unapplied")))).isEqualByComparingTo((String) payment.get("amount"));
      }
    });
  }

  @Test
  void invoiceableIsWithinApprovedLessAllocatedUnderAnyConfiguration() {
    histories(7, bundle -> {
      var changed = new LinkedHashMap<>(bundle);
      var random = new Random(Json.write(bundle).hashCode());
      changed.put("asOf", Map.of("effectiveOn", "2026-08-15"));
      changed.put("periods", List.of(Map.of("entity", "DE", "month", "2026-0" + (1 + random.nextInt(6)), "state", "locked", "since", "2026-07-15", "stream", List.of("ledger", "billing", "time").get(random.nextInt(3)))));
      changed.put("invoiceRuns", with(bundle.get("invoiceRuns"), Map.of("on", "2026-07-20"), Map.of("on", "2026-07-20", "through", "2026-03-31"), Map.of("on", "2026-08-10")));
      changed.put("contracts", ((List<Map<String, Object>>) bundle.get("contracts")).stream().map(contract -> configured(contract, random, ((List<?>) bundle.get("credits")).isEmpty())).toList());

      var tree = answered(changed);

      var billed = new TreeMap<Object, Long>();
      for (var part : parts(tree, "invoices")) billed.merge(part.get("entry"), (Long) part.get("minutes"), Long::sum);
      for (var part : parts(tree, "creditNotes")) billed.merge(part.get("entry"), -(Long) part.get("minutes"), Long::sum);
      var approved = approved(changed);
      billed.forEach((entry, minutes) -> assertThat(minutes).as("%s", entry).isBetween(0L, approved.getOrDefault(entry, 0L)));
    });
  }

  @Test
  void billThenCorrectEqualsCorrectThenBillPlusDeltaDocuments() {
    histories(8, history -> {
      var late = timeAlone(history, List.of(Map.of("on", "2026-03-10"), Map.of("on", "2026-05-05"), Map.of("on", "2026-07-01")));
      var once = timeAlone(history, List.of(Map.of("on", "2026-07-01")));

      var corrected = answered(late);
      var fromScratch = answered(once);

      for (var contract : newest(late)) {
        var id = contract.get("contractId");
        assertThat(Query.of(corrected, "proof.minutes[contractId=" + id + "]")).isEqualTo(Query.of(fromScratch, "proof.minutes[contractId=" + id + "]"));
        var difference = billed(corrected, id, "T").subtract(billed(fromScratch, id, "T")).abs();
        var lines = new BigDecimal(((List<?>) Query.of(corrected, "invoices[contractId=" + id + "].lines[*].line")).size() + 4);
        assertThat(difference).as("%s", id).isLessThanOrEqualTo(new BigDecimal("JPY".equals(contract.get("currency")) ? "1" : "0.01").multiply(lines));
      }
    });
  }

  @Test
  void whatIsToComeMovesNothingElseAndBringsFixedPricesTheirWhole() {
    histories(9, history -> {
      var bundle = new LinkedHashMap<>(history);
      bundle.put("asOf", Map.of("effectiveOn", "2026-05-31"));
      for (var name : List.of("credits", "writeOffs", "payments", "paymentReturns")) bundle.remove(name);
      var unplanned = new LinkedHashMap<>(bundle);
      for (var name : List.of("contracts", "changeOrders")) unplanned.put(name, ((List<Map<String, Object>>) bundle.get(name)).stream().map(each -> without(each, "staffing")).toList());

      assertThat(Json.write(withoutPlans(answered(bundle)))).isEqualTo(Json.write(withoutPlans(answered(unplanned))));

      bundle.put("contracts", fixedAlone(bundle, "2026-05-31"));
      for (var name : List.of("usage", "progress")) bundle.remove(name);
      bundle.remove("changeOrders");
      for (var each : (List<Map<String, Object>>) answered(bundle).get("outlook")) {
        var whole = List.of("recognised", "toCome", "notScheduled").stream().map(part -> new BigDecimal((String) each.get(part))).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(whole).as("%s", each).isEqualByComparingTo(sold(bundle, each.get("contractId"), "2026-05-31"));
      }
    });
  }

  @Test
  void whatIsBilledOfAMilestoneIsWhatIsEarnedHoweverItsTermsChange() {
    histories(10, history -> {
      var tree = answered(milestonesAlone(history, new Random(history.hashCode())));

      for (var kpis : (List<Map<String, Object>>) tree.get("kpis")) assertThat(new BigDecimal((String) kpis.get("billedLessEarned"))).as("%s", kpis).isEqualByComparingTo("0");
      for (var balance : (List<Map<String, Object>>) Query.of(tree, "contractBalances[period=2026-07][*]")) {
        assertThat(List.of(balance.get("contractAsset"), balance.get("contractLiability"))).as("%s", balance).allSatisfy(each -> assertThat(new BigDecimal((String) each)).isEqualByComparingTo("0"));
      }
    });
  }

  /** Not even the names of its documents: they are numbered by contract and day. */
  @Test
  void whatAnotherClientsContractsDoChangesNothing() {
    histories(11, history -> {
      var random = new Random(history.hashCode());
      var first = new LinkedHashMap<>(history);
      first.put("invoiceRuns", named(history));
      var both = new LinkedHashMap<>(first);
      var others = of(random.nextBoolean() ? "0-" : "Z-", Histories.of(random.nextLong()));
      for (var name : List.of("accounts", "contracts", "changeOrders", "timeEntries", "milestones", "usage", "expenses", "progress", "estimates", "writeOffs", "payments", "paymentReturns", "invoiceRuns")) both.put(name, with(first.get(name), ((List<?>) others.get(name)).toArray()));

      assertThat(Json.write(without(answered(both), "hash", "[0Z]-[A-Z].*"))).isEqualTo(Json.write(without(answered(first), "hash", "[0Z]-[A-Z].*")));
    });
  }

  @Test
  void aClosedMonthStaysAsItWasWhateverBecomesKnown() {
    histories(12, history -> {
      var random = new Random(history.hashCode());
      int last = 1 + random.nextInt(5);
      var closedOn = LocalDate.of(2026, last + 1, 1 + random.nextInt(20));
      var bundle = new LinkedHashMap<>(history);
      var periods = new ArrayList<Object>();
      for (int month = 1; month <= last; month++) for (var entity : List.of("DE", "US")) periods.add(Map.of("entity", entity, "month", "2026-0" + month, "state", "closed", "since", closedOn.toString()));
      bundle.put("periods", periods);
      bundle.put("credits", ((List<Map<String, Object>>) history.get("credits")).stream().map(each -> madeLater(each, closedOn, random)).toList());
      var then = new LinkedHashMap<>(bundle);
      then.put("asOf", Map.of("effectiveOn", closedOn.toString()));

      assertThat(posted(answered(bundle), last)).containsExactlyElementsOf(posted(answered(then), last));
    });
  }

  /** Half of the credits that are dated before a day are made after it. */
  private static Map<String, Object> madeLater(Map<String, Object> credit, LocalDate day, Random random) {
    if (!LocalDate.parse((String) credit.get("on")).isBefore(day) || random.nextBoolean()) return credit;
    var later = new LinkedHashMap<>(credit);
    later.put("madeOn", day.plusDays(1 + random.nextInt(20)).toString());
    return later;
  }

  /** The journals of the months through one. */
  private static List<String> posted(Map<String, Object> tree, int last) {
    return ((List<Map<String, Object>>) tree.get("journals")).stream().filter(each -> ((String) each.get("period")).compareTo("2026-0" + last) <= 0).map(Json::write).toList();
  }

  /** Each run for each contract by name. */
  private static List<Object> named(Map<String, Object> bundle) {
    var runs = new ArrayList<Object>();
    for (var run : (List<Map<String, Object>>) bundle.get("invoiceRuns")) for (var contract : newest(bundle)) {
      var one = new LinkedHashMap<String, Object>(run);
      one.put("contractId", contract.get("contractId"));
      runs.add(one);
    }
    return runs;
  }

  /** A history under names of its own, with runs that name their contracts. */
  private static Map<String, Object> of(String prefix, Map<String, Object> history) {
    var bundle = new LinkedHashMap<>(history);
    bundle.put("invoiceRuns", named(history));
    return (Map<String, Object>) renamed(prefix, bundle);
  }

  private static Object renamed(String prefix, Object tree) {
    if (tree instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<Object, Object>();
      map.forEach((name, value) -> copy.put(name, renamed(prefix, value)));
      return copy;
    }
    if (tree instanceof List<?> list) return list.stream().map(each -> renamed(prefix, each)).toList();
    return tree instanceof String text && text.matches("[A-Z]+-.*") ? prefix + text : tree;
  }

  /** An answer without one of its fields, and without rows that name others. */
  private static Map<String, Object> without(Map<String, Object> answer, String field, String others) {
    var left = new LinkedHashMap<String, Object>();
    answer.forEach((name, value) -> {
      if (value instanceof List<?> rows) left.put(name, rows.stream().filter(row -> !Json.write(row).matches("(?s).*\\b" + others)).toList());
      else if (value instanceof Map<?, ?> map) left.put(name, without((Map<String, Object>) map, field, others));
      else if (!name.equals(field)) left.put(name, value);
    });
    return left;
  }

  /** Contracts of a milestone with its changes, which a later version may leave out, billed once more at the end. */
  private static Map<String, Object> milestonesAlone(Map<String, Object> history, Random random) {
    var bundle = new LinkedHashMap<>(history);
    bundle.put("asOf", Map.of("effectiveOn", "2026-07-31"));
    bundle.put("invoiceRuns", with(history.get("invoiceRuns"), Map.of("on", "2026-07-31")));
    for (var name : List.of("credits", "payments", "paymentReturns", "usage", "expenses", "timeEntries", "writeOffs", "progress", "estimates")) bundle.remove(name);
    var contracts = new ArrayList<Object>();
    for (var contract : (List<Map<String, Object>>) history.get("contracts")) {
      var only = without(without(contract, "obligations"), "variable");
      boolean leftOut = only.containsKey("version") && random.nextBoolean();
      only.put("lines", leftOut ? List.of() : milestones(contract));
      only.remove("purchaseOrders");
      only.remove("staffing");
      contracts.add(only);
    }
    bundle.put("contracts", contracts);
    bundle.put("changeOrders", ((List<Map<String, Object>>) history.get("changeOrders")).stream().filter(order -> !milestones(order).isEmpty()).map(order -> without(order, "staffing")).toList());
    return bundle;
  }

  private static List<Map<String, Object>> milestones(Map<String, Object> terms) {
    return ((List<Map<String, Object>>) terms.get("lines")).stream().filter(line -> line.get("billing").equals("milestone")).toList();
  }

  /** What the newest version sells by a day; of a milestone that was completed by then, what the version of its completion does. */
  private static BigDecimal sold(Map<String, Object> bundle, Object contractId, String today) {
    var versions = ((List<Map<String, Object>>) bundle.get("contracts")).stream().filter(each -> each.get("contractId").equals(contractId)).toList();
    var sold = BigDecimal.ZERO;
    for (var line : (List<Map<String, Object>>) versions.get(versions.size() - 1).get("lines")) {
      var completed = (String) Query.of(bundle, "milestones[milestoneId=" + line.get("milestoneId") + "].completedOn");
      var amount = line.get("amount");
      if (completed != null && completed.compareTo(today) <= 0) for (var version : versions) if (((String) version.getOrDefault("effectiveFrom", "")).compareTo(completed) <= 0) amount = Query.of(version, "lines[lineId=" + line.get("lineId") + "].amount");
      sold = sold.add(new BigDecimal((String) amount));
    }
    return sold;
  }

  /** Versions known by a day, with what has a fixed price. */
  private static List<Map<String, Object>> fixedAlone(Map<String, Object> bundle, String knownOn) {
    var contracts = new ArrayList<Map<String, Object>>();
    for (var contract : (List<Map<String, Object>>) bundle.get("contracts")) {
      if (contract.containsKey("approvedOn") && ((String) contract.get("approvedOn")).compareTo(knownOn) > 0) continue;
      var only = new LinkedHashMap<>(contract);
      only.put("lines", ((List<Map<String, Object>>) contract.get("lines")).stream().filter(line -> List.of("milestone", "fixed-fee").contains(line.get("billing"))).toList());
      only.put("staffing", List.of());
      only.remove("variable");
      contracts.add(only);
    }
    return contracts;
  }

  private static Map<String, Object> withoutPlans(Map<String, Object> answer) {
    var left = without(answer, "outlook");
    left.put("kpis", ((List<Map<String, Object>>) answer.get("kpis")).stream().map(each -> without(each, "plannedMarginPercent")).toList());
    return left;
  }

  private static Map<String, Object> without(Map<String, Object> map, String field) {
    var left = new LinkedHashMap<>(map);
    left.remove(field);
    return left;
  }

  /** Settings that price nothing anew: they must not make billed minutes billable. Credits name invoices, which then must stay. */
  private static Map<String, Object> configured(Map<String, Object> contract, Random random, boolean alsoInvoices) {
    var changed = new LinkedHashMap<>(contract);
    changed.put("paymentTermsDays", (long) random.nextInt(90));
    if (!alsoInvoices) return changed;
    changed.put("invoicePer", List.of("contract", "purchase-order", "workstream", "line").get(random.nextInt(4)));
    changed.put("rounding", List.of("half-up", "half-even", "down").get(random.nextInt(3)));
    changed.put("correctBilled", random.nextBoolean());
    return changed;
  }

  private static List<Map<String, Object>> parts(Map<String, Object> tree, String documents) {
    var parts = new ArrayList<Map<String, Object>>();
    for (var document : (List<Map<String, Object>>) tree.get(documents)) {
      for (var line : (List<Map<String, Object>>) document.get("lines")) parts.addAll((List<Map<String, Object>>) line.get("entries"));
    }
    return parts;
  }

  /** The most minutes any version of an entry had: without corrections a bill may hold what a later version took back. */
  private static Map<Object, Long> approved(Map<String, Object> bundle) {
    var approved = new TreeMap<Object, Long>();
    for (var entry : (List<Map<String, Object>>) bundle.get("timeEntries")) approved.merge("delivery:" + entry.get("entryId"), Long.valueOf(entry.get("minutes").toString()), Math::max);
    return approved;
  }

  /** Time alone, without caps, credits and payments: what is left to differ is rounding per invoice line. */
  private static Map<String, Object> timeAlone(Map<String, Object> history, List<Object> runs) {
    var bundle = new LinkedHashMap<>(history);
    bundle.put("asOf", Map.of("effectiveOn", "2026-07-01"));
    bundle.put("invoiceRuns", runs);
    for (var name : List.of("credits", "payments", "paymentReturns", "usage", "expenses", "changeOrders", "writeOffs", "progress", "estimates")) bundle.remove(name);
    var contracts = new ArrayList<Object>();
    for (var contract : (List<Map<String, Object>>) history.get("contracts")) {
      var line = new LinkedHashMap<>(((List<Map<String, Object>>) contract.get("lines")).get(0));
      line.remove("cap");
      var only = without(without(contract, "obligations"), "variable");
      only.put("lines", List.of(line));
      only.remove("purchaseOrders");
      contracts.add(only);
    }
    bundle.put("contracts", contracts);
    return bundle;
  }

  /** The newest version of each contract. */
  /** By contract and line the most that a version or a change agreed: what was due under an earlier one keeps its terms. */
  private static Map<List<Object>, BigDecimal> agreed(Map<String, Object> bundle) {
    var agreed = new LinkedHashMap<List<Object>, BigDecimal>();
    for (var contract : with(bundle.get("contracts"), ((List<?>) bundle.get("changeOrders")).toArray())) {
      for (var line : (List<Map<String, Object>>) ((Map<String, Object>) contract).get("lines")) {
        var limit = line.containsKey("cap") ? line.get("cap") : List.of("milestone", "fixed-fee", "progress").contains(line.get("billing")) ? line.get("amount") : null;
        if (limit != null) agreed.merge(List.of(((Map<String, Object>) contract).get("contractId"), line.get("lineId")), new BigDecimal((String) limit), BigDecimal::max);
      }
    }
    for (var order : (List<Map<String, Object>>) bundle.get("changeOrders")) {
      if (order.containsKey("priceChange")) agreed.computeIfPresent(List.of(order.get("contractId"), order.get("obligationId")), (line, most) -> most.add(new BigDecimal((String) order.get("priceChange"))));
    }
    return agreed;
  }

  private static List<Map<String, Object>> newest(Map<String, Object> bundle) {
    var newest = new TreeMap<Object, Map<String, Object>>();
    for (var contract : (List<Map<String, Object>>) bundle.get("contracts")) newest.put(contract.get("contractId"), contract);
    return List.copyOf(newest.values());
  }

  private static List<Object> with(Object list, Object... more) {
    var all = new ArrayList<Object>((List<Object>) list);
    all.addAll(List.of(more));
    return all;
  }

  private static BigDecimal sum(Object items, String field) {
    return ((List<Map<String, Object>>) items).stream().map(item -> new BigDecimal((String) item.get(field))).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal billed(Map<String, Object> tree, Object contractId, Object lineId) {
    var billed = new BigDecimal((String) Query.of(tree, "sum:invoices[contractId=" + contractId + "].lines[line=" + lineId + "].amount"));
    return billed.subtract(new BigDecimal((String) Query.of(tree, "sum:creditNotes[contractId=" + contractId + "].lines[line=" + lineId + "].amount")));
  }

  private static void histories(long property, Consumer<Map<String, Object>> holds) {
    for (int i = 0; i < (ONLY == null ? HISTORIES : 1); i++) {
      long seed = ONLY == null ? property * 1_000_000_007L + i : ONLY;
      var bundle = Histories.of(seed);
      try {
        holds.accept(bundle);
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("history " + seed + ": " + broken.getMessage() + "\n" + Json.write(bundle), broken);
      }
    }
  }

  private static Map<String, Object> answered(Map<String, Object> bundle) {
    return WhatIf.of(bundle).fold(Outcome.Answered::tree, refused -> {
      throw new AssertionError("refused " + refused.refusals());
    });
  }
}
