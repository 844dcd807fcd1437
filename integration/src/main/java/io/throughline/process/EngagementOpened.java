package io.throughline.process;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.Story;
import io.throughline.journey.engagementopening.EngagementOpening;
import io.throughline.journey.takeover.EngagementTakeOver;
import io.throughline.system.Role;
import io.throughline.thread.Arrivals;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;

/** The project is active: the engagement is live, its terms are in force. */
@ApplicationScoped
class EngagementOpened implements HubRecord<WonDeal> {

  @Inject Engagements engagements;
  @Inject Addressees addressees;
  @Inject Arrivals arrivals;
  @Inject Event<EngagementIsActive> active;

  @Override
  public String name() {
    return "engagement-opened";
  }

  @Override
  public Map<String, Object> write(Story<WonDeal> story, String journeyId) {
    return live(story, story.said("create-project", "projectId").orElseThrow());
  }

  Map<String, Object> live(Story<WonDeal> story, String projectId) {
    var projectSystem = addressees.of(story.threadId(), Role.DELIVERY).orElseThrow();
    arrivals.stand();
    engagements.activate(
        story.threadId(),
        story.trigger(),
        projectSystem,
        projectId,
        EngagementOpening.customer(story),
        story.said("open-contract", "contractId").orElseThrow(),
        story.said("open-erp-project", "erpProjectId").orElseThrow());
    active.fire(new EngagementIsActive(story.threadId(), projectSystem, projectId));
    return Map.of("threadId", story.threadId());
  }

  /** Whether a plan makes an engagement. */
  static boolean isOpening(String plan) {
    return plan.equals(EngagementOpening.PLAN.name()) || plan.equals(EngagementTakeOver.PLAN.name());
  }

  /** An opening that was taken back leaves no engagement. */
  void takenBack(@Observes JourneyUndone undone) {
    if (isOpening(undone.plan())) engagements.undone(undone.threadId());
  }
}
