package io.throughline.journey.staffing;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.journey.Rehearsal;
import io.throughline.journey.staffing.StaffingNeeded.Demand;
import io.throughline.system.Delivery;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StaffingTest {

  private static final LocalDate START = LocalDate.of(2026, 9, 7);
  private static final LocalDate END = LocalDate.of(2026, 12, 31);
  private static final Map<String, Object> NOBODY = Map.of("assigned", List.of(), "minutes", 0, "plannedRevenue", "0.00");

  @Test
  void assignsWhoWasMatchedAndTellsTheProjectWhatThatPlans() {
    var staffing = rehearsed(given("P1", 300, "500.00"), NOBODY);

    assertThat(staffing.play()).isNull();

    staffing.asked("assignPerson", "reportPlan");
    assertThat(staffing.command(Delivery.AssignPerson.class)).isEqualTo(new Delivery.AssignPerson("T-1", "T-1:L1:P1", "PR", "W1", "Consultant", "M-P1", "Ann", 300, START, END, "500.00", "EUR"));
    assertThat(staffing.command(Delivery.ReportPlan.class)).isEqualTo(new Delivery.ReportPlan("PR", 300, "500.00", "EUR"));
  }

  @Test
  void asksTheProjectNothingWhileNobodyIsThere() {
    var staffing = rehearsed(NOBODY, given("P2", 600, "1000.00"));

    assertThat(staffing.play()).isNull();

    staffing.asked("assignPerson", "reportPlan");
    assertThat(staffing.command(Delivery.AssignPerson.class).memberId()).isEqualTo("M-P2");
  }

  private static Map<String, Object> given(String person, long minutes, String revenue) {
    return Map.of(
        "assigned", List.of(Map.of("reference", "T-1:L1", "workId", "W1", "role", "Consultant", "source", "hcm", "personId", person, "memberId", "M-" + person, "name", "Ann", "minutes", minutes, "plannedRevenue", revenue)),
        "minutes", minutes, "plannedRevenue", revenue);
  }

  private static Rehearsal<StaffingNeeded> rehearsed(Map<String, Object> first, Map<String, Object> rest) {
    return Rehearsal.of(Staffing.PLAN, new StaffingNeeded("PR", "TL-DE", "EUR", START, END, List.of(new Demand("T-1:L1", "W1", "Consultant", 600, "100.00"))))
        .answering("match-people", first)
        .answering("match-rest", rest);
  }
}
