package io.throughline.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.system.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays a plan in memory, top to bottom, and says what it asks, where it holds and what it takes back. */
public final class Rehearsal<T> implements Story<T> {

  private final JourneyPlan<T> plan;
  private final T trigger;
  private final Map<String, List<Map<String, Object>>> answers = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> lines = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private String refusedAt;

  private Rehearsal(JourneyPlan<T> plan, T trigger) {
    this.plan = plan;
    this.trigger = trigger;
  }

  public static <T> Rehearsal<T> of(JourneyPlan<T> plan, T trigger) {
    return new Rehearsal<>(plan, trigger);
  }

  /** What every command of a step will be answered. */
  public Rehearsal<T> answering(String step, Map<String, Object> answer) {
    lines.put(step, answer);
    return this;
  }

  public Rehearsal<T> refusing(String step) {
    refusedAt = step;
    return this;
  }

  /** Plays until the end, a hold or a refusal; the verdict that held it, or null. */
  public Verdict.Held play() {
    for (var step : plan.steps()) {
      if (step.kind() == Step.Kind.CHECK && step.check().apply(this) instanceof Verdict.Held held) return held;
      if (step.record() != null) answers.put(step.name(), List.of(lines.getOrDefault(step.name(), Map.of())));
      if (!step.asks() || step.record() != null) continue;
      var said = new ArrayList<Map<String, Object>>();
      for (var command : step.ask().apply(this)) {
        asked.add(command.operation());
        commands.add(command);
        if (step.name().equals(refusedAt)) return null;
        said.add(lines.getOrDefault(step.name(), Map.of()));
      }
      if (!said.isEmpty()) answers.put(step.name(), said);
    }
    return null;
  }

  /** What taking it back from here asks, last first. */
  public List<String> undone() {
    var undone = new ArrayList<String>();
    for (int i = plan.steps().size() - 1; i >= 0; i--) {
      var step = plan.steps().get(i);
      if (step.undo().isPresent() && answers.containsKey(step.name())) step.undo().get().apply(this).forEach(command -> undone.add(command.operation()));
    }
    return undone;
  }

  public void asked(String... operations) {
    assertThat(asked).containsExactly(operations);
  }

  public <C> C command(Class<C> type) {
    return commands.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  @Override
  public T trigger() {
    return trigger;
  }

  @Override
  public String threadId() {
    return "T-1";
  }

  @Override
  public String key() {
    return "rehearsal";
  }

  @Override
  public List<Map<String, Object>> answers(String step) {
    return answers.getOrDefault(step, List.of());
  }
}
