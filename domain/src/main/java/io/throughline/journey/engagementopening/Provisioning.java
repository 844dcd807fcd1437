package io.throughline.journey.engagementopening;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Crm;
import io.throughline.system.Delivery;
import java.util.List;

/** What delivery, resource management and the deal are asked and told. */
final class Provisioning {

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
    return story.trigger().lines().stream().filter(line -> !line.billsExpenses()).<Command>map(line -> work(story, line)).toList();
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
        .<Command>map(line -> new Delivery.RequestStaffing(story.threadId(), reference(story, line), project(story), line.role(), line.plannedMinutes(), deal.startOn(), deal.endOn()))
        .toList();
  }

  private static Delivery.PlanWork work(Story<WonDeal> story, QuoteLine line) {
    var deal = story.trigger();
    return new Delivery.PlanWork(
        story.threadId(),
        reference(story, line),
        project(story),
        line.billsTime() ? "task" : "milestone",
        line.description(),
        line.workstream(),
        line.role(),
        line.plannedMinutes(),
        line.ratePerHour(),
        line.amount(),
        deal.currency(),
        deal.startOn(),
        line.dueOn() == null ? deal.endOn() : line.dueOn());
  }

  private static String reference(Story<WonDeal> story, QuoteLine line) {
    return story.threadId() + ":" + line.lineId();
  }

  private static String project(Story<WonDeal> story) {
    return story.said("create-project", "projectId").orElseThrow();
  }
}
