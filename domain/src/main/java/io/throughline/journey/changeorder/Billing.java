package io.throughline.journey.changeorder;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.Story;
import io.throughline.journey.engagementopening.Contracting;
import io.throughline.system.Command;
import io.throughline.system.Erp;
import java.time.LocalDate;
import java.util.List;

/** What the ERP is told of a change: a billing schedule of its own for the version, and the contract with all its lines. */
final class Billing {

  private Billing() {}

  /** None where nothing that falls due by itself has changed. */
  static List<Command> schedule(Story<ContractChange> story) {
    var trigger = story.trigger();
    var instalments = Contracting.instalments(trigger.amended(), trigger::periodsLeft);
    if (instalments.equals(Contracting.instalments(trigger.standing().terms(), trigger::periodsLeftBefore))) return List.of();
    return List.of(
        new Erp.ScheduleBilling(
            story.threadId(), ContractChange.scheduleReference(story.threadId(), trigger.version()), trigger.standing().terms().name() + ", version " + trigger.version(), instalments.isEmpty() ? "monthly" : "milestone", instalments));
  }

  static List<Command> cancelSchedule(Story<ContractChange> story) {
    return story.said("schedule-billing", "scheduleId").<List<Command>>map(id -> List.of(new Erp.CancelBillingSchedule(id))).orElse(List.of());
  }

  /** The one of the version before, once another has taken its place. */
  static List<Command> endEarlierSchedule(Story<ContractChange> story) {
    var earlier = story.trigger().standing().scheduleId();
    var replaced = story.said("schedule-billing", "scheduleId").filter(now -> !now.equals(earlier));
    return earlier == null || replaced.isEmpty() ? List.of() : List.of(new Erp.CancelBillingSchedule(earlier));
  }

  static List<Command> amendContract(Story<ContractChange> story) {
    var trigger = story.trigger();
    var schedule = story.said("schedule-billing", "scheduleId").orElse(trigger.standing().scheduleId());
    return List.of(contract(story, trigger.amended(), trigger.version(), schedule, trigger.change().startOn()));
  }

  static List<Command> amendContractBack(Story<ContractChange> story) {
    var standing = story.trigger().standing();
    return List.of(contract(story, standing.terms(), standing.version(), standing.scheduleId(), null));
  }

  private static Command contract(Story<ContractChange> story, WonDeal terms, int version, String schedule, LocalDate effectiveOn) {
    return new Erp.AmendContract(
        story.threadId(), story.trigger().standing().contractId(), version, schedule, effectiveOn, terms.currency(), terms.value(), Contracting.purchaseOrder(terms), Contracting.items(terms));
  }
}
