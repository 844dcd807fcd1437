package io.throughline.journey.staffing;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Delivery;
import java.util.List;
import java.util.Map;

/** The roles of a live engagement are given to people, and the project is told. */
public final class Staffing {

  /** Why a staffing waits. */
  public static final String UNDERSTAFFED = "UNDERSTAFFED";

  /** The answer of a match: shares as {@link Assigned}, and the revenue planned so far. */
  public static final String ASSIGNED = "assigned";

  public static final JourneyPlan<StaffingNeeded> PLAN =
      JourneyPlan.named("staffing", 1, StaffingNeeded.class, "delivery")
          .pivotRecord("match-people", "people-matched") // their time is taken
          .then("assign-people", story -> assign(story, "match-people"))
          .then("report-plan", story -> report(story, "match-people"))
          .record("match-rest", "rest-matched") // waits while somebody lacks
          .then("assign-rest", story -> assign(story, "match-rest"))
          .then("report-full-plan", story -> report(story, "match-rest"))
          .plan();

  private Staffing() {}

  private static List<Command> assign(Story<StaffingNeeded> story, String match) {
    return shares(story, match).stream().<Command>map(share -> assign(story, share)).toList();
  }

  private static Command assign(Story<StaffingNeeded> story, Map<String, Object> share) {
    var needed = story.trigger();
    return new Delivery.AssignPerson(
        story.threadId(),
        text(share, "reference") + ":" + text(share, "personId"),
        needed.projectId(),
        text(share, "workId"),
        text(share, "role"),
        text(share, "memberId"),
        text(share, "name"),
        ((Number) share.get("minutes")).longValue(),
        needed.startOn(),
        needed.endOn(),
        text(share, "plannedRevenue"),
        needed.currency());
  }

  /** A match that found nobody changes nothing at the project. */
  private static List<Command> report(Story<StaffingNeeded> story, String match) {
    if (shares(story, match).isEmpty()) return List.of();
    var said = story.answer(match).orElseThrow();
    return List.of(new Delivery.ReportPlan(story.trigger().projectId(), ((Number) said.get("minutes")).longValue(), text(said, "plannedRevenue"), story.trigger().currency()));
  }

  @SuppressWarnings("unchecked") // as the match wrote them
  private static List<Map<String, Object>> shares(Story<StaffingNeeded> story, String match) {
    return story.answer(match).map(said -> (List<Map<String, Object>>) said.get(ASSIGNED)).orElse(List.of());
  }

  private static String text(Map<String, Object> said, String word) {
    return said.get(word) == null ? null : String.valueOf(said.get(word));
  }
}
