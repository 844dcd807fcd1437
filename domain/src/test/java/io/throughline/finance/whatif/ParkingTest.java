package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.Invariant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One engagement that breaks does not stop the others. */
class ParkingTest {

  @Test
  void anEngagementAtWhichAnInvariantFailsIsParkedAndTheOthersGoOn() {
    var bundle = Map.of(
        "asOf", Map.of("effectiveOn", "2027-01-31"),
        "contracts", List.of(contract("C-1", "P"), contract("C-2", "Q")),
        "timeEntries", List.of(entry("1", "P"), entry("2", "Q")),
        "payments", List.of(Map.of("paymentId", "B", "on", "2027-01-31", "billingAccount", "A", "amount", "10", "currency", "EUR", "allocations", List.of(Map.of("invoice", "C-1/2027-01-31/1", "amount", "10")))),
        "invoiceRuns", List.of(Map.of("on", "2027-01-31")));
    var reading = new Reading();
    var read = reading.read(Bundle.class, bundle);

    var answer = WhatIf.answer(parked -> new Breaking(new Facts(read, reading, parked)));

    assertThat(answer.invoices()).extracting(Answer.Document::contractId).containsExactly("C-2");
    assertThat(answer.held()).extracting(each -> each.kind() + " " + each.subject() + " " + each.reason()).containsExactly("engagement C-1 PARKED", "time-entry delivery:1 PARKED");
    assertThat(answer.proof().holds()).isTrue();
  }

  private static final class Breaking extends Engine {

    Breaking(Facts facts) {
      super(facts);
    }

    @Override
    void turn(String contractId, Consumer<String> step) {
      Invariant.holds(!contractId.equals("C-1"), "broken on purpose");
      super.turn(contractId, step);
    }
  }

  private static Map<String, Object> contract(String id, String project) {
    var line = Map.of("lineId", "T", "billing", "time-and-materials", "scope", Map.of("projects", List.of(project)), "rates", List.of(Map.of("price", "100")));
    return Map.of("contractId", id, "entity", "E", "billingAccount", "A", "currency", "EUR", "startsOn", "2027-01-01", "lines", List.of(line));
  }

  private static Map<String, Object> entry(String id, String project) {
    return Map.of("entryId", id, "projectId", project, "personId", "ada", "workDate", "2027-01-05", "minutes", 60);
  }
}
