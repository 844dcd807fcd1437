package io.throughline.journey.engagementopening;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Crm;
import io.throughline.system.Delivery;
import java.util.List;

/** What delivery, resource management and the deal are asked and told. */
public final class Provisioning {

  private Provisioning() {}

  static List<Command> createProject(Story<WonDeal> story) {
    var deal = story.trigger();
    return List.of(
        new Delivery.CreateProject(
            story.threadId(), story.threadId(), deal.name(), deal.client().name(), deal.template(), deal.startOn(), deal.endOn(), deal.currency(), deal.value()));
  }

  static List<Command> archiveProject(Story<WonDeal> story) {
    return List.of(new Delivery.ArchiveProject(project(story)));
  }

  static List<Command> planWork(Story<WonDeal> story) {
    return story.trigger().lines().stream().filter(line -> !line.billsExpenses()).<Command>map(line -> work(story.threadId(), project(story), story.trigger(), line)).toList();
  }

  static Command activateProject(Story<WonDeal> story) {
    return new Delivery.ActivateProject(project(story));
  }

  static List<Command> reportProject(Story<WonDeal> story) {
    return List.of(new Crm.ReportProject(story.trigger().crmDealId(), story.threadId(), project(story), "active"));
  }

  static List<Command> requestStaffing(Story<WonDeal> story) {
    var deal = story.trigger();
    return deal.lines().stream()
        .filter(QuoteLine::billsTime)
        .<Command>map(line -> staffing(story.threadId(), project(story), deal, line))
        .toList();
  }

  /** A sold line as work of a project. */
  public static Delivery.PlanWork work(String threadId, String projectId, WonDeal deal, QuoteLine line) {
    return new Delivery.PlanWork(
        threadId,
        threadId + ":" + line.lineId(),
        projectId,
        kind(line),
        line.description(),
        line.workstream(),
        line.role(),
        line.plannedMinutes(),
        line.billsTime() ? line.ratePerHour() : null,
        line.amount(),
        deal.currency(),
        deal.startOn(),
        line.dueOn() == null ? deal.endOn() : line.dueOn());
  }

  /** People book time on what bills it, and on what is served, whose fee covers it. */
  public static String kind(QuoteLine line) {
    return line.billsTime() || line.billsPeriods() ? "task" : "milestone";
  }

  /** Who is needed for a sold line. */
  public static Delivery.RequestStaffing staffing(String threadId, String projectId, WonDeal deal, QuoteLine line) {
    return new Delivery.RequestStaffing(threadId, threadId + ":" + line.lineId(), projectId, line.role(), line.plannedMinutes(), deal.startOn(), deal.endOn());
  }

  private static String project(Story<WonDeal> story) {
    return story.said("create-project", "projectId").orElseThrow();
  }
}
