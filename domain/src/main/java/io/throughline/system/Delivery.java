package io.throughline.system;

import java.time.LocalDate;

/**
 * What the hub asks of the system in which work is planned and time is kept (PSA). Feeds: {@code approvedTime} (kind
 * {@code time-entry}), {@code expenses} (kind {@code expense}), {@code milestones} (kind {@code milestone}), {@code members} (kind {@code member}: who books, by e-mail address),
 * {@code rates} (kind {@code work-rate}: what an hour is taken for there).
 */
public interface Delivery extends Command {

  @Override
  default Role asked() {
    return Role.DELIVERY;
  }

  /** Creates the project from the service template, not yet active. Answers {@code projectId}. Money: text in {@code currency}. */
  record CreateProject(
      String threadId,
      String reference,
      String name,
      String clientName,
      String template,
      LocalDate startOn,
      LocalDate endOn,
      String currency,
      String budget)
      implements Delivery {}

  /**
   * Plans one sold line as work: a task with its role and rate, or a milestone with its amount. Answers {@code workId}.
   *
   * @param kind {@code task} or {@code milestone}
   * @param reference the line's key in the hub: thread id, colon, quote line id
   */
  record PlanWork(
      String threadId,
      String reference,
      String projectId,
      String kind,
      String title,
      String workstream,
      String role,
      Long plannedMinutes,
      String ratePerHour,
      String amount,
      String currency,
      LocalDate startOn,
      LocalDate dueOn)
      implements Delivery {}

  /** Writes what the project may cost, and when it ends, by a version of the contract. Money: text in {@code currency}. */
  record ReviseProject(String threadId, String projectId, int version, String budget, String currency, LocalDate endOn) implements Delivery {}

  /**
   * Writes a planned piece of work as a version of the contract has it; not {@code open}, nobody books on it any more.
   *
   * @param workId as {@link PlanWork} answered it
   */
  record ReviseWork(
      String threadId,
      String reference,
      String projectId,
      String workId,
      String kind,
      String title,
      String workstream,
      String role,
      Long plannedMinutes,
      String ratePerHour,
      String amount,
      String currency,
      LocalDate dueOn,
      boolean open)
      implements Delivery {}

  /** Opens the project for time: the engagement is live from here. */
  record ActivateProject(String projectId) implements Delivery {}

  /** Takes a project that nobody worked on out of use. */
  record ArchiveProject(String projectId) implements Delivery {}

  /** Tells resource management which role is needed, when and how much. */
  record RequestStaffing(
      String threadId, String reference, String projectId, String role, long plannedMinutes, LocalDate startOn, LocalDate endOn)
      implements Delivery {}

  /**
   * Gives a person a share of a task. Answers {@code assignmentId}. Money: what the share plans to earn, text in {@code currency}.
   *
   * @param reference the sold line's key, colon, the person's id
   * @param workId the task, as {@link PlanWork} answered it
   * @param memberId under which the person books time
   */
  record AssignPerson(
      String threadId,
      String reference,
      String projectId,
      String workId,
      String role,
      String memberId,
      String name,
      long minutes,
      LocalDate startOn,
      LocalDate endOn,
      String plannedRevenue,
      String currency)
      implements Delivery {}

  /** Tells the project how much of its time is given to people, and what that plans to earn. */
  record ReportPlan(String projectId, long assignedMinutes, String plannedRevenue, String currency) implements Delivery {}

  /** Tells the project its latest invoice. */
  record ReportInvoiceToProject(String projectId, String invoiceNumber, String status, String amount, String currency) implements Delivery {}

  /** Tells the project that money came in. */
  record ReportPaymentToProject(String projectId, String invoiceNumber, String amount, String currency) implements Delivery {}
}
