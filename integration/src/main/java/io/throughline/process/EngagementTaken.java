package io.throughline.process;

import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.takeover.EngagementTakeOver;
import io.throughline.journey.takeover.TakeOver;
import io.throughline.system.Role;
import io.throughline.thread.Crosswalk;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** What is left of an engagement is live here, in the project and with the work that it has. */
@ApplicationScoped
class EngagementTaken implements HubRecord<TakeOver> {

  static final String PROJECT_TAKEN = "PROJECT_TAKEN";

  @Inject Engagements engagements;
  @Inject Addressees addressees;
  @Inject Crosswalk crosswalk;
  @Inject EngagementOpened opened;

  @Override
  public String name() {
    return "engagement-taken-over";
  }

  @Override
  public Verdict fit(Story<TakeOver> story) {
    var project = story.trigger().projectId();
    return engagements.ofProject(delivery(story), project)
        .<Verdict>map(other -> new Verdict.Held(PROJECT_TAKEN, project + " is the project of " + other.name() + " by now", "finance", List.of(new Field("/projectId", PROJECT_TAKEN, "its own project"))))
        .orElse(Verdict.FIT);
  }

  @Override
  public Map<String, Object> write(Story<TakeOver> story, String journeyId) {
    var told = story.trigger();
    var thread = story.threadId();
    crosswalk.link("createProject", thread, delivery(story), told.projectId(), thread);
    for (var line : told.lines()) for (var work : line.work()) crosswalk.link("planWork", thread + ":" + line.lineId(), delivery(story), work, thread);
    engagements.takenOver(thread, told.remainder());
    return opened.live(EngagementTakeOver.left(story), told.projectId());
  }

  private String delivery(Story<TakeOver> story) {
    return addressees.of(story.threadId(), Role.DELIVERY).orElseThrow();
  }
}
