package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Money;
import io.throughline.finance.Journal;
import io.throughline.finance.Journals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bills that were made elsewhere, in books that take revenue as billed: what the live books post, a what-if over their facts posts again. */
class BillsTest {

  private static final String FACTS =
      """
      {"asOf":{"effectiveOn":"2026-10-31"},
       "contracts":[{"contractId":"T-1","entity":"TL-DE","billingAccount":"A-1","currency":"EUR","startsOn":"2026-09-01","revenue":"%s",
         "lines":[{"lineId":"L-1","billing":"time-and-materials","scope":{"projects":["P-1"],"tasks":["W-1"]},"rates":[{"price":"%s"}]},
                  {"lineId":"L-2","billing":"milestone","scope":{"projects":["P-1"],"tasks":["M-1"]},"milestoneId":"M-1","amount":"3000.00"}]}],
       "timeEntries":[{"entryId":"E-1","projectId":"P-1","taskId":"W-1","personId":"ann","workDate":"2026-09-10","minutes":100},
                      {"entryId":"E-2","projectId":"P-1","taskId":"W-1","personId":"ann","workDate":"2026-09-11","minutes":50},
                      {"entryId":"E-3","projectId":"P-1","taskId":"W-1","personId":"bob","workDate":"2026-10-20","minutes":600}],
       "milestones":[{"milestoneId":"M-1","projectId":"P-1","completedOn":"2026-09-15","acceptanceReference":"ACC-1"}],
       "bills":[{"billId":"inv-a","contractId":"T-1","on":"2026-09-30","entries":[{"entry":"delivery:E-1","minutes":100},{"entry":"delivery:E-2","minutes":50}]},
                {"billId":"inv-m","contractId":"T-1","on":"2026-09-20","milestones":["M-1"]}],
       "credits":[{"creditId":"cn-a","reference":"cn-a","invoice":"inv-a","on":"2026-10-05","lines":[{"entry":"delivery:E-2","minutes":50}]}],
       "payments":[{"paymentId":"PAY-1:inv-m","on":"2026-10-10","billingAccount":"A-1","amount":"3100.00","currency":"EUR","allocations":[{"invoice":"inv-m","amount":"3100.00"}]}]}
      """;

  @Test
  void theJournalsAreThoseOfTheLiveBooksToTheId() {
    var journals = journals(answered("as-billed", "100.00"));

    assertThat(journals).containsExactlyInAnyOrder(
        id("inv-a", "2026-09-30", Journals.invoiced("T-1", "inv-a", eur("250.00"), eur("0"), eur("0"), eur("250.00"))),
        id("inv-m", "2026-09-20", Journals.invoiced("T-1", "inv-m", eur("3000.00"), eur("0"), eur("0"), eur("3000.00"))),
        id("cn-a", "2026-10-05", Journals.credited("J5", "T-1", "inv-a", eur("83.33"), eur("0"), eur("0"), eur("83.33"))),
        id("PAY-1:inv-m", "2026-10-10", Journals.paid("inv-m", eur("3000.00"))),
        id("PAY-1:inv-m", "2026-10-10", Journals.unapplied("A-1", eur("100.00"))));
  }

  @Test
  void aJournalOfTheLiveBooksIsWrittenAsTheAnswerWritesIt() {
    var live = Journals.unapplied("A-1", eur("100.00")).journal(Journal.Context.of("T-1", "PAY-1:inv-m", "TL-DE", LocalDate.parse("2026-10-10"))).orElseThrow();

    var answered = (List<?>) answered("as-billed", "100.00").tree().get("journals");

    assertThat(answered.stream().filter(each -> live.journalId().equals(((Map<?, ?>) each).get("journalId"))).toList()).isEqualTo(WhatIf.journals(List.of(live)));
  }

