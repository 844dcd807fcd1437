package io.throughline.journey.engagementopening;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Crm;
import java.util.List;

/**
 * One agreement that several of our legal entities deliver: each opens its own engagement, by itself. What holds one country holds no other;
 * the master waits until each is open or was taken back.
 */
public final class MultiCountryOpening {

  public static final JourneyPlan<WonDeal> PLAN =
      JourneyPlan.named("multi-country-opening", 1, WonDeal.class, "sales-ops")
          .check("check-terms", Terms::complete)
          .check("check-approval", Terms::approved)
          .readIf("find-signature", Signing::find)
          .check("check-signature", Signing::signed)
          .pivotRecord("open-countries", "countries-begun") // each country takes back what is its own
          .record("await-countries", "countries-opened")
          .then("report-projects-to-deal", MultiCountryOpening::report)
          .plan();

  private MultiCountryOpening() {}

  private static List<Command> report(Story<WonDeal> story) {
    return story.said("await-countries", "projects").<List<Command>>map(projects -> List.of(new Crm.ReportProject(story.trigger().dealId(), story.threadId(), projects, "active"))).orElse(List.of());
  }
}
