package io.throughline.process;

import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.changeorder.ChangeOrder;
import io.throughline.journey.changeorder.ContractChange;
import io.throughline.thread.Arrivals;
import io.throughline.thread.ContractVersions;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every system has confirmed, or a person for it: the version is in force, and what was held for it goes on. */
@ApplicationScoped
class ChangeInForce implements HubRecord<ContractChange> {

  @Inject ContractVersions versions;
  @Inject Engagements engagements;
  @Inject Confirmations confirmations;
  @Inject Arrivals arrivals;
  @Inject Event<ContractChanged> changed;

  @Override
  public String name() {
    return "change-in-force";
  }

  @Override
  public Verdict fit(Story<ContractChange> story) {
    var byHand = Stream.of("report-version-to-deal", "revise-project", "plan-added-work", "revise-work", "amend-contract").flatMap(step -> byHand(story, step).stream()).toList();
    if (byHand.isEmpty() || confirmations.by(Journeys.id(story.key()), ChangeOrder.CONFIRM_BY_HAND).isPresent()) return Verdict.FIT;
    return new Verdict.Held(ChangeOrder.CONFIRM_BY_HAND, "Some of version " + story.trigger().version() + " has to be written into a system by hand: do it, then let it go on", "finance", byHand);
  }

  private static List<Field> byHand(Story<ContractChange> story, String step) {
    return story.answers(step).stream().map(answer -> answer.get("lacks")).filter(why -> why != null).distinct().map(why -> new Field("", step, step + ": " + why)).toList();
  }

  @Override
  public Map<String, Object> write(Story<ContractChange> story, String journeyId) {
    arrivals.stand();
    versions.inForce(journeyId);
    engagements.amend(story.threadId(), story.trigger().amended());
    var engagement = engagements.of(story.threadId()).orElseThrow();
    changed.fire(new ContractChanged(engagement.threadId(), engagement.projectSystem(), engagement.projectId(), story.trigger()));
    var answer = new HashMap<String, Object>(Map.of("version", story.trigger().version()));
    confirmations.by(journeyId, ChangeOrder.CONFIRM_BY_HAND).ifPresent(who -> answer.put("confirmedBy", who));
    return answer;
  }
}
