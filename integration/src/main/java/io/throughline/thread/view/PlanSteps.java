package io.throughline.thread.view;

import io.throughline.journey.Step;
import io.throughline.process.Plans;
import io.throughline.store.Json;
import io.throughline.thread.view.Journey.Attempt;
import java.util.ArrayList;
import java.util.List;

/** The steps of a plan as a journey has walked them. */
final class PlanSteps {

  private PlanSteps() {}

  /** The step at a position; null behind the last. */
  static String at(String plan, int version, int position) {
    var steps = Plans.of(plan, version).steps();
    return position >= 0 && position < steps.size() ? steps.get(position).name() : null;
  }

  static List<Journey.Step> of(Journey journey, int position, List<Attempt> attempts) {
    var walked = new ArrayList<Journey.Step>();
    for (var step : Plans.of(journey.plan(), journey.planVersion()).steps()) {
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
}
