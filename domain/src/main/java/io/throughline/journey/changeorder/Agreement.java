package io.throughline.journey.changeorder;

import io.throughline.canonical.QuoteLine;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.engagementopening.Signing;
import io.throughline.journey.engagementopening.Terms;
import io.throughline.system.Command;
import java.util.ArrayList;
import java.util.List;

/** What must be agreed before any system is told of a change. */
final class Agreement {

  private Agreement() {}

  static Verdict complete(Story<ContractChange> story) {
    var change = story.trigger().change();
    var standing = story.trigger().standing().terms();
    var wrong = new ArrayList<Field>();
    if (change.startOn() == null) wrong.add(new Field("/change/startOn", "REQUIRED", "missing: from which day the change counts"));
    else if (change.startOn().isBefore(standing.startOn())) wrong.add(new Field("/change/startOn", "BEFORE_CONTRACT", "the contract begins on " + standing.startOn()));
    else if (change.startOn().isAfter(story.trigger().amended().endOn())) wrong.add(new Field("/change/startOn", "AFTER_CONTRACT", "the contract ended on " + standing.endOn() + ": say until when it goes on"));
    if (!standing.currency().equals(change.currency())) wrong.add(new Field("/change/currency", "CURRENCY_DIFFERS", "the contract is in " + standing.currency()));
    var lines = new ArrayList<Field>();
    Terms.lines(lines, change);
    lines.forEach(field -> wrong.add(field.below("/change")));
    for (int i = 0; i < change.lines().size(); i++) {
      var line = change.lines().get(i);
      var at = "/change/lines/" + i;
      var before = standing.line(line.soldAs());
      if (change.lines().subList(0, i).stream().anyMatch(other -> line.soldAs() != null && line.soldAs().equals(other.soldAs()))) wrong.add(new Field(at, "LINE_TWICE", "the change order says " + line.soldAs() + " twice"));
      if (line.amendsLineId() != null && before.isEmpty()) wrong.add(new Field(at + "/amendsLineId", "LINE_UNKNOWN", "the contract has no line " + line.amendsLineId()));
      if (line.amendsLineId() == null && before.isPresent()) wrong.add(new Field(at + "/lineId", "LINE_KNOWN", "the contract has this line: say which one is amended"));
      if (before.isPresent() && !line.ends() && before.get().billing() != line.billing()) wrong.add(new Field(at + "/billing", "BILLING_DIFFERS", "a line keeps the way it is billed: end it and add another"));
      else if (before.isPresent() && line.periods() != null && !line.ends() && !line.periods().rhythm(before.get().periods())) wrong.add(new Field(at + "/periods", "RHYTHM_DIFFERS", "a subscription keeps its periods, when they are billed, and what happens to minutes that they include: end it and add another"));
      var entity = line.entity() == null && before.isEmpty() ? change.contractingEntity() : line.entity();
      if (entity != null && !entity.equals(standing.contractingEntity())) {
        wrong.add(new Field(at + "/entity", "ENTITY_DIFFERS", "the contract is " + standing.contractingEntity() + "'s: take this line out of the change order and win it as a deal of " + entity + "'s own, which makes its contract, project and billing account"));
      }
      if (standing.client().purchaseOrderRequired() && line.amendsLineId() == null && line.purchaseOrder() == null) wrong.add(new Field(at + "/purchaseOrder", "REQUIRED", "missing: the client's purchase order"));
    }
    if (wrong.isEmpty()) periods(wrong, story.trigger());
    return Verdict.of("TERMS_INCOMPLETE", "The terms of the change order are not complete", "sales-ops", wrong);
  }

  /** Those of every subscription: where the contract goes on, one that the change does not name goes on with it. */
  private static void periods(List<Field> wrong, ContractChange trigger) {
    var said = trigger.change().lines().stream().map(QuoteLine::soldAs).toList();
    for (var line : trigger.amended().lines()) {
      if (!line.billsPeriods()) continue;
      var i = said.indexOf(line.lineId());
      Terms.differ(line, trigger.periods(line), trigger.besides(line)).ifPresent(how -> wrong.add(i < 0
          ? new Field("/change/endOn", Terms.PERIODS_DIFFER, "the contract goes on, and " + line.lineId() + " with it: amend it too (" + how + ")")
          : new Field("/change/lines/" + i + "/amount", Terms.PERIODS_DIFFER, how)));
    }
  }

  static Verdict approved(Story<ContractChange> story) {
    return Terms.approved(story.trigger().change());
  }

  static List<Command> findSignature(Story<ContractChange> story) {
    return Signing.find(story.trigger().change());
  }

  static Verdict signed(Story<ContractChange> story) {
    return Signing.signed(story.trigger().change(), story);
  }
}
