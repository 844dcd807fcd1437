package io.throughline.journey.changeorder;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.Story;
import io.throughline.journey.engagementopening.Provisioning;
import io.throughline.system.Command;
import io.throughline.system.Crm;
import io.throughline.system.Delivery;
import java.util.ArrayList;
import java.util.List;

/** What the deal and delivery are told of a change, and what takes it back. */
final class Carrying {

  private Carrying() {}

  static List<Command> reportPending(Story<ContractChange> story) {
    return List.of(report(story, "pending"));
  }

  static List<Command> reportInForce(Story<ContractChange> story) {
    return List.of(report(story, "in force"));
  }

  static List<Command> reportStanding(Story<ContractChange> story) {
    var standing = story.trigger().standing();
    return List.of(new Crm.ReportContract(standing.terms().crmDealId(), story.threadId(), standing.version(), standing.whole(standing.terms()), standing.terms().currency(), null, status(standing.terms(), "in force")));
  }

  private static Command report(Story<ContractChange> story, String status) {
    var amended = story.trigger().amended();
    return new Crm.ReportContract(amended.crmDealId(), story.threadId(), story.trigger().version(), story.trigger().standing().whole(amended), amended.currency(), story.trigger().change().crmDealId(), status(amended, status));
  }

  /** Of which country, where several deliver the deal. */
  private static String status(WonDeal terms, String status) {
    return terms.masterDealId() == null ? status : status + " (" + terms.contractingEntity() + ")";
  }

  static List<Command> reviseProject(Story<ContractChange> story) {
    return List.of(project(story, story.trigger().amended(), story.trigger().version()));
  }

  static List<Command> reviseProjectBack(Story<ContractChange> story) {
    return List.of(project(story, story.trigger().standing().terms(), story.trigger().standing().version()));
  }

  private static Command project(Story<ContractChange> story, WonDeal terms, int version) {
    return new Delivery.ReviseProject(story.threadId(), story.trigger().standing().projectId(), version, story.trigger().standing().whole(terms), terms.currency(), terms.endOn());
  }

  static List<Command> planAdded(Story<ContractChange> story) {
    var trigger = story.trigger();
    return trigger.planned().stream().<Command>map(line -> Provisioning.work(story.threadId(), trigger.standing().projectId(), planned(trigger), line)).toList();
  }

  /** The change with the end of the contract, where it names none. */
  private static WonDeal planned(ContractChange trigger) {
    return trigger.change().endingOn(trigger.until());
  }

  static List<Command> closeAdded(Story<ContractChange> story) {
    var planned = story.answers("plan-added-work");
    var undo = new ArrayList<Command>();
    for (int i = planned.size() - 1; i >= 0; i--) {
      var work = planned.get(i).get("workId");
      if (work != null) undo.add(work(story, story.trigger().planned().get(i), work.toString(), false));
    }
    return undo;
  }

  static List<Command> reviseWork(Story<ContractChange> story) {
    var trigger = story.trigger();
    var amended = trigger.amended();
    return trigger.amending().stream()
        .<Command>map(line -> work(story, line.ends() ? line(trigger.standing().terms(), line.soldAs()) : line(amended, line.soldAs()), trigger.standing().work().get(line.soldAs()), !line.ends()))
        .toList();
  }

  static List<Command> reviseWorkBack(Story<ContractChange> story) {
    var standing = story.trigger().standing();
    return story.trigger().amending().stream().<Command>map(line -> work(story, line(standing.terms(), line.soldAs()), standing.work().get(line.soldAs()), true)).toList();
  }

  private static QuoteLine line(WonDeal terms, String lineId) {
    return terms.lines().stream().filter(line -> line.lineId().equals(lineId)).findFirst().orElseThrow();
  }

  private static Command work(Story<ContractChange> story, QuoteLine line, String workId, boolean open) {
    var standing = story.trigger().standing();
    return new Delivery.ReviseWork(
        story.threadId(),
        story.threadId() + ":" + line.lineId(),
        standing.projectId(),
        workId,
        Provisioning.kind(line),
        line.description(),
        line.workstream(),
        line.role(),
        line.plannedMinutes(),
        line.billsTime() ? line.ratePerHour() : null,
        line.amount(),
        standing.terms().currency(),
        line.dueOn() == null ? story.trigger().amended().endOn() : line.dueOn(),
        open);
  }

  static List<Command> requestStaffing(Story<ContractChange> story) {
    var trigger = story.trigger();
    return trigger.added().stream().filter(QuoteLine::billsTime).<Command>map(line -> Provisioning.staffing(story.threadId(), trigger.standing().projectId(), planned(trigger), line)).toList();
  }
}
