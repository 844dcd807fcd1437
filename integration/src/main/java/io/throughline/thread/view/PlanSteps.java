package io.throughline.thread.view;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Step;
import io.throughline.journey.collecting.InvoiceToCash;
import io.throughline.journey.engagementopening.EngagementOpening;
import io.throughline.journey.invoicing.InvoicePosting;
import io.throughline.store.Json;
import io.throughline.thread.view.Journey.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of a plan as a journey has walked them. */
final class PlanSteps {

  private static final List<JourneyPlan<?>> PLANS = List.of(EngagementOpening.PLAN, InvoicePosting.TIME, InvoicePosting.MILESTONE, InvoiceToCash.PLAN);

  private PlanSteps() {}

  /** The step at a position; null behind the last. */
  static String at(String plan, int version, int position) {
    return plan(plan, version).map(JourneyPlan::steps).filter(steps -> position >= 0 && position < steps.size()).map(steps -> steps.get(position).name()).orElse(null);
  }

  static List<Journey.Step> of(Journey journey, int position, List<Attempt> attempts) {
    var walked = new ArrayList<Journey.Step>();
    var steps = plan(journey.plan(), journey.planVersion()).<List<? extends Step<?>>>map(JourneyPlan::steps).orElse(List.of());
    for (var step : steps) {
      var state = walked.size() < position ? "done" : walked.size() == position ? journey.state() : "ahead";
      walked.add(new Journey.Step(step.name(), kind(step), state, attempts.stream().filter(attempt -> belongs(attempt, step.name())).toList()));
    }
    return walked;
  }

  private static boolean belongs(Attempt attempt, String step) {
    return attempt.step().equals(step) || attempt.step().equals("undo:" + step);
  }

  private static String kind(Step<?> step) {
    return Json.MAPPER.convertValue(step.kind(), String.class);
  }

  private static Optional<JourneyPlan<?>> plan(String name, int version) {
    return PLANS.stream().filter(plan -> plan.name().equals(name) && plan.version() == version).findFirst();
  }
}
