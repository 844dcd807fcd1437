package io.throughline.finance.whatif;

import io.throughline.canonical.Rational;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;

/** What was done. */
final class WorkFacts {

  private WorkFacts() {}

  @Says("A time entry in one version. The highest version known counts.")
  record Time(
      @Says(value = "Its id at the source.", must = true) String entryId,
      @Says("Its version: a number or an instant; 1 when absent.") String version,
      @Says("The system it comes from; delivery when absent.") String source,
      @Says(value = "Project.", must = true) String projectId,
      @Says("Task.") String taskId,
      @Says(value = "Person.", must = true) String personId,
      @Says("Role it was worked in.") String role,
      @Says(value = "The work date as recorded.", must = true) LocalDate workDate,
      @Says("When it was recorded, for the record; the work date decides.") Instant recordedAt,
      @Says("The zone it was recorded in.") ZoneId zone,
      @Says(value = "Minutes, 1 to 1440.", must = true) Integer minutes,
      @Says("Whether it is for the client's account; yes when absent.") Boolean billable,
      @Says("approved (default), submitted, rejected, reopened or deleted; only approved time counts.") State approval,
      @Says("The day it was approved (or reopened, or deleted), hence known; the work date when absent.") LocalDate approvedOn,
      @Says("A kind of time with an own price factor, such as overtime.") String timeType,
      @Says("The contract, when the project alone does not say.") String contractId,
      @Says("Why this version takes the place of the one before: told wherever what it corrects is told.") String reason,
      @Says("Note.") String note) {

    private static final int MINUTES_A_DAY = 1440;

    Time {
      if (version == null) version = "1";
      if (source == null) source = "delivery";
      if (billable == null) billable = true;
      if (approval == null) approval = State.APPROVED;
      if (approvedOn == null) approvedOn = workDate;
      if (minutes < 1 || minutes > MINUTES_A_DAY) throw new IllegalArgumentException(minutes + " minutes in a day");
    }

    String key() {
      return source + ":" + entryId;
    }

    boolean counts() {
      return approval == State.APPROVED;
    }
  }

  enum State {
    APPROVED,
    SUBMITTED,
    REJECTED,
    REOPENED,
    DELETED
  }

  @Says("An expense for a project in one version.")
  record Expense(
      @Says(value = "Its id.", must = true) String expenseId,
      @Says("Its version; 1 when absent. The highest that is known counts; later than a bill, the bill is corrected.") String version,
      @Says("Project; without one it is held.") String projectId,
      @Says("The contract line it is billed on; the expenses line of the project's contract when absent.") String lineId,
      @Says("Person.") String personId,
      @Says(value = "The day it was incurred.", must = true) LocalDate incurredOn,
      @Says("The day this version was approved (or taken back), hence known; the day it was incurred when absent.") LocalDate approvedOn,
      @Says(value = "Net amount.", must = true) BigDecimal amount,
      @Says("Its currency; the contract's when absent.") Currency currency,
      @Says("The rate that brings it to the contract's currency, where that is settled; that of `fxRates` on the day it was incurred when absent.") Bundle.FxRate exchange,
      @Says("Whether the client pays it; yes when absent.") Boolean billable,
      @Says("How it is taxed, such as standard or exempt; without it a taxed contract holds it.") String taxTreatment,
      @Says("approved (default) or another state that does not count.") State approval,
      @Says("Why this version takes the place of the one before: told wherever what it corrects is told.") String reason) {

    Expense {
      if (version == null) version = "1";
      if (approvedOn == null) approvedOn = incurredOn;
      if (billable == null) billable = true;
      if (approval == null) approval = State.APPROVED;
    }

    boolean counts() {
      return approval == State.APPROVED;
    }
  }

