package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.finance.whatif.WhatIf.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing that was promised about money is forgotten: every edge case (A9), golden number (G, IC) and known pain (C) is named by a case of a
 * what-if; those that are of journeys, connectors or the database by a test there.
 */
class PromisedTest {

  private static final String HISTORIES = "domain/src/test/java/io/throughline/finance/whatif/HistoriesTest.java";
  private static final String ENGINE = "integration/src/test/java/io/throughline/connector/EngineTest.java";
  private static final String OPENING = "domain/src/test/java/io/throughline/journey/engagementopening/EngagementOpeningTest.java";
  private static final String EAR = "ear/src/test/java/io/throughline/ear/";

  /** What no bundle of facts can show, and the test that does. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("A9.11", EAR + "ExceptionDeskIT.java#aRepairedTaxIdFindsTheCustomerThatHasIt"),
          Map.entry("A9.22", EAR + "FaultsIT.java#anOutageHoldsOnlyItsOwnRowsAndHealsByItself"),
          Map.entry("A9.23", OPENING + "#takesBackWhatItCreatedWhenDeliveryRefusesTheProject"),
          Map.entry("A9.29", EAR + "FaultsIT.java#whatIsLateIsToldUntilItGoesOn"),
          Map.entry("A9.30", ENGINE + "#waitsAsLongAsATooManyRequestsSaysAndKeepsEverybodyElseBackToo"),
          Map.entry("C5", HISTORIES + "#invoiceableIsWithinApprovedLessAllocatedUnderAnyConfiguration"),
          Map.entry("C9", ENGINE + "#doesNotKnowTheEffectOfAServerErrorButKnowsThatAReadHasNone"),
          Map.entry("C10", EAR + "QuoteToCashIT.java#opensOneEngagementHoweverOftenTheWinIsReported"),
          Map.entry("C11", EAR + "HooksIT.java#answersASoapMessageAsItsSenderWantsAndKnowsARepeat"),
          Map.entry("C12", ENGINE + "#settlesATimeoutByLookingForTheKey"),
          Map.entry("C16", EAR + "BadInputIT.java#takesASignedEventOnceAndNoOther"),
          Map.entry("C17", EAR + "KillsIT.java#everyKillEndsInCompleteThreadsAndProofsThatHold"),
          Map.entry("C18", EAR + "FaultsIT.java#everyStepSurvives"),
          Map.entry("C19", EAR + "ExceptionDeskIT.java#aMissingPurchaseOrderIsUndoneAndNothingStaysBehind"),
          Map.entry("C60", EAR + "EInvoiceIT.java#aReverseChargedInvoiceAndItsCreditNoteAreServedAsUbl"),
          Map.entry("C63", ENGINE + "#holdsWhatAPersonMustSettleWithItsFields"));

  /** Environments and governance: no money in them. */
  private static final List<String> NOT_OF_MONEY = List.of("A9.33", "A9.37");

  private static final Pattern ID = Pattern.compile("\\b(A9\\.\\d+|[CG]\\d+|IC\\d+)\\b");

  @Test
  void everyPromisedCaseIsNamedByATest() throws IOException {
    var named = new TreeSet<String>();
    for (var name : CasesTest.all().keySet()) ID.matcher(name).results().forEach(found -> named.add(found.group()));

    var missing = new ArrayList<String>();
    for (var id : promised().toList()) if (!named.contains(id) && !ELSEWHERE.containsKey(id)) missing.add(id);

    assertThat(missing).isEmpty();
    assertThat(named).as("known in one place").doesNotContainAnyElementsOf(ELSEWHERE.keySet());
    for (var test : ELSEWHERE.values()) {
      var place = test.split("#");
      assertThat(Files.readString(Path.of("..").resolve(place[0]))).as(test).contains("void " + place[1] + "(");
    }
  }

  @Test
  void theTableOfCasesNamesCasesThatAreThere() throws IOException {
    var named = Pattern.compile("`([a-z-]+): ([^`]+)`").matcher(Files.readString(Path.of("../docs/what-if-cases.md"))).results().map(found -> found.group(1) + ".json: " + found.group(2)).toList();

    assertThat(named).hasSizeGreaterThan(100);
    assertThat(named).allSatisfy(each -> assertThat(CasesTest.all().keySet()).as(each).anyMatch(name -> name.startsWith(each)));
  }

  @Test
  void everyDoubleEntryRuleIsPostedByACase() {
    var posted = new TreeSet<String>();
    for (var each : CasesTest.all().values()) {
      if (!(WhatIf.of(CasesTest.bundle(each)) instanceof Outcome.Answered answered)) continue;
      for (var journal : (List<?>) answered.tree().get("journals")) posted.add(((Map<?, ?>) journal).get("rule").toString());
    }

    assertThat(posted).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 24).mapToObj(rule -> "J" + rule).toList());
  }

  private static Stream<String> promised() {
    var edges = IntStream.rangeClosed(1, 37).mapToObj(number -> "A9." + number).filter(id -> !NOT_OF_MONEY.contains(id));
    var pains = IntStream.concat(IntStream.rangeClosed(1, 44), IntStream.rangeClosed(60, 64)).mapToObj(number -> "C" + number);
    var golden = IntStream.of(1, 2, 5, 6, 7, 10, 11, 12, 14, 15, 18, 19, 20, 21, 22, 23).mapToObj(number -> "G" + number);
    return Stream.of(edges, pains, golden, Stream.of("IC1")).flatMap(each -> each);
  }
}
