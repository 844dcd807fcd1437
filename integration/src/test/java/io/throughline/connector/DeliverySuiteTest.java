package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.throughline.intake.FactVersion;
import io.throughline.system.Delivery;
import io.throughline.system.Role;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliverySuiteTest extends RoleSuite {

  private static final LocalDate START = LocalDate.of(2026, 9, 1);
  private static final LocalDate END = LocalDate.of(2026, 12, 31);

  static Stream<String> systems() {
    return Played.systems(Role.DELIVERY);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void opensAProjectWithItsWorkOnce(String system) {
    var projectId = project(system);

    assertThat(createdOnce(system, task(projectId))).containsKey("workId");
    assertThat(createdOnce(system, milestone(projectId))).containsKey("workId");
    createdOnce(system, new Delivery.RequestStaffing("T1", "T1:L1", projectId, "Consultant", 4_800, START, END));
    done(system, new Delivery.ActivateProject(projectId));
    done(system, new Delivery.ReportInvoiceToProject(projectId, "INV1", "posted", "125.00", "EUR"));
    done(system, new Delivery.ReportPaymentToProject(projectId, "INV1", "125.00", "EUR"));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void plansATaskWithoutHoursRoleAndRate(String system) {
    var projectId = project(system);

    var workId = String.valueOf(createdOnce(system, new Delivery.PlanWork("T1", "T1:L3", projectId, "task", "Support", null, null, null, null, "8000.00", "EUR", START, END)).get("workId"));

    for (var open : new boolean[] {true, false, true}) {
      done(system, new Delivery.ReviseWork("T1", "T1:L3", projectId, workId, "task", "Support later", null, null, null, null, "9000.00", "EUR", END, open));
    }
    done(system, new Delivery.ActivateProject(projectId));
    played.users(system, "approve-time", "{\"story\": \"L3\", \"date\": \"2026-09-03\", \"minutes\": 90}");
    assertThat(facts(system, "approvedTime").get(0)).containsAllEntriesOf(Map.of("taskId", workId, "minutes", 90, "approval", "approved"));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void takesAnotherVersionOfTheContract(String system) {
    var projectId = project(system);
    var workId = String.valueOf(done(system, task(projectId)).get("workId"));
    var revise = new Delivery.ReviseProject("T1", projectId, 2, "36500.50", "EUR", END.plusMonths(1));

    done(system, revise);
    done(system, revise); // again: the same state
    done(system, work(projectId, workId, true));
    var milestoneId = String.valueOf(done(system, milestone(projectId)).get("workId"));
    for (var open : new boolean[] {true, false, true}) {
      done(system, new Delivery.ReviseWork("T1", "T1:L2", projectId, milestoneId, "milestone", "Go live later", null, null, null, null, "14100.00", "EUR", END, open));
    }
    done(system, work(projectId, workId, false));
    if (Folders.shipped(system).descriptor.operations().get("reviseWork").lacks() == null) assertThat(doneAgain(system, task(projectId)).get("workId")).as("planned anew").isNotEqualTo(workId);
  }

  private static Delivery.ReviseWork work(String projectId, String workId, boolean open) {
    return new Delivery.ReviseWork("T1", "T1:L1", projectId, workId, "task", "Build more", "Core", "Consultant", 9_600L, "155.00", "24800.00", "EUR", END, open);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void givesAPersonAShareOfATaskOnce(String system) {
    var projectId = project(system);
    var workId = String.valueOf(done(system, task(projectId)).get("workId"));
    done(system, new Delivery.ActivateProject(projectId));
    var person = played.users(system, "approve-time", "{\"story\": \"L1\", \"date\": \"2026-09-03\", \"minutes\": 90, \"user\": {\"email\": \"ann@firm.example\", \"name\": \"Ann Example\"}}").get("personId").asText();

    assertThat(createdOnce(system, new Delivery.AssignPerson("T1", "T1:L1:P1", projectId, workId, "Consultant", person, "Ann Example", 4_800, START, END, "12000.00", "EUR"))).containsKey("assignmentId");
    done(system, new Delivery.ReportPlan(projectId, 4_800, "12000.00", "EUR"));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void opensItAgainAfterAnUndo(String system) {
    var first = project(system);
    done(system, new Delivery.ArchiveProject(first));

    assertThat(doneAgain(system, create()).get("projectId")).isNotEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsApprovedTimeAndWhatChangesAfterwards(String system) {
    var projectId = project(system);
    var taskId = String.valueOf(done(system, task(projectId)).get("workId"));
    done(system, new Delivery.ActivateProject(projectId));
    var entryId = played.users(system, "approve-time", "{\"story\": \"L1\", \"date\": \"2026-09-03\", \"minutes\": 90, \"note\": \"design\"}").get("entryId").asText();

    var first = facts(system, "approvedTime").get(0);
    assertThat(first).containsAllEntriesOf(Map.of("entryId", entryId, "projectId", projectId, "taskId", taskId, "workDate", "2026-09-03", "minutes", 90, "billable", true, "approval", "approved"));

    played.users(system, "change-time", "{\"entryId\": \"" + entryId + "\", \"minutes\": 60}");
    var changed = facts(system, "approvedTime").get(0);
    assertThat(changed).containsEntry("minutes", 60);
    assertThat(FactVersion.sortable(String.valueOf(changed.get("version")))).isGreaterThan(FactVersion.sortable(String.valueOf(first.get("version"))));

    played.users(system, "reopen-time", "{\"entryId\": \"" + entryId + "\"}");
    assertThat(facts(system, "approvedTime").get(0)).containsEntry("approval", "open");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsApprovedExpensesAndWhatChangesAfterwardsWhereItCan(String system) {
    assumeThat(Folders.shipped(system).feeds).containsKey("expenses");
    var projectId = project(system);
    done(system, task(projectId));
    done(system, new Delivery.ActivateProject(projectId));
    var expenseId = played.users(system, "approve-expense", "{\"story\": \"L1\", \"date\": \"2026-09-03\", \"category\": \"Hotel\", \"amount\": \"120.50\", \"cents\": 12050, \"currency\": \"EUR\", \"receipt\": \"R-7\", \"user\": {\"email\": \"ann@firm.example\", \"name\": \"Ann\"}}").get("expenseId").asText();

    var first = facts(system, "expenses").get(0);
    assertThat(first).containsAllEntriesOf(Map.of("expenseId", expenseId, "projectId", projectId, "category", "Hotel", "incurredOn", "2026-09-03", "amount", "120.50", "currency", "EUR", "billable", true, "approval", "approved"));
    assertThat(first).containsEntry("receiptReference", "R-7").containsKey("personId");

    played.users(system, "change-expense", "{\"expenseId\": \"" + expenseId + "\", \"amount\": \"90.00\", \"cents\": 9000, \"billable\": false}");
    var changed = facts(system, "expenses").get(0);
    assertThat(changed).containsEntry("amount", "90.00").containsEntry("billable", false);
    assertThat(FactVersion.sortable(String.valueOf(changed.get("version")))).isGreaterThan(FactVersion.sortable(String.valueOf(first.get("version"))));

    played.users(system, "change-expense", "{\"expenseId\": \"" + expenseId + "\", \"approved\": false}");
    assertThat(facts(system, "expenses").get(0)).containsEntry("approval", "open");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsACompletedMilestoneWithItsAcceptance(String system) {
    var projectId = project(system);
    var workId = String.valueOf(done(system, milestone(projectId)).get("workId"));

    played.users(system, "complete-milestone", "{\"story\": \"L2\", \"acceptanceReference\": \"ACC-7\"}");

    assertThat(facts(system, "milestones").get(0)).containsAllEntriesOf(Map.of("milestoneId", workId, "projectId", projectId, "state", "completed", "acceptanceReference", "ACC-7")).containsKey("completedOn");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsWhoBooksTimeWhereItCan(String system) {
    assumeThat(Folders.shipped(system).feeds).containsKey("members");
    var projectId = project(system);
    done(system, task(projectId));
    done(system, new Delivery.ActivateProject(projectId));
    var personId = played.users(system, "approve-time", "{\"story\": \"L1\", \"date\": \"2026-09-03\", \"minutes\": 90, \"user\": {\"name\": \"Ann\", \"email\": \"ann@firm.example\"}}").get("personId").asText();

    assertThat(facts(system, "members")).anySatisfy(member -> assertThat(member).containsEntry("memberId", personId).containsEntry("email", "ann@firm.example"));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsTheRatesItKeepsWhereItCan(String system) {
    assumeThat(Folders.shipped(system).feeds).containsKey("rates");
    var projectId = project(system);
    var taskId = String.valueOf(done(system, task(projectId)).get("workId"));
    done(system, milestone(projectId));
    done(system, new Delivery.ActivateProject(projectId));
    played.users(system, "approve-time", "{\"story\": \"L1\", \"date\": \"2026-09-03\", \"minutes\": 90, \"rate\": \"150.00\", \"rateInCents\": 15000}");

    assertThat(facts(system, "rates")).as("one, of the task").hasSize(1).first().satisfies(rate -> assertThat(rate).containsAllEntriesOf(Map.of("projectId", projectId, "taskId", taskId, "ratePerHour", "150.00", "currency", "EUR")).containsKeys("rateId", "version"));
  }

  private String project(String system) {
    return String.valueOf(createdOnce(system, create()).get("projectId"));
  }

  private static Delivery.CreateProject create() {
    return new Delivery.CreateProject("T1", "T1", "Rollout", "Acme", "advisory", START, END, "EUR", "24500.50");
  }

  private static Delivery.PlanWork task(String projectId) {
    return new Delivery.PlanWork("T1", "T1:L1", projectId, "task", "Build", "Core", "Consultant", 4_800L, "150.00", "12000.00", "EUR", START, END);
  }

  private static Delivery.PlanWork milestone(String projectId) {
    return new Delivery.PlanWork("T1", "T1:L2", projectId, "milestone", "Go live", null, null, null, null, "12500.50", "EUR", null, LocalDate.of(2026, 11, 30));
  }
}
