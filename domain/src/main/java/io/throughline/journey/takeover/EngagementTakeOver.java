package io.throughline.journey.takeover;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import io.throughline.journey.engagementopening.EngagementOpening;
import io.throughline.journey.engagementopening.Terms;
import io.throughline.system.Command;
import io.throughline.system.Crm;
import io.throughline.system.Delivery;
import java.util.List;

/** An engagement that was begun elsewhere gets a contract of what is left of it, and goes on here in the project that it has. */
public final class EngagementTakeOver {

  public static final JourneyPlan<TakeOver> PLAN =
      EngagementOpening.contracted(
              JourneyPlan.named("engagement-takeover", 1, TakeOver.class, "finance")
                  .check("check-terms", Takeable::complete)
                  .approval("approve-takeover"),
              EngagementTakeOver::left, "/deal")
          .check("check-purchase-orders", story -> Terms.purchaseOrders(left(story)).at("/deal"))
          .pivot("activate-project", story -> new Delivery.ActivateProject(story.trigger().projectId())) // whose it is from now on: no undo from here
          .record("open-engagement", "engagement-taken-over")
          .then("report-project-to-deal", EngagementTakeOver::reportProject)
          .plan();

  private EngagementTakeOver() {}

  /** The story of what is left, as an opening tells it. */
  public static Story<WonDeal> left(Story<TakeOver> story) {
    return story.with(story.trigger().left());
  }

  private static List<Command> reportProject(Story<TakeOver> story) {
    return List.of(new Crm.ReportProject(story.trigger().deal().crmDealId(), story.threadId(), story.trigger().projectId(), "active"));
  }
}