  @Test
  void anExpenseOnABillThatIsCreditedAndSpentOtherwiseIsBilledForWhatItCostInTheEnd() {
    @SuppressWarnings("unchecked")
    var facts = (Map<String, Object>) Json.read("""
        {"asOf":{"effectiveOn":"2026-10-31"},
         "contracts":[{"contractId":"T-1","entity":"TL-DE","billingAccount":"A-1","currency":"EUR","startsOn":"2026-09-01","revenue":"as-billed",
           "lines":[{"lineId":"L-3","billing":"expenses","scope":{"projects":["P-1"]},"markupPercent":"10","cap":"200.00"}]}],
         "expenses":[{"expenseId":"X-1","projectId":"P-1","incurredOn":"2026-09-10","amount":"100.00"},{"expenseId":"X-2","projectId":"P-1","incurredOn":"2026-09-11","amount":"50.05"},
                     {"expenseId":"X-1/2","projectId":"P-1","incurredOn":"2026-09-10","amount":"80.00"}],
         "costs":[{"costId":"X-1","contractId":"T-1","on":"2026-09-10","amount":"-100.00"}],
         "bills":[{"billId":"inv-x","contractId":"T-1","on":"2026-09-30","expenses":["X-1","X-2"]},{"billId":"inv-y","contractId":"T-1","on":"2026-10-05","expenses":["X-1/2"]}],
         "credits":[{"creditId":"cn-x","reference":"cn-x","invoice":"inv-x","on":"2026-10-05","lines":[{"expense":"X-1"}]}]}""");

    var answered = (WhatIf.Outcome.Answered) WhatIf.of(facts);

    assertThat(journals(answered)).contains(
        id("inv-x", "2026-09-30", Journals.invoiced("T-1", "inv-x", eur("165.06"), eur("0"), eur("0"), eur("165.06"))),
        id("cn-x", "2026-10-05", Journals.credited("J5", "T-1", "inv-x", eur("110.00"), eur("0"), eur("0"), eur("110.00"))),
        id("inv-y", "2026-10-05", Journals.invoiced("T-1", "inv-y", eur("88.00"), eur("0"), eur("0"), eur("88.00"))),
        id("expense-X-1", "2026-09-10", Journals.spent(eur("100.00"))),
        id("cost-X-1", "2026-09-10", Journals.spent(eur("-100.00"))),
        id("expense-X-1/2", "2026-09-10", Journals.spent(eur("80.00"))));
    assertThat(Query.of(answered.tree(), "proof.holds")).isEqualTo(true);
  }

  @Test
  void itProvesItselfAndAnyOrderGivesTheSame() {
    var answered = answered("as-billed", "100.00");

    assertThat(Query.of(answered.tree(), "proof.holds")).isEqualTo(true);
    var turned = WhatIf.of(shuffled(facts("as-billed", "100.00")));
    assertThat(((WhatIf.Outcome.Answered) turned).tree()).isEqualTo(answered.tree());
  }

  @Test
  void anotherRateIsAnotherAmountOfMoney() {
    var difference = WhatIf.difference(answered("as-billed", "100.00"), answered("as-billed", "101.00"));

    assertThat(difference).extracting(row -> row.get("period") + " " + row.get("account") + " " + row.get("difference"))
        .containsExactly("2026-09 AR 2.50", "2026-09 REV -2.50", "2026-10 AR -0.84", "2026-10 REV 0.84");
  }

  @Test
  void anotherPolicyAccruesWhatIsNotBilled() {
    var difference = WhatIf.difference(answered("as-billed", "100.00"), answered("as-earned", "100.00"));

    assertThat(difference).anySatisfy(row -> assertThat(row).containsEntry("account", "CA").containsEntry("period", "2026-10").containsEntry("becomes", "1083.33"));
  }

  @Test
  void minutesThatAreNotOpenAreHeldNotBilled() {
    var facts = facts("as-billed", "100.00");
    @SuppressWarnings("unchecked")
    var bills = (List<Map<String, Object>>) facts.get("bills");
    bills.get(0).put("entries", List.of(Map.of("entry", "delivery:E-1", "minutes", 101L)));
    facts.put("credits", List.of());

    var tree = ((WhatIf.Outcome.Answered) WhatIf.of(facts)).tree();

    assertThat(Query.of(tree, "held[kind=bill].reason")).isEqualTo("NOT_BILLABLE");
    assertThat((List<?>) tree.get("invoices")).hasSize(1);
  }

  private static String id(String source, String on, Journals.Entry entry) {
    return entry.journal(Journal.Context.of("T-1", source, "TL-DE", LocalDate.parse(on))).orElseThrow().journalId();
  }

  private static List<String> journals(WhatIf.Outcome.Answered answered) {
    var ids = new ArrayList<String>();
    for (var journal : (List<?>) answered.tree().get("journals")) ids.add(((Map<?, ?>) journal).get("journalId").toString());
    return ids;
  }

  private static WhatIf.Outcome.Answered answered(String policy, String rate) {
    return WhatIf.of(facts(policy, rate)).fold(answered -> answered, refused -> {
      throw new AssertionError(refused.refusals().toString());
    });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> facts(String policy, String rate) {
    return (Map<String, Object>) Json.read(FACTS.formatted(policy, rate));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> shuffled(Map<String, Object> facts) {
    return (Map<String, Object>) CasesTest.shuffled(facts, new java.util.Random(7));
  }

  private static Money eur(String amount) {
    return Money.of(amount, "EUR");
  }
}