  @Says("A milestone of delivery in one version.")
  record MilestoneFact(
      @Says(value = "Its id, named by a contract line.", must = true) String milestoneId,
      @Says("Its version; 1 when absent.") String version,
      @Says("Project.") String projectId,
      @Says("completed (default) or started.") MilestoneState state,
      @Says("The day it was completed.") LocalDate completedOn,
      @Says("The client's acceptance record; without it nothing is billed or earned.") String acceptanceReference,
      @Says("The day of acceptance; completedOn when absent.") LocalDate acceptedOn,
      @Says("The day this version became known; always when absent. Later than a bill: the bill is corrected.") LocalDate knownOn,
      @Says("Why this version takes the place of the one before: told wherever what it corrects is told.") String reason,
      @Says("Started: the day its acceptance is planned for. It bills and earns nothing yet; `outlook` counts on it.") LocalDate plannedOn) {

    MilestoneFact {
      if (version == null) version = "1";
      if (state == null) state = MilestoneState.COMPLETED;
      if (state == MilestoneState.COMPLETED && completedOn == null) throw new IllegalArgumentException("completed without a day");
      if (acceptedOn == null) acceptedOn = completedOn;
      if (completedOn != null && acceptedOn.isBefore(completedOn)) throw new IllegalArgumentException("accepted " + acceptedOn + ", before it was completed " + completedOn);
    }
  }

  enum MilestoneState {
    STARTED,
    COMPLETED
  }

  @Says("Units of a line, used or delivered.")
  record Usage(
      @Says(value = "Its id.", must = true) String usageId,
      @Says(value = "Contract.", must = true) String contractId,
      @Says(value = "Line.", must = true) String lineId,
      @Says(value = "The day.", must = true) LocalDate on,
      @Says(value = "How many.", must = true) BigDecimal quantity,
      @Says("A plan: it bills and earns nothing. `outlook` counts on it where its day is after the as-of day; one whose day came counts no more.") boolean planned) {}

  @Says("How far something is on a day: done of the whole, cumulative.")
  record Progress(
      @Says(value = "Contract.", must = true) String contractId,
      @Says("The obligation it measures.") String obligationId,
      @Says("The progress-billed line it measures.") String lineId,
      @Says(value = "The day.", must = true) LocalDate on,
      @Says(value = "Done so far, in any unit.", must = true) BigDecimal done,
      @Says("Of how many; 100 when absent.") BigDecimal of,
      @Says("A plan: it bills and earns nothing. `outlook` counts on it where its day is after the as-of day; one whose day came counts no more.") boolean planned) {

    Progress {
      if (of == null) of = new BigDecimal(100);
      if (obligationId == null && lineId == null) throw new IllegalArgumentException("says neither which obligation nor which line");
      if (of.signum() == 0) throw new IllegalArgumentException("no progress: " + done + " of " + of);
    }
  }

  @Says("Cost of an obligation on a day, cumulative. Work on its lines and costs of the contract that are told too are in it, and count once.")
  record Estimate(
      @Says(value = "Contract.", must = true) String contractId,
      @Says(value = "Obligation.", must = true) String obligationId,
      @Says(value = "The day.", must = true) LocalDate on,
      @Says(value = "Cost incurred so far, without uninstalled materials.", must = true) BigDecimal costToDate,
      @Says(value = "Cost still to come, without uninstalled materials.", must = true) BigDecimal costToGo,
      @Says("Cost of materials delivered but not installed: revenue equals their cost.") BigDecimal uninstalledMaterials,
      @Says("A counted re-estimate: progress may then fall.") boolean reestimate) {

    /** Cost so far over cost in all. */
    Rational progress() {
      var all = Rational.of(costToDate.add(costToGo));
      return all.signum() == 0 ? Rational.ZERO : Rational.of(costToDate).dividedBy(all);
    }
  }

  @Says("A point in time at which an obligation was satisfied.")
  record Delivery(
      @Says(value = "Contract.", must = true) String contractId,
      @Says(value = "Obligation.", must = true) String obligationId,
      @Says(value = "The day.", must = true) LocalDate on) {}

  @Says("A cost that is not time, such as a subcontractor's bill.")
  record Cost(
      @Says(value = "Its id.", must = true) String costId,
      @Says(value = "Contract.", must = true) String contractId,
      @Says(value = "The day.", must = true) LocalDate on,
      @Says(signed = true, value = "Amount in the contract's currency.", must = true) BigDecimal amount,
      @Says("Supplier.") String supplier) {}
}
